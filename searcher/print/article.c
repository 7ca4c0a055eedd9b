/* article.c - a stored article, whole: for people, or as JSON. */
#include "base/json.h"
#include "base/str.h"
#include "print/parts.h"

enum {
    COLUMNS_MAX = 80, // a page of prose
    COLUMNS_MIN = 30,
    GAP = 2,             // blanks behind a field's name
    NAME_WIDTH_MAX = 16, // of a field; the value of a longer name goes below
    TEXT_MAX = 1 << 24   // bytes of one decoded value
};

static const char look_title[] = "1";
static const char look_name[] = "2";

// ---- JSON -------------------------------------------------------------------

// Members of the input that the record's own fields go before.
static bool
is_taken(const gzt_article *article, gzt_str name)
{
    return gzt_str_eq(name, GZT_S("\"v\"")) ||
           (article->path.len && gzt_str_eq(name, GZT_S("\"path\"")));
}

static void
put_extra(const gzt_article *article, gzt_buf *out)
{
    gzt_str rest = article->extra, name, value;

    while (gzt_json_next(&rest, &name, &value)) {
        if (!name.len || is_taken(article, name))
            continue;
        gzt_buf_putc(out, ',');
        gzt_json_print(name, out);
        gzt_buf_putc(out, ':');
        gzt_json_print(value, out);
    }
}

static void
put_tags(gzt_str tags, gzt_buf *out)
{
    gzt_str rest = tags, name, value;
    bool any = false;

    if (!tags.len)
        return;
    gzt_json_key(out, "tags");
    gzt_buf_putc(out, '[');
    while (gzt_json_next(&rest, &name, &value)) {
        if (any)
            gzt_buf_putc(out, ',');
        gzt_json_print(value, out);
        any = true;
    }
    gzt_buf_putc(out, ']');
}

static void
print_json(const gzt_article *article, gzt_buf *out)
{
    gzt_buf_put(out, GZT_S("{\"v\":1"));
    gzt_json_field(out, "id", article->id);
    gzt_json_field(out, "title", article->title);
    gzt_json_field(out, "body", article->body);
    gzt_json_field(out, "date", article->date);
    gzt_json_field(out, "updated", article->updated);
    gzt_json_field(out, "url", article->url);
    gzt_json_field(out, "source", article->source);
    gzt_json_field(out, "author", article->author);
    gzt_json_field(out, "lang", article->lang);
    gzt_json_field(out, "section", article->section);
    put_tags(article->tags, out);
    gzt_json_field(out, "path", article->path);
    put_extra(article, out);
    gzt_buf_put(out, GZT_S("}\n"));
}

// ---- Human ------------------------------------------------------------------

// The block of fields between title and body.
typedef struct block {
    const gzt_style *style;
    gzt_buf *out;
    unsigned columns;
    unsigned name_width; // of the widest name, within limits
    bool measure;        // only find that out
    gzt_buf name, value; // decoded, for a moment
} block;

static void
put_text(const block *b, unsigned indent, gzt_str text, const char *look)
{
    gzt_wrap wrap = {
        .out = b->out, .columns = b->columns, .indent = indent, .at = indent
    };

    look = b->style->colour ? look : NULL;
    gzt_wrap_put(&wrap, (gzt_marked_text){ .text = text }, look, look);
    gzt_wrap_end(&wrap);
}

// "source  Vanguard", wrapped under its own beginning.
static void
put_field(block *b, gzt_str name, gzt_str value)
{
    unsigned width = gzt_wrap_width(name);
    unsigned indent = b->name_width + GAP;

    if (!gzt_str_trim(value).len)
        return;
    if (b->measure) {
        if (width <= NAME_WIDTH_MAX && width > b->name_width)
            b->name_width = width;
        return;
    }
    if (b->style->colour)
        gzt_buf_printf(b->out, "\x1b[%sm", look_name);
    gzt_text_escape(name, false, b->out);
    if (b->style->colour)
        gzt_buf_put(b->out, GZT_S("\x1b[0m"));
    if (width > b->name_width) {
        gzt_buf_putc(b->out, '\n');
        width = 0;
    }
    gzt_buf_printf(b->out, "%*s", (int)(indent - width), "");
    put_text(b, indent, value, NULL);
}

static void
put_tag_list(block *b, gzt_str tags)
{
    gzt_str name, value;

    gzt_buf_clear(&b->value);
    while (gzt_json_next(&tags, &name, &value)) {
        if (b->value.len)
            gzt_buf_put(&b->value, GZT_S(", "));
        gzt_json_text(value, &b->value);
    }
    put_field(b, GZT_S("tags"), gzt_buf_str(&b->value));
}

static void
put_extra_fields(block *b, const gzt_article *article)
{
    gzt_str rest = article->extra, name, value;

    while (gzt_json_next(&rest, &name, &value)) {
        if (!name.len || is_taken(article, name))
            continue;
        gzt_buf_clear(&b->name);
        gzt_buf_clear(&b->value);
        gzt_json_text(name, &b->name);
        gzt_json_text(value, &b->value);
        put_field(b, gzt_buf_str(&b->name), gzt_buf_str(&b->value));
    }
}

static void
put_block(block *b, const gzt_article *article, bool measure)
{
    b->measure = measure;
    put_field(b, GZT_S("id"), article->id);
    put_field(b, GZT_S("date"), article->date);
    put_field(b, GZT_S("updated"), article->updated);
    put_field(b, GZT_S("source"), article->source);
    put_field(b, GZT_S("author"), article->author);
    put_field(b, GZT_S("section"), article->section);
    put_tag_list(b, article->tags);
    put_field(b, GZT_S("lang"), article->lang);
    put_field(b, GZT_S("url"), article->url);
    put_field(b, GZT_S("path"), article->path);
    put_extra_fields(b, article);
}

static void
put_paragraphs(const block *b, gzt_str body)
{
    while (body.len) {
        size_t end = gzt_str_find(body, GZT_S("\n\n"));
        gzt_str paragraph = gzt_str_slice(body, 0, end);

        body = gzt_str_slice(body, end, body.len);
        while (body.len && *body.ptr == '\n')
            body = gzt_str_slice(body, 1, body.len);
        if (!gzt_str_trim(paragraph).len)
            continue;
        gzt_buf_putc(b->out, '\n');
        put_text(b, 0, paragraph, NULL);
    }
}

static void
print_human(const gzt_style *style, const gzt_article *article, gzt_buf *out)
{
    block b = { .style = style, .out = out, .columns = style->columns };

    if (!b.columns || b.columns > COLUMNS_MAX)
        b.columns = COLUMNS_MAX;
    if (b.columns < COLUMNS_MIN)
        b.columns = COLUMNS_MIN;
    gzt_buf_init(&b.name, TEXT_MAX);
    gzt_buf_init(&b.value, TEXT_MAX);
    if (gzt_str_trim(article->title).len) {
        put_text(&b, 0, article->title, look_title);
        gzt_buf_putc(out, '\n');
    }
    put_block(&b, article, true);
    put_block(&b, article, false);
    put_paragraphs(&b, article->body);
    gzt_buf_release(&b.name);
    gzt_buf_release(&b.value);
}

void
gzt_print_article(const gzt_style *style, const gzt_article *article,
                  gzt_buf *out)
{
    if (style->layout == GZT_LAYOUT_HUMAN)
        print_human(style, article, out);
    else
        print_json(article, out);
}
