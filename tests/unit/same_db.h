/* same_db.h - are two databases equal in everything that Xapian tells of them?
 * What is asked: statistics, metadata, every posting with its wdf, every length,
 * value, bound, termlist entry and record. */
#ifndef GZT_TESTS_SAME_DB_H
#define GZT_TESTS_SAME_DB_H

#include "base/str.h"
#include "xapian/xapian_c.h"

#include "scratch.h"

enum {
    SAME_ALL = 1 << 30, // no limit
};

// What is being compared; the first difference is in `why`.
typedef struct pair_of {
    gzt_xdb *a, *b;
    gzt_arena arena; // of one list
    char why[200];
} pair_of;

__attribute__((format(printf, 2, 3))) static bool
differ(pair_of *p, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    if (!*p->why)
        vsnprintf(p->why, sizeof(p->why), fmt, args);
    va_end(args);
    return false;
}

// A call for each side must succeed.
#define BOTH(p, call_a, call_b)                                                \
    do {                                                                       \
        gzt_err e_ = { GZT_OK, "" };                                           \
        gzt_err *const e = &e_;                                                \
        if ((call_a) || (call_b))                                              \
            return differ((p), "%s", e->text);                                 \
    } while (0)

static bool
same_stats(pair_of *p)
{
    gzt_xstats a, b;

    BOTH(p, gzt_xdb_stats(p->a, &a, e), gzt_xdb_stats(p->b, &b, e));
    if (a.documents != b.documents || a.last_docid != b.last_docid)
        return differ(p, "%u documents to %u against %u to %u", a.documents,
                      a.last_docid, b.documents, b.last_docid);
    if (a.total_length != b.total_length ||
        a.average_length != b.average_length ||
        a.length_least != b.length_least || a.length_most != b.length_most)
        return differ(p, "lengths %u to %u, against %u to %u", a.length_least,
                      a.length_most, b.length_least, b.length_most);
    return a.has_positions == b.has_positions || differ(p, "positions");
}

static bool
same_metadata(pair_of *p)
{
    gzt_str *a, *b;
    size_t n, m;

    BOTH(p, gzt_xdb_metadata_keys(p->a, &p->arena, &a, &n, e),
         gzt_xdb_metadata_keys(p->b, &p->arena, &b, &m, e));
    if (n != m)
        return differ(p, "%zu metadata keys against %zu", n, m);
    for (size_t i = 0; i < n; i++) {
        gzt_str va, vb;

        BOTH(p, gzt_xdb_metadata(p->a, a[i], &p->arena, &va, e),
             gzt_xdb_metadata(p->b, b[i], &p->arena, &vb, e));
        if (!gzt_str_eq(a[i], b[i]) || !gzt_str_eq(va, vb))
            return differ(p, "metadata '%.*s'", GZT_ARG(a[i]));
    }
    return true;
}

// An empty term: the lengths.
static bool
same_postings(pair_of *p, gzt_str term)
{
    gzt_xposting *a, *b;
    size_t n, m;
    uint32_t fa, fb, half;
    uint64_t ca, cb;

    gzt_arena_reset(&p->arena);
    BOTH(p, gzt_xdb_freqs(p->a, term, &fa, &ca, e),
         gzt_xdb_freqs(p->b, term, &fb, &cb, e));
    if (fa != fb || ca != cb)
        return differ(p, "'%.*s' is in %u and %u documents", GZT_ARG(term), fa,
                      fb);
    BOTH(p, gzt_xdb_wdfs(p->a, term, 1, SAME_ALL, &p->arena, &a, &n, e),
         gzt_xdb_wdfs(p->b, term, 1, SAME_ALL, &p->arena, &b, &m, e));
    if (n != m || (n && memcmp(a, b, n * sizeof(*a))))
        return differ(p, "postings of '%.*s'", GZT_ARG(term));
    // And by a leap into the midst.
    half = n ? a[n / 2].docid : 1;
    BOTH(p, gzt_xdb_wdfs(p->a, term, half, 1, &p->arena, &a, &n, e),
         gzt_xdb_wdfs(p->b, term, half, 1, &p->arena, &b, &m, e));
    return (n == m && (!n || !memcmp(a, b, sizeof(*a)))) ||
           differ(p, "postings of '%.*s' from %u", GZT_ARG(term), half);
}

static bool
same_terms(pair_of *p)
{
    gzt_arena names;
    gzt_xterm *a = NULL, *b = NULL;
    size_t n = 0, m = 0;
    bool more, same = same_postings(p, GZT_S("")) &&
                      same_postings(p, GZT_S("nowhere"));

    gzt_arena_init(&names);
    same =
        same &&
        !gzt_xdb_terms(p->a, GZT_S(""), SAME_ALL, &names, &a, &n, &more,
                       NULL) &&
        !gzt_xdb_terms(p->b, GZT_S(""), SAME_ALL, &names, &b, &m, &more, NULL);
    if (same && n != m)
        same = differ(p, "%zu terms against %zu", n, m);
    for (size_t i = 0; same && i < n; i++)
        same = gzt_str_eq(a[i].term, b[i].term) && same_postings(p, a[i].term);
    gzt_arena_release(&names);
    return same || differ(p, "the terms cannot be compared");
}

static bool
same_document(pair_of *p, uint32_t docid)
{
    gzt_xterm *a, *b;
    gzt_str da, db;
    size_t n, m;

    gzt_arena_reset(&p->arena);
    BOTH(p, gzt_xdb_doc_data(p->a, docid, &p->arena, &da, e),
         gzt_xdb_doc_data(p->b, docid, &p->arena, &db, e));
    if (!gzt_str_eq(da, db))
        return differ(p, "data of %u", docid);
    BOTH(
        p,
        gzt_xdb_doc_terms(p->a, docid, GZT_S(""), false, &p->arena, &a, &n, e),
        gzt_xdb_doc_terms(p->b, docid, GZT_S(""), false, &p->arena, &b, &m, e));
    if (n != m)
        return differ(p, "%zu terms in %u, against %zu", n, docid, m);
    for (size_t i = 0; i < n; i++)
        if (!gzt_str_eq(a[i].term, b[i].term) || a[i].wdf != b[i].wdf)
            return differ(p, "term '%.*s' of %u", GZT_ARG(a[i].term), docid);
    return true;
}

static bool
same_documents(pair_of *p)
{
    gzt_arena ids;
    gzt_xposting *all = NULL;
    size_t n = 0;
    bool same;

    gzt_arena_init(&ids);
    same = !gzt_xdb_wdfs(p->a, GZT_S(""), 1, SAME_ALL, &ids, &all, &n, NULL);
    for (size_t i = 0; same && i < n; i++)
        same = same_document(p, all[i].docid);
    gzt_arena_release(&ids);
    return same || differ(p, "the documents cannot be compared");
}

static bool
same_slot(pair_of *p, uint32_t slot)
{
    gzt_xdocvalue *a, *b;
    size_t n, m;
    uint32_t fa, fb;
    gzt_str la, lb, ha, hb, value;

    gzt_arena_reset(&p->arena);
    BOTH(p, gzt_xdb_value_bounds(p->a, slot, &p->arena, &la, &ha, e),
         gzt_xdb_value_bounds(p->b, slot, &p->arena, &lb, &hb, e));
    if (!gzt_str_eq(la, lb) || !gzt_str_eq(ha, hb))
        return differ(p, "bounds of slot %u", slot);
    BOTH(p, gzt_xdb_values(p->a, slot, 1, SAME_ALL, &p->arena, &a, &n, &fa, e),
         gzt_xdb_values(p->b, slot, 1, SAME_ALL, &p->arena, &b, &m, &fb, e));
    if (n != m || fa != fb)
        return differ(p, "%zu values in slot %u, against %zu", n, slot, m);
    for (size_t i = 0; i < n; i++) {
        if (a[i].docid != b[i].docid || !gzt_str_eq(a[i].value, b[i].value))
            return differ(p, "value of %u in slot %u", a[i].docid, slot);
        if (i % 16 == 0) { // the other way to it
            BOTH(
                p,
                gzt_xdb_doc_value(p->b, a[i].docid, slot, &p->arena, &value, e),
                GZT_OK);
            if (!gzt_str_eq(value, a[i].value))
                return differ(p, "value of %u by itself", a[i].docid);
        }
    }
    return true;
}

/** Compare the databases in the folders `a` and `b`, and the values in these
 *  slots. NULL: equal; else what is not, in the arena. */
static const char *
difference(const char *a, const char *b, const uint32_t *slots, size_t count)
{
    pair_of p = { .a = NULL };
    bool same;

    gzt_arena_init(&p.arena);
    if (gzt_xdb_open(&p.a, a, &err) || gzt_xdb_open(&p.b, b, &err)) {
        gzt_xdb_close(p.a);
        return err.text;
    }
    same = same_stats(&p) && same_metadata(&p) && same_terms(&p) &&
           same_documents(&p);
    for (size_t i = 0; same && i < count; i++)
        same = same_slot(&p, slots[i]);
    gzt_xdb_close(p.a);
    gzt_xdb_close(p.b);
    gzt_arena_release(&p.arena);
    return same ? NULL : gzt_arena_cstr(&arena, gzt_str_of(p.why));
}

/** The same as a check. */
UNUSED bool
check_same(const char *a, const char *b, const uint32_t *slots, size_t count)
{
    const char *why = difference(a, b, slots, count);

    if (why)
        printf("# %s\n", why);
    return !why;
}

/** Has Xapian nothing to find fault with? */
UNUSED bool
check_sound(const char *path)
{
    size_t faults = 1;
    gzt_str report = { "", 0 };
    gzt_status status = gzt_xapian_check(path, &faults, &arena, &report, &err);

    if (status || faults)
        printf("# %s\n# %.*s\n", status ? err.text : "", GZT_ARG(report));
    return !status && !faults;
}

#endif /* GZT_TESTS_SAME_DB_H */
