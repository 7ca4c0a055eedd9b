/* candidates.h - documents in the order of an answer: by weight with ties by
 * uid, by date, or with age counted in; the same order on one shard, on many
 * and through a server. */
#ifndef GZT_ANSWER_CANDIDATES_H
#define GZT_ANSWER_CANDIDATES_H

#include "answer/search.h"

typedef struct gzt_candidate {
    uint32_t docid;
    double score;
    double near; /**< of it, for words that stand close together */
    double age;  /**< the factor for the article's age; 0: none */
    uint32_t collapsed;
} gzt_candidate;

typedef struct gzt_candidates {
    gzt_candidate *items;
    size_t count;
    bool complete; /**< there are no more than these */
    uint32_t total;
    bool exact; /**< the total */
} gzt_candidates;

/** The first `want` (or more) documents that match `query`. */
gzt_status gzt_candidates_find(gzt_reader *reader, const gzt_xquery *query,
                               const gzt_search_options *options, uint32_t want,
                               gzt_arena *arena, gzt_candidates *out,
                               gzt_err *err);

/** Keep the first of each source, and count in it those that it stands for;
 *  articles without a source all stay. `c` must hold every candidate. */
gzt_status gzt_candidates_fold(gzt_reader *reader, gzt_candidates *c,
                               gzt_arena *arena, gzt_err *err);

/** Keep of articles that tell the same story in nearly the same words the
 *  first, likewise. */
gzt_status gzt_candidates_fold_stories(gzt_reader *reader, gzt_candidates *c,
                                       gzt_arena *arena, gzt_err *err);

/** Does the weight that a server gives to a hit of `query` depend on phrases
 *  that only the text can tell? Then it is an upper bound. */
bool gzt_candidates_are_guessed(const gzt_reader *reader,
                                const gzt_xquery *query);

/** The weight of the article `id` in `query`, from which the phrases that it
 *  does not have were taken out. */
gzt_status gzt_candidates_weigh(gzt_reader *reader, const gzt_xquery *query,
                                gzt_str id, gzt_arena *arena, double *out,
                                gzt_err *err);

/** Put into order again what was weighed again. */
gzt_status gzt_candidates_sort(gzt_reader *reader, gzt_candidates *c,
                               gzt_arena *arena, gzt_err *err);

/** Put into ascending order. */
void gzt_docids_sort(uint32_t *docids, size_t count);

/** All documents that match, ascending. */
gzt_status gzt_candidates_all(gzt_reader *reader, const gzt_xquery *query,
                              gzt_arena *arena, uint32_t **docids,
                              size_t *count, gzt_err *err);

/** How many match: exactly on local places; where a server cannot ask the
 *  trace, at most. */
gzt_status gzt_candidates_count(gzt_reader *reader, const gzt_xquery *query,
                                gzt_arena *arena, uint32_t *out, gzt_err *err);

#endif /* GZT_ANSWER_CANDIDATES_H */
