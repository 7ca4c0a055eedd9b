/* html_hints.h - what the names of an element (class, id, role, itemprop) say
 * it is for.
 *
 * Names are cut into words ("ArticleBody-main__text": article, body, main,
 * text); words, and pairs of words, are looked up in one short table of the
 * trade's own jargon, which is English on sites of any language. No names of
 * sites.
 */
#ifndef GZT_INPUT_HTML_HINTS_H
#define GZT_INPUT_HTML_HINTS_H

#include "input/html_tree.h"

enum {
    GZT_HINT_BODY = 1 << 0,     /**< the text of an article */
    GZT_HINT_ARTICLE = 1 << 1,  /**< an article, with what belongs to it */
    GZT_HINT_COMMENTS = 1 << 2, /**< of readers */
    GZT_HINT_RELATED = 1 << 3,  /**< other stories */
    GZT_HINT_PROMO = 1 << 4,    /**< adverts, newsletters, subscriptions */
    GZT_HINT_SHARE = 1 << 5,    /**< buttons of networks */
    GZT_HINT_MENU = 1 << 6,     /**< ways through the site */
    GZT_HINT_NOTICE = 1 << 7,   /**< cookies, dialogs, logins */
    GZT_HINT_CAPTION = 1 << 8,  /**< of pictures, and credits */
    GZT_HINT_BIO = 1 << 9,      /**< about the author */
    GZT_HINT_BYLINE = 1 << 10,  /**< who wrote it, when */
    GZT_HINT_UNSEEN = 1 << 11,  /**< for screen readers or printers */
    GZT_HINT_ASIDE = 1 << 12,   /**< a side bar, a box */
    GZT_HINT_LABELS = 1 << 13,  /**< tags, categories, breadcrumbs */
    GZT_HINT_QUOTED = 1 << 14,  /**< a sentence of the text, shown large */
    GZT_HINT_AUTHOR = 1 << 15,  /**< the author's name */
    GZT_HINT_DATE = 1 << 16,    /**< a date */
    GZT_HINT_TITLE = 1 << 17,   /**< a headline */
    GZT_HINT_SUMMARY = 1 << 18, /**< a standfirst, key points */
    GZT_HINT_WEAK = 1 << 19,    /**< only to be believed with other signs */
    GZT_HINT_EMBED = 1 << 20,   /**< a post that the article shows */

    /** Not the article's text, wherever it stands. */
    GZT_HINTS_FOREIGN = GZT_HINT_COMMENTS | GZT_HINT_RELATED | GZT_HINT_PROMO |
                        GZT_HINT_SHARE | GZT_HINT_MENU | GZT_HINT_NOTICE |
                        GZT_HINT_CAPTION | GZT_HINT_BIO | GZT_HINT_BYLINE |
                        GZT_HINT_UNSEEN | GZT_HINT_ASIDE | GZT_HINT_LABELS |
                        GZT_HINT_QUOTED
};

/** The hints of one element's own names and tag. */
uint32_t gzt_html_hints_of(const gzt_html_tree *tree, size_t node);

#endif /* GZT_INPUT_HTML_HINTS_H */
