/* html.h - a web page in, an article out; and pieces of HTML as text.
 *
 * A page is parsed once, into a small tree (html_tree.h). What is said about
 * the article comes from its metadata and from the lines around it
 * (html_meta.h), the article itself from the tree (html_main.h): menus,
 * notices, comments, adverts and lists of other stories are left out. Rules
 * for all sites, no list of sites; any language.
 */
#ifndef GZT_INPUT_HTML_H
#define GZT_INPUT_HTML_H

#include "input/article.h"

/** What is known of a page from outside of it; each may be empty. */
typedef struct gzt_html_hints {
    gzt_str charset; /**< as HTTP says: "windows-1251", or the whole header
                          "text/html; charset=windows-1251" */
    gzt_str url;     /**< where it was fetched, for an article that does not
                          say */
    gzt_str date;    /**< canonical; for an article that does not say */
} gzt_html_hints;

/** Make an article of a page: `bytes` as they were fetched, in any encoding.
 *  `hints` may be NULL. Fields that the draft has already are kept. A page
 *  that names itself but holds no article gets its title, a description as
 *  its body if there is one, and a warning; one without any text is rejected. */
void gzt_html_parse(gzt_draft *draft, gzt_str bytes,
                    const gzt_html_hints *hints);

/** The clean text of a piece of HTML that is all content, such as an item of
 *  a feed or a field of JSON: valid UTF-8 in, paragraphs separated by "\n\n"
 *  out, lines of a list, a table or a verse by "\n"; entities resolved. Without
 *  scripts, styles,
 *  the controls of forms and what markup hides. No judgement about what is an
 *  article: see gzt_html_parse() for whole pages. */
gzt_str gzt_html_fragment_text(gzt_arena *arena, gzt_str html);

/** Whether a text is an HTML document, by its beginning. */
bool gzt_html_is(gzt_str text);

#endif /* GZT_INPUT_HTML_H */
