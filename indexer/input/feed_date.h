/* feed_date.h - dates as feeds write them. */
#ifndef GZT_INPUT_FEED_DATE_H
#define GZT_INPUT_FEED_DATE_H

#include "base/arena.h"

/** `text` as a date that text/date.h reads, if it is one that it does not:
 *  names of months in the languages of western feeds, any order of day, month
 *  and year, two digits for a year, AM and PM, an offset that is cut short.
 *  Anything else comes back as it is. */
gzt_str gzt_feed_date(gzt_str text, gzt_arena *arena);

#endif /* GZT_INPUT_FEED_DATE_H */
