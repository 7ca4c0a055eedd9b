/* sentence.h - does a sentence end here? Private to lib/text. */
#ifndef GZT_TEXT_SENTENCE_H
#define GZT_TEXT_SENTENCE_H

#include "text/segment.h"

/** `last` is followed by the sign `stop` (. ! ? and their like) and a blank;
 *  `next` (< text.len) is where the next word begins. */
bool gzt_sentence_ends(gzt_str text, const gzt_piece *last, uint32_t stop,
                       size_t next);

#endif /* GZT_TEXT_SENTENCE_H */
