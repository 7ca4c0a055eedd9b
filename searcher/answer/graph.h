/* graph.h - who occurs with whom: entities that are named in the same sentence
 * of the hits.
 */
#ifndef GZT_ANSWER_GRAPH_H
#define GZT_ANSWER_GRAPH_H

#include "answer/counts.h"
#include "answer/search.h"

/** The graph of the hits of `query` (empty: all articles): the `limit`
 *  strongest edges of at least `min` articles. Of a sentence that names more
 *  than 32 entities the first 32 count. Opens the index again when it changed;
 *  resets the arena first. All of `out` lies in it. */
gzt_status gzt_graph_make(gzt_reader *reader, gzt_analyzer *analyzer,
                          gzt_str query, const gzt_search_options *options,
                          uint32_t min, size_t limit, gzt_arena *arena,
                          gzt_graph *out, gzt_query_fault *fault, gzt_err *err);

#endif /* GZT_ANSWER_GRAPH_H */
