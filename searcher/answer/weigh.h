/* weigh.h - what the words of a query weigh.
 *
 * The index keeps impacts (store/impact.h); an article's score is the sum of
 * each word's rarity, ln((N + 1) / n), times its impact: BM25 without the
 * factor k1 + 1 that all words share. All names of one word count as one: their
 * rarity is that of all of them together, and the best counts.
 *
 * Rarities are rounded to multiples of a power of two, so sums of them have no
 * error, whatever their order: equal scores are equal on one shard, on many and
 * through servers.
 */
#ifndef GZT_ANSWER_WEIGH_H
#define GZT_ANSWER_WEIGH_H

#include "store/reader.h"

/** `query` with its weights in it, for the scheme GZT_XWDF. A SCALE in
 *  `query` is a factor on what is below it. Parts that no article can have are
 *  left out where that changes nothing. All in the arena. */
gzt_status gzt_weigh(gzt_reader *reader, const gzt_xquery *query,
                     gzt_arena *arena, const gzt_xquery **out, gzt_err *err);

#endif /* GZT_ANSWER_WEIGH_H */
