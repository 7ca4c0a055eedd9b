/* expand.h - relevance feedback: words that the best hits have and the rest
 * of the index has not, added to a query. */
#ifndef GZT_ANSWER_EXPAND_H
#define GZT_ANSWER_EXPAND_H

#include "answer/candidates.h"

enum {
    GZT_EXPAND_HITS = 5,  /**< best hits that are looked at */
    GZT_EXPAND_WORDS = 20 /**< words added at most */
};

/** `query` with the words of the best of `hits` beside it: with `any` they
 *  bring in further articles, else they only reorder. `note` names them; empty
 *  when there were none to add. Weights are Bo1's (Amati 2003, Probabilistic
 *  models for information retrieval based on divergence from randomness). */
gzt_status gzt_expand(gzt_reader *reader, gzt_analyzer *analyzer,
                      const gzt_plan *plan, const gzt_xquery *query, bool any,
                      const gzt_candidates *hits, gzt_arena *arena,
                      const gzt_xquery **out, gzt_str *note, gzt_err *err);

#endif /* GZT_ANSWER_EXPAND_H */
