/* test_build.c - the pipeline: input order whatever the threads do, accounts,
 * rejects, and where it stops. */
#include "build/build.h"

#include "base/file.h"

#include "indexes.h"

enum {
    MANY = 700 // records: more than the pipeline holds at once
};

// Everything below must hold for each.
static gzt_way way;

// Indexes of one way are not those of another.
static const char *
own(const char *name)
{
    return gzt_arena_printf(&arena, "%d-%s", (int)way, name).ptr;
}

typedef struct heard {
    gzt_buf rejected, warned;
    uint64_t last_serial;
    bool out_of_order;
    uint64_t stop_after, seen;
} heard;

static void
on_reject(void *self, const gzt_raw *raw, gzt_str reason)
{
    heard *h = self;

    h->out_of_order |= raw->serial < h->last_serial;
    h->last_serial = raw->serial;
    gzt_buf_printf(&h->rejected, "%llu %.*s;", (unsigned long long)raw->line,
                   GZT_ARG(reason));
}

static void
on_warning(void *self, const gzt_raw *raw, gzt_str id, gzt_str warning)
{
    heard *h = self;

    (void)raw;
    gzt_buf_printf(&h->warned, "%.*s: %.*s;", GZT_ARG(id), GZT_ARG(warning));
}

static void
on_progress(void *self, const gzt_account *account)
{
    heard *h = self;

    h->seen = account->added + account->replaced + account->unchanged +
              account->rejected;
}

static bool
is_stopped(void *self)
{
    const heard *h = self;

    return h->stop_after && h->seen >= h->stop_after;
}

static void
heard_init(heard *h)
{
    *h = (heard){ 0 };
    gzt_buf_init(&h->rejected, 1 << 20);
    gzt_buf_init(&h->warned, 1 << 20);
}

static void
heard_release(heard *h)
{
    gzt_buf_release(&h->rejected);
    gzt_buf_release(&h->warned);
}

// Build from one place; `index` NULL for a dry run.
static gzt_status
build(const char *index, const char *place, gzt_build_options options, heard *h,
      gzt_account *account)
{
    gzt_build_events events = { .self = h,
                                .rejected = on_reject,
                                .warned = on_warning,
                                .progress = on_progress,
                                .stopped = is_stopped };
    gzt_writer *writer = index ? index_open(own(index), 0) : NULL;
    gzt_input *input;
    gzt_status status;

    *account = (gzt_account){ 0 };
    status = gzt_input_open(&input, &place, 1, &options.input, &err);
    if (!status)
        status = gzt_build(writer, input, &options, &events, account, &err);
    gzt_input_close(input);
    if (writer && gzt_writer_close(writer, NULL) && !status)
        return GZT_EINTERNAL;
    return status;
}

static gzt_build_options
with_jobs(unsigned jobs)
{
    return (gzt_build_options){ .jobs = jobs, .way = way };
}

// MANY records of very different length, so that threads end out of order.
static void
write_many(const char *name)
{
    gzt_buf text;

    gzt_buf_init(&text, 1 << 24);
    for (int i = 0; i < MANY; i++) {
        gzt_buf_printf(
            &text, "{\"id\":\"%d\",\"title\":\"Number %d\",\"body\":\"", i, i);
        for (int k = 0; k < (i % 50 ? 1 : 400); k++)
            gzt_buf_printf(&text, "The gas pipeline, part %d of it. ", k);
        gzt_buf_put(&text, GZT_S("\"}\n"));
    }
    write_file(in(name), gzt_buf_str(&text));
    gzt_buf_release(&text);
}

// Are the documents those of the input, in its order?
static bool
is_in_order(const char *index, size_t count)
{
    gzt_reader *reader = reader_open(own(index));
    bool good = true;

    for (size_t i = 0; i < count && good; i++) {
        gzt_article got;

        good =
            !gzt_reader_header(reader, (uint32_t)i + 1, &arena, &got, &err) &&
            gzt_str_eq(got.id, gzt_arena_printf(&arena, "%zu", i));
    }
    gzt_reader_close(reader);
    return good;
}

static uint32_t
documents(const char *index)
{
    gzt_reader *reader = reader_open(own(index));
    gzt_xstats stats = { 0 };

    CHECK_OK(gzt_xdb_stats(gzt_reader_db(reader), &stats, &err));
    gzt_reader_close(reader);
    return stats.documents;
}

static void
test_order(void)
{
    gzt_account account;
    heard h;

    heard_init(&h);
    write_many("many.jsonl");
    CHECK_OK(build("one", in("many.jsonl"), with_jobs(1), &h, &account));
    CHECK(account.added == MANY && !account.rejected && !account.warnings);
    CHECK(account.bytes > 100000);
    CHECK(is_in_order("one", MANY));
    CHECK_OK(build("four", in("many.jsonl"), with_jobs(4), &h, &account));
    CHECK(account.added == MANY && is_in_order("four", MANY));
    CHECK_OK(build("four", in("many.jsonl"), with_jobs(3), &h, &account));
    CHECK(account.unchanged == MANY && !account.added && !account.replaced);
    CHECK_OK(build(NULL, in("many.jsonl"), with_jobs(0), &h, &account));
    CHECK(account.added == MANY); // a dry run says what it would take
    heard_release(&h);
}

// Threads or not, the same bytes: also the dictionary is.
static void
test_same_bytes(void)
{
    gzt_reader *one = reader_open(own("one")), *four = reader_open(own("four"));
    gzt_str a, b;
    bool good = true;

    for (uint32_t docid = 1; docid <= MANY && good; docid++)
        good =
            !gzt_xdb_doc_data(gzt_reader_db(one), docid, &arena, &a, &err) &&
            !gzt_xdb_doc_data(gzt_reader_db(four), docid, &arena, &b, &err) &&
            gzt_str_eq(a, b);
    CHECK(good);
    CHECK_OK(gzt_xdb_metadata(gzt_reader_db(one), GZT_S("gazette.dictionary"),
                              &arena, &a, &err));
    CHECK_OK(gzt_xdb_metadata(gzt_reader_db(four), GZT_S("gazette.dictionary"),
                              &arena, &b, &err));
    CHECK(a.len > 20 && gzt_str_eq(a, b));
    gzt_reader_close(one);
    gzt_reader_close(four);
}

// What comes later in the input is the newer one, whichever thread was faster.
static void
test_same_id(void)
{
    gzt_account account;
    gzt_reader *reader;
    gzt_article got;
    uint32_t docid = 0;
    gzt_buf text;
    heard h;

    heard_init(&h);
    gzt_buf_init(&text, 1 << 20);
    for (int i = 0; i < 300; i++)
        gzt_buf_printf(&text, "{\"id\":\"x\",\"title\":\"Version %d\"}\n", i);
    write_file(in("same.jsonl"), gzt_buf_str(&text));
    gzt_buf_release(&text);
    CHECK_OK(build("same", in("same.jsonl"), with_jobs(4), &h, &account));
    CHECK(account.added == 1 && account.replaced == 299);
    CHECK(documents("same") == 1);
    reader = reader_open(own("same"));
    CHECK_OK(gzt_reader_find(reader, GZT_S("x"), &docid, &err));
    CHECK_OK(gzt_reader_header(reader, docid, &arena, &got, &err));
    CHECK_STR(got.title, "Version 299");
    gzt_reader_close(reader);
    heard_release(&h);
}

// Bad records go by, with their lines, between good ones.
static void
test_rejects(void)
{
    gzt_account account;
    heard h;

    heard_init(&h);
    write_file(in("bad.jsonl"),
               GZT_S("{\"id\":\"1\",\"title\":\"One\"}\n"
                     "{\"id\":\"2\",\"title\":\n"
                     "{\"id\":\"3\"}\n"
                     "\n"
                     "{\"id\":\"4\",\"title\":\"Four\",\"date\":\"soon\"}\n"
                     "{\"id\":\"5\",\"title\":[7]}\n"
                     "{\"id\":\"6\",\"title\":\"Six\"}"));
    CHECK_OK(build("bad", in("bad.jsonl"), with_jobs(2), &h, &account));
    CHECK(account.added == 3 && account.rejected == 3 && account.warnings == 1);
    CHECK(documents("bad") == 3);
    CHECK(gzt_str_find(gzt_buf_str(&h.rejected), GZT_S("2 ")) == 0);
    CHECK(gzt_str_find(gzt_buf_str(&h.rejected), GZT_S(";3 ")) <
          h.rejected.len);
    CHECK(gzt_str_find(gzt_buf_str(&h.rejected), GZT_S(";6 ")) <
          h.rejected.len);
    CHECK(gzt_str_starts(gzt_buf_str(&h.warned), GZT_S("4: ")));
    CHECK(!h.out_of_order);
    // What cannot even be read is a reject too, and the pipeline goes on.
    write_file(in("binary.txt"), GZT_S("\0\1\2\3\0\0"));
    gzt_buf_clear(&h.rejected);
    CHECK_OK(build("bad", in("binary.txt"), with_jobs(2), &h, &account));
    CHECK(account.rejected == 1 && account.added == 0);
    CHECK(gzt_str_find(gzt_buf_str(&h.rejected), GZT_S("NUL")) <
          h.rejected.len);
    heard_release(&h);
}

static void
test_max_bad(void)
{
    gzt_build_options options = { .jobs = 4, .max_bad = 3, .way = way };
    gzt_account account;
    gzt_buf text;
    heard h;

    heard_init(&h);
    gzt_buf_init(&text, 1 << 20);
    for (int i = 0; i < MANY; i++)
        if (i % 10 == 9)
            gzt_buf_put(&text, GZT_S("not JSON\n"));
        else
            gzt_buf_printf(&text, "{\"id\":\"%d\",\"title\":\"T\"}\n", i);
    write_file(in("tenth.jsonl"), gzt_buf_str(&text));
    gzt_buf_release(&text);
    CHECK_FAILS(build("max", in("tenth.jsonl"), options, &h, &account),
                GZT_EINVAL, "stopped after 3 rejected records");
    CHECK(account.rejected == 3 && account.added == 27);
    CHECK(documents("max") == 27); // what came before is there
    options.max_bad = 1;
    CHECK_FAILS(build("max", in("tenth.jsonl"), options, &h, &account),
                GZT_EINVAL, "after 1 rejected");
    CHECK(account.unchanged == 9);
    options.max_bad = MANY / 10 + 1; // more than there are
    CHECK_OK(build("max", in("tenth.jsonl"), options, &h, &account));
    CHECK(account.rejected == MANY / 10);
    options.max_bad = 1; // also where nothing is written
    CHECK_FAILS(build(NULL, in("tenth.jsonl"), options, &h, &account),
                GZT_EINVAL, "stopped");
    heard_release(&h);
}

static void
test_stopped(void)
{
    gzt_account account;
    uint64_t done;
    heard h;

    heard_init(&h);
    h.stop_after = 5;
    CHECK_FAILS(build("stopped", in("many.jsonl"), with_jobs(4), &h, &account),
                GZT_EINTERRUPTED, "interrupted");
    // What was read by then is indexed and kept, no more is read.
    done = account.added;
    CHECK(done >= 5 && done < MANY);
    CHECK(documents("stopped") == done && is_in_order("stopped", done));
    h.stop_after = 0;
    CHECK_OK(build("stopped", in("many.jsonl"), with_jobs(4), &h, &account));
    CHECK(account.unchanged == done && account.added == MANY - done);
    heard_release(&h);
}

static void
test_nothing(void)
{
    gzt_account account;
    heard h;

    heard_init(&h);
    write_file(in("empty.jsonl"), GZT_S("\n\n"));
    CHECK_OK(build("nothing", in("empty.jsonl"), with_jobs(2), &h, &account));
    CHECK(!account.added && !account.rejected && !documents("nothing"));
    CHECK_OK(gzt_folder_make(in("no files"), &err));
    CHECK_OK(build("nothing", in("no files"), with_jobs(2), &h, &account));
    CHECK(!account.added && !account.rejected);
    // Only now does it learn its dictionary.
    CHECK_OK(build("nothing", in("many.jsonl"), with_jobs(2), &h, &account));
    CHECK(account.added == MANY);
    CHECK(is_in_order("nothing", MANY));
    heard_release(&h);
}

// Events may be left out.
static void
test_silent(void)
{
    gzt_build_events none = { 0 };
    gzt_build_options options = { 0 };
    gzt_account account = { 0 };
    const char *place = in("bad.jsonl");
    gzt_input *input;

    CHECK_OK(gzt_input_open(&input, &place, 1, &options.input, &err));
    CHECK_OK(gzt_build(NULL, input, &options, &none, &account, &err));
    CHECK(account.added == 3 && account.rejected == 3);
    gzt_input_close(input);
}

static void
test_all(gzt_way chosen)
{
    way = chosen;
    test_order();
    test_same_bytes();
    test_same_id();
    test_rejects();
    test_max_bad();
    test_stopped();
    test_nothing();
    test_silent();
}

int
main(void)
{
    indexes_init();
    test_all(GZT_WAY_AUTO);
    test_all(GZT_WAY_NATIVE);
    test_all(GZT_WAY_BULK);
    indexes_release();
    return tap_done();
}
