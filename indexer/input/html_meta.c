/* html_meta.c - what a page says about its article to machines, and which of
 * its titles is the headline. */
#include "input/html_meta.h"

#include "base/str.h"
#include "base/utf8.h"
#include "input/article.h"
#include "input/html_author.h"
#include "input/html_date.h"
#include "input/html_title.h"

enum {
    TAGS_MAX = 40,
    TAGS_BYTES = 4096
};

typedef struct reader {
    gzt_html_meta *meta;
    gzt_arena *arena;
    const gzt_html_tree *tree;
    gzt_html_ld ld;
    gzt_html_titles titles;
    gzt_str base; // address of the page, for relative ones
    gzt_str author, date, updated, source, section, lang, keywords;
    gzt_str canonical, og_url, author_url;
    gzt_str item_author, item_date, item_updated; // microdata
    bool date_zoned, updated_zoned;
    gzt_buf tags;
} reader;

// ---- <meta> -----------------------------------------------------------------

// What a name means, wherever it was first used. In order of trust within a
// field: the first of the table that a page has counts.
typedef enum sense {
    SENSE_NONE,
    SENSE_TITLE,
    SENSE_TITLE_OG,
    SENSE_AUTHOR,
    SENSE_DATE,
    SENSE_UPDATED,
    SENSE_SOURCE,
    SENSE_SECTION,
    SENSE_TAG,
    SENSE_KEYWORDS,
    SENSE_DESCRIPTION,
    SENSE_URL,
    SENSE_LANG
} sense;

typedef struct name_sense {
    const char *name; // lower case, '.' and '_' made ':' and '-'
    sense sense;
} name_sense;

static sense
sense_of(gzt_str name)
{
    static const name_sense names[] = {
        { "og:title", SENSE_TITLE_OG },
        { "twitter:title", SENSE_TITLE },
        { "dc:title", SENSE_TITLE },
        { "dcterms:title", SENSE_TITLE },
        { "headline", SENSE_TITLE },
        { "title", SENSE_TITLE },
        { "parsely-title", SENSE_TITLE },
        { "sailthru:title", SENSE_TITLE },
        { "citation-title", SENSE_TITLE },
        { "author", SENSE_AUTHOR },
        { "article:author", SENSE_AUTHOR },
        { "article-author", SENSE_AUTHOR },
        { "article:author-name", SENSE_AUTHOR },
        { "og:article:author", SENSE_AUTHOR },
        { "parsely-author", SENSE_AUTHOR },
        { "sailthru:author", SENSE_AUTHOR },
        { "dc:creator", SENSE_AUTHOR },
        { "dcterms:creator", SENSE_AUTHOR },
        { "citation-author", SENSE_AUTHOR },
        { "byl", SENSE_AUTHOR },
        { "byline", SENSE_AUTHOR },
        { "cxenseparse:author", SENSE_AUTHOR },
        { "cxense:author", SENSE_AUTHOR },
        { "article:published-time", SENSE_DATE },
        { "og:article:published-time", SENSE_DATE },
        { "article:published", SENSE_DATE },
        { "og:published-time", SENSE_DATE },
        { "datepublished", SENSE_DATE },
        { "date-published", SENSE_DATE },
        { "parsely-pub-date", SENSE_DATE },
        { "sailthru:date", SENSE_DATE },
        { "cxenseparse:recs:publishtime", SENSE_DATE },
        { "publication-date", SENSE_DATE },
        { "publishdate", SENSE_DATE },
        { "publish-date", SENSE_DATE },
        { "pub-date", SENSE_DATE },
        { "pubdate", SENSE_DATE },
        { "ptime", SENSE_DATE },
        { "dc:date:issued", SENSE_DATE },
        { "dcterms:issued", SENSE_DATE },
        { "dcterms:created", SENSE_DATE },
        { "dcterms:date", SENSE_DATE },
        { "dc:date", SENSE_DATE },
        { "dc:created", SENSE_DATE },
        { "citation-publication-date", SENSE_DATE },
        { "article:date", SENSE_DATE },
        { "article-date-original", SENSE_DATE },
        { "date", SENSE_DATE },
        { "article:modified-time", SENSE_UPDATED },
        { "og:updated-time", SENSE_UPDATED },
        { "article:modified", SENSE_UPDATED },
        { "article:updated", SENSE_UPDATED },
        { "datemodified", SENSE_UPDATED },
        { "dcterms:modified", SENSE_UPDATED },
        { "dc:date:modified", SENSE_UPDATED },
        { "last-modified", SENSE_UPDATED },
        { "lastmod", SENSE_UPDATED },
        { "utime", SENSE_UPDATED },
        { "og:site-name", SENSE_SOURCE },
        { "application-name", SENSE_SOURCE },
        { "dc:publisher", SENSE_SOURCE },
        { "publisher", SENSE_SOURCE },
        { "article:section", SENSE_SECTION },
        { "parsely-section", SENSE_SECTION },
        { "section", SENSE_SECTION },
        { "article:tag", SENSE_TAG },
        { "og:article:tag", SENSE_TAG },
        { "news-keywords", SENSE_KEYWORDS },
        { "parsely-tags", SENSE_KEYWORDS },
        { "sailthru:tags", SENSE_KEYWORDS },
        { "keywords", SENSE_KEYWORDS },
        { "og:description", SENSE_DESCRIPTION },
        { "description", SENSE_DESCRIPTION },
        { "twitter:description", SENSE_DESCRIPTION },
        { "og:url", SENSE_URL },
        { "og:locale", SENSE_LANG },
        { "content-language", SENSE_LANG },
        { "language", SENSE_LANG },
        { "dc:language", SENSE_LANG },
    };
    char plain[40];

    if (!name.len || name.len >= sizeof(plain))
        return SENSE_NONE;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];

        plain[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a')
                   : c == '.'           ? ':'
                   : c == '_'           ? '-'
                                        : c;
    }
    name.ptr = plain;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (gzt_str_eq(name, gzt_str_of(names[i].name)))
            return names[i].sense;
    return SENSE_NONE;
}

static void
keep_first(gzt_str *place, gzt_str text)
{
    if (!place->len)
        *place = text;
}

static void
keep_date(gzt_arena *arena, gzt_str *place, gzt_str text)
{
    char date[24];

    if (!place->len && gzt_html_date(text, false, date))
        *place = gzt_arena_copy(arena, gzt_str_of(date));
}

// Whether a time says in which zone it is.
static bool
has_zone(gzt_str text)
{
    if (text.len < 19)
        return false;
    return gzt_str_ends(text, GZT_S("Z")) ||
           memchr(text.ptr + 19, '+', text.len - 19) ||
           memchr(text.ptr + 19, '-', text.len - 19);
}

// Of several the first, but one with a zone before those without.
static void
keep_zoned_date(reader *r, gzt_str *place, bool *zoned, gzt_str text)
{
    bool zone = has_zone(text);

    if (zone && !*zoned)
        *place = (gzt_str){ 0 };
    keep_date(r->arena, place, text);
    *zoned |= zone && place->len;
}

static void
add_tag(reader *r, gzt_str tag)
{
    tag = gzt_one_line(r->arena, tag);
    if (!tag.len)
        return;
    gzt_buf_put(&r->tags, tag);
    gzt_buf_putc(&r->tags, '\n');
}

static void
take_meta(reader *r, sense what, gzt_str text)
{
    switch (what) {
    case SENSE_TITLE:
        gzt_html_titles_add(&r->titles, text);
        break;
    case SENSE_TITLE_OG:
        keep_first(&r->titles.og, text);
        break;
    case SENSE_AUTHOR:
        if (gzt_html_author_is(text))
            keep_first(&r->author, text);
        break;
    case SENSE_DATE:
        keep_zoned_date(r, &r->date, &r->date_zoned, text);
        break;
    case SENSE_UPDATED:
        keep_zoned_date(r, &r->updated, &r->updated_zoned, text);
        break;
    case SENSE_SOURCE:
        keep_first(&r->source, text);
        break;
    case SENSE_SECTION:
        keep_first(&r->section, text);
        break;
    case SENSE_TAG:
        add_tag(r, text);
        break;
    case SENSE_KEYWORDS:
        keep_first(&r->keywords, text);
        break;
    case SENSE_DESCRIPTION:
        keep_first(&r->meta->description, text);
        break;
    case SENSE_URL:
        keep_first(&r->og_url, text);
        break;
    case SENSE_LANG:
        keep_first(&r->lang, text);
        break;
    case SENSE_NONE:
        break;
    }
}

static void
read_meta(reader *r, size_t node)
{
    static const gzt_html_attribute names[] = {
        GZT_ATTR_PROPERTY, GZT_ATTR_NAME, GZT_ATTR_ITEMPROP, GZT_ATTR_HTTP_EQUIV
    };
    gzt_str text =
        gzt_one_line(r->arena, gzt_html_attr(r->tree, node, GZT_ATTR_CONTENT));

    for (size_t i = 0; text.len && i < sizeof(names) / sizeof(*names); i++) {
        gzt_str name = gzt_html_attr(r->tree, node, names[i]);

        if (name.len) {
            take_meta(r, sense_of(gzt_str_trim(name)), text);
            return;
        }
    }
}

// ---- <link>, <html>, microdata ----------------------------------------------

static void
read_link(reader *r, size_t node)
{
    gzt_str rel = gzt_html_attr(r->tree, node, GZT_ATTR_REL);

    if (gzt_str_eq_nocase(rel, GZT_S("canonical")))
        keep_first(&r->canonical,
                   gzt_str_trim(gzt_html_attr(r->tree, node, GZT_ATTR_HREF)));
}

// The value of a property: said for machines, or as it stands there.
static gzt_str
property_text(reader *r, size_t node)
{
    gzt_str text = gzt_html_attr(r->tree, node, GZT_ATTR_CONTENT);

    if (!text.len)
        text = gzt_html_attr(r->tree, node, GZT_ATTR_DATETIME);
    return text.len ? text : gzt_html_inner_text(r->tree, r->arena, node);
}

static void
read_property(reader *r, size_t node)
{
    gzt_str property = gzt_html_attr(r->tree, node, GZT_ATTR_ITEMPROP);

    if (gzt_str_eq(property, GZT_S("datePublished")))
        keep_date(r->arena, &r->item_date, property_text(r, node));
    else if (gzt_str_eq(property, GZT_S("dateModified")))
        keep_date(r->arena, &r->item_updated, property_text(r, node));
    else if (gzt_str_eq(property, GZT_S("inLanguage")))
        keep_first(&r->lang, property_text(r, node));
}

// A script comes in pieces.
static void
read_script(reader *r, size_t node)
{
    gzt_buf script;

    gzt_buf_init(&script, GZT_RECORD_MAX);
    for (size_t i = node + 1; i < r->tree->nodes[node].end; i++)
        gzt_buf_put(&script, r->tree->nodes[i].text);
    gzt_html_ld_read(&r->ld, r->arena, gzt_buf_str(&script));
    gzt_buf_release(&script);
}

static void
read_node(reader *r, size_t node)
{
    const gzt_html_node *n = &r->tree->nodes[node];

    switch ((gzt_html_tag)n->tag) {
    case GZT_TAG_META:
        read_meta(r, node);
        break;
    case GZT_TAG_LINK:
        read_link(r, node);
        break;
    case GZT_TAG_HTML:
        keep_first(&r->meta->lang, gzt_html_attr(r->tree, node, GZT_ATTR_LANG));
        break;
    case GZT_TAG_BASE:
        keep_first(&r->base, gzt_html_attr(r->tree, node, GZT_ATTR_HREF));
        break;
    case GZT_TAG_TITLE:
        keep_first(&r->titles.window,
                   gzt_html_inner_text(r->tree, r->arena, node));
        break;
    case GZT_TAG_SCRIPT:
        read_script(r, node);
        break;
    default:
        if (n->attribute_count)
            read_property(r, node);
    }
}

// ---- Fields -----------------------------------------------------------------

// Whether an address is a page of its own, and not the front of a site.
static bool
has_path(gzt_str url)
{
    size_t at = gzt_str_find(url, GZT_S("//"));
    gzt_str host;

    if (at == url.len)
        return false;
    url = gzt_str_slice(url, at + 2, url.len);
    gzt_str_cut(&url, '/', &host);
    return url.len > 0;
}

static bool
is_absolute(gzt_str url)
{
    return gzt_str_starts(url, GZT_S("http://")) ||
           gzt_str_starts(url, GZT_S("https://"));
}

// "//host/path" and "/path" with what they leave out.
static gzt_str
absolute(reader *r, gzt_str url)
{
    size_t scheme = gzt_str_find(r->base, GZT_S("//")), host;

    if (is_absolute(url) || !is_absolute(r->base) || !url.len ||
        url.ptr[0] != '/')
        return is_absolute(url) ? url : (gzt_str){ 0 };
    if (gzt_str_starts(url, GZT_S("//")))
        return gzt_arena_join(r->arena, gzt_str_slice(r->base, 0, scheme), url);
    for (host = scheme + 2; host < r->base.len && r->base.ptr[host] != '/';)
        host++;
    return gzt_arena_join(r->arena, gzt_str_slice(r->base, 0, host), url);
}

static void
choose_url(reader *r, gzt_str fetched)
{
    gzt_str all[] = { r->canonical, r->og_url, r->ld.url, fetched };

    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
        gzt_str url = absolute(r, all[i]);

        if (has_path(url))
            keep_first(&r->meta->url, url);
    }
}

// "www.example.org" of an address.
gzt_str
gzt_html_host(gzt_str url)
{
    size_t at = gzt_str_find(url, GZT_S("//"));
    gzt_str host = { 0 };

    if (at < url.len) {
        url = gzt_str_slice(url, at + 2, url.len);
        gzt_str_cut(&url, '/', &host);
    }
    if (gzt_str_starts(host, GZT_S("www.")))
        host = gzt_str_slice(host, 4, host.len);
    return host;
}

static void
choose_source(reader *r)
{
    gzt_html_meta *meta = r->meta;

    meta->source = r->source;
    // Some pages are their own site.
    if (gzt_str_eq(r->source, r->titles.og) ||
        gzt_str_eq(r->source, r->titles.window))
        meta->source = (gzt_str){ 0 };
    keep_first(&meta->source, r->ld.source);
    keep_first(&meta->source, gzt_html_host(meta->url));
}

// Keywords are a list of what it is about only when they are few.
static void
choose_tags(reader *r)
{
    gzt_str rest = r->keywords, tag;
    size_t count = 0;

    if (!r->tags.len)
        gzt_buf_put(&r->tags, r->ld.tags);
    if (!r->tags.len)
        while (count++ < TAGS_MAX && gzt_str_cut(&rest, ',', &tag))
            add_tag(r, tag);
    r->meta->tags = gzt_arena_copy(r->arena, gzt_buf_str(&r->tags));
}

static void
choose_dates(reader *r)
{
    gzt_html_meta *meta = r->meta;

    if (!r->date_zoned && has_zone(r->ld.date))
        r->date = (gzt_str){ 0 };
    meta->date = r->date;
    keep_date(r->arena, &meta->date, r->ld.date);
    keep_first(&meta->date, r->item_date);
    meta->updated = r->updated;
    keep_date(r->arena, &meta->updated, r->ld.updated);
    keep_first(&meta->updated, r->item_updated);
}

static void
choose(reader *r, gzt_str fetched)
{
    gzt_html_meta *meta = r->meta;

    choose_url(r, fetched);
    choose_source(r);
    choose_tags(r);
    choose_dates(r);
    meta->author = gzt_html_author_clean(r->arena, r->ld.author, meta);
    keep_first(&meta->author, gzt_html_author_clean(r->arena, r->author, meta));
    meta->section = r->section;
    keep_first(&meta->section, r->ld.section);
    keep_first(&meta->lang, r->ld.lang);
    keep_first(&meta->lang, r->lang);
    keep_first(&meta->description, r->ld.description);
    meta->body = r->ld.body;
    r->titles.ld = r->ld.article ? r->ld.headline : (gzt_str){ 0 };
    gzt_html_titles_choose(&r->titles, r->arena, r->tree, meta->source,
                           gzt_html_host(meta->url), &meta->title,
                           &meta->title_node);
}

void
gzt_html_meta_read(gzt_html_meta *meta, gzt_arena *arena,
                   const gzt_html_tree *tree, gzt_str url)
{
    reader r = { .meta = meta, .arena = arena, .tree = tree, .base = url };

    *meta = (gzt_html_meta){ 0 };
    gzt_buf_init(&r.tags, TAGS_BYTES);
    for (size_t i = 1; i < tree->count; i++)
        if (tree->nodes[i].tag != GZT_TAG_NONE)
            read_node(&r, i);
    choose(&r, url);
    gzt_buf_release(&r.tags);
}
