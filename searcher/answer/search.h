/* search.h - a query in, an answer out: planning, matching, checking what the
 * index can only guess against the text, ordering, snippets.
 */
#ifndef GZT_ANSWER_SEARCH_H
#define GZT_ANSWER_SEARCH_H

#include "answer/answer.h"
#include "answer/similar.h"
#include "query/plan.h"

typedef enum gzt_order {
    GZT_ORDER_SCORE,
    GZT_ORDER_OLDEST,
    GZT_ORDER_NEWEST,
} gzt_order;

typedef struct gzt_search_options {
    gzt_plan_options plan;
    uint32_t count;       /**< hits wanted; 0: just count them */
    uint32_t offset;      /**< hits passed over */
    uint32_t count_up_to; /**< look at so many for the total; UINT32_MAX: at
                               all, so that it is exact */
    gzt_order order;
    bool dated;          /**< only articles from `first` to `last` */
    int64_t first, last; /**< seconds since 1970, inclusive */
    bool one_per_source; /**< the best hit of each source */
    bool one_per_story;  /**< the best of near-duplicates */
    int64_t half_life;   /**< seconds in which an article's weight halves;
                                 0: age does not matter */
    bool like;           /**< what is like `similar`, within the query */
    gzt_similar similar;
    bool expand;          /**< add words from the best hits */
    size_t snippet_words; /**< 0: no snippet */
    bool entities;        /**< with details: what each hit names */
    bool details;         /**< marks and `matched`, which need the text */
    bool score_parts;     /**< with details: what makes each score */
    bool count_words;     /**< how many articles have each word */
    bool bare_zeros;      /**< a zero is not explained by its words */
} gzt_search_options;

/** Set what everyone has unless asked otherwise. */
void gzt_search_defaults(gzt_search_options *options);

/** Search. All of `out` lies in the arena. GZT_EINVAL with `fault` where the
 *  query does not parse; GZT_EMODIFIED when the index changed: see
 *  gzt_search(). */
gzt_status gzt_search_once(gzt_reader *reader, gzt_analyzer *analyzer,
                           gzt_str query, const gzt_search_options *options,
                           gzt_arena *arena, gzt_answer *out,
                           gzt_query_fault *fault, gzt_err *err);

/** The same, opening the index again when it changed meanwhile. Resets the
 *  arena first. */
gzt_status gzt_search(gzt_reader *reader, gzt_analyzer *analyzer, gzt_str query,
                      const gzt_search_options *options, gzt_arena *arena,
                      gzt_answer *out, gzt_query_fault *fault, gzt_err *err);

/** Did the index change under the reader, so that what failed with `status` may
 *  be tried again? Then it has been opened again. `attempt` counts from 0. */
bool gzt_search_again(gzt_reader *reader, gzt_status *status, int attempt,
                      gzt_err *err);

/** Clause by clause, what of the query one article has and has not: lines for
 *  people, or one JSON object. GZT_ENOTFOUND: no such article. */
gzt_status gzt_search_why_not(gzt_reader *reader, gzt_analyzer *analyzer,
                              gzt_str query, gzt_str id,
                              const gzt_search_options *options, bool json,
                              gzt_arena *arena, gzt_str *out, bool *matched,
                              gzt_query_fault *fault, gzt_err *err);

/** How the query was understood: parsed form, Xapian's form, words with their
 *  counts, notes; lines for people, or one JSON object. */
gzt_status gzt_search_explain(gzt_reader *reader, gzt_analyzer *analyzer,
                              gzt_str query, const gzt_search_options *options,
                              bool json, gzt_arena *arena, gzt_str *out,
                              gzt_query_fault *fault, gzt_err *err);

#endif /* GZT_ANSWER_SEARCH_H */
