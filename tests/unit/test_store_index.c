/* test_store_index.c - writing and reading an index: what is put, replaced and
 * deleted, over several shards, while others read. */
#include "base/file.h"
#include "store/schema.h"

#include "indexes.h"

#include <fcntl.h>
#include <sys/wait.h>

static gzt_article
numbered(int i)
{
    return article(gzt_arena_printf(&arena, "id%d", i).ptr,
                   gzt_arena_printf(&arena, "Title %d", i).ptr,
                   gzt_arena_printf(&arena, "Body %d of gas", i).ptr,
                   "2014-05-21");
}

static uint64_t
count(gzt_writer *writer)
{
    uint64_t n = 999;

    CHECK_OK(gzt_writer_count(writer, &n, &err));
    return n;
}

static uint32_t
documents(gzt_reader *reader)
{
    gzt_xstats stats = { .documents = 999 };

    CHECK_OK(gzt_xdb_stats(gzt_reader_db(reader), &stats, &err));
    return stats.documents;
}

// The body of an article, or why there is none.
static gzt_str
body(gzt_reader *reader, const char *id)
{
    gzt_article got;
    uint32_t docid;

    if (gzt_reader_find(reader, gzt_str_of(id), &docid, &err) ||
        gzt_reader_article(reader, docid, &arena, &got, &err))
        return gzt_str_of(err.text);
    return got.body;
}

static size_t
shard_count(const char *name)
{
    gzt_shards shards;

    CHECK_OK(gzt_folder_shards(in(name), &arena, &shards, &err));
    return shards.count;
}

static gzt_status
try_reader(const char *place)
{
    gzt_reader *reader;
    gzt_status status = gzt_reader_open(&reader, &place, 1, &err);

    if (!status)
        gzt_reader_close(reader);
    else if (reader)
        status = GZT_EINTERNAL; // a failure must give nothing
    return status;
}

static gzt_status
try_writer(const char *name, bool create)
{
    gzt_writer_options options = { .create = create };
    gzt_writer *writer;
    gzt_status status = gzt_writer_open(&writer, in(name), &options, &err);

    if (!status)
        return gzt_writer_close(writer, &err);
    return writer ? GZT_EINTERNAL : status;
}

// ---- writing ---------------------------------------------------------------

static void
test_put(void)
{
    gzt_article a = numbered(1), b = numbered(2);
    gzt_writer *writer;
    gzt_reader *reader;
    bool found;

    CHECK_FAILS(try_writer("x", false), GZT_ENOTFOUND, "is no index");
    CHECK(!is_there(in("x")));
    writer = index_open("x", 0);
    CHECK(count(writer) == 0);
    CHECK_STR(gzt_str_of(gzt_writer_settings(writer)->lang), "en");
    CHECK(index_put(writer, &a) == 'a');
    CHECK(index_put(writer, &b) == 'a');
    CHECK(index_put(writer, &a) == 'u'); // before the commit already
    CHECK(count(writer) == 2);
    reader = reader_open("x");
    CHECK(documents(reader) == 0); // not yet committed
    CHECK_OK(gzt_writer_commit(writer, &err));
    CHECK_OK(gzt_writer_commit(writer, &err)); // nothing to do
    CHECK(documents(reader) == 0);             // its moment is the opening
    CHECK_OK(gzt_reader_reopen(reader, &err));
    CHECK(documents(reader) == 2);
    CHECK_STR(body(reader, "id2"), "Body 2 of gas");
    CHECK_STR(body(reader, "id3"), "no article has the id id3");
    a.body = GZT_S("another body");
    CHECK(index_put(writer, &a) == 'r');
    CHECK(index_put(writer, &a) == 'u');
    a.path = GZT_S("elsewhere");
    CHECK(index_put(writer, &a) == 'u');
    CHECK_OK(gzt_writer_delete(writer, GZT_S("id2"), &found, &err));
    CHECK(found);
    CHECK_OK(gzt_writer_delete(writer, GZT_S("id2"), &found, &err));
    CHECK(!found);
    CHECK_OK(gzt_writer_delete(writer, GZT_S(""), &found, &err));
    CHECK(!found);
    index_close(writer);
    CHECK_OK(gzt_reader_reopen(reader, &err));
    CHECK(documents(reader) == 1);
    CHECK_STR(body(reader, "id1"), "another body");
    gzt_reader_close(reader);
    writer = index_open("x", 0);
    CHECK(index_put(writer, &a) == 'u'); // known from an earlier run
    CHECK(index_put(writer, &b) == 'a'); // deleted, and back
    index_close(writer);
}

static void
test_shards(void)
{
    gzt_writer *writer = index_open("s", 3);
    gzt_article a;
    gzt_reader *reader;
    bool found, good = true;

    for (int i = 0; i < 10; i++) {
        a = numbered(i);
        good &= index_put(writer, &a) == 'a';
    }
    CHECK(good);
    CHECK(shard_count("s") == 4);
    CHECK(count(writer) == 10);
    a = numbered(0); // in a shard that is full
    a.body = GZT_S("newer");
    CHECK(index_put(writer, &a) == 'r');
    CHECK(count(writer) == 10 && shard_count("s") == 4);
    CHECK_OK(gzt_writer_delete(writer, GZT_S("id4"), &found, &err));
    CHECK(found && count(writer) == 9);
    index_close(writer);
    writer = index_open("s", 999); // the settings are of its making
    CHECK(gzt_writer_settings(writer)->shard_articles == 3);
    CHECK(count(writer) == 9);
    index_close(writer);
    reader = reader_open("s");
    CHECK(documents(reader) == 9);
    CHECK_STR(body(reader, "id0"), "newer");
    CHECK_STR(body(reader, "id9"), "Body 9 of gas");
    CHECK(gzt_reader_is_local(reader));
    CHECK_STR(gzt_reader_lang(reader), "en");
    gzt_reader_close(reader);
}

// What passes the memory budget is committed by itself.
static void
test_memory(void)
{
    gzt_writer_options options = { .create = true,
                                   .memory = 1,
                                   .lang = GZT_S("de") };
    gzt_article a = numbered(1);
    gzt_writer *writer;
    gzt_reader *reader;

    CHECK_OK(gzt_writer_open(&writer, in("memory"), &options, &err));
    CHECK(index_put(writer, &a) == 'a');
    reader = reader_open("memory");
    CHECK(documents(reader) == 1);
    CHECK_STR(gzt_reader_lang(reader), "de");
    gzt_reader_close(reader);
    index_close(writer);
    CHECK_OK(gzt_writer_close(NULL, &err));
    options.lang = GZT_S("en\nformat: 9");
    CHECK_FAILS(gzt_writer_open(&writer, in("lang"), &options, &err),
                GZT_EINVAL, "ISO code");
    CHECK(!writer);
    options.lang = GZT_S("pt-BR");
    CHECK_OK(gzt_writer_open(&writer, in("lang"), &options, &err));
    CHECK_STR(gzt_str_of(gzt_writer_settings(writer)->lang), "pt-BR");
    index_close(writer);
}

static void
test_dictionary(void)
{
    gzt_str dictionary = GZT_S("Body of gas, and other things to say");
    gzt_article a = numbered(1), b = numbered(2), c = numbered(3);
    gzt_writer *writer = index_open("d", 1);
    gzt_reader *reader;

    CHECK(gzt_writer_dictionary(writer).len == 0);
    CHECK_OK(gzt_writer_set_dictionary(writer, dictionary, &err));
    gzt_codec_set_dictionary(documenter.codec, dictionary);
    CHECK(index_put(writer, &a) == 'a');
    CHECK(index_put(writer, &b) == 'a'); // in a shard of its own
    index_close(writer);
    reader = reader_open("d");
    CHECK_STR(body(reader, "id1"), "Body 1 of gas");
    CHECK_STR(body(reader, "id2"), "Body 2 of gas");
    gzt_reader_close(reader);
    writer = index_open("d", 0);
    CHECK(gzt_str_eq(gzt_writer_dictionary(writer), dictionary));
    CHECK(index_put(writer, &c) == 'a');
    CHECK_OK(gzt_writer_compact(writer, &err));
    index_close(writer);
    reader = reader_open("d");
    CHECK_STR(body(reader, "id1"), "Body 1 of gas");
    CHECK_STR(body(reader, "id3"), "Body 3 of gas");
    gzt_reader_close(reader);
    gzt_codec_set_dictionary(documenter.codec, GZT_S(""));
}

static void
test_compact(void)
{
    gzt_writer *writer = index_open("s", 0);
    gzt_reader *before = reader_open("s"), *after;
    gzt_article a = numbered(20);

    CHECK(index_put(writer, &a) == 'a'); // committed on the way
    CHECK_OK(gzt_writer_compact(writer, &err));
    CHECK(shard_count("s") == 1 && count(writer) == 10);
    CHECK_STR(body(before, "id0"), "newer"); // its generation stays
    CHECK(documents(before) == 9);
    after = reader_open("s");
    CHECK(documents(after) == 10);
    CHECK_STR(body(after, "id20"), "Body 20 of gas");
    gzt_reader_close(after);
    a = numbered(21); // the one shard is full already
    CHECK(index_put(writer, &a) == 'a');
    CHECK(shard_count("s") == 2);
    CHECK_OK(gzt_writer_compact(writer, &err)); // the older are removed now
    CHECK(!is_there(in("s/shard-000001")));
    CHECK_OK(gzt_reader_reopen(before, &err));
    CHECK(documents(before) == 11);
    CHECK_STR(body(before, "id0"), "newer");
    CHECK_OK(gzt_writer_compact(writer, &err)); // one into one
    CHECK_OK(gzt_reader_reopen(before, &err));
    CHECK(documents(before) == 11);
    gzt_reader_close(before);
    a.body = GZT_S("changed after compaction");
    CHECK(index_put(writer, &a) == 'r');
    index_close(writer);
    before = reader_open("s");
    CHECK_STR(body(before, "id21"), "changed after compaction");
    gzt_reader_close(before);
}

// A failed compaction leaves all as it was.
static void
test_compact_fails(void)
{
    gzt_article a[] = { numbered(1), numbered(2) };
    gzt_writer *writer;
    gzt_reader *reader;
    const char *postings = in("cf/shard-000001/postlist.glass");
    const char *aside = in("cf/aside");
    uint64_t n;

    index_make("cf", 1, a, 2);
    writer = index_open("cf", 0);
    CHECK(!rename(postings, aside));
    CHECK(gzt_writer_compact(writer, &err) != GZT_OK && *err.text);
    CHECK(!rename(aside, postings));
    CHECK(!gzt_writer_count(writer, &n, NULL) && n == 2);
    index_close(writer);
    CHECK(shard_count("cf") == 2 && !is_there(in("cf/shard-000003")));
    reader = reader_open("cf");
    CHECK(documents(reader) == 2);
    gzt_reader_close(reader);
}

static void
test_empty(void)
{
    gzt_writer *writer = index_open("empty", 0);
    gzt_article a = numbered(1);
    gzt_reader *reader = reader_open("empty");
    bool found;

    CHECK(documents(reader) == 0);
    CHECK_STR(body(reader, "id1"), "no article has the id id1");
    gzt_reader_close(reader);
    CHECK_OK(gzt_writer_compact(writer, &err));
    CHECK(count(writer) == 0);
    CHECK(index_put(writer, &a) == 'a');
    CHECK_OK(gzt_writer_delete(writer, GZT_S("id1"), &found, &err));
    CHECK(found && count(writer) == 0);
    CHECK_OK(gzt_writer_compact(writer, &err));
    index_close(writer);
    reader = reader_open("empty");
    CHECK(documents(reader) == 0);
    gzt_reader_close(reader);
}

// ---- crashes and others ----------------------------------------------------

// A writer is killed: what it committed stays, the rest never was, and the
// lock is free.
static void
test_killed(void)
{
    gzt_article a = numbered(1), b = numbered(2);
    gzt_reader *reader;
    pid_t child;
    int how;

    fflush(stdout);
    child = fork();
    if (!child) {
        gzt_writer *writer = index_open("killed", 1);

        index_put(writer, &a);
        gzt_writer_commit(writer, &err);
        index_put(writer, &b); // in a second shard, which is published
        _exit(7);
    }
    waitpid(child, &how, 0);
    CHECK(WIFEXITED(how) && WEXITSTATUS(how) == 7);
    reader = reader_open("killed");
    CHECK(documents(reader) == 1);
    gzt_reader_close(reader);
    CHECK_OK(gzt_folder_make(in("killed/shard-000009"), &err)); // half-made
    index_close(index_open("killed", 0));
    CHECK(!is_there(in("killed/shard-000009")));
    // While it was being made: there are settings, and no stub.
    CHECK_OK(gzt_folder_make(in("unborn/shard-000001"), &err));
    write_file(in("unborn/settings"), GZT_S("format: 3\n"));
    CHECK_FAILS(try_reader(in("unborn")), GZT_ENOTFOUND, "never finished");
    CHECK_FAILS(try_writer("unborn", false), GZT_ENOTFOUND, "is no index");
    CHECK_OK(try_writer("unborn", true));
    CHECK_OK(try_reader(in("unborn")));
}

static void
test_locked(void)
{
    gzt_writer *writer = index_open("x", 0);

    CHECK_FAILS(try_writer("x", true), GZT_ELOCKED, "another writer, process");
    index_close(writer);
    CHECK_OK(try_writer("x", true));
}

static void
test_refused(void)
{
    gzt_article a = numbered(1);

    index_make("bad", 0, &a, 1);
    write_file(in("bad/XAPIANDB"), GZT_S(""));
    CHECK_FAILS(try_writer("bad", true), GZT_EFORMAT, "damaged");
    CHECK_FAILS(try_reader(in("bad")), GZT_EFORMAT, "damaged");
    CHECK(is_there(in("bad/shard-000001")));
    write_file(in("bad/XAPIANDB"), GZT_S("auto shard-000001\n"));
    CHECK_OK(try_writer("bad", true));
    write_file(in("bad/settings"), GZT_S("format: 9\n"));
    CHECK_FAILS(try_writer("bad", true), GZT_EFORMAT, "newer gazette");
    CHECK_FAILS(try_reader(in("bad")), GZT_EFORMAT, "newer gazette");
    remove(in("bad/settings"));
    CHECK_FAILS(try_writer("bad", true), GZT_EFORMAT, "settings is missing");
    write_file(in("bad/settings"), GZT_S("format: 3\n"));
    scratch_remove(in("bad/shard-000001"));
    CHECK(try_writer("bad", true) != GZT_OK);
    CHECK(try_reader(in("bad")) != GZT_OK);
}

// ---- places ----------------------------------------------------------------

static void
test_places(void)
{
    gzt_article a[] = { numbered(1), numbered(2), numbered(3) };
    gzt_article b[] = { numbered(4), numbered(5) };
    const char *both[] = { in("p1"), in("p2") }, *missing[] = { both[0], "" };
    gzt_reader *reader;
    const char *stub;

    index_make("p1", 1, a, 3);
    index_make("p2", 0, b, 2);
    CHECK_OK(gzt_reader_open(&reader, both, 2, &err));
    CHECK(documents(reader) == 5);
    CHECK_STR(body(reader, "id2"), "Body 2 of gas");
    CHECK_STR(body(reader, "id5"), "Body 5 of gas");
    gzt_reader_close(reader);
    missing[1] = in("p3");
    CHECK_FAILS(gzt_reader_open(&reader, missing, 2, &err), GZT_ENOTFOUND,
                "there is no index at");
    CHECK(!reader && strstr(err.text, "p3"));
    CHECK_OK(try_reader(in("p1/shard-000002"))); // a bare shard
    CHECK_OK(try_reader(in("p1/XAPIANDB")));
    stub = in("stub");
    write_file(stub, GZT_S("# two of them\n\nauto p1\r\nglass "
                           "p2/shard-000001\n"));
    reader = reader_open("stub");
    CHECK(documents(reader) == 5);
    gzt_reader_close(reader);
    write_file(in("outer"), gzt_arena_printf(&arena, "auto %s\n", stub));
    reader = reader_open("outer"); // a stub that names a stub, absolutely
    CHECK(documents(reader) == 5);
    gzt_reader_close(reader);
}

static void
test_bad_places(void)
{
    gzt_xwriter *foreign;
    gzt_xterm term = { GZT_S("x"), 1, 0 };
    gzt_xdoc doc = { .terms = &term, .term_count = 1 };
    uint32_t docid;

    write_file(in("loop"), GZT_S("auto loop\n"));
    CHECK_FAILS(try_reader(in("loop")), GZT_EINVAL, "name each other");
    write_file(in("odd"), GZT_S("inmemory\n"));
    CHECK_FAILS(try_reader(in("odd")), GZT_EINVAL, "`inmemory`");
    write_file(in("odd"), GZT_S("remote :prog args\n"));
    CHECK_FAILS(try_reader(in("odd")), GZT_EINVAL, "cannot read the line");
    write_file(in("odd"), GZT_S("auto nowhere\n"));
    CHECK_FAILS(try_reader(in("odd")), GZT_ENOTFOUND, "nowhere");
    write_file(in("odd"), GZT_S(""));
    CHECK_FAILS(try_reader(in("odd")), GZT_EINVAL, "odd names no index");
    CHECK_OK(gzt_folder_make(in("bare"), &err));
    CHECK_FAILS(try_reader(in("bare")), GZT_ENOTFOUND, "is no index");
    CHECK_FAILS(try_reader("tcp://127.0.0.1:1"), GZT_ENETWORK, "127.0.0.1:1");
    CHECK_OK(gzt_xwriter_open(&foreign, in("foreign"), GZT_XCREATE, &err));
    CHECK_OK(gzt_xwriter_add(foreign, &doc, &docid, &err));
    CHECK_OK(gzt_xwriter_set_metadata(foreign, GZT_S("gazette.format"),
                                      GZT_S(""), &err));
    CHECK_OK(gzt_xwriter_commit(foreign, &err));
    CHECK_FAILS(try_reader(in("foreign")), GZT_EFORMAT, "gazette did not make");
    CHECK_OK(gzt_xwriter_set_metadata(foreign, GZT_S("gazette.format"),
                                      GZT_S("4"), &err));
    CHECK_OK(gzt_xwriter_commit(foreign, &err));
    CHECK_FAILS(try_reader(in("foreign")), GZT_EFORMAT, "newer gazette");
    CHECK_OK(gzt_xwriter_set_metadata(foreign, GZT_S("gazette.format"),
                                      GZT_S("one"), &err));
    CHECK_OK(gzt_xwriter_commit(foreign, &err));
    CHECK_FAILS(try_reader(in("foreign")), GZT_EFORMAT, "format one");
    CHECK_OK(gzt_xwriter_close(foreign, &err));
}

// Indexes with dictionaries of their own are read side by side.
static void
test_joined_dictionaries(void)
{
    const char *names[] = { "j1", "j2" }, *places[] = { in("j1"), in("j2") };
    gzt_reader *reader;

    for (int i = 0; i < 2; i++) {
        gzt_str dictionary = gzt_arena_printf(
            &arena, "%d: Body %d of gas, and what else comes often", i, i);
        gzt_writer *writer = index_open(names[i], 0);
        gzt_article a = numbered(i);

        CHECK_OK(gzt_writer_set_dictionary(writer, dictionary, &err));
        gzt_codec_set_dictionary(documenter.codec, dictionary);
        CHECK(index_put(writer, &a) == 'a');
        index_close(writer);
    }
    CHECK_OK(gzt_reader_open(&reader, places, 2, &err));
    CHECK_STR(body(reader, "id0"), "Body 0 of gas");
    CHECK_STR(body(reader, "id1"), "Body 1 of gas");
    gzt_reader_close(reader);
    gzt_codec_set_dictionary(documenter.codec, GZT_S(""));
}

int
main(void)
{
    indexes_init();
    test_put();
    test_shards();
    test_memory();
    test_dictionary();
    test_compact();
    test_compact_fails();
    test_empty();
    test_killed();
    test_locked();
    test_refused();
    test_places();
    test_bad_places();
    test_joined_dictionaries();
    indexes_release();
    return tap_done();
}
