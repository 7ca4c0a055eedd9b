/* html_blocks.h - a page's text in blocks: paragraphs, headings, items of
 * lists, rows of tables, each with what can be counted about it.
 *
 * Sizes are in letters; one of a script that does not divide its words counts
 * as three, so that the same thresholds hold for Chinese as for English.
 * Judges nothing.
 */
#ifndef GZT_INPUT_HTML_BLOCKS_H
#define GZT_INPUT_HTML_BLOCKS_H

#include "input/html_tree.h"

typedef struct gzt_html_block {
    uint32_t node;      /**< the element that it is the text of, or a part of */
    uint32_t text_node; /**< where its text begins */
    gzt_html_tag tag;   /**< of that element */
    gzt_str text;       /**< white space folded; "\n" where <br> stands */
    uint32_t size, link_size;
    uint32_t words;
    uint32_t stops; /**< ends of sentences */
    bool ends;      /**< as a sentence does */
    bool hidden;    /**< by markup */
} gzt_html_block;

typedef struct gzt_html_blocks {
    gzt_html_block *items;
    size_t count;
} gzt_html_blocks;

/** The blocks of `tree`, in order; all in the arena. */
gzt_html_blocks gzt_html_blocks_of(const gzt_html_tree *tree, gzt_arena *arena);

/** Blocks `begin` to `end` for which `keep` is set (NULL: all) as a text:
 *  "\n\n" between paragraphs, "\n" between items and rows. */
gzt_str gzt_html_blocks_join(const gzt_html_tree *tree,
                             const gzt_html_blocks *blocks, const bool *keep,
                             gzt_arena *arena);

bool gzt_html_is_heading(gzt_html_tag tag);

/** Whether the block is an item of a list, a row or the like. */
bool gzt_html_is_item(gzt_html_tag tag);

#endif /* GZT_INPUT_HTML_BLOCKS_H */
