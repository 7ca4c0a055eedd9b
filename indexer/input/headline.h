/* headline.h - which paragraph of a plain text is its title. */
#ifndef GZT_INPUT_HEADLINE_H
#define GZT_INPUT_HEADLINE_H

#include "input/paragraphs.h"

typedef struct gzt_headline {
    bool found;
    size_t at;     /**< the paragraph; the article follows it */
    size_t first;  /**< where it was met first, not behind `at` */
    bool repeated; /**< it occurs twice: the text was saved from a page */
    bool labelled; /**< "Subject: ...": what stands above belongs to it */
    gzt_str text;
} gzt_headline;

/** Find the title of `all`. `solid` is the first paragraph that surely is of
 *  the article. */
gzt_headline gzt_headline_find(const gzt_paragraphs *all, size_t solid);

/** Whether `line` is `title` again, by itself or at an end of a line such as
 *  "Title | Name of the site". */
bool gzt_headline_is(gzt_str line, gzt_str title);

#endif /* GZT_INPUT_HEADLINE_H */
