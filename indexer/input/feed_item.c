/* feed_item.c - what the elements of an item say in the terms of an article. */
#include "input/feed_item.h"

#include "base/str.h"
#include "base/utf8.h"
#include "input/feed_date.h"
#include "input/feed_node.h"
#include "input/html.h"

#include <glib.h>

// The fields that elements give; of several that give one, the highest rank
// wins, and the first of a rank.
typedef enum item_field {
    NOTHING,
    ID,
    TITLE,
    BODY,
    DATE,
    UPDATED,
    LINK,
    AUTHOR,
    TAG,
    LANG,
    SOURCE,
    FIELDS
} item_field;

typedef struct rule {
    gzt_vocabulary vocabulary;
    const char *name;
    item_field field;
    int rank;
} rule;

static const rule rules[] = {
    { GZT_VOC_PLAIN, "guid", ID, 3 },
    { GZT_VOC_ATOM, "id", ID, 3 },
    { GZT_VOC_DC, "identifier", ID, 1 },
    { GZT_VOC_PLAIN, "title", TITLE, 4 },
    { GZT_VOC_ATOM, "title", TITLE, 4 },
    { GZT_VOC_DC, "title", TITLE, 3 },
    { GZT_VOC_MEDIA, "title", TITLE, 2 },
    { GZT_VOC_ITUNES, "title", TITLE, 1 },
    { GZT_VOC_CONTENT, "encoded", BODY, 6 },
    { GZT_VOC_ATOM, "content", BODY, 5 },
    { GZT_VOC_XHTML, "body", BODY, 5 },
    { GZT_VOC_XHTML, "div", BODY, 5 },
    { GZT_VOC_PLAIN, "content", BODY, 4 },
    { GZT_VOC_PLAIN, "description", BODY, 3 },
    { GZT_VOC_ATOM, "summary", BODY, 3 },
    { GZT_VOC_PLAIN, "summary", BODY, 2 },
    { GZT_VOC_DC, "description", BODY, 2 },
    { GZT_VOC_ITUNES, "summary", BODY, 2 },
    { GZT_VOC_MEDIA, "description", BODY, 1 },
    { GZT_VOC_ITUNES, "subtitle", BODY, 1 },
    { GZT_VOC_PLAIN, "pubDate", DATE, 5 },
    { GZT_VOC_ATOM, "published", DATE, 5 },
    { GZT_VOC_ATOM, "issued", DATE, 5 },
    { GZT_VOC_DC, "date", DATE, 4 },
    { GZT_VOC_DC, "issued", DATE, 4 },
    { GZT_VOC_DC, "created", DATE, 3 },
    { GZT_VOC_ATOM, "created", DATE, 3 },
    { GZT_VOC_PLAIN, "date", DATE, 2 },
    { GZT_VOC_PLAIN, "published", DATE, 2 },
    { GZT_VOC_ATOM, "updated", UPDATED, 3 },
    { GZT_VOC_ATOM, "modified", UPDATED, 3 },
    { GZT_VOC_DC, "modified", UPDATED, 2 },
    { GZT_VOC_FEEDBURNER, "origLink", LINK, 9 },
    { GZT_VOC_PLAIN, "link", LINK, 5 },
    { GZT_VOC_ATOM, "link", LINK, 0 }, // as its attributes say
    { GZT_VOC_DC, "creator", AUTHOR, 4 },
    { GZT_VOC_DC, "author", AUTHOR, 4 },
    { GZT_VOC_ATOM, "author", AUTHOR, 4 },
    { GZT_VOC_PLAIN, "author", AUTHOR, 3 },
    { GZT_VOC_ITUNES, "author", AUTHOR, 2 },
    { GZT_VOC_MEDIA, "credit", AUTHOR, 1 },
    { GZT_VOC_PLAIN, "category", TAG, 1 },
    { GZT_VOC_ATOM, "category", TAG, 1 },
    { GZT_VOC_DC, "subject", TAG, 1 },
    { GZT_VOC_DC, "language", LANG, 2 },
    { GZT_VOC_PLAIN, "language", LANG, 2 },
    { GZT_VOC_PLAIN, "source", SOURCE, 1 },
    { GZT_VOC_ATOM, "source", SOURCE, 1 },
};

typedef struct reading {
    gzt_arena *arena;
    gzt_str base; // to resolve addresses with
    gzt_str fields[FIELDS];
    int ranks[FIELDS];
    bool markup; // of the body
    gzt_buf tags;
    gzt_str permalink;
} reading;

static const rule *
rule_of(const xmlNode *node)
{
    gzt_str name = gzt_node_name(node);

    for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
        if (gzt_str_eq_nocase(name, gzt_str_of(rules[i].name)) &&
            rules[i].vocabulary == gzt_node_vocabulary(node))
            return &rules[i];
    return NULL;
}

static bool
set(reading *r, item_field field, int rank, gzt_str text)
{
    if (!text.len || rank <= r->ranks[field])
        return false;
    r->fields[field] = text;
    r->ranks[field] = rank;
    return true;
}

// ---- Text constructs --------------------------------------------------------

static bool
looks_like_markup(gzt_str text)
{
    for (size_t i = 0; i + 2 < text.len; i++) {
        char next = text.ptr[i + 1];

        if (text.ptr[i] == '<' &&
            (g_ascii_isalpha(next) || next == '/' || next == '!'))
            return true;
        if (text.ptr[i] == '&' && (g_ascii_isalpha(next) || next == '#'))
            return true;
    }
    return false;
}

static gzt_str
base64(gzt_arena *arena, gzt_str text)
{
    char *out = gzt_arena_cstr(arena, text);
    gsize len = 0;

    if (text.len > 1)
        g_base64_decode_inplace(out, &len);
    return (gzt_str){ out, len };
}

// The text of an element, and whether it is markup: what Atom says of it, or
// else what it looks like.
static gzt_str
construct(xmlNode *node, gzt_arena *arena, bool *markup)
{
    gzt_str type = gzt_node_attribute(node, "type", arena);
    gzt_str mode = gzt_node_attribute(node, "mode", arena);
    gzt_str text = gzt_node_markup(node, arena);
    bool atom = gzt_node_vocabulary(node) == GZT_VOC_ATOM;

    if (atom && gzt_str_eq_nocase(mode, GZT_S("base64"))) {
        bool mended;

        text = gzt_utf8_mend(arena, base64(arena, text), &mended);
    }
    *markup = looks_like_markup(text);
    if (atom && !mode.len &&
        (gzt_str_eq_nocase(type, GZT_S("text")) || !type.len ||
         gzt_str_eq_nocase(type, GZT_S("text/plain"))))
        *markup = text.len && node->children && node->children->next &&
                  *markup && gzt_str_starts(text, GZT_S("<"));
    return text;
}

// A line for people has no blanks of its own kind.
static gzt_str
without_nbsp(gzt_str text, gzt_arena *arena)
{
    char *out;
    size_t len = 0;

    if (gzt_str_find(text, GZT_S("\u00a0")) == text.len)
        return text;
    out = gzt_arena_alloc(arena, text.len);
    for (size_t i = 0; i < text.len; i++)
        if (gzt_str_starts(gzt_str_slice(text, i, text.len), GZT_S("\u00a0"))) {
            out[len++] = ' ';
            i++;
        } else {
            out[len++] = text.ptr[i];
        }
    return (gzt_str){ out, len };
}

static gzt_str
plain(xmlNode *node, gzt_arena *arena)
{
    bool markup;
    gzt_str text = construct(node, arena, &markup);

    if (markup)
        text = gzt_html_fragment_text(arena, text);
    return without_nbsp(text, arena);
}

static void
take_body(reading *r, xmlNode *node, int rank)
{
    gzt_str type = gzt_node_attribute(node, "type", r->arena);
    bool markup;
    gzt_str text;

    // Pictures and the like, in base64.
    if (gzt_node_vocabulary(node) == GZT_VOC_ATOM &&
        memchr(type.ptr ? type.ptr : "", '/', type.len) &&
        !gzt_str_starts(type, GZT_S("text/")) &&
        gzt_str_find(type, GZT_S("xml")) == type.len &&
        gzt_str_find(type, GZT_S("html")) == type.len)
        return;
    text = construct(node, r->arena, &markup);
    if (set(r, BODY, rank, text))
        r->markup = markup;
}

// ---- Other fields -----------------------------------------------------------

// "ann@example.org (Ann Example)", "Ann Example <ann@example.org>"
static gzt_str
person(gzt_str text)
{
    size_t open = gzt_str_find(text, GZT_S("("));
    size_t angle = gzt_str_find(text, GZT_S("<"));

    if (open < text.len && memchr(text.ptr, '@', open) &&
        gzt_str_ends(text, GZT_S(")")))
        return gzt_str_trim(gzt_str_slice(text, open + 1, text.len - 1));
    if (angle && angle < text.len && gzt_str_ends(text, GZT_S(">")))
        return gzt_str_trim(gzt_str_slice(text, 0, angle));
    return text;
}

static gzt_str
author_of(xmlNode *node, gzt_arena *arena)
{
    for (xmlNode *kid = node->children; kid; kid = kid->next)
        if (kid->type == XML_ELEMENT_NODE &&
            gzt_str_eq_nocase(gzt_node_name(kid), GZT_S("name")))
            return gzt_node_text(kid, arena);
    return person(plain(node, arena));
}

// Several of one rank are joined.
static void
take_author(reading *r, xmlNode *node, int rank)
{
    gzt_str name = gzt_one_line(r->arena, author_of(node, r->arena));
    gzt_str *all = &r->fields[AUTHOR];

    if (name.len && rank == r->ranks[AUTHOR] &&
        gzt_str_find(*all, name) == all->len)
        *all = gzt_arena_printf(r->arena, "%.*s, %.*s", GZT_ARG(*all),
                                GZT_ARG(name));
    else
        set(r, AUTHOR, rank, name);
}

static void
take_tag(reading *r, xmlNode *node)
{
    gzt_str tag = gzt_node_attribute(node, "label", r->arena);

    if (!tag.len)
        tag = plain(node, r->arena);
    if (!tag.len)
        tag = gzt_node_attribute(node, "term", r->arena);
    tag = gzt_one_line(r->arena, tag);
    if (!tag.len)
        return;
    gzt_buf_put(&r->tags, tag);
    gzt_buf_putc(&r->tags, '\n');
}

static int
link_rank(xmlNode *node, gzt_arena *arena)
{
    gzt_str rel = gzt_node_attribute(node, "rel", arena);
    gzt_str type = gzt_node_attribute(node, "type", arena);

    if (rel.len && !gzt_str_eq_nocase(rel, GZT_S("alternate")))
        return gzt_str_eq_nocase(rel, GZT_S("related")) ? 1 : 0;
    return !type.len || gzt_str_find(type, GZT_S("html")) < type.len ? 7 : 2;
}

static void
take_link(reading *r, xmlNode *node, int rank)
{
    gzt_str address = gzt_node_attribute(node, "href", r->arena);

    if (address.len)
        rank = link_rank(node, r->arena);
    else
        address = gzt_node_text(node, r->arena);
    set(r, LINK, rank, gzt_node_resolve(node, address, r->base, r->arena));
}

static bool
is_web_address(gzt_str text)
{
    return (gzt_str_starts(text, GZT_S("http://")) ||
            gzt_str_starts(text, GZT_S("https://"))) &&
           !memchr(text.ptr, ' ', text.len);
}

static void
take_id(reading *r, xmlNode *node, int rank)
{
    gzt_str id = gzt_node_text(node, r->arena);
    gzt_str permanent = gzt_node_attribute(node, "isPermaLink", r->arena);

    set(r, ID, rank, id);
    if (is_web_address(id) && !gzt_str_eq_nocase(permanent, GZT_S("false")))
        r->permalink = id;
}

// Where the item was first: its name is in the title of an Atom source, in the
// text of one of RSS.
static void
take_source(reading *r, xmlNode *node, int rank)
{
    gzt_str name = { 0 };

    if (gzt_node_vocabulary(node) == GZT_VOC_PLAIN)
        name = plain(node, r->arena);
    for (xmlNode *kid = node->children; kid; kid = kid->next)
        if (gzt_node_is(kid, GZT_VOC_ATOM, "title"))
            name = plain(kid, r->arena);
        else if (gzt_node_is(kid, GZT_VOC_ATOM, "author"))
            take_author(r, kid, 1);
    set(r, SOURCE, rank, name);
}

static void
take_element(reading *r, xmlNode *node)
{
    const rule *found = rule_of(node);

    switch (found ? found->field : NOTHING) {
    case NOTHING:
        break;
    case ID:
        take_id(r, node, found->rank);
        break;
    case TITLE:
        set(r, TITLE, found->rank, plain(node, r->arena));
        break;
    case BODY:
        take_body(r, node, found->rank);
        break;
    case LINK:
        take_link(r, node, found->rank);
        break;
    case AUTHOR:
        take_author(r, node, found->rank);
        break;
    case TAG:
        take_tag(r, node);
        break;
    case SOURCE:
        take_source(r, node, found->rank);
        break;
    case DATE:
    case UPDATED:
        set(r, found->field, found->rank,
            gzt_feed_date(gzt_node_text(node, r->arena), r->arena));
        break;
    default:
        set(r, found->field, found->rank, gzt_node_text(node, r->arena));
    }
}

static void
read_children(reading *r, xmlNode *node)
{
    gzt_buf_init(&r->tags, GZT_RECORD_MAX);
    for (xmlNode *kid = node->children; kid; kid = kid->next) {
        if (kid->type != XML_ELEMENT_NODE)
            continue;
        take_element(r, kid);
        // <media:group> only holds others together.
        if (gzt_node_is(kid, GZT_VOC_MEDIA, "group"))
            for (xmlNode *in = kid->children; in; in = in->next)
                if (in->type == XML_ELEMENT_NODE)
                    take_element(r, in);
    }
    if (!r->fields[LANG].len) {
        xmlChar *lang = xmlNodeGetLang(node);

        if (lang)
            r->fields[LANG] =
                gzt_arena_copy(r->arena, gzt_str_of((char *)lang));
        xmlFree(lang);
    }
}

// ---- A feed, an item --------------------------------------------------------

gzt_feed_context
gzt_feed_context_read(xmlNode *feed, gzt_str url, gzt_arena *arena)
{
    reading r = { .arena = arena, .base = url };
    gzt_feed_context out;

    read_children(&r, feed);
    gzt_buf_release(&r.tags);
    out.title = gzt_one_line(arena, r.fields[TITLE]);
    out.lang = r.fields[LANG];
    // A channel's author is whoever keeps the site, an Atom feed's is that of
    // every entry which names none (RFC 4287, section 4.2.1).
    out.author = gzt_node_vocabulary(feed) == GZT_VOC_ATOM ? r.fields[AUTHOR]
                                                           : (gzt_str){ 0 };
    out.url = url.len ? url : r.fields[LINK];
    return out;
}

static gzt_str
or_else(gzt_str first, gzt_str second)
{
    return first.len ? first : second;
}

void
gzt_feed_item_read(xmlNode *node, const gzt_feed_context *context,
                   gzt_arena *arena, gzt_feed_item *out)
{
    reading r = { .arena = arena, .base = context->url };
    gzt_str about = gzt_node_attribute(node, "about", arena); // RSS 1.0

    read_children(&r, node);
    about = gzt_node_resolve(node, about, context->url, arena);
    out->url = or_else(r.fields[LINK], r.permalink);
    out->url = or_else(out->url, is_web_address(about) ? about : out->url);
    out->id = or_else(r.ranks[ID] > 1 ? r.fields[ID] : about, r.fields[ID]);
    out->title = r.fields[TITLE];
    out->date = or_else(r.fields[DATE], r.fields[UPDATED]);
    out->updated = r.fields[UPDATED];
    out->source = or_else(r.fields[SOURCE], context->title);
    out->author = or_else(r.fields[AUTHOR], context->author);
    out->lang = or_else(r.fields[LANG], context->lang);
    if (r.markup)
        out->body_html = r.fields[BODY];
    else
        out->body = r.fields[BODY];
    out->tags = gzt_arena_copy(arena, gzt_buf_str(&r.tags));
    gzt_buf_release(&r.tags);
}
