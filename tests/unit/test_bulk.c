/* test_bulk.c - the bulk builder and Xapian's own writer make the same index:
 * with so little memory that all is spilled, with articles that come twice,
 * beside shards that have some of them, and when it fails half way. */
#include "build/sink.h"
#include "store/schema.h"

#include "indexes.h"
#include "same_db.h"

enum {
    MANY = 900,
    TINY = 64 << 10 // bytes: spills every few articles
};

static const uint32_t slots[] = { GZT_SLOT_DATE,     GZT_SLOT_UID,
                                  GZT_SLOT_SOURCE,   GZT_SLOT_STORY,
                                  GZT_SLOT_ENTITIES, GZT_SLOT_TRACE,
                                  GZT_SLOT_HASH };

// Article number i as of edition e; its words differ, its length too.
static gzt_article
edition(unsigned i, unsigned e)
{
    gzt_buf body;
    gzt_article a;

    gzt_buf_init(&body, 1 << 20);
    for (unsigned k = 0; k < (i % 40 ? 20 : 1500); k++)
        gzt_buf_printf(&body, "Word%u of U.S. number %u. ", (i * 7 + k) % 3001,
                       k * e);
    a = article(gzt_arena_printf(&arena, "id %u", i).ptr,
                gzt_arena_printf(&arena, "Title %u edition %u", i, e).ptr,
                gzt_arena_copy(&arena, gzt_buf_str(&body)).ptr,
                i % 3 ? "2014-05-21" : "");
    gzt_buf_release(&body);
    return a;
}

static gzt_writer *
open_with(const char *name, uint64_t shard_articles, size_t memory)
{
    gzt_writer_options options = { .create = true,
                                   .shard_articles = shard_articles,
                                   .memory = memory };
    gzt_writer *writer;

    CHECK_OK(gzt_writer_open(&writer, in(name), &options, &err));
    if (!writer)
        exit(1);
    return writer;
}

static gzt_sink *
sink_of(gzt_writer *writer, gzt_way way)
{
    gzt_err why;
    gzt_sink *sink = gzt_sink_new(writer, way, &why);

    CHECK(!why.status);
    return sink;
}

static gzt_status
put(gzt_sink *sink, const gzt_article *a)
{
    gzt_glass_packer *packer = gzt_glass_packer_new();
    gzt_made made = { 0 };
    gzt_arena own;
    gzt_status status;

    gzt_arena_init(&own);
    gzt_document_make(&documenter, a, NULL, &own, &made.document);
    status = gzt_made_pack(&made, packer, &own, &err);
    if (!status)
        status = gzt_sink_put(sink, &made, &err);
    gzt_arena_release(&own);
    gzt_glass_packer_free(packer);
    return status;
}

// Articles from..to-1 of an edition.
static bool
put_all(gzt_sink *sink, unsigned from, unsigned to, unsigned e)
{
    bool good = true;

    for (unsigned i = from; i < to && good; i++) {
        gzt_article a = edition(i, e);

        good = !put(sink, &a);
    }
    return good;
}

static void
finish(gzt_sink *sink, gzt_writer *writer, uint64_t added, uint64_t replaced,
       uint64_t unchanged)
{
    gzt_outcomes got;

    CHECK_OK(gzt_sink_finish(sink, &err));
    got = gzt_sink_outcomes(sink);
    if (!CHECK(got.added == added && got.replaced == replaced &&
               got.unchanged == unchanged))
        printf("# %llu %llu %llu\n", (unsigned long long)got.added,
               (unsigned long long)got.replaced,
               (unsigned long long)got.unchanged);
    gzt_sink_free(sink);
    index_close(writer);
}

static void
fill(const char *name, gzt_way way, size_t memory)
{
    gzt_writer *writer = open_with(name, 0, memory);
    gzt_sink *sink = sink_of(writer, way);

    CHECK(put_all(sink, 0, MANY, 1));
    finish(sink, writer, MANY, 0, 0);
}

// The only published shard of an index.
static const char *
shard_of(const char *name)
{
    gzt_shards shards;

    CHECK_OK(gzt_folder_shards(in(name), &arena, &shards, &err));
    CHECK(shards.count == 1);
    return gzt_arena_printf(&arena, "%s/%s", in(name), shards.names[0]).ptr;
}

static size_t
shard_count(const char *name)
{
    gzt_shards shards = { 0 };

    CHECK_OK(gzt_folder_shards(in(name), &arena, &shards, &err));
    return shards.count;
}

static bool
is_sound(const char *name)
{
    gzt_shards shards;
    size_t errors = 0, all = 0;

    if (gzt_folder_shards(in(name), &arena, &shards, &err))
        return false;
    for (size_t i = 0; i < shards.count; i++) {
        const char *path =
            gzt_arena_printf(&arena, "%s/%s", in(name), shards.names[i]).ptr;

        if (gzt_xapian_check(path, &errors, &arena, NULL, &err))
            return false;
        all += errors;
    }
    return !all;
}

// Every article from..to-1 is there once, in that edition.
static bool
has_edition(const char *name, unsigned from, unsigned to, unsigned e)
{
    gzt_reader *reader = reader_open(name);
    bool good = true;

    for (unsigned i = from; i < to && good; i++) {
        gzt_str id = gzt_arena_printf(&arena, "id %u", i);
        uint32_t docid, freq = 0;
        gzt_article got;

        good =
            !gzt_xdb_freqs(gzt_reader_db(reader),
                           gzt_arena_join(&arena, GZT_S("Q"), id), &freq, NULL,
                           &err) &&
            freq == 1 && !gzt_reader_find(reader, id, &docid, &err) &&
            !gzt_reader_article(reader, docid, &arena, &got, &err) &&
            gzt_str_eq(got.title,
                       gzt_arena_printf(&arena, "Title %u edition %u", i, e));
        if (!good)
            printf("# article %u: %u of it\n", i, freq);
    }
    gzt_reader_close(reader);
    return good;
}

static void
test_same(void)
{
    fill("native", GZT_WAY_NATIVE, 0);
    fill("bulk", GZT_WAY_BULK, 0);
    fill("tiny", GZT_WAY_BULK, TINY);
    fill("auto", GZT_WAY_AUTO, 1 << 20); // held back first, then many
    CHECK(check_same(shard_of("native"), shard_of("bulk"), slots,
                     sizeof(slots) / sizeof(*slots)));
    CHECK(check_same(shard_of("native"), shard_of("auto"), slots,
                     sizeof(slots) / sizeof(*slots)));
    CHECK(is_sound("bulk") && is_sound("tiny") && is_sound("auto"));
    // Memory for ids is spent soon: several shards, that were then folded.
    CHECK(has_edition("tiny", 0, MANY, 1));
}

// The second is the newer one, be the first still in memory or spilled, or in a
// shard that was finished before.
static void
test_doubles(size_t memory, const char *name)
{
    gzt_writer *writer = open_with(name, 0, memory);
    gzt_sink *sink = sink_of(writer, GZT_WAY_BULK);

    CHECK(put_all(sink, 0, 300, 1));
    CHECK(put_all(sink, 0, 200, 2));
    CHECK(put_all(sink, 0, 100, 3));
    CHECK(put_all(sink, 0, 100, 3));
    finish(sink, writer, 300, 300, 100);
    CHECK(has_edition(name, 0, 100, 3));
    CHECK(has_edition(name, 100, 200, 2));
    CHECK(has_edition(name, 200, 300, 1));
    CHECK(is_sound(name));
}

static void
test_old_shards(void)
{
    gzt_writer *writer = open_with("old", 250, 0);
    gzt_sink *sink = sink_of(writer, GZT_WAY_NATIVE);

    CHECK(put_all(sink, 0, 400, 1)); // two shards
    finish(sink, writer, 400, 0, 0);
    CHECK(shard_count("old") == 2);
    writer = open_with("old", 0, 0);
    sink = sink_of(writer, GZT_WAY_BULK);
    CHECK(put_all(sink, 100, 300, 2)); // of both
    CHECK(put_all(sink, 300, 400, 1)); // as they are
    CHECK(put_all(sink, 400, 900, 2)); // new: two shards more
    finish(sink, writer, 500, 200, 100);
    CHECK(shard_count("old") == 4);
    CHECK(has_edition("old", 0, 100, 1));
    CHECK(has_edition("old", 100, 300, 2));
    CHECK(has_edition("old", 300, 400, 1));
    CHECK(has_edition("old", 400, 900, 2));
    CHECK(is_sound("old"));
}

// Small shards behind each other become one, a large one stays.
static void
test_folding(void)
{
    for (unsigned i = 0; i < 6; i++) {
        gzt_writer *writer = open_with("folded", 0, 0);
        gzt_sink *sink = sink_of(writer, GZT_WAY_BULK);

        CHECK(put_all(sink, i * 50, i * 50 + 50, 1));
        finish(sink, writer, 50, 0, 0);
        CHECK(has_edition("folded", 0, i * 50 + 50, 1));
        CHECK(shard_count("folded") <= 2);
    }
    CHECK(shard_count("folded") == 2); // 250 are more than four times 50
    CHECK(is_sound("folded"));
}

// What was not finished was never there.
static void
test_failure(void)
{
    gzt_writer *writer = open_with("failed", 0, TINY);
    gzt_sink *sink = sink_of(writer, GZT_WAY_NATIVE);
    bool good;

    CHECK(put_all(sink, 0, 20, 1));
    finish(sink, writer, 20, 0, 0);
    writer = open_with("failed", 0, 0);
    sink = sink_of(writer, GZT_WAY_BULK);
    CHECK(put_all(sink, 20, 60, 1));
    CHECK(put_all(sink, 0, 10, 2)); // replaced, not committed
    gzt_sink_free(sink);            // as one does after any failure
    gzt_writer_give_up(writer);
    CHECK_OK(gzt_writer_close(writer, &err));
    CHECK(has_edition("failed", 0, 20, 1));
    CHECK(shard_count("failed") == 1);
    CHECK(!is_there(in("failed/shard-000002")));
    // A shard that cannot even begin.
    writer = open_with("failed", 0, TINY);
    sink = sink_of(writer, GZT_WAY_BULK);
    CHECK(put_all(sink, 20, 21, 1));
    scratch_remove(in("failed/shard-000002"));
    good = put_all(sink, 21, 400, 1) && !gzt_sink_finish(sink, &err);
    CHECK(!good && err.status);
    gzt_sink_free(sink);
    CHECK_OK(gzt_writer_close(writer, &err));
    CHECK(has_edition("failed", 0, 20, 1));
}

int
main(void)
{
    indexes_init();
    test_same();
    test_doubles(0, "doubles");
    test_doubles(TINY, "tiny doubles");
    test_old_shards();
    test_folding();
    test_failure();
    indexes_release();
    return tap_done();
}
