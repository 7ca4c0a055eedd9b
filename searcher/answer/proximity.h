/* proximity.h - words of the query that stand close together in an article.
 *
 * Each word gathers what its neighbours weigh, divided by their distance; the
 * sum saturates as a term frequency does (Buettcher, Clarke and Lushman, Term
 * proximity scoring for ad-hoc retrieval on very large text collections, SIGIR
 * 2006; here with 1/distance, and weighed by rarity). Read from the trace.
 */
#ifndef GZT_ANSWER_PROXIMITY_H
#define GZT_ANSWER_PROXIMITY_H

#include "answer/candidates.h"

enum {
    GZT_PROXIMITY_POOL = 20 /**< best candidates that are looked at */
};

/** Does `query`, weighed, have words that could stand near each other? */
bool gzt_proximity_counts(const gzt_xquery *query);

/** Add to the scores of the first GZT_PROXIMITY_POOL candidates what their
 *  words have by standing together, and put them into order again. Nothing is
 *  taken away, so they stay ahead of the others. */
gzt_status gzt_proximity_add(gzt_reader *reader, const gzt_xquery *query,
                             gzt_candidates *c, gzt_arena *arena, gzt_err *err);

#endif /* GZT_ANSWER_PROXIMITY_H */
