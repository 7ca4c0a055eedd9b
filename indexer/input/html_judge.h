/* html_judge.h - what can be said of a page's blocks and elements before it is
 * known where the article is: which count as paragraphs, which elements are
 * foreign to any article, how much text stands where.
 */
#ifndef GZT_INPUT_HTML_JUDGE_H
#define GZT_INPUT_HTML_JUDGE_H

#include "input/html_main.h"

enum {
    GZT_HTML_SMALL = 20, /**< letters that count where names say "article" */
};

typedef struct gzt_html_judge {
    const gzt_html_page *page;
    const gzt_html_tree *tree;
    const gzt_html_blocks *blocks;
    uint32_t *good;     /**< by node: letters of good blocks below it */
    uint32_t *body;     /**< of these, in what names itself a body of text */
    uint32_t *letters;  /**< by node: of all blocks below it */
    uint32_t *pictures; /**< by node: how many below it */
    int32_t *score; /**< by node: good text less bad, without foreign parts */
    bool *foreign;  /**< by node: not the article's */
    bool *
        in_body; /**< by node: it, or what it is in, calls itself the article */
    bool *is_good;  /**< by block */
    uint32_t vain;  /**< hints that tell nothing here */
    uint32_t scope; /**< what the headline belongs to, or 0 */
} gzt_html_judge;

/** Judge all of a page; in its arena. */
void gzt_html_judge_page(gzt_html_judge *judge, const gzt_html_page *page);

/** Whether more than `percent` of the letters of a block are links. */
bool gzt_html_is_mostly_link(const gzt_html_block *block, uint32_t percent);

/** Whether a block links to another site: then it is a source, and not
 *  another story of this one. */
bool gzt_html_leads_away(const gzt_html_judge *judge,
                         const gzt_html_block *block);

#endif /* GZT_INPUT_HTML_JUDGE_H */
