/* hits.h - all hits of a query, unranked: what counts and graphs are made of.
 */
#ifndef GZT_ANSWER_HITS_H
#define GZT_ANSWER_HITS_H

#include "answer/search.h"

typedef struct gzt_hits {
    uint32_t *docids; /**< ascending */
    size_t count;
} gzt_hits;

/** The documents that match `query` within the options' dates; of an empty one
 *  all. In the arena. GZT_EMODIFIED and the like: see gzt_search_again(). */
gzt_status gzt_hits_find(gzt_reader *reader, gzt_analyzer *analyzer,
                         gzt_str query, const gzt_search_options *options,
                         gzt_arena *arena, gzt_hits *out,
                         gzt_query_fault *fault, gzt_err *err);

/** The query whose hits are those of `query` that match `clause` too. */
gzt_str gzt_hits_and(gzt_str query, gzt_str clause, gzt_arena *arena);

/** The clause that an entity is named in the article. */
gzt_str gzt_hits_entity_clause(gzt_str id, gzt_arena *arena);

#endif /* GZT_ANSWER_HITS_H */
