/* impact.h - how much a word says about an article, as the small number that
 * the index keeps for it (Xapian's wdf).
 *
 * It is the term-frequency part of BM25 (Robertson and Zaragoza, The
 * probabilistic relevance framework, section 3.4), worked out when an article
 * is indexed: t / (t + room) of a word that stands there t times, on a scale of
 * GZT_IMPACT_MAX. The room grows with the article's length by a power of it and
 * knows no mean length, so an article has the same impacts in every index.
 * A query multiplies them by the rarity of its words and needs no length.
 * Precomputed and quantised: Anh and Moffat, Vector-space ranking with
 * effective early termination, SIGIR 2001.
 */
#ifndef GZT_STORE_IMPACT_H
#define GZT_STORE_IMPACT_H

#include <stdint.h>

enum {
    GZT_IMPACT_MAX = 127, /**< one byte in Xapian's postings */
};

/** The room of an article of `length` words that have weight. */
double gzt_impact_room(uint64_t length);

/** Of a word that is there `times` times, at least 1; 0 of none. */
uint32_t gzt_impact(uint64_t times, double room);

#endif /* GZT_STORE_IMPACT_H */
