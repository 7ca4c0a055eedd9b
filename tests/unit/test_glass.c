/* test_glass.c - what lib/glass writes is what Xapian would have written, for
 * documents of every kind; and what it refuses. */
#include "base/file.h"

#include "twins.h"

// Room for terms and values of one document.
static gzt_xterm *
terms_in(gzt_arena *a, gzt_xdoc *out, size_t count)
{
    gzt_xterm *terms = gzt_arena_array(a, count, sizeof(*terms));

    out->terms = terms;
    out->term_count = count;
    return terms;
}

static bool
make_blank(size_t i, gzt_arena *a, gzt_xdoc *out)
{
    (void)i;
    (void)a;
    (void)out;
    return true;
}

static bool
make_article(size_t i, gzt_arena *a, gzt_xdoc *out)
{
    gzt_xterm *terms = terms_in(a, out, 40);
    gzt_xvalue *values = gzt_arena_array(a, 7, sizeof(*values));

    terms[0].term = gzt_arena_printf(a, "Q%zu", i);
    for (size_t k = 1; k < 40; k++) // some of them twice
        terms[k] = (gzt_xterm){ gzt_arena_printf(a, "word%u", mix(i, k) % 300),
                                mix(k, i) % 4, 0 };
    for (uint32_t k = 0; k < 7; k++) // not all of them
        values[k] = (gzt_xvalue){ twin_slots[(k * 5 + i) % TWIN_SLOTS],
                                  bytes_of(a, mix(i, k) % 20, i + k) };
    out->values = values;
    out->value_count = 7;
    out->data = bytes_of(a, mix(i, 99) % 700, i);
    return true;
}

static bool
make_with_gaps(size_t i, gzt_arena *a, gzt_xdoc *out)
{
    return (i % 5 == 4 || i > 300) && make_article(i, a, out);
}

// Terms that are long, empty but for NULs, or beginnings of each other.
static bool
make_odd_terms(size_t i, gzt_arena *a, gzt_xdoc *out)
{
    gzt_xterm *terms = terms_in(a, out, 12);
    char *nuls = gzt_arena_alloc(a, 256), *xs = gzt_arena_alloc(a, 256);

    memset(xs, 'x', 255);
    terms[0].term = gzt_arena_printf(a, "Q%zu", i);
    terms[1].term = (gzt_str){ xs, 245 };
    terms[2].term = (gzt_str){ xs, 244 };
    terms[3].term = (gzt_str){ nuls, 122 };
    terms[4].term = (gzt_str){ nuls, 1 };
    terms[5].term = (gzt_str){ nuls, 2 };
    terms[6].term = GZT_S("a");
    terms[7].term = GZT_S("a\0");
    terms[8].term = GZT_S("a\0b");
    terms[9].term = GZT_S("a\xff");
    terms[10].term = (gzt_str){ "\xff\xff\xff", 1 + i % 3 };
    terms[11].term = GZT_S("b");
    for (size_t k = 1; k < 12; k++)
        terms[k].wdf = i % 3 ? (uint32_t)(i % 300) : 0;
    return true;
}

// Every wdf at which an encoding becomes longer; lists of many chunks.
static bool
make_long_lists(size_t i, gzt_arena *a, gzt_xdoc *out)
{
    static const uint32_t wdfs[] = { 0,   1,   2,     41,    42,     125,
                                     126, 127, 128,   253,   254,    255,
                                     256, 300, 16383, 16384, 100000, 2097152 };
    gzt_xterm *terms = terms_in(a, out, 4);

    terms[0].term = gzt_arena_printf(a, "Q%zu", i);
    terms[1] = (gzt_xterm){ GZT_S("all"), wdfs[i % 18], 0 };
    terms[2] = (gzt_xterm){ GZT_S("allways"), wdfs[mix(i, 0) % 5], 0 };
    terms[3] = (gzt_xterm){ gzt_arena_printf(a, "t%u", mix(i, 1) % 3), 0, 0 };
    out->term_count = i % 2 ? 4 : 3;
    return true;
}

// A wdf as large as can be, in one document only: lengths have 32 bits.
static bool
make_great_wdf(size_t i, gzt_arena *a, gzt_xdoc *out)
{
    gzt_xterm *terms = terms_in(a, out, 2);

    terms[0] = (gzt_xterm){ gzt_arena_printf(a, "Q%zu", i), 0, 0 };
    terms[1] = (gzt_xterm){ GZT_S("much"), i ? 1 : 4000000000u, 0 };
    return true;
}

// Items of every size, so that one of each ends a block.
static bool
make_sizes(size_t i, gzt_arena *a, gzt_xdoc *out)
{
    gzt_xterm *terms = terms_in(a, out, 2);
    gzt_xvalue *value = gzt_arena_alloc(a, sizeof(*value));

    terms[0].term = gzt_arena_printf(a, "Q%zu", i);
    terms[1] = (gzt_xterm){ bytes_of(a, 1 + i % 120, i), 1, 0 };
    for (size_t k = 0; k < terms[1].term.len; k++)
        ((char *)terms[1].term.ptr)[k] |= 1; // no NUL
    *value = (gzt_xvalue){ 5, bytes_of(a, (i * 31) % 2500, i) };
    out->values = value;
    out->value_count = 1;
    out->data = bytes_of(a, (i * 37) % 4200, i);
    return true;
}

static bool
make_large(size_t i, gzt_arena *a, gzt_xdoc *out)
{
    gzt_xterm *terms = terms_in(a, out, 30000);
    gzt_xvalue *value = gzt_arena_alloc(a, sizeof(*value));

    terms[0].term = gzt_arena_printf(a, "Q%zu", i);
    for (size_t k = 1; k < 30000; k++)
        terms[k] =
            (gzt_xterm){ gzt_arena_printf(a, "%x", mix(i, k) % 100000), 1, 0 };
    *value = (gzt_xvalue){ 5, bytes_of(a, 400000, i) };
    out->values = value;
    out->value_count = 1;
    out->data = bytes_of(a, 1500000, i);
    return true;
}

// ---- folding ---------------------------------------------------------------

// Several databases, native ones and ours, changed and not, folded by Xapian
// and by us.
static void
check_fold(const char *name, size_t count, twin_maker *make)
{
    const char *sources[4], *ours = in("ours"), *theirs = in("theirs");

    printf("# fold %s\n", name);
    for (size_t i = 0; i < 4; i++) {
        sources[i] = gzt_arena_printf(&arena, "%s/fold-%zu", scratch, i).ptr;
        CHECK_OK(i % 2 ? write_glass(sources[i], i == 1 ? 0 : count / i, make)
                       : write_native(sources[i], count / (i + 1), make));
        if (i >= 2)
            CHECK_OK(change(sources[i], count / (i == 2 ? 3 : i), make));
    }
    for (size_t first = 0; first < 4; first++) { // and of one alone
        const char *some[4];
        size_t n = first ? 1 : 4;

        memcpy(some, sources + first, n * sizeof(*some));
        CHECK_OK(gzt_xapian_compact(theirs, some, n, &err));
        CHECK_OK(gzt_glass_merge(ours, some, n, &err));
        CHECK(check_sound(ours));
        CHECK(check_same(theirs, ours, twin_slots, TWIN_SLOTS));
        CHECK_OK(change(theirs, count / 4, make));
        CHECK_OK(change(ours, count / 4, make));
        CHECK(check_sound(ours));
        CHECK(check_same(theirs, ours, twin_slots, TWIN_SLOTS));
        scratch_remove(ours);
        scratch_remove(theirs);
    }
    for (size_t i = 0; i < 4; i++)
        scratch_remove(sources[i]);
}

// A byte changed anywhere, or an end cut off, is a failure or goes unnoticed;
// it never brings the program down.
static void
test_fold_damaged(void)
{
    static const char *const tables[] = { "postlist", "termlist", "docdata" };
    const char *source = in("damaged"), *out = in("folded");
    gzt_status status;

    CHECK_OK(write_glass(source, 120, make_article));
    for (uint32_t i = 0; i < 200; i++) {
        const char *path =
            gzt_arena_printf(&arena, "%s/%s.glass", source, tables[i % 3]).ptr;
        gzt_str file, changed;
        gzt_arena a;

        gzt_arena_init(&a);
        if (gzt_file_read(path, 64 << 20, &a, &file, &err))
            exit(1);
        changed = gzt_arena_copy(&a, file);
        if (i < 6)
            changed.len /= 2 + i;
        else if (i % 2) // in what all the rest hangs on
            ((char *)changed.ptr)[mix(i, 1) % 64 + mix(i, 4) % 2 * 8192] =
                (char)mix(i, 2);
        else
            ((char *)changed.ptr)[mix(i, 1) % changed.len] = (char)mix(i, 2);
        write_file(path, changed);
        status = gzt_glass_merge(out, &source, 1, &err);
        if (i < 6)
            CHECK(status == GZT_EFORMAT && strstr(err.text, tables[i % 3]));
        scratch_remove(out);
        write_file(path, file);
        gzt_arena_release(&a);
    }
    CHECK_OK(gzt_glass_merge(out, &source, 1, &err));
    CHECK_FAILS(gzt_glass_merge(out, &source, 1, &err), GZT_EINVAL, "already");
    scratch_remove(source);
    scratch_remove(out);
    source = in("nowhere");
    CHECK_FAILS(gzt_glass_merge(out, &source, 1, &err), GZT_ENOTFOUND,
                "nowhere");
}

// ---- what is refused -------------------------------------------------------

static void
test_refusals(void)
{
    gzt_glass *g;
    gzt_glass_packer *packer = gzt_glass_packer_new();
    gzt_glass_term terms[2] = { { GZT_S("b"), 1 }, { GZT_S("a"), 1 } };
    gzt_glass_terms packed;
    gzt_glass_doc doc = { .docid = 2, .terms = &packed };
    uint32_t docids[2] = { 2, 2 }, wdfs[2] = { 1, 1 };
    char longest[300];

    memset(longest, 'x', sizeof(longest));
    CHECK_OK(gzt_glass_open(&g, in("refusals"), &err));
    CHECK_OK(gzt_glass_pack(packer, terms, 2, &packed, &err));
    CHECK_STR(terms[0].term, "a");
    CHECK_OK(gzt_glass_add(g, &doc, &err));
    CHECK_FAILS(gzt_glass_add(g, &doc, &err), GZT_EINVAL, "out of order");
    terms[0].term = (gzt_str){ longest, 246 };
    CHECK_FAILS(gzt_glass_pack(packer, terms, 1, &packed, &err), GZT_EINVAL,
                "246 bytes");
    terms[0].term = GZT_S("");
    CHECK_FAILS(gzt_glass_pack(packer, terms, 1, &packed, &err), GZT_EINVAL,
                "0 bytes");
    CHECK_FAILS(gzt_glass_add_postings(g, docids, wdfs, 1, &err), GZT_EINVAL,
                "without a term");
    CHECK_OK(gzt_glass_begin_term(g, GZT_S("b"), 2, 2, &err));
    CHECK_FAILS(gzt_glass_add_postings(g, docids, wdfs, 2, &err), GZT_EINVAL,
                "'b'");
    CHECK_FAILS(gzt_glass_begin_term(g, GZT_S("c"), 1, 1, &err), GZT_EINVAL,
                "announced");
    CHECK_FAILS(gzt_glass_begin_term(g, GZT_S("b"), 1, 1, &err), GZT_EINVAL,
                "out of order");
    CHECK_FAILS(gzt_glass_add(g, &doc, &err), GZT_EINVAL, "first term");
    gzt_glass_abandon(g);
    CHECK(!is_there(in("refusals/iamglass")));
    gzt_glass_packer_free(packer);
    gzt_glass_packer_free(NULL);
    gzt_glass_abandon(NULL);
}

// Nothing is a database before the end, and none is written over.
static void
test_places(void)
{
    gzt_glass *g;
    gzt_xdb *db;

    CHECK_OK(gzt_glass_open(&g, in("place"), &err));
    CHECK_FAILS(gzt_xdb_open(&db, in("place"), &err), GZT_ENOTFOUND, "place");
    CHECK_OK(gzt_glass_finish(g, NULL, &err));
    CHECK_OK(gzt_xdb_open(&db, in("place"), &err));
    gzt_xdb_close(db);
    CHECK_FAILS(gzt_glass_open(&g, in("place"), &err), GZT_EINVAL, "already");
    CHECK(!g);
    write_file(in("file"), GZT_S("x"));
    CHECK(gzt_glass_open(&g, in("file"), &err) != GZT_OK && !g);
}

// On a full disk there is no database, and a sentence that says why.
static void
test_full_disk(void)
{
    static const char *const tables[] = { "postlist", "termlist", "docdata" };
    const char *path = in("full");

    for (size_t i = 0; i < 3; i++) {
        const char *table =
            gzt_arena_printf(&arena, "%s/%s.glass", path, tables[i]).ptr;

        if (mkdir(path, 0777) || symlink("/dev/full", table))
            exit(1);
        CHECK_FAILS(write_glass(path, 200, make_sizes), GZT_ENOSPC, table);
        CHECK(!is_there(in("full/iamglass")));
        scratch_remove(path);
    }
}

// What was made by another Xapian is left to that.
static void
test_versions(void)
{
    const char *version = gzt_xapian_version();
    gzt_str file;

    CHECK_OK(gzt_glass_check(version, in("place"), &err));
    CHECK_FAILS(gzt_glass_check("2.0.0", in("place"), &err), GZT_EUNSUPPORTED,
                "2.0.0");
    CHECK_FAILS(gzt_glass_check(version, in("none"), &err), GZT_ENOTFOUND,
                "none");
    CHECK_OK(gzt_file_read(in("place/iamglass"), 4096, &arena, &file, &err));
    ((char *)file.ptr)[15]++;
    write_file(in("place/iamglass"), file);
    CHECK_FAILS(gzt_glass_check(version, in("place"), &err), GZT_EUNSUPPORTED,
                "version");
    ((char *)file.ptr)[5]++;
    write_file(in("place/iamglass"), file);
    CHECK_FAILS(gzt_glass_check(version, in("place"), &err), GZT_EFORMAT,
                "glass");
}

// Of many terms, some by each way of sorting: alike in their first bytes, of
// signs, with NUL in them, each several times.
static void
test_many_terms_are_sorted(void)
{
    static const char letters[] = "aab09Z~\0\xff";
    enum {
        TERMS = 5000,
        BYTES = 12
    };
    static char bytes[TERMS][BYTES];
    static gzt_glass_term terms[TERMS];
    gzt_glass_packer *packer = gzt_glass_packer_new();
    gzt_glass_terms packed;
    uint64_t seed = 7;
    bool sorted = true;

    for (size_t i = 0; i < TERMS; i++) {
        size_t len = 1 + (seed = gzt_str_hash(GZT_S("next"), seed)) % BYTES;

        for (size_t k = 0; k < len; k++)
            bytes[i][k] = letters[(seed >> (5 * k)) % (sizeof(letters) - 1)];
        terms[i] = (gzt_glass_term){ { bytes[i], len }, 1 };
    }
    CHECK_OK(gzt_glass_pack(packer, terms, TERMS, &packed, &err));
    CHECK(packed.length == TERMS && packed.count < TERMS);
    for (size_t i = 1; i < packed.count; i++)
        sorted &= gzt_str_cmp(terms[i - 1].term, terms[i].term) < 0;
    CHECK(sorted);
    gzt_glass_packer_free(packer);
}

int
main(void)
{
    scratch_init();
    check_twins("empty", 0, make_blank);
    check_twins("blank", 3, make_blank);
    check_twins("one", 1, make_article);
    check_twins("articles", 700, make_article);
    check_twins("gaps", 400, make_with_gaps);
    check_twins("odd-terms", 900, make_odd_terms);
    check_twins("long-lists", 6000, make_long_lists);
    check_twins("great-wdf", 3, make_great_wdf);
    check_twins("sizes", 700, make_sizes);
    check_twins("large", 2, make_large);
    check_fold("articles", 400, make_article);
    check_fold("odd terms", 300, make_odd_terms);
    check_fold("long lists", 3000, make_long_lists);
    check_fold("sizes", 300, make_sizes);
    test_fold_damaged();
    test_refusals();
    test_places();
    test_full_disk();
    test_versions();
    test_many_terms_are_sorted();
    scratch_release();
    return tap_done();
}
