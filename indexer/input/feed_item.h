/* feed_item.h - what the elements of an item, or of a whole feed, say in the
 * terms of an article. */
#ifndef GZT_INPUT_FEED_ITEM_H
#define GZT_INPUT_FEED_ITEM_H

#include "input/feed.h"

#include <libxml/tree.h>

/** What holds for all items of a feed. */
typedef struct gzt_feed_context {
    gzt_str title, author, lang;
    gzt_str url; /**< of its site, to resolve what is relative */
} gzt_feed_context;

/** Read the children of a channel or feed; `url` is where it was fetched. */
gzt_feed_context gzt_feed_context_read(xmlNode *feed, gzt_str url,
                                       gzt_arena *arena);

/** Read an item or entry; what it does not say is taken from the context. */
void gzt_feed_item_read(xmlNode *node, const gzt_feed_context *context,
                        gzt_arena *arena, gzt_feed_item *out);

#endif /* GZT_INPUT_FEED_ITEM_H */
