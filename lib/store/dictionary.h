/* dictionary.h - the preset dictionary for records, learned from a sample of
 * the articles being indexed. */
#ifndef GZT_STORE_DICTIONARY_H
#define GZT_STORE_DICTIONARY_H

#include "base/arena.h"

/** The runs of words that come most often in `texts`, weighed by what they
 *  save, the best last (where zlib's distances are shortest); at most
 *  GZT_DICTIONARY_MAX bytes, in the arena. Deterministic. */
gzt_str gzt_dictionary_learn(const gzt_str *texts, size_t count,
                             gzt_arena *arena);

#endif /* GZT_STORE_DICTIONARY_H */
