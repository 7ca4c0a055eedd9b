/* dictionary.h - the preset dictionary for records, learned from a sample of
 * the articles being indexed. */
#ifndef GZT_STORE_DICTIONARY_H
#define GZT_STORE_DICTIONARY_H

#include "base/arena.h"

/** What records of articles like these have in common, as zstd wants it; at
 *  most GZT_DICTIONARY_MAX bytes, in the arena. Empty when they are too few to
 *  learn from. Deterministic. */
gzt_str gzt_dictionary_learn(const gzt_article *articles, size_t count,
                             gzt_arena *arena);

#endif /* GZT_STORE_DICTIONARY_H */
