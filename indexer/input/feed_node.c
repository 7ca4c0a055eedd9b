/* feed_node.c - what the elements of feeds hold. */
#include "input/feed_node.h"

#include "base/str.h"

#include <libxml/uri.h>

static const struct {
    const char *uri, *prefix;
    gzt_vocabulary vocabulary;
} vocabularies[] = {
    { "http://www.w3.org/2005/Atom", "atom", GZT_VOC_ATOM },
    { "http://purl.org/atom/", "atom", GZT_VOC_ATOM },
    { "http://purl.org/dc/", "dc", GZT_VOC_DC },
    { "http://purl.org/dc/terms", "dcterms", GZT_VOC_DC },
    { "http://purl.org/rss/1.0/modules/content", "content", GZT_VOC_CONTENT },
    { "http://purl.org/rss/1.0/modules/dc", "dc", GZT_VOC_DC },
    { "http://search.yahoo.com/mrss", "media", GZT_VOC_MEDIA },
    { "http://www.itunes.com/dtds/podcast", "itunes", GZT_VOC_ITUNES },
    { "http://rssnamespace.org/feedburner", "feedburner", GZT_VOC_FEEDBURNER },
    { "http://www.w3.org/1999/xhtml", "xhtml", GZT_VOC_XHTML },
    // RSS itself, after the modules that begin like it.
    { "http://purl.org/rss/1.0/modules/", NULL, GZT_VOC_OTHER },
    { "http://purl.org/rss/", "rss", GZT_VOC_PLAIN },
    { "http://purl.org/net/rss", NULL, GZT_VOC_PLAIN },
    { "http://my.netscape.com/", NULL, GZT_VOC_PLAIN },
    { "http://channel.netscape.com/", NULL, GZT_VOC_PLAIN },
    { "http://backend.userland.com/", NULL, GZT_VOC_PLAIN },
    { "http://www.w3.org/1999/02/22-rdf", "rdf", GZT_VOC_OTHER },
};

enum {
    VOCABULARIES = sizeof(vocabularies) / sizeof(*vocabularies)
};

// Some write https, and capitals where there are none.
static bool
uri_begins(gzt_str uri, gzt_str begin)
{
    if (uri.len > 5 &&
        gzt_str_eq_nocase(gzt_str_slice(uri, 0, 5), GZT_S("https")))
        begin = gzt_str_slice(begin, 4, begin.len),
        uri = gzt_str_slice(uri, 5, uri.len);
    return uri.len >= begin.len &&
           gzt_str_eq_nocase(gzt_str_slice(uri, 0, begin.len), begin);
}

static gzt_vocabulary
by_uri(gzt_str uri, bool prefixed)
{
    for (size_t i = 0; i < VOCABULARIES; i++)
        if (uri_begins(uri, gzt_str_of(vocabularies[i].uri)))
            return vocabularies[i].vocabulary;
    // A default namespace that nobody knows: the writer means RSS.
    return prefixed ? GZT_VOC_OTHER : GZT_VOC_PLAIN;
}

// Atom whose namespace was forgotten.
static gzt_vocabulary
without_namespace(const xmlNode *node)
{
    const xmlNode *root = node->doc ? xmlDocGetRootElement(node->doc) : NULL;

    return root && (xmlStrEqual(root->name, BAD_CAST "feed") ||
                    xmlStrEqual(root->name, BAD_CAST "entry"))
               ? GZT_VOC_ATOM
               : GZT_VOC_PLAIN;
}

gzt_vocabulary
gzt_node_vocabulary(const xmlNode *node)
{
    gzt_str name = gzt_str_of((const char *)node->name), prefix;

    if (node->ns && node->ns->href)
        return by_uri(gzt_str_of((const char *)node->ns->href),
                      node->ns->prefix != NULL);
    if (!memchr(name.ptr, ':', name.len))
        return without_namespace(node);
    gzt_str_cut(&name, ':', &prefix);
    for (size_t i = 0; i < VOCABULARIES; i++)
        if (vocabularies[i].prefix &&
            gzt_str_eq_nocase(prefix, gzt_str_of(vocabularies[i].prefix)))
            return vocabularies[i].vocabulary;
    return GZT_VOC_OTHER;
}

gzt_str
gzt_node_name(const xmlNode *node)
{
    gzt_str name = gzt_str_of((const char *)node->name);
    size_t colon = gzt_str_find(name, GZT_S(":"));

    return colon < name.len ? gzt_str_slice(name, colon + 1, name.len) : name;
}

bool
gzt_node_is(const xmlNode *node, gzt_vocabulary vocabulary, const char *name)
{
    return node->type == XML_ELEMENT_NODE &&
           gzt_str_eq_nocase(gzt_node_name(node), gzt_str_of(name)) &&
           gzt_node_vocabulary(node) == vocabulary;
}

// ---- Content ----------------------------------------------------------------

static gzt_str
take(xmlChar *text, gzt_arena *arena)
{
    gzt_str out = { 0 };

    if (text)
        out = gzt_arena_copy(arena, gzt_str_trim(gzt_str_of((char *)text)));
    xmlFree(text);
    return out;
}

gzt_str
gzt_node_text(xmlNode *node, gzt_arena *arena)
{
    return take(xmlNodeGetContent(node), arena);
}

static bool
has_elements(const xmlNode *node)
{
    for (const xmlNode *kid = node->children; kid; kid = kid->next)
        if (kid->type == XML_ELEMENT_NODE)
            return true;
    return false;
}

gzt_str
gzt_node_markup(xmlNode *node, gzt_arena *arena)
{
    xmlBuffer *buffer;
    gzt_str out;

    if (!has_elements(node))
        return gzt_node_text(node, arena);
    buffer = xmlBufferCreate();
    for (xmlNode *kid = node->children; buffer && kid; kid = kid->next)
        xmlNodeDump(buffer, node->doc, kid, 0, 0);
    out = gzt_str_of(buffer ? (const char *)xmlBufferContent(buffer) : NULL);
    out = gzt_arena_copy(arena, gzt_str_trim(out));
    xmlBufferFree(buffer);
    return out;
}

gzt_str
gzt_node_attribute(xmlNode *node, const char *name, gzt_arena *arena)
{
    for (xmlAttr *a = node->properties; a; a = a->next)
        if (gzt_str_eq_nocase(gzt_str_of((const char *)a->name),
                              gzt_str_of(name)))
            return take(xmlNodeListGetString(node->doc, a->children, 1), arena);
    return (gzt_str){ 0 };
}

// ---- Addresses --------------------------------------------------------------

static bool
is_absolute(gzt_str address)
{
    size_t at = 0;

    while (at < address.len && address.ptr[at] != ':' &&
           !strchr("/?#", address.ptr[at]))
        at++;
    return at > 1 && at < address.len && address.ptr[at] == ':';
}

gzt_str
gzt_node_resolve(xmlNode *node, gzt_str address, gzt_str base, gzt_arena *arena)
{
    xmlChar *own, *built;
    gzt_str first, out = address;

    if (!address.len || is_absolute(address))
        return address;
    // What addresses may not hold, people write there all the same.
    built = xmlURIEscapeStr((xmlChar *)gzt_arena_cstr(arena, address),
                            BAD_CAST "/:?#[]@!$&'()*+,;=%~");
    address = take(built, arena);
    own = xmlNodeGetBase(node->doc, node);
    first = gzt_str_of((const char *)own);
    if (first.len && !is_absolute(first) && base.len) {
        built = xmlBuildURI(own, (xmlChar *)gzt_arena_cstr(arena, base));
        xmlFree(own);
        own = built;
    }
    if (!own)
        own = xmlStrdup((xmlChar *)gzt_arena_cstr(arena, base));
    built = xmlBuildURI((xmlChar *)gzt_arena_cstr(arena, address), own);
    xmlFree(own);
    if (built)
        out = take(built, arena);
    return out;
}
