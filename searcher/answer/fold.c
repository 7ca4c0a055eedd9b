/* fold.c - near-duplicate articles, folded into the best of them. */
#include "answer/candidates.h"

#include "base/str.h"
#include "store/schema.h"
#include "store/story.h"

#include <stdlib.h>

// Two sketches alike differ in seven of sixteen buckets at most, so of eight
// pairs of buckets they share one: a story is found by any of its pairs.
enum {
    BANDS = 8,
    BAND_BYTES = GZT_STORY_BYTES / BANDS
};

#define NONE UINT32_MAX

typedef struct head {
    gzt_str sketch;
    uint32_t at;          // of the candidates
    uint32_t next[BANDS]; // of the heads with its slot
} head;

typedef struct folding {
    gzt_candidates *c;
    head *heads;
    size_t count;
    uint32_t *slots; // the last head, by band and its bytes
    size_t mask;
} folding;

static size_t
slot_of(const folding *f, gzt_str sketch, size_t band)
{
    return gzt_str_hash(gzt_str_slice(sketch, band * BAND_BYTES,
                                      (band + 1) * BAND_BYTES),
                        band) &
           f->mask;
}

// The first head, in the order of the answer, that tells the same story.
static uint32_t
find_head(const folding *f, gzt_str sketch)
{
    uint32_t first = NONE;

    for (size_t band = 0; band < BANDS; band++)
        for (uint32_t i = f->slots[slot_of(f, sketch, band)]; i != NONE;
             i = f->heads[i].next[band])
            if (i < first && gzt_story_same(f->heads[i].sketch, sketch))
                first = i;
    return first;
}

static void
add_head(folding *f, gzt_str sketch, size_t at)
{
    head *h = &f->heads[f->count];

    *h = (head){ .sketch = sketch, .at = (uint32_t)at };
    for (size_t band = 0; band < BANDS; band++) {
        uint32_t *slot = &f->slots[slot_of(f, sketch, band)];

        h->next[band] = *slot;
        *slot = (uint32_t)f->count;
    }
    f->count++;
}

typedef struct placed {
    uint32_t docid, at;
} placed;

static int
by_docid(const void *a, const void *b)
{
    const placed *x = a, *y = b;

    return (x->docid > y->docid) - (x->docid < y->docid);
}

// The sketches in the order of the candidates; they are read in that of the
// documents.
static gzt_status
read_sketches(gzt_reader *reader, const gzt_candidates *c, gzt_arena *arena,
              gzt_str **out, gzt_err *err)
{
    placed *order = gzt_arena_array(arena, c->count + 1, sizeof(*order));
    uint32_t *docids = gzt_arena_array(arena, c->count + 1, sizeof(*docids));
    gzt_str *values;
    gzt_status status;

    for (size_t i = 0; i < c->count; i++)
        order[i] = (placed){ c->items[i].docid, (uint32_t)i };
    qsort(order, c->count, sizeof(*order), by_docid);
    for (size_t i = 0; i < c->count; i++)
        docids[i] = order[i].docid;
    status = gzt_xdb_values_of(gzt_reader_db(reader), GZT_SLOT_STORY, docids,
                               c->count, arena, &values, err);
    *out = gzt_arena_array(arena, c->count + 1, sizeof(**out));
    for (size_t i = 0; !status && i < c->count; i++)
        (*out)[order[i].at] = values[i];
    return status;
}

gzt_status
gzt_candidates_fold_stories(gzt_reader *reader, gzt_candidates *c,
                            gzt_arena *arena, gzt_err *err)
{
    folding f = { .c = c, .mask = 1023 };
    gzt_str *sketches;
    size_t kept = 0;
    gzt_status status = read_sketches(reader, c, arena, &sketches, err);

    if (status)
        return status;
    while (f.mask < 4 * c->count)
        f.mask = 2 * f.mask + 1;
    f.heads = gzt_arena_array(arena, c->count + 1, sizeof(*f.heads));
    f.slots = gzt_arena_array(arena, f.mask + 1, sizeof(*f.slots));
    memset(f.slots, 0xff, (f.mask + 1) * sizeof(*f.slots));
    for (size_t i = 0; i < c->count; i++) {
        bool told = sketches[i].len == GZT_STORY_BYTES;
        uint32_t same = told ? find_head(&f, sketches[i]) : NONE;

        if (same != NONE) {
            c->items[f.heads[same].at].collapsed++;
            continue;
        }
        c->items[kept] = c->items[i];
        if (told)
            add_head(&f, sketches[i], kept);
        kept++;
    }
    c->count = kept;
    c->total = (uint32_t)kept;
    c->exact = c->complete = true;
    return GZT_OK;
}
