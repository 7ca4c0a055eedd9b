/* dictionary.c - zstd learns; what from is chosen here. */
#include "store/dictionary.h"

#include "base/err.h"
#include "store/record.h"

#include <stdlib.h>
#include <string.h>
#include <zdict.h>

enum {
    SAMPLE_MAX = 1 << 20, // bytes of text looked at
    TEXT_MAX = 8 << 10,   // of one: many beginnings say more than a long end
    SAMPLE_SHARE = 8,     // a dictionary is at most that part of its sample
};

// The texts' beginnings, one behind the other.
static size_t
gather(const gzt_str *texts, size_t count, char *sample, size_t *sizes)
{
    size_t total = 0;

    for (size_t i = 0; i < count; i++) {
        size_t len = texts[i].len < TEXT_MAX ? texts[i].len : TEXT_MAX;

        if (len > SAMPLE_MAX - total)
            len = SAMPLE_MAX - total;
        if (len)
            memcpy(sample + total, texts[i].ptr, len);
        sizes[i] = len;
        total += len;
    }
    return total;
}

gzt_str
gzt_dictionary_learn(const gzt_str *texts, size_t count, gzt_arena *arena)
{
    char *sample = gzt_xrealloc(NULL, SAMPLE_MAX, 1);
    size_t *sizes = gzt_xrealloc(NULL, count + 1, sizeof(*sizes));
    char *room = gzt_arena_alloc(arena, GZT_DICTIONARY_MAX);
    size_t most = gather(texts, count, sample, sizes) / SAMPLE_SHARE;
    size_t len = ZDICT_trainFromBuffer(
        room, most < GZT_DICTIONARY_MAX ? most : GZT_DICTIONARY_MAX, sample,
        sizes, (unsigned)count);

    free(sample);
    free(sizes);
    return (gzt_str){ room, ZDICT_isError(len) ? 0 : len };
}
