/* searching.h - a search on its way; what the files that answer a query share,
 * not for others. */
#ifndef GZT_ANSWER_SEARCHING_H
#define GZT_ANSWER_SEARCHING_H

#include "answer/candidates.h"
#include "answer/prints.h"
#include "answer/search.h"
#include "answer/text.h"

typedef struct searching {
    gzt_reader *reader;
    gzt_analyzer *analyzer;
    const gzt_search_options *options;
    gzt_arena *arena;
    gzt_plan plan;
    gzt_matcher matcher;
    gzt_prints *prints;      // of the plan's phrases, when they were needed
    const gzt_xquery *asked; // the plan's query, within its dates
    const gzt_xquery *query; // the same with weights
    const gzt_xquery *words; // with weights, without what feedback added
    gzt_err *err;
} searching;

/** Parse and plan `text`, and weigh its words. */
gzt_status gzt_searching_plan(searching *s, gzt_str text, const gzt_node **node,
                              gzt_query_fault *fault);

/** `query` within the dates that were asked for. */
const gzt_xquery *gzt_searching_dated(const searching *s,
                                      const gzt_xquery *query);

/** `query` without the phrases that the text does not have, and without what
 *  one that it has excludes. */
const gzt_xquery *gzt_searching_borne_out(searching *s, const gzt_text *text,
                                          const gzt_xquery *query,
                                          gzt_arena *arena, gzt_status *status);

/** The first `want` hits, checked against their texts where need be. */
gzt_status gzt_searching_find(searching *s, uint32_t want, gzt_candidates *c);

/** How many articles have each word: into out->words. */
gzt_status gzt_searching_count(searching *s, gzt_answer *out);

#endif /* GZT_ANSWER_SEARCHING_H */
