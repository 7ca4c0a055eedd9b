/* expand.h - relevance feedback: what the best hits are about, added to a
 * query.
 *
 * Rocchio's formula over impacts (Relevance feedback in information retrieval,
 * 1971, without the negative part): a word's weight is the mean of its impacts
 * in the best hits times its rarity. A hit counts by how near its score is to
 * that of the best, so that one hit that stands out is not drowned by the rest.
 * Words of the query are among them: what the hits agree on weighs more.
 */
#ifndef GZT_ANSWER_EXPAND_H
#define GZT_ANSWER_EXPAND_H

#include "answer/candidates.h"

enum {
    GZT_EXPAND_HITS = 20, /**< best hits that are looked at */
    GZT_EXPAND_WORDS = 50 /**< words added at most */
};

/** `query`, not weighed yet, with the words of the best of `hits` beside it:
 *  with `any` they bring in further articles, else they only reorder. `note`
 *  names those that the query has not; empty when there were none. */
gzt_status gzt_expand(gzt_reader *reader, gzt_analyzer *analyzer,
                      const gzt_plan *plan, const gzt_xquery *query, bool any,
                      const gzt_candidates *hits, gzt_arena *arena,
                      const gzt_xquery **out, gzt_str *note, gzt_err *err);

#endif /* GZT_ANSWER_EXPAND_H */
