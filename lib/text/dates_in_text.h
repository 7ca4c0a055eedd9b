/* dates_in_text.h - days that are named in running text. Private to lib/text.
 */
#ifndef GZT_TEXT_DATES_IN_TEXT_H
#define GZT_TEXT_DATES_IN_TEXT_H

#include "text/date.h"
#include "text/segment.h"

/** The month that a folded word names or abbreviates, 1 to 12; 0 is none. */
int gzt_month_find(gzt_str word);

bool gzt_day_is_valid(gzt_day day);

/** Does a full date begin with pieces[at]? Its last piece goes to `last`. */
bool gzt_date_read(gzt_str text, const gzt_piece *pieces, size_t count,
                   size_t at, size_t *last, gzt_day *out);

#endif /* GZT_TEXT_DATES_IN_TEXT_H */
