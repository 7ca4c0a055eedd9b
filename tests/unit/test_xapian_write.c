/* test_xapian_write.c - writing: what is visible when, replacing, deleting,
 * compacting, checking. */
#include "test_xapian.h"

static uint32_t
documents_in(gzt_xdb *db)
{
    gzt_xstats stats = { 0 };

    CHECK_OK(gzt_xdb_stats(db, &stats, &err));
    return stats.documents;
}

static uint32_t
documents_at(const char *name)
{
    gzt_xdb *db = open_reader(name);
    uint32_t count = documents_in(db);

    gzt_xdb_close(db);
    return count;
}

static void
test_modes(void)
{
    gzt_xwriter *writer;

    CHECK_FAILS(
        gzt_xwriter_open(&writer, scratch_path("modes"), GZT_XOPEN, &err),
        GZT_ENOTFOUND, "modes");
    CHECK(!writer && access(scratch_path("modes"), F_OK) != 0);
    CHECK_OK(
        gzt_xwriter_open(&writer, scratch_path("modes"), GZT_XCREATE, &err));
    CHECK_OK(gzt_xwriter_close(writer, &err));
    CHECK_FAILS(
        gzt_xwriter_open(&writer, scratch_path("modes"), GZT_XCREATE, &err),
        GZT_EINVAL, "already");
    CHECK_OK(gzt_xwriter_open(&writer, scratch_path("modes"), GZT_XOPEN, &err));
    CHECK_OK(gzt_xwriter_close(writer, &err));
    CHECK_FAILS(gzt_xwriter_open(&writer, scratch_path("no/parent"),
                                 GZT_XCREATE_OR_OPEN, &err),
                GZT_ENOTFOUND, "parent");
    write_text(scratch_path("file"), "x");
    CHECK_FAILS(gzt_xwriter_open(&writer, scratch_path("file"),
                                 GZT_XCREATE_OR_OPEN, &err),
                GZT_EIO, "file");
    CHECK_OK(gzt_xwriter_close(NULL, &err));
    gzt_xwriter_abandon(NULL);
}

// Its own view sees a change at once, others only once it is committed.
static void
test_visibility(void)
{
    gzt_xwriter *writer = open_writer("visible");
    gzt_xdb *own = gzt_xwriter_db(writer);
    gzt_str value;

    CHECK(documents_at("visible") == 0);
    CHECK(add(writer, "a", "treaty talks", "2014", "afp") == 1);
    CHECK_OK(gzt_xwriter_set_metadata(writer, GZT_S("k"), GZT_S("v"), &err));
    CHECK(documents_in(own) == 1 && documents_at("visible") == 0);
    CHECK_STR(find(own, q_phrase("treaty", "talks")), "1");
    CHECK_OK(gzt_xdb_metadata(own, GZT_S("k"), &arena, &value, &err));
    CHECK_STR(value, "v");
    CHECK_OK(gzt_xwriter_commit(writer, &err));
    CHECK(documents_at("visible") == 1);
    add(writer, "b", "more", "", "");
    CHECK_OK(gzt_xwriter_delete(writer, GZT_S("Qa"), &err));
    CHECK_OK(gzt_xwriter_set_metadata(writer, GZT_S("k"), GZT_S("w"), &err));
    CHECK_STR(find(own, q_term("")), "2");
    gzt_xwriter_abandon(writer);
    own = open_reader("visible");
    CHECK_STR(find(own, q_term("")), "1");
    CHECK_OK(gzt_xdb_metadata(own, GZT_S("k"), &arena, &value, &err));
    CHECK_STR(value, "v");
    gzt_xdb_close(own);
}

// Xapian flushes every 10 000 documents, and outside of a transaction it
// commits too.
static void
test_no_commit_of_its_own(void)
{
    gzt_xwriter *writer = open_writer("many");
    gzt_xterm term = { GZT_S("x"), 1, 0 };
    gzt_xdoc doc = { &term, 1, NULL, 0, { "", 0 } };
    uint32_t docid = 0;

    for (int i = 0; i < 25000; i++)
        if (gzt_xwriter_add(writer, &doc, &docid, &err))
            break;
    CHECK(docid == 25000 && documents_at("many") == 0);
    gzt_xwriter_abandon(writer);
    CHECK(documents_at("many") == 0);
    // What was flushed and abandoned does no harm.
    writer = open_writer("many");
    CHECK_OK(gzt_xwriter_add(writer, &doc, &docid, &err));
    CHECK(docid == 1);
    CHECK_OK(gzt_xwriter_close(writer, &err));
    CHECK(documents_at("many") == 1);
}

static void
test_replace(void)
{
    gzt_xwriter *writer = open_writer("replace");
    gzt_xdoc doc = make_doc("a", "treaty talks treaty", "2014", "afp");
    gzt_xdb *own = gzt_xwriter_db(writer);
    gzt_xterm *terms;
    size_t count;
    uint32_t docid;

    CHECK_OK(gzt_xwriter_add(writer, &doc, &docid, &err));
    CHECK_OK(gzt_xwriter_add(writer, &doc, &docid, &err));
    CHECK(docid == 2 && documents_in(own) == 2);
    CHECK_OK(gzt_xdb_doc_terms(own, 2, GZT_S("treaty"), true, &arena, &terms,
                               &count, &err));
    CHECK(count == 1 && terms[0].wdf == 2 && terms[0].freq == 2);
    CHECK(add(writer, "a", "markets", "2015", "ap") == 1);
    CHECK_STR(find(own, q_term("Qa")), "1");
    CHECK_STR(find(own, q_term("talks")), "");
    CHECK_OK(gzt_xwriter_delete(writer, GZT_S("Qa"), &err));
    CHECK_OK(gzt_xwriter_delete(writer, GZT_S("Qa"), &err));
    CHECK(documents_in(own) == 0);
    CHECK_FAILS(gzt_xwriter_replace(writer, GZT_S("Qb"), &doc, &docid, &err),
                GZT_EINVAL, "unique");
    CHECK_OK(gzt_xwriter_close(writer, &err));
}

// A document that cannot be stored leaves the others alone.
static void
test_limits(void)
{
    static char bytes[GZT_XTERM_MAX + 1];
    gzt_xwriter *writer = open_writer("limits");
    gzt_xterm term = { { bytes, GZT_XTERM_MAX }, 1, 0 };
    gzt_xvalue value = { UINT32_MAX, GZT_S("v") };
    gzt_xdoc doc = { &term, 1, NULL, 0, { "", 0 } };
    uint32_t docid = 0;

    memset(bytes, 'x', sizeof(bytes));
    CHECK_OK(gzt_xwriter_add(writer, &doc, &docid, &err));
    term.term.len++;
    CHECK_FAILS(gzt_xwriter_add(writer, &doc, &docid, &err), GZT_EINVAL,
                "longer than 245");
    term.term.len--;
    bytes[0] = '\0'; // counts twice
    CHECK_FAILS(gzt_xwriter_add(writer, &doc, &docid, &err), GZT_EINVAL,
                "longer than 245");
    term.term.len--;
    CHECK_OK(gzt_xwriter_add(writer, &doc, &docid, &err));
    term.term.len = 0;
    CHECK_FAILS(gzt_xwriter_add(writer, &doc, &docid, &err), GZT_EINVAL,
                "empty");
    term.term.len = 1;
    doc.values = &value;
    doc.value_count = 1;
    CHECK_FAILS(gzt_xwriter_add(writer, &doc, &docid, &err), GZT_EINVAL,
                "slot");
    CHECK_FAILS(gzt_xwriter_delete(writer, GZT_S(""), &err), GZT_EINVAL,
                "empty");
    CHECK_FAILS(gzt_xwriter_set_metadata(writer, GZT_S(""), GZT_S("v"), &err),
                GZT_EINVAL, "empty");
    CHECK_OK(gzt_xwriter_close(writer, &err));
    CHECK(documents_at("limits") == 2);
}

static void
test_large_entries(void)
{
    enum {
        TOO_LARGE = (64 << 20) + 1
    };
    gzt_xwriter *writer = open_writer("large");
    char *bytes = calloc(1, TOO_LARGE);
    gzt_xdoc doc = { NULL, 0, NULL, 0, { bytes, TOO_LARGE } };
    gzt_str data;
    uint32_t docid = 0;

    CHECK_FAILS(gzt_xwriter_add(writer, &doc, &docid, &err), GZT_EINVAL,
                "record");
    CHECK_FAILS(gzt_xwriter_set_metadata(writer, GZT_S("k"), doc.data, &err),
                GZT_EINVAL, "value");
    doc.data.len = 1 << 20;
    CHECK_OK(gzt_xwriter_add(writer, &doc, &docid, &err));
    CHECK_OK(gzt_xwriter_commit(writer, &err));
    CHECK_OK(
        gzt_xdb_doc_data(gzt_xwriter_db(writer), docid, &arena, &data, &err));
    CHECK(data.len == 1 << 20);
    CHECK_OK(gzt_xwriter_close(writer, &err));
    free(bytes);
}

static void
test_bytes(void)
{
    gzt_xwriter *writer = open_writer("bytes");
    gzt_str odd = GZT_S("a\0\xff\n");
    gzt_xterm term = { odd, 0, 0 };
    gzt_xvalue value = { 4, odd };
    gzt_xdoc doc = { &term, 1, &value, 1, odd };
    gzt_xdb *own = gzt_xwriter_db(writer);
    gzt_xterm *terms;
    size_t count;
    uint32_t docid;
    gzt_str got;

    CHECK_OK(gzt_xwriter_add(writer, &doc, &docid, &err));
    CHECK_OK(gzt_xwriter_commit(writer, &err));
    CHECK_OK(gzt_xdb_doc_data(own, docid, &arena, &got, &err));
    CHECK(gzt_str_eq(got, odd));
    CHECK_OK(gzt_xdb_doc_value(own, docid, 4, &arena, &got, &err));
    CHECK(gzt_str_eq(got, odd));
    CHECK_OK(
        gzt_xdb_terms(own, GZT_S("a"), 9, &arena, &terms, &count, NULL, &err));
    CHECK(count == 1 && gzt_str_eq(terms[0].term, odd));
    CHECK_OK(gzt_xwriter_close(writer, &err));
}

static void
test_compact(void)
{
    const char *sources[] = { scratch_path("one"), scratch_path("two") };
    const char *missing[] = { scratch_path("one"), scratch_path("nowhere") };
    const char *path = scratch_path("compact");
    gzt_xwriter *writer = open_writer("two");
    gzt_xdb *db;
    size_t errors;
    gzt_str s;

    add(writer, "7", "talks end", "2015-01-01", "ap");
    CHECK_OK(
        gzt_xwriter_set_metadata(writer, GZT_S("lang"), GZT_S("fr"), &err));
    CHECK_OK(
        gzt_xwriter_set_metadata(writer, GZT_S("more"), GZT_S("yes"), &err));
    CHECK_OK(gzt_xwriter_close(writer, &err));
    CHECK_FAILS(gzt_xapian_compact(scratch_path("c2"), missing, 2, &err),
                GZT_ENOTFOUND, "nowhere");
    CHECK_FAILS(gzt_xapian_compact(scratch_path("c3"), NULL, 0, &err),
                GZT_EINVAL, "nothing");
    CHECK_OK(gzt_xapian_compact(path, sources, 2, &err));
    CHECK_FAILS(gzt_xapian_compact(path, sources, 2, &err), GZT_EINVAL,
                "already");
    CHECK_OK(gzt_xapian_check(path, &errors, &arena, &s, &err));
    CHECK(errors == 0 && s.len > 0);
    db = open_reader("compact");
    CHECK_STR(find(db, q_term("talks")), "1 2 3 7");
    CHECK_STR(find(db, q_phrase("talks", "end")), "7");
    CHECK_OK(gzt_xdb_metadata(db, GZT_S("lang"), &arena, &s, &err));
    CHECK_STR(s, "en");
    CHECK_OK(gzt_xdb_metadata(db, GZT_S("more"), &arena, &s, &err));
    CHECK_STR(s, "yes");
    gzt_xdb_close(db);
}

// Numbers freed at the front of a source are closed up.
static void
test_compact_after_deletes(void)
{
    const char *sources[] = { scratch_path("gaps"), scratch_path("two") };
    gzt_xwriter *writer = open_writer("gaps");
    gzt_xdb *db;

    add(writer, "a", "talks", "", "");
    add(writer, "b", "talks", "", "");
    add(writer, "c", "talks", "", "");
    CHECK_OK(gzt_xwriter_delete(writer, GZT_S("Qa"), &err));
    CHECK_OK(gzt_xwriter_close(writer, &err));
    CHECK_OK(gzt_xapian_compact(scratch_path("closed"), sources, 2, &err));
    db = open_reader("closed");
    CHECK_STR(find(db, q_term("talks")), "1 2 3");
    gzt_xdb_close(db);
}

int
main(void)
{
    scratch_init();
    make_index("one");
    test_modes();
    test_visibility();
    test_no_commit_of_its_own();
    test_replace();
    test_limits();
    test_large_entries();
    test_bytes();
    test_compact();
    test_compact_after_deletes();
    scratch_release();
    return tap_done();
}
