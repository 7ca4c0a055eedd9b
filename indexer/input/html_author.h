/* html_author.h - the names in what a page says about its authors, and in the
 * lines that tell who wrote it and when. */
#ifndef GZT_INPUT_HTML_AUTHOR_H
#define GZT_INPUT_HTML_AUTHOR_H

#include "input/html_meta.h"

/** Whether `text` can be the name of an author at all: no address, no number,
 *  nobody such as "admin". */
bool gzt_html_author_is(gzt_str text);

/** "By TOM KRISHER, AP Auto Writer" to "TOM KRISHER": without the word "by" in
 *  several languages, offices, addresses and handles. Empty if it is no name,
 *  or that of the site, whose source and address `site` has;
 *  without it (NULL) that is a name too. */
gzt_str gzt_html_author_clean(gzt_arena *arena, gzt_str text,
                              const gzt_html_meta *site);

/** The name, or names with commas, behind the word "by" in a short line: "Von Moritz Bachmann
 *  publiziert am 25. September 2018"; in one with a date wherever that word
 *  stands. Empty if there is none. */
gzt_str gzt_html_author_in_line(gzt_str line, bool dated);

#endif /* GZT_INPUT_HTML_AUTHOR_H */
