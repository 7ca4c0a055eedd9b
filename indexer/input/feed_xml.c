/* feed_xml.c - the items of an RSS or Atom document. */
#include "input/feed_xml.h"

#include "base/str.h"
#include "base/utf8.h"
#include "input/feed_item.h"
#include "input/feed_mend.h"
#include "input/feed_node.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <stdlib.h>

enum {
    LEVELS_MAX = 4,   // an item is not deeper
    ENTITY_MAX = 1000 // bytes of an entity's text
};

struct gzt_feed_xml {
    gzt_arena arena;
    xmlDoc *doc;
    xmlNode *at;     // the next to look at
    xmlNode *parent; // whose context is known
    gzt_feed_context context;
    gzt_str url;

    // While the document is parsed.
    uint64_t elements, closed; // in all; items that have their end
    uint64_t expanded;         // bytes that entities gave
    xmlEntity entity;          // the one at hand
    xmlChar text[8];           // and its text, of HTML's
    gzt_str refused, warning, fault;
    uint64_t seen; // items that were handed out
    uint64_t skipped_lines;
    bool truncated;
};

static bool
is_item(const xmlNode *node)
{
    gzt_str name = gzt_node_name(node);

    return gzt_str_eq_nocase(name, GZT_S("item")) ||
           gzt_str_eq_nocase(name, GZT_S("entry"));
}

// ---- Parsing ----------------------------------------------------------------

static gzt_feed_xml *
self_of(void *context)
{
    return ((xmlParserCtxt *)context)->_private;
}

static void
stop(xmlParserCtxt *context, const char *why)
{
    gzt_feed_xml *feed = context->_private;

    if (!feed->fault.len)
        feed->fault = gzt_str_of(why);
    xmlStopParser(context);
}

static void
on_start(void *context, const xmlChar *name, const xmlChar *prefix,
         const xmlChar *uri, int namespace_count, const xmlChar **namespaces,
         int count, int defaulted, const xmlChar **attributes)
{
    gzt_feed_xml *feed = self_of(context);

    feed->elements += 1 + (uint64_t)count + (uint64_t)namespace_count;
    if (feed->elements > GZT_FEED_ELEMENTS)
        stop(context, "more than a million elements");
    else
        xmlSAX2StartElementNs(context, name, prefix, uri, namespace_count,
                              namespaces, count, defaulted, attributes);
}

static void
on_end(void *context, const xmlChar *name, const xmlChar *prefix,
       const xmlChar *uri)
{
    gzt_feed_xml *feed = self_of(context);
    const xmlNode *node = ((xmlParserCtxt *)context)->node;

    if (node && is_item(node))
        feed->closed++;
    xmlSAX2EndElementNs(context, name, prefix, uri);
}

// A name of HTML's, as its one character.
static xmlEntity *
html_entity(gzt_feed_xml *feed, const xmlChar *name)
{
    const htmlEntityDesc *html = htmlEntityLookup(name);
    size_t len;

    if (!html)
        return NULL;
    len = gzt_utf8_write(html->value, (char *)feed->text);
    feed->text[len] = '\0';
    feed->entity.content = feed->text;
    feed->entity.length = (int)len;
    return &feed->entity;
}

// Entities stand for their text, and it is not looked into: no nesting, no
// markup, nothing from outside.
static xmlEntity *
on_entity(void *self, const xmlChar *name)
{
    xmlParserCtxt *context = self;
    gzt_feed_xml *feed = context->_private;
    xmlEntity *found = xmlSAX2GetEntity(self, name);

    if (found && found->etype == XML_INTERNAL_PREDEFINED_ENTITY)
        return found;
    // Of an attribute, libxml2 would take one byte of what is given here.
    if (context->instate == XML_PARSER_ATTRIBUTE_VALUE)
        return NULL;
    // Elsewhere, while it is declared, it wants to add to the true one.
    if (context->instate != XML_PARSER_CONTENT)
        return found;
    feed->entity = (xmlEntity){ .type = XML_ENTITY_DECL,
                                .name = name,
                                .etype = XML_INTERNAL_PREDEFINED_ENTITY };
    if (!found)
        return html_entity(feed, name);
    if (found->etype != XML_INTERNAL_GENERAL_ENTITY || !found->content ||
        strchr((char *)found->content, '&') || found->length > ENTITY_MAX)
        return NULL;
    feed->expanded += (uint64_t)found->length;
    if (feed->expanded > GZT_FEED_ENTITIES) {
        stop(context, "entities that expand too much");
        return NULL;
    }
    feed->entity.content = found->content;
    feed->entity.length = found->length;
    return &feed->entity;
}

// The first fault is the one to tell.
static void
on_error(void *self, xmlError *error)
{
    xmlParserCtxt *context = self;
    gzt_feed_xml *feed = context->_private;
    gzt_str text = gzt_str_trim(gzt_str_of(error->message));

    if (error->domain != XML_FROM_PARSER || error->level < XML_ERR_ERROR)
        return;
    if (error->code == XML_ERR_TAG_NOT_FINISHED ||
        error->code == XML_ERR_DOCUMENT_END ||
        error->code == XML_ERR_GT_REQUIRED ||
        error->code == XML_ERR_CDATA_NOT_FINISHED)
        feed->truncated = true;
    if (!feed->fault.len)
        feed->fault = gzt_arena_printf(&feed->arena, "line %d: %.*s",
                                       error->line + (int)feed->skipped_lines,
                                       GZT_ARG(text));
}

static void
parse(gzt_feed_xml *feed, gzt_str text)
{
    xmlParserCtxt *context = xmlNewParserCtxt();

    if (!context)
        return;
    context->_private = feed;
    context->sax->startElementNs = on_start;
    context->sax->endElementNs = on_end;
    context->sax->getEntity = on_entity;
    context->sax->serror = on_error;
    feed->doc = xmlCtxtReadMemory(
        context, text.ptr, (int)text.len, NULL, "UTF-8",
        XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR |
            XML_PARSE_NOWARNING | XML_PARSE_BIG_LINES | XML_PARSE_IGNORE_ENC);
    xmlFreeParserCtxt(context);
}

// ---- Opening ----------------------------------------------------------------

static bool
is_feed_root(const xmlNode *root)
{
    static const char *const names[] = { "rss", "feed", "rdf", "entry",
                                         "channel" };

    for (size_t i = 0; root && i < sizeof(names) / sizeof(*names); i++)
        if (gzt_str_eq_nocase(gzt_node_name(root), gzt_str_of(names[i])))
            return true;
    return false;
}

static xmlNode *next_node(xmlNode *at);

static bool
has_items(xmlNode *root)
{
    for (xmlNode *at = root; at; at = next_node(at))
        if (at->type == XML_ELEMENT_NODE && is_item(at))
            return true;
    return false;
}

// What there is to tell about the document as a whole.
static void
judge(gzt_feed_xml *feed)
{
    xmlNode *root = feed->doc ? xmlDocGetRootElement(feed->doc) : NULL;

    if (root && !is_feed_root(root))
        feed->refused = gzt_arena_printf(
            &feed->arena, "XML, but no feed: its root is <%.100s>", root->name);
    else if ((!root || !has_items(root)) && feed->fault.len)
        feed->refused = gzt_arena_printf(
            &feed->arena, "a feed without a whole item, in broken XML: %.*s",
            GZT_ARG(feed->fault));
    else if (!root)
        feed->refused = GZT_S("a feed without anything in it");
    else if (feed->fault.len)
        feed->warning = gzt_arena_printf(
            &feed->arena, "broken XML, read as far as it goes: %.*s",
            GZT_ARG(feed->fault));
    feed->at = root;
}

static gzt_str
without_first_lines(gzt_feed_xml *feed, gzt_str text)
{
    gzt_str trimmed = gzt_str_trim(text);

    for (const char *p = text.ptr; p < trimmed.ptr; p++)
        feed->skipped_lines += *p == '\n';
    return trimmed;
}

gzt_feed_xml *
gzt_feed_xml_open(gzt_str text, gzt_str url)
{
    gzt_feed_xml *feed = gzt_xrealloc(NULL, 1, sizeof(*feed));
    gzt_buf buf;
    bool mended;

    *feed = (gzt_feed_xml){ 0 };
    gzt_arena_init(&feed->arena);
    feed->url = gzt_arena_copy(&feed->arena, url);
    gzt_buf_init(&buf, (size_t)2 * GZT_RECORD_MAX);
    mended = gzt_feed_mend(without_first_lines(feed, text), &buf);
    if (buf.full)
        feed->refused = GZT_S("larger than 128 MiB");
    else
        parse(feed, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
    if (!feed->refused.len)
        judge(feed);
    if (mended && !feed->warning.len)
        feed->warning = GZT_S("broken XML, mended: an ampersand or a control "
                              "character by itself");
    return feed;
}

void
gzt_feed_xml_close(gzt_feed_xml *feed)
{
    if (!feed)
        return;
    xmlFreeDoc(feed->doc);
    gzt_arena_release(&feed->arena);
    free(feed);
}

gzt_str
gzt_feed_xml_refused(const gzt_feed_xml *feed)
{
    return feed->refused;
}

gzt_str
gzt_feed_xml_warning(const gzt_feed_xml *feed)
{
    return feed->warning;
}

// ---- Items ------------------------------------------------------------------

static int
depth_of(const xmlNode *node)
{
    int depth = 0;

    while (depth <= LEVELS_MAX && node->parent) {
        node = node->parent;
        depth++;
    }
    return depth;
}

// In document order, not into items and not deeper than they can be.
static xmlNode *
next_node(xmlNode *at)
{
    if (at->type == XML_ELEMENT_NODE && at->children && !is_item(at) &&
        depth_of(at) < LEVELS_MAX)
        return at->children;
    while (at && !at->next)
        at = at->parent && at->parent->type == XML_ELEMENT_NODE ? at->parent
                                                                : NULL;
    return at ? at->next : NULL;
}

// The channel or feed of an item: what it stands in; of RSS 1.0, where that is
// the root, the channel beside it.
static xmlNode *
feed_of(xmlNode *item)
{
    xmlNode *parent = item->parent;

    for (xmlNode *kid = parent->children; kid; kid = kid->next)
        if (kid->type == XML_ELEMENT_NODE &&
            gzt_str_eq_nocase(gzt_node_name(kid), GZT_S("channel")))
            return kid;
    return parent;
}

static void
find_context(gzt_feed_xml *feed, xmlNode *item)
{
    if (feed->parent == item->parent)
        return;
    feed->parent = item->parent;
    feed->context = (gzt_feed_context){ .url = feed->url };
    if (item->parent->type == XML_ELEMENT_NODE)
        feed->context =
            gzt_feed_context_read(feed_of(item), feed->url, &feed->arena);
}

bool
gzt_feed_xml_next(gzt_feed_xml *feed, gzt_arena *arena, gzt_feed_item *out)
{
    xmlNode *item = feed->at;

    while (item && !(item->type == XML_ELEMENT_NODE && is_item(item)))
        item = next_node(item);
    if (!item)
        return false;
    find_context(feed, item);
    gzt_feed_item_read(item, &feed->context, arena, out);
    out->line = (uint64_t)xmlGetLineNo(item) + feed->skipped_lines;
    if (++feed->seen > feed->closed && feed->truncated)
        out->refused = GZT_S("the feed ends within this item");
    feed->at = next_node(item);
    return true;
}
