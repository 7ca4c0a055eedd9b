/* story.h - which articles tell the same story in nearly the same words: a
 * sketch of each body, and whether two sketches are alike.
 *
 * A sketch holds the least hash of the body's four-word shingles in each of
 * sixteen buckets (Li, Owen, Zhang, "One permutation hashing", 2012; empty
 * buckets borrow from the next: Shrivastava, Li 2014). The share of equal
 * buckets estimates the share of common shingles.
 */
#ifndef GZT_STORE_STORY_H
#define GZT_STORE_STORY_H

#include "base/arena.h"

enum {
    GZT_STORY_BUCKETS = 16,
    GZT_STORY_BYTES = GZT_STORY_BUCKETS, /**< a byte each */
    GZT_STORY_ALIKE = 9, /**< equal buckets that make one story of two */
};

/** The sketch of the body in a trace (xapian/trace.h): GZT_STORY_BYTES bytes in
 *  the arena; empty when the body has less than four words. */
gzt_str gzt_story_sketch(gzt_str trace, gzt_arena *arena);

/** Do these sketches, neither empty, tell the same story? */
bool gzt_story_same(gzt_str a, gzt_str b);

#endif /* GZT_STORE_STORY_H */
