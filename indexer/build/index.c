/* index.c - the indexing half of gazette.h: a writer, and the tools to make
 * documents for it. */
#include "base/str.h"
#include "build/analysis.h"
#include "entity/lexicon.h"
#include "store/writer.h"

#include <stdlib.h>

struct gzt_index {
    gzt_writer *writer;
    gzt_documenter documenter;
    gzt_lexicon *lexicon;
    gzt_tagger *tagger;
    gzt_arena arena; // of one article
};

gzt_status
gzt_index_open(gzt_index **out, const char *path, gzt_str lang, gzt_err *err)
{
    gzt_writer_options options = { .create = true, .lang = lang };
    gzt_writer *writer;
    gzt_lexicon *lexicon;
    gzt_index *index;
    gzt_status status = gzt_writer_open(&writer, path, &options, err);

    *out = NULL;
    if (status)
        return status;
    status = gzt_lexicon_open(&lexicon, NULL, err);
    if (status) {
        gzt_writer_close(writer, NULL);
        return status;
    }
    index = gzt_xrealloc(NULL, 1, sizeof(*index));
    index->writer = writer;
    index->lexicon = lexicon;
    index->tagger = gzt_tagger_new(lexicon);
    gzt_arena_init(&index->arena);
    gzt_documenter_init(&index->documenter);
    gzt_codec_set_dictionary(index->documenter.codec,
                             gzt_writer_dictionary(writer));
    *out = index;
    return GZT_OK;
}

gzt_status
gzt_index_add(gzt_index *index, const gzt_article *article, gzt_err *err)
{
    gzt_article complete = *article;
    gzt_analysis analysis;
    gzt_document document;
    gzt_outcome outcome;

    if (!article->id.len)
        return gzt_fail(err, GZT_EINVAL, "an article without an id");
    if (!article->title.len && !article->body.len)
        return gzt_fail(err, GZT_EINVAL, "%.*s: neither title nor body",
                        GZT_ARG(article->id));
    if (!complete.lang.len)
        complete.lang = gzt_str_of(gzt_writer_settings(index->writer)->lang);
    gzt_arena_reset(&index->arena);
    gzt_analysis_make(&index->documenter, index->tagger, &complete,
                      &index->arena, &analysis);
    analysis.tagging = gzt_lexicon_version(index->lexicon);
    gzt_document_make(&index->documenter, &complete, &analysis, &index->arena,
                      &document);
    return gzt_writer_put(index->writer, &document, &outcome, err);
}

gzt_status
gzt_index_remove(gzt_index *index, gzt_str id, gzt_err *err)
{
    bool found;
    gzt_status status = gzt_writer_delete(index->writer, id, &found, err);

    if (!status && !found)
        status = gzt_fail(err, GZT_ENOTFOUND, "no article has the id %.*s",
                          GZT_ARG(id));
    return status;
}

gzt_status
gzt_index_commit(gzt_index *index, gzt_err *err)
{
    return gzt_writer_commit(index->writer, err);
}

gzt_status
gzt_index_close(gzt_index *index, gzt_err *err)
{
    gzt_status status;

    if (!index)
        return GZT_OK;
    status = gzt_writer_close(index->writer, err);
    gzt_documenter_release(&index->documenter);
    gzt_tagger_free(index->tagger);
    gzt_lexicon_close(index->lexicon);
    gzt_arena_release(&index->arena);
    free(index);
    return status;
}
