/* html.c - a web page in, an article out: decode, parse, read what it says of
 * itself, find the article, tell what is missing. */
#include "input/html.h"

#include "base/str.h"
#include "input/html_charset.h"
#include "input/html_main.h"
#include "input/html_meta.h"

enum {
    SMALL_SIZE =
        300 // letters; with fewer a page may have its article elsewhere
};

// ---- Pieces of HTML ---------------------------------------------------------

gzt_str
gzt_html_fragment_text(gzt_arena *arena, gzt_str html)
{
    gzt_html_tree tree;
    gzt_html_blocks blocks;
    bool *keep;
    gzt_str out;

    gzt_html_tree_parse(&tree, arena, html);
    for (size_t i = 0; i < tree.count; i++)
        tree.nodes[i].hidden |= tree.nodes[i].tag == GZT_TAG_NAV;
    blocks = gzt_html_blocks_of(&tree, arena);
    keep = gzt_arena_array(arena, blocks.count, sizeof(*keep));
    for (size_t i = 0; i < blocks.count; i++)
        keep[i] = !blocks.items[i].hidden;
    out = gzt_html_blocks_join(&tree, &blocks, keep, arena);
    gzt_html_tree_release(&tree);
    return out;
}

bool
gzt_html_is(gzt_str text)
{
    static const char *const begins[] = { "<!doctype html", "<html",  "<head",
                                          "<body",          "<title", "<meta" };

    text = gzt_str_trim(text);
    // Above the page there may be comments, and a line of XML.
    while (gzt_str_starts(text, GZT_S("<!--")) ||
           gzt_str_starts(text, GZT_S("<?xml"))) {
        gzt_str mark = text.ptr[1] == '!' ? GZT_S("-->") : GZT_S("?>");
        size_t end = gzt_str_find(text, mark);

        if (end == text.len)
            return false;
        text = gzt_str_trim(gzt_str_slice(text, end + mark.len, text.len));
    }
    for (size_t i = 0; i < sizeof(begins) / sizeof(*begins); i++) {
        size_t len = strlen(begins[i]);

        if (text.len > len && gzt_str_eq_nocase(gzt_str_slice(text, 0, len),
                                                gzt_str_of(begins[i])))
            return true;
    }
    return false;
}

// ---- Pages ------------------------------------------------------------------

static void
read_page(gzt_html_page *page, gzt_arena *arena, gzt_str text)
{
    *page = (gzt_html_page){ .arena = arena };
    gzt_html_tree_parse(&page->tree, arena, text);
    page->blocks = gzt_html_blocks_of(&page->tree, arena);
    page->hints =
        gzt_arena_array(arena, page->tree.count, sizeof(*page->hints));
    for (size_t i = 1; i < page->tree.count; i++)
        if (page->tree.nodes[i].tag != GZT_TAG_NONE)
            page->hints[i] = gzt_html_hints_of(&page->tree, i);
}

// Text that a script would have shown.
static bool
unhide(gzt_html_page *page)
{
    bool any = false;

    for (size_t i = 0; i < page->blocks.count; i++) {
        any |= page->blocks.items[i].hidden;
        page->blocks.items[i].hidden = false;
    }
    return any;
}

static gzt_str
body_of_metadata(gzt_arena *arena, gzt_str body)
{
    if (gzt_str_find(body, GZT_S("</")) < body.len ||
        gzt_str_find(body, GZT_S("&")) < body.len)
        return gzt_html_fragment_text(arena, body);
    return gzt_str_trim(body);
}

// The article as it stands on the page; else as its metadata has it.
static gzt_str
find_body(gzt_html_page *page, const gzt_html_meta *meta, gzt_html_main *main)
{
    gzt_html_main hidden;

    gzt_html_main_find(page, main);
    if (main->size < SMALL_SIZE && meta->body.len > 2 * main->size)
        return body_of_metadata(page->arena, meta->body);
    if (main->size < SMALL_SIZE && unhide(page)) {
        gzt_html_main_find(page, &hidden);
        if (hidden.size > 3 * main->size && hidden.size > SMALL_SIZE)
            *main = hidden;
    }
    return gzt_html_blocks_join(&page->tree, &page->blocks, main->keep,
                                page->arena);
}

static void
find_lines(const gzt_html_page *page, const gzt_html_main *main,
           gzt_html_meta *meta)
{
    size_t first = 0, last = page->blocks.count;

    while (first < last && !main->keep[first])
        first++;
    while (last > first && !main->keep[last - 1])
        last--;
    gzt_html_meta_from_lines(meta, page->arena, &page->tree, page->hints,
                             &page->blocks, first, last);
}

// ---- The article ------------------------------------------------------------

static void
set(gzt_draft *draft, gzt_field field, gzt_str have, gzt_str text)
{
    if (!have.len && text.len)
        gzt_draft_set(draft, field, text);
}

static void
set_fields(gzt_draft *draft, const gzt_html_meta *meta,
           const gzt_html_hints *hints)
{
    const gzt_article *a = &draft->out->article;

    set(draft, GZT_FIELD_TITLE, a->title, meta->title);
    set(draft, GZT_FIELD_AUTHOR, a->author, meta->author);
    set(draft, GZT_FIELD_SOURCE, a->source, meta->source);
    set(draft, GZT_FIELD_SECTION, a->section, meta->section);
    set(draft, GZT_FIELD_LANG, a->lang, meta->lang);
    set(draft, GZT_FIELD_TAGS, a->tags, meta->tags);
    set(draft, GZT_FIELD_URL, a->url, meta->url);
    if (!draft->dated) {
        set(draft, GZT_FIELD_DATE, a->date, meta->date);
        set(draft, GZT_FIELD_DATE, a->date, hints->date);
    }
    if (!gzt_str_eq(meta->updated, a->date))
        set(draft, GZT_FIELD_UPDATED, a->updated, meta->updated);
}

static void
set_body(gzt_draft *draft, const gzt_html_meta *meta, gzt_str body)
{
    gzt_article *article = &draft->out->article;

    if (article->body.len)
        return;
    article->body = body;
    if (body.len)
        return;
    article->body = meta->description;
    if (article->body.len || article->title.len)
        gzt_draft_warn(draft, "no article found on this page, only its %s",
                       article->body.len ? "description" : "title");
    else
        gzt_draft_reject(draft, "a page without text");
}

void
gzt_html_parse(gzt_draft *draft, gzt_str bytes, const gzt_html_hints *hints)
{
    static const gzt_html_hints nothing = { 0 };
    gzt_html_decoded decoded;
    gzt_html_page page;
    gzt_html_meta meta;
    gzt_html_main main;
    gzt_str body;

    if (!hints)
        hints = &nothing;
    decoded = gzt_html_decode(draft->arena, bytes, hints->charset);
    if (decoded.bad)
        gzt_draft_warn(draft, "%zu bytes are not %.*s, replaced by U+FFFD",
                       decoded.bad, GZT_ARG(decoded.charset));
    read_page(&page, draft->arena, decoded.text);
    if (page.tree.cut)
        gzt_draft_warn(draft, "too large or too badly nested a page: the rest "
                              "is left out");
    gzt_html_meta_read(&meta, draft->arena, &page.tree, hints->url);
    page.title = meta.title;
    page.title_node = meta.title_node;
    page.url = meta.url;
    body = find_body(&page, &meta, &main);
    find_lines(&page, &main, &meta);
    set_fields(draft, &meta, hints);
    set_body(draft, &meta, body);
    gzt_html_tree_release(&page.tree);
}
