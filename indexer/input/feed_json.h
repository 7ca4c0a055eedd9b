/* feed_json.h - the items of a JSON Feed (jsonfeed.org, versions 1 and 1.1). */
#ifndef GZT_INPUT_FEED_JSON_H
#define GZT_INPUT_FEED_JSON_H

#include "input/feed.h"
#include "input/json_read.h"

typedef struct gzt_feed_json {
    gzt_str text;
    gzt_json_reader items; /**< stands before the next item */
    gzt_str source, author, lang;
    uint64_t line; /**< of `counted` */
    const char *counted;
    gzt_str refused; /**< not empty: why it is no feed */
} gzt_feed_json;

/** `text` is UTF-8 and outlives the feed, as does `arena`. */
void gzt_feed_json_open(gzt_feed_json *feed, gzt_str text, gzt_arena *arena);

/** The next item; false at the end. */
bool gzt_feed_json_next(gzt_feed_json *feed, gzt_arena *arena,
                        gzt_feed_item *out);

#endif /* GZT_INPUT_FEED_JSON_H */
