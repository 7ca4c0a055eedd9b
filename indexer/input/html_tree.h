/* html_tree.h - a page as a small tree: elements and text in document order.
 *
 * libxml2's HTML parser reads it through its SAX interface; no DOM is built,
 * nothing is fetched, no entity is expanded beyond its character. Only the
 * attributes that tell something of the article are kept. Judges nothing.
 *
 * Nodes lie in one array, parents before their children; a subtree is the run
 * from a node up to its `end`. So what is counted in a subtree is summed up
 * over an array, and no depth of nesting costs anything.
 */
#ifndef GZT_INPUT_HTML_TREE_H
#define GZT_INPUT_HTML_TREE_H

#include "base/arena.h"

enum {
    GZT_HTML_NODES_MAX = 1 << 20, /**< what comes behind them is left out */
    GZT_HTML_ATTRIBUTE_MAX = 4096 /**< bytes of a value; `content`: 16 times */
};

/** The elements that mean something to us. */
typedef enum gzt_html_tag {
    GZT_TAG_NONE, /**< text */
    GZT_TAG_OTHER,
    GZT_TAG_A,
    GZT_TAG_ADDRESS,
    GZT_TAG_ARTICLE,
    GZT_TAG_ASIDE,
    GZT_TAG_BASE,
    GZT_TAG_BLOCKQUOTE,
    GZT_TAG_BODY,
    GZT_TAG_BR,
    GZT_TAG_CAPTION,
    GZT_TAG_CENTER,
    GZT_TAG_DD,
    GZT_TAG_DETAILS,
    GZT_TAG_DIALOG,
    GZT_TAG_DIV,
    GZT_TAG_DL,
    GZT_TAG_DT,
    GZT_TAG_FIELDSET,
    GZT_TAG_FIGCAPTION,
    GZT_TAG_FIGURE,
    GZT_TAG_FOOTER,
    GZT_TAG_FORM,
    GZT_TAG_H1,
    GZT_TAG_H2,
    GZT_TAG_H3,
    GZT_TAG_H4,
    GZT_TAG_H5,
    GZT_TAG_H6,
    GZT_TAG_HEAD,
    GZT_TAG_HEADER,
    GZT_TAG_HR,
    GZT_TAG_HTML,
    GZT_TAG_IMG,
    GZT_TAG_LABEL,
    GZT_TAG_LI,
    GZT_TAG_LINK,
    GZT_TAG_MAIN,
    GZT_TAG_META,
    GZT_TAG_NAV,
    GZT_TAG_OL,
    GZT_TAG_P,
    GZT_TAG_PRE,
    GZT_TAG_SCRIPT, /**< of JSON-LD; all others are left out */
    GZT_TAG_SECTION,
    GZT_TAG_SUMMARY,
    GZT_TAG_TABLE,
    GZT_TAG_TBODY,
    GZT_TAG_TD,
    GZT_TAG_TFOOT,
    GZT_TAG_TH,
    GZT_TAG_THEAD,
    GZT_TAG_TIME,
    GZT_TAG_TITLE,
    GZT_TAG_TR,
    GZT_TAG_UL,
    GZT_TAG_COUNT
} gzt_html_tag;

typedef enum gzt_html_attribute {
    GZT_ATTR_ARIA_HIDDEN,
    GZT_ATTR_CHARSET,
    GZT_ATTR_CLASS,
    GZT_ATTR_CONTENT,
    GZT_ATTR_DATETIME,
    GZT_ATTR_HIDDEN,
    GZT_ATTR_HREF,
    GZT_ATTR_HTTP_EQUIV,
    GZT_ATTR_ID,
    GZT_ATTR_ITEMPROP,
    GZT_ATTR_ITEMTYPE,
    GZT_ATTR_LANG,
    GZT_ATTR_NAME,
    GZT_ATTR_PROPERTY,
    GZT_ATTR_REL,
    GZT_ATTR_ROLE,
    GZT_ATTR_STYLE,
    GZT_ATTR_TITLE,
    GZT_ATTR_COUNT
} gzt_html_attribute;

typedef struct gzt_html_node {
    uint32_t parent;     /**< of the root: 0 */
    uint32_t end;        /**< one behind its last descendant */
    uint32_t attributes; /**< where they begin in the tree's list */
    uint8_t attribute_count;
    uint8_t tag;  /**< a gzt_html_tag */
    bool hidden;  /**< by its own markup: not to be read */
    gzt_str text; /**< of text: as it stands, entities resolved */
} gzt_html_node;

typedef struct gzt_html_value {
    gzt_html_attribute name;
    gzt_str text;
} gzt_html_value;

typedef struct gzt_html_tree {
    gzt_html_node *nodes; /**< [0] is the root, an element of no tag */
    size_t count;
    gzt_html_value *values;
    size_t value_count;
    bool
        cut; /**< it was too large, or too badly nested; the rest is left out */
} gzt_html_tree;

/** Parse `html`, valid UTF-8, whatever its state. Texts lie in `arena`. */
void gzt_html_tree_parse(gzt_html_tree *out, gzt_arena *arena, gzt_str html);

void gzt_html_tree_release(gzt_html_tree *tree);

/** An attribute of a node, or a NULL string. One without a value is empty. */
gzt_str gzt_html_attr(const gzt_html_tree *tree, size_t node,
                      gzt_html_attribute name);

/** All text below `node`, hidden or not, in one line. */
gzt_str gzt_html_inner_text(const gzt_html_tree *tree, gzt_arena *arena,
                            size_t node);

/** How an element stands in the text around it. */
typedef enum gzt_html_flow {
    GZT_FLOW_INLINE,
    GZT_FLOW_SPACE, /**< keeps words apart, as a table's cell does */
    GZT_FLOW_LINE,  /**< begins a line */
    GZT_FLOW_BLOCK, /**< begins a paragraph */
} gzt_html_flow;

gzt_html_flow gzt_html_flow_of(gzt_html_tag tag);

#endif /* GZT_INPUT_HTML_TREE_H */
