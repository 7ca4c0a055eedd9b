/* html_tree.c - a page as a small tree, through libxml2's SAX interface. */
#include "input/html_tree.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "input/article.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>

enum {
    ATTRIBUTES_MAX = 12,   // of one element
    CONTENT_FACTOR = 16,   // a description may be long
    STRAY_BUDGET = 1 << 27 // steps that end tags without a beginning may take
};

// ---- Names ------------------------------------------------------------------

// What to do with an element, beyond what its tag says.
typedef enum keep {
    KEEP,
    SKIP, // with all that is in it
} keep;

typedef struct element {
    const char *name;
    gzt_html_tag tag;
    keep keep;
} element;

#define READ(name, tag)                                                        \
    {                                                                          \
        name, GZT_TAG_##tag, KEEP                                              \
    }
#define NEVER(name)                                                            \
    {                                                                          \
        name, GZT_TAG_OTHER, SKIP                                              \
    }

// Sorted by name.
static const element elements[] = {
    READ("a", A),
    READ("address", ADDRESS),
    NEVER("amp-ad"),
    NEVER("amp-consent"),
    NEVER("amp-embed"),
    NEVER("amp-sidebar"),
    NEVER("amp-social-share"),
    READ("article", ARTICLE),
    READ("aside", ASIDE),
    NEVER("audio"),
    READ("base", BASE),
    READ("blockquote", BLOCKQUOTE),
    READ("body", BODY),
    READ("br", BR),
    NEVER("button"),
    NEVER("canvas"),
    READ("caption", CAPTION),
    READ("center", CENTER),
    READ("dd", DD),
    READ("details", DETAILS),
    READ("dialog", DIALOG),
    READ("div", DIV),
    READ("dl", DL),
    READ("dt", DT),
    NEVER("embed"),
    READ("fieldset", FIELDSET),
    READ("figcaption", FIGCAPTION),
    READ("figure", FIGURE),
    READ("footer", FOOTER),
    READ("form", FORM),
    READ("h1", H1),
    READ("h2", H2),
    READ("h3", H3),
    READ("h4", H4),
    READ("h5", H5),
    READ("h6", H6),
    READ("head", HEAD),
    READ("header", HEADER),
    READ("hr", HR),
    READ("html", HTML),
    NEVER("iframe"),
    READ("img", IMG),
    NEVER("input"),
    READ("label", LABEL),
    READ("li", LI),
    READ("link", LINK),
    READ("main", MAIN),
    READ("meta", META),
    READ("nav", NAV),
    NEVER("noframes"),
    NEVER("noscript"),
    NEVER("object"),
    READ("ol", OL),
    NEVER("optgroup"),
    NEVER("option"),
    READ("p", P),
    READ("pre", PRE),
    NEVER("rp"),
    NEVER("rt"),
    READ("script", SCRIPT),
    READ("section", SECTION),
    NEVER("select"),
    NEVER("style"),
    READ("summary", SUMMARY),
    NEVER("svg"),
    READ("table", TABLE),
    READ("tbody", TBODY),
    READ("td", TD),
    NEVER("template"),
    NEVER("textarea"),
    READ("tfoot", TFOOT),
    READ("th", TH),
    READ("thead", THEAD),
    READ("time", TIME),
    READ("title", TITLE),
    READ("tr", TR),
    READ("ul", UL),
    NEVER("video"),
};

static const element unknown = READ("", OTHER);

static const element *
element_of(const char *name)
{
    size_t low = 0, high = sizeof(elements) / sizeof(*elements);

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(name, elements[middle].name);

        if (!order)
            return &elements[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return &unknown;
}

gzt_html_flow
gzt_html_flow_of(gzt_html_tag tag)
{
    static const uint8_t inlines[] = {
        GZT_TAG_NONE,   GZT_TAG_OTHER, GZT_TAG_A,    GZT_TAG_BASE,
        GZT_TAG_IMG,    GZT_TAG_LABEL, GZT_TAG_LINK, GZT_TAG_META,
        GZT_TAG_SCRIPT, GZT_TAG_TIME,
    };

    switch (tag) {
    case GZT_TAG_TD:
    case GZT_TAG_TH:
        return GZT_FLOW_SPACE;
    case GZT_TAG_BR:
    case GZT_TAG_CAPTION:
    case GZT_TAG_DD:
    case GZT_TAG_DT:
    case GZT_TAG_LI:
    case GZT_TAG_TR:
        return GZT_FLOW_LINE;
    default:
        return memchr(inlines, (int)tag, sizeof(inlines)) ? GZT_FLOW_INLINE
                                                          : GZT_FLOW_BLOCK;
    }
}

static gzt_html_attribute
attribute_of(const char *name)
{
    static const char *const names[GZT_ATTR_COUNT] = {
        [GZT_ATTR_ARIA_HIDDEN] = "aria-hidden",
        [GZT_ATTR_CHARSET] = "charset",
        [GZT_ATTR_CLASS] = "class",
        [GZT_ATTR_CONTENT] = "content",
        [GZT_ATTR_DATETIME] = "datetime",
        [GZT_ATTR_HIDDEN] = "hidden",
        [GZT_ATTR_HREF] = "href",
        [GZT_ATTR_HTTP_EQUIV] = "http-equiv",
        [GZT_ATTR_ID] = "id",
        [GZT_ATTR_ITEMPROP] = "itemprop",
        [GZT_ATTR_ITEMTYPE] = "itemtype",
        [GZT_ATTR_LANG] = "lang",
        [GZT_ATTR_NAME] = "name",
        [GZT_ATTR_PROPERTY] = "property",
        [GZT_ATTR_REL] = "rel",
        [GZT_ATTR_ROLE] = "role",
        [GZT_ATTR_STYLE] = "style",
        [GZT_ATTR_TITLE] = "title",
    };

    for (int i = 0; i < GZT_ATTR_COUNT; i++)
        if (!strcmp(name, names[i]))
            return (gzt_html_attribute)i;
    return GZT_ATTR_COUNT;
}

// ---- Building ---------------------------------------------------------------

typedef struct builder {
    gzt_html_tree *tree;
    gzt_arena *arena;
    htmlParserCtxtPtr parser;
    size_t capacity, value_capacity;
    size_t open;   // the innermost open element
    size_t skip;   // depth inside of something that is left out
    int64_t stray; // what is left of STRAY_BUDGET
} builder;

static void
stop(builder *b)
{
    b->tree->cut = true;
    xmlStopParser(b->parser);
}

static gzt_html_node *
add_node(builder *b, gzt_html_tag tag)
{
    gzt_html_tree *tree = b->tree;
    gzt_html_node *node;

    if (tree->count >= GZT_HTML_NODES_MAX) {
        stop(b);
        return NULL;
    }
    if (tree->count == b->capacity) {
        b->capacity *= 2;
        tree->nodes = gzt_xrealloc(tree->nodes, b->capacity, sizeof(*node));
    }
    node = &tree->nodes[tree->count++];
    *node = (gzt_html_node){ .parent = (uint32_t)b->open,
                             .end = (uint32_t)tree->count,
                             .attributes = (uint32_t)tree->value_count,
                             .tag = (uint8_t)tag };
    return node;
}

static void
add_value(builder *b, gzt_html_node *node, gzt_html_attribute name,
          const char *value)
{
    gzt_html_tree *tree = b->tree;
    size_t len = value ? strlen(value) : 0, max = GZT_HTML_ATTRIBUTE_MAX;

    if (name == GZT_ATTR_CONTENT)
        max *= CONTENT_FACTOR;
    if (len > max || node->attribute_count >= ATTRIBUTES_MAX)
        return;
    if (tree->value_count == b->value_capacity) {
        b->value_capacity *= 2;
        tree->values = gzt_xrealloc(tree->values, b->value_capacity,
                                    sizeof(*tree->values));
    }
    tree->values[tree->value_count++] = (gzt_html_value){
        name, gzt_arena_copy(b->arena, (gzt_str){ value ? value : "", len })
    };
    node->attribute_count++;
}

// `display: none`, however it is spaced.
static bool
hides(const char *style)
{
    static const char *const marks[][2] = { { "display", "none" },
                                            { "visibility", "hidden" } };

    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
        size_t len = strlen(marks[i][0]);
        const char *at = strstr(style, marks[i][0]);

        for (; at; at = strstr(at + len, marks[i][0])) {
            const char *value = at + len + strspn(at + len, " \t\n:");

            if (!strncmp(value, marks[i][1], strlen(marks[i][1])))
                return true;
        }
    }
    return false;
}

static bool
is_hidden_by(gzt_html_attribute name, const char *value)
{
    if (name == GZT_ATTR_HIDDEN)
        return true;
    if (!value)
        return false;
    return (name == GZT_ATTR_ARIA_HIDDEN && !strcmp(value, "true")) ||
           (name == GZT_ATTR_STYLE && hides(value));
}

static void
add_values(builder *b, gzt_html_node *node, const xmlChar **attributes)
{
    for (size_t i = 0; attributes && attributes[i]; i += 2) {
        gzt_html_attribute name = attribute_of((const char *)attributes[i]);
        const char *value = (const char *)attributes[i + 1];

        if (name == GZT_ATTR_COUNT)
            continue;
        if (is_hidden_by(name, value))
            node->hidden = true;
        if (name != GZT_ATTR_STYLE && name != GZT_ATTR_HIDDEN)
            add_value(b, node, name, value);
    }
}

static bool
is_json_ld(const xmlChar **attributes)
{
    for (size_t i = 0; attributes && attributes[i]; i += 2)
        if (!strcmp((const char *)attributes[i], "type") && attributes[i + 1])
            return strstr((const char *)attributes[i + 1], "ld+json") ||
                   strstr((const char *)attributes[i + 1], "LD+JSON");
    return false;
}

static void
start_element(void *user, const xmlChar *name, const xmlChar **attributes)
{
    builder *b = user;
    const element *kind = element_of((const char *)name);
    gzt_html_node *node;

    if (b->skip || kind->keep == SKIP ||
        (kind->tag == GZT_TAG_SCRIPT && !is_json_ld(attributes))) {
        b->skip++;
        return;
    }
    node = add_node(b, kind->tag);
    if (!node)
        return;
    b->open = (size_t)(node - b->tree->nodes);
    add_values(b, node, attributes);
}

static void
close_node(builder *b)
{
    gzt_html_node *node = &b->tree->nodes[b->open];

    node->end = (uint32_t)b->tree->count;
    b->open = node->parent;
}

static void
end_element(void *user, const xmlChar *name)
{
    builder *b = user;

    (void)name;
    if (b->skip)
        b->skip--;
    else if (b->open)
        close_node(b);
}

static void
characters(void *user, const xmlChar *bytes, int len)
{
    builder *b = user;
    gzt_html_node *node;

    if (b->skip || len <= 0)
        return;
    node = add_node(b, GZT_TAG_NONE);
    if (node)
        node->text = gzt_arena_copy(
            b->arena, (gzt_str){ (const char *)bytes, (size_t)len });
}

// An end tag that closes nothing is searched for among all open elements.
static void
error_met(void *user, xmlErrorPtr error)
{
    builder *b = user;

    if (error->code != XML_ERR_TAG_NAME_MISMATCH)
        return;
    b->stray -= b->parser->nameNr;
    if (b->stray < 0)
        stop(b);
}

static void
run(builder *b, gzt_str html)
{
    htmlParserCtxtPtr parser =
        htmlCreateMemoryParserCtxt(html.ptr, (int)html.len);

    if (!parser)
        return;
    b->parser = parser;
    memset(parser->sax, 0, sizeof(*parser->sax));
    parser->sax->initialized = XML_SAX2_MAGIC;
    parser->sax->startElement = start_element;
    parser->sax->endElement = end_element;
    parser->sax->characters = characters;
    parser->sax->cdataBlock = characters;
    parser->sax->ignorableWhitespace = characters;
    parser->sax->serror = error_met;
    parser->userData = b;
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NONET |
                                   HTML_PARSE_IGNORE_ENC);
    xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
    htmlParseDocument(parser);
    htmlFreeParserCtxt(parser);
}

void
gzt_html_tree_parse(gzt_html_tree *out, gzt_arena *arena, gzt_str html)
{
    builder b = { .tree = out,
                  .arena = arena,
                  .capacity = 1024,
                  .value_capacity = 1024,
                  .stray = STRAY_BUDGET };

    *out = (gzt_html_tree){ 0 };
    out->nodes = gzt_xrealloc(NULL, b.capacity, sizeof(*out->nodes));
    out->values = gzt_xrealloc(NULL, b.value_capacity, sizeof(*out->values));
    add_node(&b, GZT_TAG_OTHER);
    if (html.len && html.len <= INT32_MAX)
        run(&b, html);
    while (b.open)
        close_node(&b);
    out->nodes[0].end = (uint32_t)out->count;
}

void
gzt_html_tree_release(gzt_html_tree *tree)
{
    free(tree->nodes);
    free(tree->values);
    *tree = (gzt_html_tree){ 0 };
}

// ---- Reading ----------------------------------------------------------------

gzt_str
gzt_html_attr(const gzt_html_tree *tree, size_t node, gzt_html_attribute name)
{
    const gzt_html_node *n = &tree->nodes[node];

    for (size_t i = 0; i < n->attribute_count; i++)
        if (tree->values[n->attributes + i].name == name)
            return tree->values[n->attributes + i].text;
    return (gzt_str){ 0 };
}

gzt_str
gzt_html_inner_text(const gzt_html_tree *tree, gzt_arena *arena, size_t node)
{
    gzt_buf buf;
    gzt_str out;

    gzt_buf_init(&buf, GZT_HTML_ATTRIBUTE_MAX);
    for (size_t i = node; i < tree->nodes[node].end; i++) {
        const gzt_html_node *n = &tree->nodes[i];

        if (n->tag == GZT_TAG_NONE)
            gzt_buf_put(&buf, n->text);
        else if (gzt_html_flow_of((gzt_html_tag)n->tag))
            gzt_buf_putc(&buf, ' ');
    }
    out = gzt_one_line(arena, gzt_arena_copy(arena, gzt_buf_str(&buf)));
    gzt_buf_release(&buf);
    return out;
}
