/* twins.h - the same documents twice: through Xapian's own writer and through
 * lib/glass. A maker makes document number `i`; what it makes lies in the
 * arena that it gets. */
#ifndef GZT_TESTS_TWINS_H
#define GZT_TESTS_TWINS_H

#include "glass/glass.h"

#include "same_db.h"

/** All zero: there is no such document, its docid stays unused. */
typedef bool twin_maker(size_t i, gzt_arena *a, gzt_xdoc *out);

static const uint32_t twin_slots[] = { 0,   1,   2,   3,   5,     6,
                                       127, 128, 255, 256, 65536, 4000000000u };

enum {
    TWIN_SLOTS = sizeof(twin_slots) / sizeof(*twin_slots),
};

/** A number that depends on two. */
UNUSED uint32_t
mix(uint64_t a, uint64_t b)
{
    uint64_t h = (a + 1) * 0x9e3779b97f4a7c15 ^ (b + 7) * 0xbf58476d1ce4e5b9;

    h = (h ^ h >> 29) * 0x94d049bb133111eb;
    return (uint32_t)(h >> 32);
}

// Bytes that tell what they were made for.
static inline gzt_str
bytes_of(gzt_arena *a, size_t len, uint64_t seed)
{
    char *p = gzt_arena_alloc(a, len + 1);

    for (size_t i = 0; i < len; i++)
        p[i] = (char)mix(seed, i);
    return (gzt_str){ p, len };
}

// ---- natively --------------------------------------------------------------

// A docid that nothing has: its document comes and goes.
static gzt_status
skip_native(gzt_xwriter *w)
{
    gzt_xterm term = { GZT_S("skip"), 0, 0 };
    gzt_xdoc doc = { .terms = &term, .term_count = 1 };
    uint32_t docid;
    gzt_status status = gzt_xwriter_add(w, &doc, &docid, &err);

    return status ? status : gzt_xwriter_delete(w, term.term, &err);
}

static gzt_status
write_native(const char *path, size_t count, twin_maker *make)
{
    gzt_xwriter *w;
    gzt_arena a;
    gzt_status status = gzt_xwriter_open(&w, path, GZT_XCREATE, &err);

    if (status)
        return status;
    gzt_arena_init(&a);
    status = gzt_xwriter_set_metadata(w, GZT_S("one"), GZT_S("1"), &err);
    if (!status)
        status = gzt_xwriter_set_metadata(w, GZT_S("a\0b"), GZT_S("\0"), &err);
    for (size_t i = 0; !status && i < count; i++) {
        gzt_xdoc doc = { .term_count = 0 };
        uint32_t docid;

        gzt_arena_reset(&a);
        status = make(i, &a, &doc) ? gzt_xwriter_add(w, &doc, &docid, &err)
                                   : skip_native(w);
    }
    gzt_arena_release(&a);
    if (!status)
        return gzt_xwriter_close(w, &err);
    gzt_xwriter_abandon(w);
    return status;
}

// ---- through lib/glass -----------------------------------------------------

typedef struct twin_posting {
    gzt_str term;
    uint32_t docid, wdf;
} twin_posting;

typedef struct twin_postings {
    twin_posting *all;
    size_t count, cap;
    gzt_arena terms;
} twin_postings;

static int
posting_order(const void *a, const void *b)
{
    const twin_posting *x = a, *y = b;
    int order = gzt_str_cmp(x->term, y->term);

    return order ? order : x->docid < y->docid ? -1 : 1;
}

static gzt_status
twin_add(gzt_glass *g, gzt_glass_packer *packer, uint32_t docid,
         const gzt_xdoc *doc, gzt_arena *a, twin_postings *out)
{
    gzt_glass_term *terms =
        gzt_arena_array(a, doc->term_count + 1, sizeof(*terms));
    gzt_glass_value *values =
        gzt_arena_array(a, doc->value_count + 1, sizeof(*values));
    gzt_glass_terms packed;
    gzt_glass_doc made = { docid, &packed, values, doc->value_count,
                           doc->data };
    gzt_status status;

    for (size_t i = 0; i < doc->term_count; i++)
        terms[i] = (gzt_glass_term){ doc->terms[i].term, doc->terms[i].wdf };
    for (size_t i = 0; i < doc->value_count; i++)
        values[i] =
            (gzt_glass_value){ doc->values[i].slot, doc->values[i].value };
    status = gzt_glass_pack(packer, terms, doc->term_count, &packed, &err);
    for (size_t i = 0; !status && i < packed.count; i++) {
        if (out->count == out->cap) {
            out->cap = out->cap ? 2 * out->cap : 1024;
            out->all = gzt_xrealloc(out->all, out->cap, sizeof(*out->all));
        }
        out->all[out->count++] =
            (twin_posting){ gzt_arena_copy(&out->terms, terms[i].term), docid,
                            terms[i].wdf };
    }
    return status ? status : gzt_glass_add(g, &made, &err);
}

// One list at a time, and each posting by itself.
static gzt_status
twin_lists(gzt_glass *g, twin_postings *p)
{
    gzt_status status = GZT_OK;

    if (p->count)
        qsort(p->all, p->count, sizeof(*p->all), posting_order);
    for (size_t i = 0, end; !status && i < p->count; i = end) {
        uint32_t collection = 0;

        for (end = i;
             end < p->count && gzt_str_eq(p->all[end].term, p->all[i].term);
             end++)
            collection += p->all[end].wdf;
        status = gzt_glass_begin_term(g, p->all[i].term, (uint32_t)(end - i),
                                      collection, &err);
        for (size_t k = i; !status && k < end; k++)
            status = gzt_glass_add_postings(g, &p->all[k].docid, &p->all[k].wdf,
                                            1, &err);
    }
    return status;
}

static gzt_status
write_glass(const char *path, size_t count, twin_maker *make)
{
    gzt_glass *g;
    gzt_glass_packer *packer = gzt_glass_packer_new();
    twin_postings postings = { .count = 0 };
    gzt_arena a;
    gzt_status status = gzt_glass_open(&g, path, &err);

    gzt_arena_init(&a);
    gzt_arena_init(&postings.terms);
    if (!status)
        status = gzt_glass_set_metadata(g, GZT_S("one"), GZT_S("1"), &err);
    if (!status)
        status = gzt_glass_set_metadata(g, GZT_S("a\0b"), GZT_S("\0"), &err);
    for (size_t i = 0; !status && i < count; i++) {
        gzt_xdoc doc = { .term_count = 0 };

        gzt_arena_reset(&a);
        if (make(i, &a, &doc))
            status = twin_add(g, packer, (uint32_t)i + 1, &doc, &a, &postings);
    }
    if (!status)
        status = twin_lists(g, &postings);
    if (status)
        gzt_glass_abandon(g);
    else
        status = gzt_glass_finish(g, NULL, &err);
    gzt_glass_packer_free(packer);
    gzt_arena_release(&a);
    gzt_arena_release(&postings.terms);
    free(postings.all);
    return status;
}

// ---- changed afterwards ----------------------------------------------------

// Every seventh document goes, every ninth becomes another, some are new.
static gzt_status
change(const char *path, size_t count, twin_maker *make)
{
    gzt_xwriter *w;
    gzt_arena a;
    gzt_status status = gzt_xwriter_open(&w, path, GZT_XOPEN, &err);

    if (status)
        return status;
    gzt_arena_init(&a);
    for (size_t i = 0; !status && i < count + 5; i++) {
        gzt_xdoc doc = { .term_count = 0 }, other = { .term_count = 0 };
        uint32_t docid;

        gzt_arena_reset(&a);
        if (i >= count) {
            if (make(i - count, &a, &doc))
                status = gzt_xwriter_add(w, &doc, &docid, &err);
        } else if (make(i, &a, &doc) && doc.term_count &&
                   (i % 7 == 3 || i % 9 == 2)) {
            gzt_str key = doc.terms[0].term;

            // The key is the first term of the new one, too.
            if (i % 7 == 3 || !make(i / 2, &a, &other))
                status = gzt_xwriter_delete(w, key, &err);
            else
                status = gzt_xwriter_add(w, &other, &docid, &err);
        }
    }
    gzt_arena_release(&a);
    if (!status)
        return gzt_xwriter_close(w, &err);
    gzt_xwriter_abandon(w);
    return status;
}

/** Write both and hold them against each other; then change both natively and
 *  do so again; then let Xapian compact them, and once more. */
UNUSED void
check_twins(const char *name, size_t count, twin_maker *make)
{
    const char *a = gzt_arena_printf(&arena, "%s/%s-a", scratch, name).ptr;
    const char *b = gzt_arena_printf(&arena, "%s/%s-b", scratch, name).ptr;
    const char *c = gzt_arena_printf(&arena, "%s/%s-c", scratch, name).ptr;
    const char *d = gzt_arena_printf(&arena, "%s/%s-d", scratch, name).ptr;

    printf("# %s\n", name);
    CHECK_OK(write_native(a, count, make));
    CHECK_OK(write_glass(b, count, make));
    CHECK(check_sound(b));
    CHECK(check_same(a, b, twin_slots, TWIN_SLOTS));
    CHECK_OK(change(a, count, make));
    CHECK_OK(change(b, count, make));
    CHECK(check_sound(b));
    CHECK(check_same(a, b, twin_slots, TWIN_SLOTS));
    CHECK_OK(gzt_xapian_compact(c, &a, 1, &err));
    CHECK_OK(gzt_xapian_compact(d, &b, 1, &err));
    CHECK(check_sound(d));
    CHECK(check_same(c, d, twin_slots, TWIN_SLOTS));
    scratch_remove(a);
    scratch_remove(b);
    scratch_remove(c);
    scratch_remove(d);
}

#endif /* GZT_TESTS_TWINS_H */
