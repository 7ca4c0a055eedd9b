/* html_main.h - which of a page's blocks are its article.
 *
 * After the ideas of Finn, Kushmerick and Smyth, "Fact or fiction: content
 * classification for digital libraries" (2001: the run of the page that has
 * the most text and the least of all else), Kohlschütter, Fankhauser and
 * Nejdl, "Boilerplate detection using shallow text features" (WSDM 2010:
 * density of text and of links), Pomikálek, "Removing boilerplate and
 * duplicate content from web corpora" (2011: a short block is judged by its
 * neighbours), and of Arc90's Readability (elements inherit the scores of
 * their paragraphs). Knows no site.
 */
#ifndef GZT_INPUT_HTML_MAIN_H
#define GZT_INPUT_HTML_MAIN_H

#include "input/html_blocks.h"
#include "input/html_hints.h"

typedef struct gzt_html_page {
    gzt_arena *arena;
    gzt_html_tree tree;
    gzt_html_blocks blocks;
    uint32_t *hints;     /**< by node: of its own names */
    gzt_str title;       /**< of the article, where it is known, else empty */
    uint32_t title_node; /**< the heading that is the title, or 0 */
    gzt_str url;         /**< of the page, where it is known */
} gzt_html_page;

typedef struct gzt_html_main {
    uint32_t container; /**< the element that the article is in */
    bool *keep;         /**< by block */
    uint32_t size;      /**< letters that are kept */
} gzt_html_main;

/** Judge the blocks of a page; all in its arena. */
void gzt_html_main_find(const gzt_html_page *page, gzt_html_main *out);

#endif /* GZT_INPUT_HTML_MAIN_H */
