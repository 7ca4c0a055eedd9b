/* namer.c - the tagging half of gazette.h. */
#include "base/str.h"
#include "build/analysis.h"
#include "entity/lexicon.h"

#include <stdlib.h>

struct gzt_namer {
    gzt_lexicon *lexicon;
    gzt_tagger *tagger;
    gzt_documenter documenter;
    gzt_arena arena; // of one article
};

gzt_status
gzt_namer_open(gzt_namer **out, const char *entities, gzt_err *err)
{
    gzt_lexicon *lexicon;
    gzt_namer *namer;
    gzt_status status = gzt_lexicon_open(&lexicon, entities, err);

    *out = NULL;
    if (status)
        return status;
    namer = gzt_xrealloc(NULL, 1, sizeof(*namer));
    namer->lexicon = lexicon;
    namer->tagger = gzt_tagger_new(lexicon);
    gzt_documenter_init(&namer->documenter);
    gzt_arena_init(&namer->arena);
    *out = namer;
    return GZT_OK;
}

void
gzt_namer_close(gzt_namer *namer)
{
    if (!namer)
        return;
    gzt_tagger_free(namer->tagger);
    gzt_lexicon_close(namer->lexicon);
    gzt_documenter_release(&namer->documenter);
    gzt_arena_release(&namer->arena);
    free(namer);
}

gzt_status
gzt_namer_tag(gzt_namer *namer, const gzt_article *article, gzt_mentions *out,
              gzt_err *err)
{
    gzt_article complete = *article;
    gzt_analysis analysis;

    if (!article->title.len && !article->body.len)
        return gzt_fail(err, GZT_EINVAL, "neither title nor body");
    if (!complete.lang.len)
        complete.lang = GZT_S("en");
    gzt_arena_reset(&namer->arena);
    gzt_analysis_make(&namer->documenter, namer->tagger, &complete,
                      &namer->arena, &analysis);
    *out = analysis.mentions;
    return GZT_OK;
}
