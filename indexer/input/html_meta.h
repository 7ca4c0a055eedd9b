/* html_meta.h - what a page says about its article: in JSON-LD, in <meta> and
 * <link>, in microdata, and in the lines around the headline.
 *
 * Each field has an order of trust. Machine-readable statements win over
 * lines, since they name zones and whole names; the headline that readers see
 * wins over titles made for search engines and networks.
 */
#ifndef GZT_INPUT_HTML_META_H
#define GZT_INPUT_HTML_META_H

#include "input/html_blocks.h"
#include "input/html_hints.h"
#include "input/html_ld.h"

typedef struct gzt_html_meta {
    gzt_str title, author, source, section, lang, url;
    gzt_str date, updated; /**< canonical */
    gzt_str tags;          /**< each with a newline behind it */
    gzt_str description;
    gzt_str body;        /**< of JSON-LD, as it stands there */
    uint32_t title_node; /**< the heading that is the title, or 0 */
} gzt_html_meta;

/** Read the head of the page: all but what only lines tell. `url` is where it
 *  was fetched, or empty. */
void gzt_html_meta_read(gzt_html_meta *meta, gzt_arena *arena,
                        const gzt_html_tree *tree, gzt_str url);

/** Look for the author and the date, where they are still missing, in the
 *  lines near the headline and the article's first block, or behind its last
 *  one. `first` and `last` are blocks; equal if there is no article. */
void gzt_html_meta_from_lines(gzt_html_meta *meta, gzt_arena *arena,
                              const gzt_html_tree *tree, const uint32_t *hints,
                              const gzt_html_blocks *blocks, size_t first,
                              size_t last);

/** "example.org" of "https://www.example.org/path"; empty if it has none. */
gzt_str gzt_html_host(gzt_str url);

#endif /* GZT_INPUT_HTML_META_H */
