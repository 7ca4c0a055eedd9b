/* html_title.h - which of the titles that a page gives itself is the headline,
 * and without the name of the site. */
#ifndef GZT_INPUT_HTML_TITLE_H
#define GZT_INPUT_HTML_TITLE_H

#include "input/html_tree.h"

enum {
    GZT_HTML_TITLES_MAX = 6
};

/** What the page calls itself; each in one line, or empty. */
typedef struct gzt_html_titles {
    gzt_str window; /**< <title> */
    gzt_str og;     /**< for networks */
    gzt_str ld;     /**< of the article's JSON-LD */
    gzt_str others[GZT_HTML_TITLES_MAX];
    size_t count;
} gzt_html_titles;

void gzt_html_titles_add(gzt_html_titles *titles, gzt_str text);

/** The headline: the heading of the page that its titles speak of, else the
 *  best title without the name of the site. `node` is that heading, or 0.
 *  `source` is the name of the site, or empty; `host` its host. */
void gzt_html_titles_choose(const gzt_html_titles *titles, gzt_arena *arena,
                            const gzt_html_tree *tree, gzt_str source,
                            gzt_str host, gzt_str *title, uint32_t *node);

/** `text` reduced to its letters and digits, in lower case: equal for texts
 *  that say the same. */
gzt_str gzt_html_key(gzt_arena *arena, gzt_str text);

#endif /* GZT_INPUT_HTML_TITLE_H */
