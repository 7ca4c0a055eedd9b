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

typedef struct sample {
    char *bytes;
    size_t len;
    size_t *sizes; // of its pieces, one behind the other
    size_t count;
} sample;

static void
add(sample *s, gzt_str text)
{
    size_t len = text.len < TEXT_MAX ? text.len : TEXT_MAX;

    if (len > SAMPLE_MAX - s->len)
        len = SAMPLE_MAX - s->len;
    if (len)
        memcpy(s->bytes + s->len, text.ptr, len);
    s->sizes[s->count++] = len;
    s->len += len;
}

gzt_str
gzt_dictionary_learn(const gzt_article *articles, size_t count,
                     gzt_arena *arena)
{
    sample s = { .bytes = gzt_xrealloc(NULL, SAMPLE_MAX, 1),
                 .sizes = gzt_xrealloc(NULL, 2 * count + 1, sizeof(*s.sizes)) };
    char *room = gzt_arena_alloc(arena, GZT_DICTIONARY_MAX);
    size_t most, len;

    for (size_t i = 0; i < count; i++) {
        add(&s, gzt_record_sample(&articles[i], arena));
        add(&s, articles[i].body); // its beginning
    }
    most = s.len / SAMPLE_SHARE;
    len = ZDICT_trainFromBuffer(
        room, most < GZT_DICTIONARY_MAX ? most : GZT_DICTIONARY_MAX, s.bytes,
        s.sizes, (unsigned)s.count);
    free(s.bytes);
    free(s.sizes);
    return (gzt_str){ room, ZDICT_isError(len) ? 0 : len };
}
