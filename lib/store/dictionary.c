/* dictionary.c - count runs of one to four words, keep those that save most.
 */
#include "store/dictionary.h"

#include "base/buf.h"
#include "base/str.h"
#include "store/record.h"

#include <stdlib.h>

enum {
    SAMPLE_MAX = 4 << 20, // bytes of text looked at
    RUN_WORDS = 4,
    RUN_MIN = 4, // shorter than this is no match for deflate
    RUN_MAX = 48,
    TABLE_SIZE = 1 << 20 // entries; when full, what is new is not counted
};

typedef struct run {
    gzt_str text;
    uint32_t count;
} run;

typedef struct runs {
    run *table;
    size_t used;
} runs;

static void
count_run(runs *r, gzt_str text)
{
    size_t at = gzt_str_hash(text, 0) % TABLE_SIZE;

    while (r->table[at].count && !gzt_str_eq(r->table[at].text, text))
        at = (at + 1) % TABLE_SIZE;
    if (!r->table[at].count) {
        if (r->used >= TABLE_SIZE / 4 * 3)
            return;
        r->used++;
        r->table[at].text = text;
    }
    r->table[at].count++;
}

// Every run of words of `text` that begins at a blank: the blank goes with
// the words, since that is how they come again.
static void
count_text(runs *r, gzt_str text)
{
    size_t starts[RUN_WORDS + 1] = { 0 };
    size_t blanks = 0;

    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && text.ptr[i] != ' ' && text.ptr[i] != '\n')
            continue;
        for (size_t n = 1; n <= RUN_WORDS && n <= blanks; n++) {
            size_t start = starts[(blanks - n) % (RUN_WORDS + 1)];

            if (i - start >= RUN_MIN && i - start <= RUN_MAX)
                count_run(r, gzt_str_slice(text, start, i));
        }
        starts[blanks++ % (RUN_WORDS + 1)] = i;
    }
}

static uint64_t
saving(const run *r)
{
    return (uint64_t)(r->count - 1) * (r->text.len - 3);
}

static int
by_saving(const void *a, const void *b)
{
    uint64_t x = saving(a), y = saving(b);

    return x != y ? (x < y ? 1 : -1)
                  : gzt_str_cmp(((const run *)a)->text, ((const run *)b)->text);
}

// Take the best runs that are not already within what was taken.
static gzt_str
assemble(const run *best, size_t count, gzt_arena *arena)
{
    char *all = gzt_arena_alloc(arena, GZT_DICTIONARY_MAX);
    size_t at = GZT_DICTIONARY_MAX; // filled from the end

    for (size_t i = 0; i < count && best[i].count > 2; i++) {
        gzt_str taken = { all + at, GZT_DICTIONARY_MAX - at };
        gzt_str text = best[i].text;

        if (text.len > at)
            break;
        if (taken.len && gzt_str_find(taken, text) < taken.len)
            continue;
        at -= text.len;
        memcpy(all + at, text.ptr, text.len);
    }
    return (gzt_str){ all + at, GZT_DICTIONARY_MAX - at };
}

gzt_str
gzt_dictionary_learn(const gzt_str *texts, size_t count, gzt_arena *arena)
{
    runs r = { .table = calloc(TABLE_SIZE, sizeof(run)) };
    size_t seen = 0, kept = 0;
    gzt_str dictionary;

    if (!r.table) // it can be done without
        return (gzt_str){ "", 0 };
    for (size_t i = 0; i < count && seen < SAMPLE_MAX; i++) {
        gzt_str text = texts[i];

        if (text.len > SAMPLE_MAX - seen)
            text.len = SAMPLE_MAX - seen;
        count_text(&r, text);
        seen += text.len;
    }
    for (size_t i = 0; i < TABLE_SIZE; i++)
        if (r.table[i].count > 2)
            r.table[kept++] = r.table[i];
    qsort(r.table, kept, sizeof(run), by_saving);
    dictionary = assemble(r.table, kept, arena);
    free(r.table);
    return dictionary;
}
