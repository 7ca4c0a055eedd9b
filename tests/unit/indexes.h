/* indexes.h - small indexes for the tests of what reads and writes them. */
#ifndef GZT_TESTS_INDEXES_H
#define GZT_TESTS_INDEXES_H

#include "store/reader.h"
#include "store/writer.h"

#include "scratch.h"

static gzt_documenter documenter;

UNUSED void
indexes_init(void)
{
    scratch_init();
    gzt_documenter_init(&documenter);
}

UNUSED void
indexes_release(void)
{
    gzt_documenter_release(&documenter);
    scratch_release();
}

UNUSED gzt_article
article(const char *id, const char *title, const char *body, const char *date)
{
    return (gzt_article){ .id = gzt_str_of(id),
                          .title = gzt_str_of(title),
                          .body = gzt_str_of(body),
                          .date = gzt_str_of(date),
                          .lang = GZT_S("en") };
}

/** Open for writing, making it if need be; new shards take so many articles.
 */
UNUSED gzt_writer *
index_open(const char *name, uint64_t shard_articles)
{
    gzt_writer_options options = { .create = true,
                                   .shard_articles = shard_articles };
    gzt_writer *writer;

    CHECK_OK(gzt_writer_open(&writer, in(name), &options, &err));
    if (!writer)
        exit(1);
    gzt_codec_set_dictionary(documenter.codec, gzt_writer_dictionary(writer));
    return writer;
}

UNUSED void
index_close(gzt_writer *writer)
{
    CHECK_OK(gzt_writer_close(writer, &err));
}

/** 'a' added, 'r' replaced, 'u' unchanged, '!' failed. */
UNUSED char
index_put(gzt_writer *writer, const gzt_article *a)
{
    gzt_document document;
    gzt_outcome outcome;

    gzt_document_make(&documenter, a, NULL, &arena, &document);
    if (gzt_writer_put(writer, &document, &outcome, &err))
        return '!';
    return "aru"[outcome];
}

UNUSED void
index_make(const char *name, uint64_t shard_articles,
           const gzt_article *articles, size_t count)
{
    gzt_writer *writer = index_open(name, shard_articles);
    bool good = true;

    for (size_t i = 0; i < count; i++)
        good &= index_put(writer, &articles[i]) == 'a';
    CHECK(good);
    index_close(writer);
}

UNUSED gzt_reader *
reader_open(const char *name)
{
    const char *place = in(name);
    gzt_reader *reader;

    CHECK_OK(gzt_reader_open(&reader, &place, 1, &err));
    return reader;
}

#endif /* GZT_TESTS_INDEXES_H */
