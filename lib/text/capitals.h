/* capitals.h - what capitals mean: an acronym, a headline, a number of Rome.
 * Private to lib/text. */
#ifndef GZT_TEXT_CAPITALS_H
#define GZT_TEXT_CAPITALS_H

#include "text/segment.h"

/** What a word all in capitals is, in its sentence. */
typedef enum gzt_capitals {
    GZT_CAPITALS_ACRONYM, /**< running text */
    GZT_CAPITALS_NOTHING, /**< a headline */
    GZT_CAPITALS_EITHER,  /**< too short to say */
} gzt_capitals;

gzt_capitals gzt_capitals_judge(gzt_str text, const gzt_piece *pieces,
                                size_t count);

/** All in capitals, two letters or more; a plural's s may follow (NGOs). */
bool gzt_capitals_is_acronym(gzt_str text, const gzt_piece *piece);

#endif /* GZT_TEXT_CAPITALS_H */
