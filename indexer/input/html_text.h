/* html_text.h - HTML reduced to its text.
 *
 * All text that is meant to be read, in order: no judgement about what is the
 * article and what its page. */
#ifndef GZT_INPUT_HTML_TEXT_H
#define GZT_INPUT_HTML_TEXT_H

#include "base/arena.h"

/** The text of `html`, valid UTF-8, whatever its state: paragraphs separated
 *  by "\n\n", lines of a list, a table or a verse by "\n", white space folded,
 *  entities resolved. Without scripts, styles, navigation, the controls of forms
 *  and what is hidden by markup. `title`, unless NULL, gets the <title>, else the first
 *  <h1>, in one line; neither is taken out of the text. */
gzt_str gzt_html_text(gzt_arena *arena, gzt_str html, gzt_str *title);

/** Whether a text is an HTML document, by its beginning. */
bool gzt_html_is(gzt_str text);

#endif /* GZT_INPUT_HTML_TEXT_H */
