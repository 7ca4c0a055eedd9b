/* finder.c - the searching half of gazette.h. */
#include "answer/search.h"
#include "base/str.h"
#include "text/date.h"

#include <stdlib.h>
#include <time.h>

struct gzt_finder {
    gzt_reader *reader;
    gzt_analyzer *analyzer;
    gzt_aliases *aliases;
    gzt_arena arena; // of the last answer
};

gzt_status
gzt_finder_open(gzt_finder **out, const char *const *places, size_t count,
                gzt_err *err)
{
    gzt_reader *reader;
    gzt_status status = gzt_reader_open(&reader, places, count, err);

    *out = NULL;
    if (status)
        return status;
    *out = gzt_xrealloc(NULL, 1, sizeof(**out));
    **out = (gzt_finder){ .reader = reader,
                          .analyzer = gzt_analyzer_new(),
                          .aliases = gzt_aliases_new() };
    gzt_arena_init(&(*out)->arena);
    return GZT_OK;
}

void
gzt_finder_close(gzt_finder *finder)
{
    if (!finder)
        return;
    gzt_reader_close(finder->reader);
    gzt_analyzer_free(finder->analyzer);
    gzt_aliases_free(finder->aliases);
    gzt_arena_release(&finder->arena);
    free(finder);
}

static gzt_status
take_days(const gzt_question *question, gzt_search_options *options,
          gzt_err *err)
{
    int64_t ignored, now = options->plan.now;

    options->dated = question->from || question->to;
    options->first = -((int64_t)1 << 45);
    options->last = (int64_t)1 << 45;
    if (question->from && !gzt_date_range(gzt_str_of(question->from), now,
                                          &options->first, &ignored))
        return gzt_fail(err, GZT_EINVAL, "%s is no date", question->from);
    if (question->to && !gzt_date_range(gzt_str_of(question->to), now, &ignored,
                                        &options->last))
        return gzt_fail(err, GZT_EINVAL, "%s is no date", question->to);
    return GZT_OK;
}

static gzt_found
found_of(const gzt_hit *hit)
{
    return (gzt_found){ .score = hit->score,
                        .id = hit->id,
                        .title = hit->title,
                        .date = hit->date,
                        .source = hit->source,
                        .author = hit->author,
                        .lang = hit->lang,
                        .section = hit->section,
                        .url = hit->url,
                        .path = hit->path,
                        .snippet = hit->snippet };
}

gzt_status
gzt_finder_ask(gzt_finder *finder, const gzt_question *question, gzt_reply *out,
               gzt_err *err)
{
    gzt_search_options options;
    gzt_query_fault fault = { 0 };
    gzt_answer answer;
    gzt_found *found;
    gzt_status status;

    *out = (gzt_reply){ 0 };
    gzt_search_defaults(&options);
    options.plan.any = question->any;
    options.plan.aliases = finder->aliases;
    options.plan.now = (int64_t)time(NULL);
    options.count = question->count;
    options.offset = question->offset;
    options.snippet_words = question->snippet;
    options.details = question->snippet > 0;
    status = take_days(question, &options, err);
    if (!status)
        status = gzt_search(finder->reader, finder->analyzer, question->query,
                            &options, &finder->arena, &answer, &fault, err);
    if (status)
        return status;
    found = gzt_arena_array(&finder->arena, answer.count + 1, sizeof(*found));
    for (size_t i = 0; i < answer.count; i++)
        found[i] = found_of(&answer.hits[i]);
    *out = (gzt_reply){ found, answer.count, answer.total, answer.total_exact };
    return GZT_OK;
}

gzt_status
gzt_finder_article(gzt_finder *finder, gzt_str id, gzt_article *out,
                   gzt_err *err)
{
    uint32_t docid;
    gzt_status status = gzt_reader_find(finder->reader, id, &docid, err);

    gzt_arena_reset(&finder->arena);
    if (!status)
        status =
            gzt_reader_article(finder->reader, docid, &finder->arena, out, err);
    return status;
}
