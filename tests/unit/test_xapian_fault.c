/* test_xapian_fault.c - failures a caller can act on: each one provoked where
 * that can be done, the others by the name of their exception. */
#include "test_xapian.h"

#include "xapian/fault.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* ---- The table -------------------------------------------------------- */

static const struct row {
    const char *type, *message;
    int reason; // an errno
    gzt_status status;
} ROWS[] = {
    { "DatabaseModifiedError", "m", 0, GZT_EMODIFIED },
    { "DatabaseLockError", "x: already locked", 0, GZT_ELOCKED },
    { "DatabaseLockError", "x: too many open files", 0, GZT_EIO },
    { "DatabaseNotFoundError", "m", ENOENT, GZT_ENOTFOUND },
    { "DatabaseOpeningError", "m", 0, GZT_ENOTFOUND },
    { "DatabaseOpeningError", "m", EACCES, GZT_EIO },
    { "DatabaseCreateError", "m", 0, GZT_EINVAL },
    { "DatabaseCreateError", "m", ENOSPC, GZT_ENOSPC },
    { "DatabaseVersionError", "m", 0, GZT_EFORMAT },
    { "DatabaseCorruptError", "m", 0, GZT_EFORMAT },
    { "DatabaseError", "m", 0, GZT_EFORMAT },
    { "DatabaseError", "m", ENOSPC, GZT_ENOSPC },
    { "DatabaseError", "m", EDQUOT, GZT_ENOSPC },
    { "DatabaseError", "m", EIO, GZT_EIO },
    { "DatabaseClosedError", "m", 0, GZT_EINTERNAL },
    { "DocNotFoundError", "m", 0, GZT_ENOTFOUND },
    { "NetworkError", "m", ECONNREFUSED, GZT_ENETWORK },
    { "NetworkTimeoutError", "m", ETIMEDOUT, GZT_ENETWORK },
    { "InvalidArgumentError", "m", 0, GZT_EINVAL },
    { "RangeError", "m", 0, GZT_EINVAL },
    { "SerialisationError", "m", 0, GZT_EINVAL },
    { "QueryParserError", "m", 0, GZT_EINVAL },
    { "WildcardError", "m", 0, GZT_EINVAL },
    { "UnimplementedError", "m", 0, GZT_EUNSUPPORTED },
    { "FeatureUnavailableError", "m", 0, GZT_EUNSUPPORTED },
    { "InternalError", "m", 0, GZT_EINTERNAL },
    { "InvalidOperationError", "m", 0, GZT_EINTERNAL },
    { "NoSuchError", "m", 0, GZT_EINTERNAL },
};

static void
test_table(void)
{
    for (size_t i = 0; i < sizeof(ROWS) / sizeof(*ROWS); i++) {
        gzt_fault fault = { "here", ROWS[i].type, ROWS[i].message, "",
                            ROWS[i].reason ? strerror(ROWS[i].reason) : NULL };

        CHECK_FAILS(gzt_fault_fail(&err, &fault), ROWS[i].status, "here: ");
    }
}

static void
test_wording(void)
{
    gzt_fault fault = { "tcp://h:1", "NetworkError", "a\nb\x1b[2J", "ctx",
                        "why" };

    CHECK(gzt_fault_fail(NULL, &fault) == GZT_ENETWORK);
    gzt_fault_fail(&err, &fault);
    CHECK_STR(gzt_str_of(err.text), "tcp://h:1: the server does not answer "
                                    "(a?b?[2J; ctx: why)");
    fault = (gzt_fault){ "", "WildcardError", "w", "", NULL };
    gzt_fault_fail(&err, &fault);
    CHECK_STR(gzt_str_of(err.text), "this makes no sense (w)");
}

/* ---- Provoked --------------------------------------------------------- */

static void
test_locked(void)
{
    gzt_xwriter *writer = open_writer("locked"), *other;
    int status;

    CHECK_FAILS(
        gzt_xwriter_open(&other, scratch_path("locked"), GZT_XOPEN, &err),
        GZT_ELOCKED, "another writer");
    fflush(stdout);
    if (fork() == 0)
        _exit(
            gzt_xwriter_open(&other, scratch_path("locked"), GZT_XOPEN, &err));
    wait(&status);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == GZT_ELOCKED);
    CHECK_OK(gzt_xwriter_close(writer, &err));
    writer = open_writer("locked"); // the lock went with it
    gzt_xwriter_abandon(writer);
    gzt_xwriter_abandon(open_writer("locked"));
}

// A join that outlives its writer keeps no lock.
static void
test_lock_and_join(void)
{
    gzt_xwriter *writer = open_writer("locked");
    gzt_xdb *part = gzt_xwriter_db(writer), *all;
    uint32_t documents;

    CHECK_OK(gzt_xdb_join(&all, &part, 1, &err));
    gzt_xwriter_abandon(writer);
    gzt_xwriter_abandon(open_writer("locked"));
    CHECK_FAILS(gzt_xdb_freqs(all, GZT_S("x"), &documents, NULL, &err),
                GZT_EINTERNAL, "closed");
    gzt_xdb_close(all);
}

static void
test_modified(void)
{
    gzt_xwriter *writer = open_writer("modified");
    gzt_xresult result;
    gzt_xdb *db;
    gzt_xrequest request = request_for(q_term("treaty"));
    gzt_status status = GZT_OK;

    for (int i = 0; i < 300; i++)
        add(writer, gzt_arena_printf(&arena, "%d", i).ptr, "treaty talks",
            "2014", "afp");
    CHECK_OK(gzt_xwriter_commit(writer, &err));
    db = open_reader("modified");
    for (int i = 0; i < 300; i++) {
        add(writer, gzt_arena_printf(&arena, "%d", i).ptr, "treaty fails",
            "2015", "ap");
        if (i % 50 == 49)
            CHECK_OK(gzt_xwriter_commit(writer, &err));
    }
    err.text[0] = '\0';
    status = gzt_xdb_search(db, &request, &arena, &result, &err);
    CHECK(status == GZT_EMODIFIED && strstr(err.text, "changed"));
    gzt_xdb_close(db);
    db = open_reader("modified");
    CHECK_OK(gzt_xdb_search(db, &request, &arena, &result, &err));
    CHECK(result.lower == 300);
    gzt_xdb_close(db);
    CHECK_OK(gzt_xwriter_close(writer, &err));
}

static void
overwrite(const char *path, off_t at, const char *bytes, size_t len)
{
    int fd = open(path, O_WRONLY);

    if (fd < 0 || pwrite(fd, bytes, len, at) != (ssize_t)len)
        exit(1);
    close(fd);
}

static gzt_status
open_and_search(const char *name)
{
    gzt_xrequest request = request_for(q_term("open"));
    gzt_xresult result;
    gzt_xdb *db;
    gzt_status status = gzt_xdb_open(&db, scratch_path(name), &err);

    if (!status)
        status = gzt_xdb_search(db, &request, &arena, &result, &err);
    gzt_xdb_close(db);
    return status;
}

static void
test_damaged(void)
{
    const char *path = scratch_path("damaged");
    size_t errors = 1;
    gzt_str report;

    make_index("damaged");
    CHECK_OK(gzt_xapian_check(path, &errors, &arena, NULL, &err));
    CHECK(errors == 0);
    CHECK(truncate(scratch_path("damaged/postlist.glass"), 0) == 0);
    CHECK_FAILS(open_and_search("damaged"), GZT_EFORMAT, "is damaged");
    CHECK_FAILS(gzt_xapian_check(path, &errors, &arena, &report, &err),
                GZT_EFORMAT, "is damaged");
    CHECK(remove(scratch_path("damaged/postlist.glass")) == 0);
    CHECK_FAILS(open_and_search("damaged"), GZT_ENOTFOUND, "postlist");
}

// A record that is compressed, and of which a part is lost.
static void
test_damaged_record(void)
{
    gzt_xwriter *writer = open_writer("record");
    gzt_xdoc doc = { NULL, 0, NULL, 0, { "", 0 } };
    char junk[40];
    gzt_xdb *db;
    uint32_t docid;

    for (int i = 0; i < 300; i++)
        doc.data = gzt_arena_printf(&arena, "%.*s %d", GZT_ARG(doc.data), i);
    CHECK_OK(gzt_xwriter_add(writer, &doc, &docid, &err));
    CHECK_OK(gzt_xwriter_close(writer, &err));
    memset(junk, 0xff, sizeof(junk));
    overwrite(scratch_path("record/docdata.glass"), 7684, junk, sizeof(junk));
    db = open_reader("record");
    CHECK_FAILS(gzt_xdb_doc_data(db, docid, &arena, &doc.data, &err),
                GZT_EFORMAT, "is damaged");
    gzt_xdb_close(db);
}

static void
test_foreign(void)
{
    gzt_xdb *db;
    gzt_xwriter *writer;
    size_t errors;

    make_index("foreign");
    overwrite(scratch_path("foreign/iamglass"), 14, "\x7f", 1); // the version
    CHECK_FAILS(gzt_xdb_open(&db, scratch_path("foreign"), &err), GZT_EFORMAT,
                "version");
    CHECK_FAILS(
        gzt_xwriter_open(&writer, scratch_path("foreign"), GZT_XOPEN, &err),
        GZT_EFORMAT, "version");
    CHECK_FAILS(
        gzt_xapian_check(scratch_path("foreign"), &errors, &arena, NULL, &err),
        GZT_EFORMAT, "version");
    overwrite(scratch_path("foreign/iamglass"), 0, "not a database", 14);
    CHECK_FAILS(gzt_xdb_open(&db, scratch_path("foreign"), &err), GZT_EFORMAT,
                "damaged");
    CHECK(truncate(scratch_path("foreign/iamglass"), 3) == 0);
    CHECK_FAILS(gzt_xdb_open(&db, scratch_path("foreign"), &err), GZT_EFORMAT,
                "damaged");
    CHECK_FAILS(
        gzt_xapian_check(scratch_path("nowhere"), &errors, &arena, NULL, &err),
        GZT_ENOTFOUND, "nowhere");
}

// A file size limit stands in for a full disk: writing fails in the middle of
// a commit. The last commit stays, and the writer works again afterwards.
static void
test_disk(void)
{
    gzt_xwriter *writer = open_writer("disk");
    struct rlimit was, low;
    gzt_status status;
    gzt_xdb *db;

    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &was);
    add(writer, "a", "first", "", "");
    CHECK_OK(gzt_xwriter_commit(writer, &err));
    for (int i = 0; i < 3000; i++)
        add(writer, gzt_arena_printf(&arena, "%d", i).ptr,
            gzt_arena_printf(&arena, "w%d x%d y%d", i, i, i).ptr, "", "");
    low = was;
    low.rlim_cur = 32768;
    fflush(stdout);
    setrlimit(RLIMIT_FSIZE, &low);
    err.text[0] = '\0';
    status = gzt_xwriter_commit(writer, &err);
    setrlimit(RLIMIT_FSIZE, &was);
    CHECK(status == GZT_EIO && strstr(err.text, strerror(EFBIG)));
    db = open_reader("disk");
    CHECK_STR(find(db, q_term("")), "1");
    gzt_xdb_close(db);
    CHECK_STR(find(gzt_xwriter_db(writer), q_term("")), "1");
    CHECK(add(writer, "b", "second", "", "") == 2);
    CHECK_OK(gzt_xwriter_close(writer, &err));
    db = open_reader("disk");
    CHECK_STR(find(db, q_term("")), "1 2");
    gzt_xdb_close(db);
}

int
main(void)
{
    scratch_init();
    test_table();
    test_wording();
    test_locked();
    test_lock_and_join();
    test_modified();
    test_damaged();
    test_damaged_record();
    test_foreign();
    test_disk();
    scratch_release();
    return tap_done();
}
