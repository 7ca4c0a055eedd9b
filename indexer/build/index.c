/* index.c - the indexing half of gazette.h: a writer, and the tools to make
 * documents for it.
 *
 * The first articles of a new index wait until there are enough of them to
 * learn a dictionary from; what is added between two commits goes to a sink,
 * which writes a few articles one by one and many in bulk.
 */
#include "base/str.h"
#include "build/analysis.h"
#include "build/sink.h"
#include "entity/lexicon.h"
#include "store/dictionary.h"

#include <stdlib.h>

enum {
    SAMPLE_BYTES = 1 << 20, // of articles that a dictionary is learned from
    WAITING_MAX = 4096      // and their number
};

struct gzt_index {
    gzt_writer *writer;
    gzt_documenter documenter;
    gzt_lexicon *lexicon;
    gzt_tagger *tagger;
    gzt_glass_packer *packer;
    gzt_sink *sink;  // NULL: nothing was added since the last commit
    gzt_arena arena; // of one article
    bool fresh;      // a new index, without a dictionary
    gzt_arena waiting_arena;
    gzt_article *waiting;
    size_t waiting_count, waiting_bytes;
};

gzt_status
gzt_index_open(gzt_index **out, const char *path, gzt_str lang, gzt_err *err)
{
    gzt_writer_options options = { .create = true, .lang = lang };
    gzt_writer *writer;
    gzt_lexicon *lexicon;
    gzt_index *index;
    uint64_t articles = 0;
    gzt_status status = gzt_writer_open(&writer, path, &options, err);

    *out = NULL;
    if (status)
        return status;
    status = gzt_writer_count(writer, &articles, err);
    if (!status)
        status = gzt_lexicon_open(&lexicon, NULL, err);
    if (status) {
        gzt_writer_close(writer, NULL);
        return status;
    }
    index = gzt_xrealloc(NULL, 1, sizeof(*index));
    *index = (gzt_index){ .writer = writer,
                          .lexicon = lexicon,
                          .tagger = gzt_tagger_new(lexicon),
                          .packer = gzt_glass_packer_new(),
                          .fresh = !articles };
    gzt_arena_init(&index->arena);
    gzt_arena_init(&index->waiting_arena);
    gzt_documenter_init(&index->documenter);
    gzt_codec_set_dictionary(index->documenter.codec,
                             gzt_writer_dictionary(writer));
    *out = index;
    return GZT_OK;
}

static gzt_status
put(gzt_index *index, const gzt_article *article, gzt_err *err)
{
    gzt_analysis analysis;
    gzt_made made = { 0 };
    gzt_err why;

    gzt_arena_reset(&index->arena);
    gzt_analysis_make(&index->documenter, index->tagger, article, &index->arena,
                      &analysis);
    analysis.tagging = gzt_lexicon_version(index->lexicon);
    gzt_document_make(&index->documenter, article, &analysis, &index->arena,
                      &made.document);
    if (!index->sink)
        index->sink = gzt_sink_new(index->writer, GZT_WAY_AUTO, &why);
    if (gzt_sink_packs(index->sink)) // what does not pack goes to Xapian
        gzt_made_pack(&made, index->packer, &index->arena, NULL);
    return gzt_sink_put(index->sink, &made, err);
}

static void
hold_back(gzt_index *index, const gzt_article *article)
{
    gzt_arena *arena = &index->waiting_arena;
    gzt_article *a;

    if (!index->waiting)
        index->waiting = gzt_arena_array(arena, WAITING_MAX, sizeof(*a));
    a = &index->waiting[index->waiting_count++];
    *a = *article;
    {
        gzt_str *fields[] = { &a->id,      &a->title,  &a->body,   &a->date,
                              &a->updated, &a->source, &a->author, &a->lang,
                              &a->section, &a->tags,   &a->url,    &a->path,
                              &a->extra };

        for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
            *fields[i] = gzt_arena_copy(arena, *fields[i]);
            index->waiting_bytes += fields[i]->len;
        }
    }
}

static gzt_status
learn(gzt_index *index, gzt_err *err)
{
    gzt_arena arena;
    gzt_str dictionary;
    gzt_status status;

    gzt_arena_init(&arena);
    dictionary =
        gzt_dictionary_learn(index->waiting, index->waiting_count, &arena);
    status = gzt_writer_set_dictionary(index->writer, dictionary, err);
    if (!status)
        gzt_codec_set_dictionary(index->documenter.codec,
                                 gzt_writer_dictionary(index->writer));
    gzt_arena_release(&arena);
    index->fresh = false;
    return status;
}

// Write the articles that wait, if any do.
static gzt_status
go_on(gzt_index *index, gzt_err *err)
{
    gzt_status status = GZT_OK;

    if (!index->waiting_count)
        return GZT_OK;
    status = learn(index, err);
    for (size_t i = 0; i < index->waiting_count && !status; i++)
        status = put(index, &index->waiting[i], err);
    index->waiting = NULL;
    index->waiting_count = index->waiting_bytes = 0;
    gzt_arena_release(&index->waiting_arena);
    gzt_arena_init(&index->waiting_arena);
    return status;
}

gzt_status
gzt_index_add(gzt_index *index, const gzt_article *article, gzt_err *err)
{
    gzt_article complete = *article;

    if (!article->id.len)
        return gzt_fail(err, GZT_EINVAL, "an article without an id");
    if (!article->title.len && !article->body.len)
        return gzt_fail(err, GZT_EINVAL, "%.*s: neither title nor body",
                        GZT_ARG(article->id));
    if (!complete.lang.len)
        complete.lang = gzt_str_of(gzt_writer_settings(index->writer)->lang);
    if (!index->fresh)
        return put(index, &complete, err);
    hold_back(index, &complete);
    return index->waiting_bytes < SAMPLE_BYTES &&
                   index->waiting_count < WAITING_MAX
               ? GZT_OK
               : go_on(index, err);
}

// Bring all that was added to the writer.
static gzt_status
finish(gzt_index *index, gzt_err *err)
{
    gzt_status status = go_on(index, err);

    if (!status && index->sink)
        status = gzt_sink_finish(index->sink, err);
    gzt_sink_free(index->sink);
    index->sink = NULL;
    if (status)
        gzt_writer_give_up(index->writer);
    return status;
}

gzt_status
gzt_index_remove(gzt_index *index, gzt_str id, gzt_err *err)
{
    bool found = false;
    gzt_status status = finish(index, err);

    if (!status)
        status = gzt_writer_delete(index->writer, id, &found, err);
    if (!status && !found)
        status = gzt_fail(err, GZT_ENOTFOUND, "no article has the id %.*s",
                          GZT_ARG(id));
    return status;
}

gzt_status
gzt_index_commit(gzt_index *index, gzt_err *err)
{
    gzt_status status = finish(index, err);

    return status ? status : gzt_writer_commit(index->writer, err);
}

gzt_status
gzt_index_close(gzt_index *index, gzt_err *err)
{
    gzt_status status, closed;

    if (!index)
        return GZT_OK;
    status = finish(index, err);
    closed = gzt_writer_close(index->writer, status ? NULL : err);
    gzt_documenter_release(&index->documenter);
    gzt_glass_packer_free(index->packer);
    gzt_tagger_free(index->tagger);
    gzt_lexicon_close(index->lexicon);
    gzt_arena_release(&index->arena);
    gzt_arena_release(&index->waiting_arena);
    free(index);
    return status ? status : closed;
}
