/* markdown.h - the two levels of Markdown: blocks, and what is inside of one.
 *
 * Reduction to plain text, not rendering: CommonMark and GitHub's tables,
 * footnotes and strike-through, where it matters for what words there are. */
#ifndef GZT_INPUT_MARKDOWN_H
#define GZT_INPUT_MARKDOWN_H

#include "base/buf.h"

enum {
    GZT_LABELS_MAX = 500 /**< link definitions that are remembered */
};

/** The labels of link definitions, "[label]: address". */
typedef struct gzt_labels {
    gzt_str items[GZT_LABELS_MAX];
    size_t count;
} gzt_labels;

/** Put the text of one block: links and images become their text, emphasis
 *  and tags go, entities and escapes are resolved. */
void gzt_markdown_inline(gzt_buf *out, gzt_str text, const gzt_labels *labels);

#endif /* GZT_INPUT_MARKDOWN_H */
