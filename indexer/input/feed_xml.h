/* feed_xml.h - the items of an RSS or Atom document, through libxml2. Nothing
 * outside of the document is ever fetched, and entities that it defines stand
 * for plain text only. */
#ifndef GZT_INPUT_FEED_XML_H
#define GZT_INPUT_FEED_XML_H

#include "input/feed.h"

typedef struct gzt_feed_xml gzt_feed_xml;

/** `text` is UTF-8. Never NULL. */
gzt_feed_xml *gzt_feed_xml_open(gzt_str text, gzt_str url);

/** NULL is allowed. */
void gzt_feed_xml_close(gzt_feed_xml *feed);

/** Why it is no feed, or empty; what had to be mended, or empty. */
gzt_str gzt_feed_xml_refused(const gzt_feed_xml *feed);
gzt_str gzt_feed_xml_warning(const gzt_feed_xml *feed);

/** The next item, its strings in `arena`; false at the end. */
bool gzt_feed_xml_next(gzt_feed_xml *feed, gzt_arena *arena,
                       gzt_feed_item *out);

#endif /* GZT_INPUT_FEED_XML_H */
