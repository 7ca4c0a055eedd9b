/* pdf.c - an article of a PDF file, through pdftotext. */
#include "input/pdf.h"

#include "base/str.h"
#include "base/utf8.h"
#include "input/child.h"

enum {
    TITLE_WITHIN = 4000, // bytes of the text in which a title must occur
    TITLE_MIN = 8
};

// The text between two marks; empty if they are not there.
static gzt_str
between(gzt_str text, gzt_str begin, gzt_str end)
{
    size_t at = gzt_str_find(text, begin);

    if (at == text.len)
        return (gzt_str){ 0 };
    text = gzt_str_slice(text, at + begin.len, text.len);
    return gzt_str_slice(text, 0, gzt_str_find(text, end));
}

// What pdftotext escapes, as it was; page breaks end paragraphs.
static gzt_str
unescape(gzt_arena *arena, gzt_str text)
{
    static const struct {
        gzt_str name;
        char meant;
    } escapes[] = { { { "&lt;", 4 }, '<' },
                    { { "&gt;", 4 }, '>' },
                    { { "&amp;", 5 }, '&' },
                    { { "&quot;", 6 }, '"' } };
    char *out = gzt_arena_alloc(arena, text.len + 1);
    size_t len = 0;

    while (text.len) {
        size_t took = 1;
        char c = text.ptr[0];

        for (size_t i = 0; c == '&' && i < 4; i++)
            if (gzt_str_starts(text, escapes[i].name)) {
                c = escapes[i].meant;
                took = escapes[i].name.len;
                break;
            }
        out[len++] = c == '\f' ? '\n' : c;
        text = gzt_str_slice(text, took, text.len);
    }
    return (gzt_str){ out, len };
}

static gzt_str
meta(gzt_arena *arena, gzt_str head, const char *name)
{
    gzt_str begin =
        gzt_arena_printf(arena, "<meta name=\"%s\" content=\"", name);

    return gzt_str_trim(unescape(arena, between(head, begin, GZT_S("\"/>"))));
}

// The title that the file names is often that of a template; it counts if it
// stands on the first page.
static gzt_str
checked_title(gzt_arena *arena, gzt_str title, gzt_str text)
{
    gzt_str page = text;

    title = gzt_one_line(arena, unescape(arena, title));
    if (page.len > TITLE_WITHIN)
        page.len = gzt_utf8_floor(page, TITLE_WITHIN);
    page = gzt_one_line(arena, page);
    for (size_t i = 0; title.len >= TITLE_MIN && i + title.len <= page.len; i++)
        if (gzt_str_eq_nocase(gzt_str_slice(page, i, i + title.len), title))
            return title;
    return (gzt_str){ 0 };
}

static void
take_output(gzt_draft *draft, gzt_str html)
{
    gzt_arena *arena = draft->arena;
    gzt_article *article = &draft->out->article;
    gzt_str head, title, text;
    bool mended;

    html = gzt_utf8_mend(arena, html, &mended);
    head = gzt_str_slice(html, 0, gzt_str_find(html, GZT_S("</head>")));
    text = unescape(arena, between(html, GZT_S("<pre>\n"), GZT_S("</pre>")));
    if (!gzt_str_trim(text).len) {
        gzt_draft_reject(draft, "a PDF file without text: pictures of pages, "
                                "perhaps");
        return;
    }
    title = checked_title(
        arena, between(head, GZT_S("<title>"), GZT_S("</title>")), text);
    gzt_text_parse(draft, text);
    if (title.len)
        gzt_draft_set(draft, GZT_FIELD_TITLE, title);
    if (!article->author.len)
        gzt_draft_set(draft, GZT_FIELD_AUTHOR, meta(arena, head, "Author"));
    if (!draft->dated)
        gzt_draft_set(draft, GZT_FIELD_DATE, meta(arena, head, "CreationDate"));
}

void
gzt_pdf_parse(gzt_draft *draft, gzt_str bytes)
{
    static const char *const argv[] = { "pdftotext", "-q", "-htmlmeta", "-enc",
                                        "UTF-8",     "-",  "-",         NULL };
    static const gzt_child child = { "pdftotext", argv, GZT_PDF_SECONDS,
                                     GZT_PDF_MEMORY };
    gzt_err err = { 0 };
    gzt_buf out;
    gzt_status status;

    gzt_buf_init(&out, GZT_RECORD_MAX);
    status = gzt_child_run(&child, bytes, &out, &err);
    if (status == GZT_ENOTFOUND)
        gzt_draft_reject(draft, "PDF is read with pdftotext, which is not "
                                "installed: apt install poppler-utils");
    else if (status)
        gzt_draft_reject(draft, "a PDF file that cannot be read: %s", err.text);
    else
        take_output(draft, gzt_arena_copy(draft->arena, gzt_buf_str(&out)));
    gzt_buf_release(&out);
}
