/* html_text.c - HTML reduced to its text, through libxml2's SAX interface:
 * without a tree no depth of nesting costs anything. */
#include "input/html_text.h"

#include "base/buf.h"
#include "base/str.h"
#include "input/article.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

enum {
    TITLE_MAX = 4096
};

typedef struct reducer {
    gzt_buf out;
    gzt_buf title, h1;
    int hidden; // depth inside of something that is not shown; 0: shown
    int pre;    // depth inside of <pre>
    int breaks; // newlines due before the next text
    bool space; // white space was met since the last text
    bool in_title, in_h1;
    bool was_h1;
} reducer;

// What an element means for the text around it.
typedef enum effect {
    INLINE,
    SPACE,     // keeps words apart, as a table's cell does
    LINE,      // begins a line
    PARAGRAPH, // begins a paragraph
    HIDDEN,    // is not to be read
} effect;

typedef struct element {
    const char *name;
    effect effect;
} element;

static const element elements[] = {
    { "script", HIDDEN },
    { "style", HIDDEN },
    { "noscript", HIDDEN },
    { "template", HIDDEN },
    { "iframe", HIDDEN },
    { "object", HIDDEN },
    { "svg", HIDDEN },
    { "math", INLINE },
    { "nav", HIDDEN },
    { "button", HIDDEN },
    { "select", HIDDEN },
    { "textarea", HIDDEN },
    { "input", HIDDEN },
    { "title", HIDDEN },
    { "audio", HIDDEN },
    { "video", HIDDEN },
    { "canvas", HIDDEN },
    { "form", PARAGRAPH },
    { "br", LINE },
    { "li", LINE },
    { "tr", LINE },
    { "dt", LINE },
    { "dd", LINE },
    { "caption", LINE },
    { "td", SPACE },
    { "th", SPACE },
    { "p", PARAGRAPH },
    { "div", PARAGRAPH },
    { "h1", PARAGRAPH },
    { "h2", PARAGRAPH },
    { "h3", PARAGRAPH },
    { "h4", PARAGRAPH },
    { "h5", PARAGRAPH },
    { "h6", PARAGRAPH },
    { "ul", PARAGRAPH },
    { "ol", PARAGRAPH },
    { "dl", PARAGRAPH },
    { "table", PARAGRAPH },
    { "blockquote", PARAGRAPH },
    { "pre", PARAGRAPH },
    { "section", PARAGRAPH },
    { "article", PARAGRAPH },
    { "header", PARAGRAPH },
    { "footer", PARAGRAPH },
    { "aside", PARAGRAPH },
    { "main", PARAGRAPH },
    { "figure", PARAGRAPH },
    { "figcaption", PARAGRAPH },
    { "address", PARAGRAPH },
    { "hr", PARAGRAPH },
    { "details", PARAGRAPH },
    { "summary", PARAGRAPH },
    { "fieldset", PARAGRAPH },
    { "center", PARAGRAPH },
    { "body", PARAGRAPH },
};

static effect
effect_of(const char *name)
{
    for (size_t i = 0; i < sizeof(elements) / sizeof(*elements); i++)
        if (!strcmp(name, elements[i].name))
            return elements[i].effect;
    return INLINE;
}

// `display: none`, however it is spaced.
static bool
hides(const char *style)
{
    const char *at = strstr(style, "display");

    for (; at; at = strstr(at + 7, "display")) {
        const char *value = at + 7 + strspn(at + 7, " \t\n:");

        if (!strncmp(value, "none", 4))
            return true;
    }
    return false;
}

static bool
is_hidden(const xmlChar **attributes)
{
    for (size_t i = 0; attributes && attributes[i]; i += 2) {
        const char *name = (const char *)attributes[i];
        const char *value = (const char *)attributes[i + 1];

        if (!strcmp(name, "hidden") ||
            (value && !strcmp(name, "aria-hidden") && !strcmp(value, "true")) ||
            (value && !strcmp(name, "style") && hides(value)))
            return true;
    }
    return false;
}

static void
due(reducer *r, int breaks)
{
    if (r->breaks < breaks)
        r->breaks = breaks;
}

static void
apply(reducer *r, effect what)
{
    if (what == SPACE)
        r->space = true;
    else if (what == LINE)
        due(r, 1);
    else if (what == PARAGRAPH)
        due(r, 2);
}

static void
start_element(void *user, const xmlChar *tag, const xmlChar **attributes)
{
    reducer *r = user;
    const char *name = (const char *)tag;
    effect what = effect_of(name);

    if (!strcmp(name, "title"))
        r->in_title = !r->title.len;
    if (r->hidden || what == HIDDEN || is_hidden(attributes)) {
        r->hidden++;
        return;
    }
    // A second <br> parts paragraphs.
    if (!strcmp(name, "br") && r->breaks)
        due(r, 2);
    apply(r, what);
    r->pre += !strcmp(name, "pre");
    if (!strcmp(name, "h1"))
        r->in_h1 = !r->was_h1;
}

static void
end_element(void *user, const xmlChar *tag)
{
    reducer *r = user;
    const char *name = (const char *)tag;

    if (!strcmp(name, "title"))
        r->in_title = false;
    if (r->hidden) {
        r->hidden--;
        return;
    }
    if (strcmp(name, "br") != 0)
        apply(r, effect_of(name));
    if (r->pre)
        r->pre -= !strcmp(name, "pre");
    if (!strcmp(name, "h1")) {
        r->in_h1 = false;
        r->was_h1 = true;
    }
}

static bool
is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void
put_breaks(reducer *r)
{
    if (!r->out.len) // nothing to keep apart from
        r->breaks = r->space = 0;
    if (r->breaks)
        gzt_buf_put(&r->out, (gzt_str){ "\n\n", (size_t)r->breaks });
    else if (r->space)
        gzt_buf_putc(&r->out, ' ');
    r->breaks = 0;
    r->space = false;
}

static void
put_pre(reducer *r, gzt_str text)
{
    if (gzt_str_trim(text).len)
        put_breaks(r);
    gzt_buf_put(&r->out, text);
}

static void
characters(void *user, const xmlChar *bytes, int len)
{
    reducer *r = user;
    gzt_str text = { (const char *)bytes, (size_t)len };
    size_t at = 0;

    if (r->in_title)
        gzt_buf_put(&r->title, text);
    if (r->in_h1)
        gzt_buf_put(&r->h1, text);
    if (r->hidden)
        return;
    if (r->pre) {
        put_pre(r, text);
        return;
    }
    while (at < text.len) {
        size_t start;

        for (; at < text.len && is_space(text.ptr[at]); at++)
            r->space = true;
        start = at;
        while (at < text.len && !is_space(text.ptr[at]))
            at++;
        if (at == start)
            break;
        put_breaks(r);
        gzt_buf_put(&r->out, gzt_str_slice(text, start, at));
    }
}

static void
parse(reducer *r, gzt_str html)
{
    htmlParserCtxtPtr context;

    if (!html.len || html.len > INT32_MAX)
        return;
    context = htmlCreateMemoryParserCtxt(html.ptr, (int)html.len);
    if (!context)
        return;
    memset(context->sax, 0, sizeof(*context->sax));
    context->sax->startElement = start_element;
    context->sax->endElement = end_element;
    context->sax->characters = characters;
    context->sax->ignorableWhitespace = characters;
    context->userData = r;
    htmlCtxtUseOptions(context, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                    HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                    HTML_PARSE_IGNORE_ENC);
    // Whatever <meta> may say: the text has been through gzt_utf8_mend().
    xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8);
    htmlParseDocument(context);
    htmlFreeParserCtxt(context);
}

gzt_str
gzt_html_text(gzt_arena *arena, gzt_str html, gzt_str *title)
{
    reducer r = { 0 };
    gzt_str text;

    gzt_buf_init(&r.out, 2 * html.len + 64);
    gzt_buf_init(&r.title, TITLE_MAX);
    gzt_buf_init(&r.h1, TITLE_MAX);
    parse(&r, html);
    text = gzt_arena_copy(arena, gzt_str_trim(gzt_buf_str(&r.out)));
    if (title) {
        gzt_str found = gzt_str_trim(gzt_buf_str(&r.title));

        if (!found.len)
            found = gzt_buf_str(&r.h1);
        *title = gzt_one_line(arena, gzt_arena_copy(arena, found));
    }
    gzt_buf_release(&r.out);
    gzt_buf_release(&r.title);
    gzt_buf_release(&r.h1);
    return text;
}

bool
gzt_html_is(gzt_str text)
{
    static const char *const begins[] = { "<!doctype html", "<html", "<head",
                                          "<body" };

    text = gzt_str_trim(text);
    for (size_t i = 0; i < sizeof(begins) / sizeof(*begins); i++) {
        size_t len = strlen(begins[i]);

        if (text.len > len && gzt_str_eq_nocase(gzt_str_slice(text, 0, len),
                                                gzt_str_of(begins[i])))
            return true;
    }
    return false;
}
