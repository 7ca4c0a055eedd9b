/* html_ld.h - what a page says of its article in JSON-LD, in the words of
 * schema.org. */
#ifndef GZT_INPUT_HTML_LD_H
#define GZT_INPUT_HTML_LD_H

#include "base/arena.h"

enum {
    GZT_HTML_PERSONS_MAX = 8
};

/** As it stands there, in one line but for `body`; empty where it is not
 *  said. */
typedef struct gzt_html_ld {
    bool article; /**< it is of an article, not of the page or the site */
    gzt_str headline, date, updated, author, source, section, lang, url;
    gzt_str tags; /**< each with a newline behind it */
    gzt_str description, body;
    gzt_str author_id; /**< of a person that stands elsewhere, by id */
    struct gzt_html_ld_person {
        gzt_str id, name;
    } persons[GZT_HTML_PERSONS_MAX];
    size_t person_count;
} gzt_html_ld;

/** Read one script into what was read before it. What is of an article wins
 *  over what is of the page, the first over later ones. Of what is no JSON
 *  dates and headline are taken where they can be found. */
void gzt_html_ld_read(gzt_html_ld *ld, gzt_arena *arena, gzt_str script);

#endif /* GZT_INPUT_HTML_LD_H */
