/* feed_node.h - what the elements of feeds hold: names without the accidents
 * of prefixes, text, markup, addresses. */
#ifndef GZT_INPUT_FEED_NODE_H
#define GZT_INPUT_FEED_NODE_H

#include "base/arena.h"

#include <libxml/tree.h>

/** The vocabularies, by their namespace; by their usual prefix where that was
 *  never bound. */
typedef enum gzt_vocabulary {
    GZT_VOC_PLAIN, /**< RSS, or none */
    GZT_VOC_ATOM,
    GZT_VOC_DC,      /**< Dublin Core, elements and terms */
    GZT_VOC_CONTENT, /**< RSS 1.0's content module */
    GZT_VOC_MEDIA,
    GZT_VOC_ITUNES,
    GZT_VOC_FEEDBURNER,
    GZT_VOC_XHTML,
    GZT_VOC_OTHER
} gzt_vocabulary;

gzt_vocabulary gzt_node_vocabulary(const xmlNode *node);

/** Without a prefix; as long as the document. */
gzt_str gzt_node_name(const xmlNode *node);

/** Is it an element of that name? Case does not count. */
bool gzt_node_is(const xmlNode *node, gzt_vocabulary vocabulary,
                 const char *name);

/** All text within, trimmed. */
gzt_str gzt_node_text(xmlNode *node, gzt_arena *arena);

/** What is within as markup, whether it stands there as elements or as text. */
gzt_str gzt_node_markup(xmlNode *node, gzt_arena *arena);

/** The attribute `name`, whatever its namespace; trimmed. */
gzt_str gzt_node_attribute(xmlNode *node, const char *name, gzt_arena *arena);

/** `address` made absolute by xml:base, and by `base` if that is not enough.
 *  One that cannot be is given back as it is. */
gzt_str gzt_node_resolve(xmlNode *node, gzt_str address, gzt_str base,
                         gzt_arena *arena);

#endif /* GZT_INPUT_FEED_NODE_H */
