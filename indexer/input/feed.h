/* feed.h - RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1: the
 * items of one document, each as a record in JSON with the fields of an
 * article. Full content where the feed has it, else its summary.
 *
 * Broken XML is read as far as it goes: whole items are taken, the first with
 * a warning, one that was cut off is refused.
 */
#ifndef GZT_INPUT_FEED_H
#define GZT_INPUT_FEED_H

#include "input/source.h"

enum {
    GZT_FEED_ELEMENTS = 1000000, /**< with their attributes, in one document */
    GZT_FEED_DEPTH = 256,        /**< elements within each other (libxml2's) */
    GZT_FEED_ENTITIES = 1 << 20  /**< bytes that entities may add up to */
};

/** What a feed says of an item. All UTF-8, borrowed; most may be empty. */
typedef struct gzt_feed_item {
    gzt_str id, title, date, updated, url, source, author, lang;
    gzt_str body, body_html; /**< one of them */
    gzt_str tags;            /**< each with a newline behind it */
    uint64_t line;           /**< where it begins in the document, from 1 */
    gzt_str refused;         /**< not empty: why it is none */
} gzt_feed_item;

/** Take a document apart; `type` is what HTTP says of it, `url` where it was
 *  fetched, or both empty. `bytes` are not needed afterwards. */
gzt_feed *gzt_feed_open(gzt_str bytes, gzt_str type, gzt_str url);

/** NULL is allowed. */
void gzt_feed_close(gzt_feed *feed);

/** The next item as a record of `source`; false at the end. A document that
 *  cannot be read is one record, refused. */
bool gzt_feed_next(gzt_feed *feed, const gzt_source *source, gzt_raw *out);

#endif /* GZT_INPUT_FEED_H */
