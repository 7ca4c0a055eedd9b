/* byline.h - lines that say who wrote an article, and when. */
#ifndef GZT_INPUT_BYLINE_H
#define GZT_INPUT_BYLINE_H

#include "base/arena.h"

typedef struct gzt_byline {
    gzt_str author;
    gzt_str date, updated; /**< canonical, see text/date.h */
    bool pure; /**< the line says nothing else, and need not be kept */
} gzt_byline;

/** Read `line`: "By Jane Doe in Paris | 21 May 2014", "Published: May 21,
 *  2014, 10:05 GMT", "TOKYO, June 10, 2014". Only dates that name a day, and
 *  no ambiguous ones. False if it is no such line. `near_date`: the line
 *  stands next to one with a date, where a bare name is its author's. */
bool gzt_byline_read(gzt_arena *arena, gzt_str line, bool near_date,
                     gzt_byline *out);

#endif /* GZT_INPUT_BYLINE_H */
