/* candidates.h - documents in the order of an answer: by weight with ties by
 * uid, by date, or with age counted in; the same order on one shard, on many
 * and through a server. */
#ifndef GZT_ANSWER_CANDIDATES_H
#define GZT_ANSWER_CANDIDATES_H

#include "answer/search.h"

typedef struct gzt_candidate {
    uint32_t docid;
    double score;
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

/** How many match: exactly on local places; where a server cannot ask the
 *  trace, at most. */
gzt_status gzt_candidates_count(gzt_reader *reader, const gzt_xquery *query,
                                gzt_arena *arena, uint32_t *out, gzt_err *err);

#endif /* GZT_ANSWER_CANDIDATES_H */
