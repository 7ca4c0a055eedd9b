/* html_date.h - the date in a line of a page, as machines or people write it,
 * in the languages of much of the news. */
#ifndef GZT_INPUT_HTML_DATE_H
#define GZT_INPUT_HTML_DATE_H

#include "gazette.h"

/** The first date in `text`, canonical (text/date.h): any form of
 *  gzt_date_canonical(), with its time if the whole of `text` is one; else a
 *  day somewhere in it: "Tue Nov 19 2019 ...", "am 19. November 2019",
 *  "19.11.2019", "2019/11/19", "2019年11月19日", "19 de noviembre de 2019".
 *  5/6/2014 is a date only if `day_first`. False if there is none. */
bool gzt_html_date(gzt_str text, bool day_first, char out[24]);

/** The day in a URL's path: "/2019/11/18/", "/2019-11-18-", "/20191118/". */
bool gzt_html_date_of_url(gzt_str url, char out[24]);

#endif /* GZT_INPUT_HTML_DATE_H */
