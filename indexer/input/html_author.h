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
 *  or that of the site, `source`. */
gzt_str gzt_html_author_clean(gzt_arena *arena, gzt_str text, gzt_str source);

#endif /* GZT_INPUT_HTML_AUTHOR_H */
