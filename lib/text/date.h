/* date.h - the dates of articles and of requests.
 *
 * A time is seconds since 1970-01-01T00:00:00Z in an int64_t, proleptic
 * Gregorian, UTC; years 1 to 9999.
 */
#ifndef GZT_TEXT_DATE_H
#define GZT_TEXT_DATE_H

#include "base/err.h"

/** A civil day. */
typedef struct gzt_day {
    int year, month, day;
} gzt_day;

int64_t gzt_day_to_time(gzt_day day);
gzt_day gzt_day_of_time(int64_t time);

/** The date of an article, to its canonical form: "2014-05-21" where only the
 *  day is known, else "2014-05-21T10:05:00Z" in UTC. Reads ISO 8601 (date
 *  only, `T` or blank, fractions, offsets, also basic 20140521), "2014-05",
 *  "2014" (first day), RFC 2822 ("Wed, 21 May 2014 10:05:00 +0200"), "21 May
 *  2014", "May 21, 2014". Ambiguous forms (5/6/2014) and impossible dates are
 *  refused. `out` has room for 24 bytes. False when it is none. */
bool gzt_date_canonical(gzt_str text, char out[24]);

/** The time of a canonical date. */
bool gzt_date_to_time(gzt_str canonical, int64_t *out);

/** What --from, --to and date: take, as the first and the last second it
 *  covers: "2014", "2014-05", "2014-05-21", a full time, "today",
 *  "yesterday". `now` is the present. */
bool gzt_date_range(gzt_str text, int64_t now, int64_t *first, int64_t *last);

/** A length of time: "12h", "7d", "2w", "6m", "1y" (30 and 365 days), in
 *  seconds. */
bool gzt_duration_parse(gzt_str text, int64_t *seconds);

#endif /* GZT_TEXT_DATE_H */
