/* parse.c - an article of one record: each format to its reader. */
#include "base/str.h"
#include "base/utf8.h"
#include "input/article.h"
#include "input/charset.h"
#include "input/html.h"
#include "input/http.h"
#include "input/mail.h"
#include "input/pdf.h"
#include "input/sniff.h"

static void
parse_text(gzt_draft *draft, gzt_format format, gzt_str bytes)
{
    bool mended = false;
    gzt_str text = gzt_utf8_mend(draft->arena, bytes, &mended);

    if (mended)
        gzt_draft_warn(draft, "invalid UTF-8, replaced by U+FFFD");
    if (format == GZT_FORMAT_JSONL)
        gzt_jsonl_parse(draft, text);
    else if (format == GZT_FORMAT_MARKDOWN)
        gzt_markdown_parse(draft, text);
    else
        gzt_text_parse(draft, text);
}

static void
parse_as(gzt_draft *draft, gzt_format format, gzt_str bytes,
         const gzt_html_hints *hints)
{
    if (format == GZT_FORMAT_HTML)
        gzt_html_parse(draft, bytes, hints);
    else if (format == GZT_FORMAT_PDF)
        gzt_pdf_parse(draft, bytes);
    else if (format == GZT_FORMAT_MAIL)
        gzt_mail_parse(draft, bytes);
    else
        parse_text(draft, format, bytes);
}

// ---- Pages of web archives --------------------------------------------------

static bool
is_media(gzt_str type, const char *name)
{
    gzt_str media;

    gzt_str_cut(&type, ';', &media);
    return gzt_str_eq_nocase(gzt_str_trim(media), gzt_str_of(name));
}

// By its content; the server's word decides between what is text either way.
static gzt_format
page_format(const gzt_sniff *kind, gzt_str type)
{
    if (kind->format == GZT_FORMAT_PDF || kind->format == GZT_FORMAT_HTML)
        return kind->format;
    if (is_media(type, "text/html") || is_media(type, "application/xhtml+xml"))
        return GZT_FORMAT_HTML;
    if (is_media(type, "text/plain"))
        return GZT_FORMAT_TEXT;
    if (is_media(type, "text/markdown"))
        return GZT_FORMAT_MARKDOWN;
    return kind->format;
}

static void
parse_page(gzt_draft *draft, gzt_str body, const gzt_html_hints *hints)
{
    gzt_str type = hints->charset;
    gzt_sniff kind = gzt_sniff_head(body, (gzt_str){ 0 }, GZT_FORMAT_AUTO);
    gzt_format format = page_format(&kind, type);
    bool mended = false;

    if (kind.archive || kind.binary || kind.refused) {
        gzt_draft_reject(draft, "%s",
                         kind.refused ? kind.refused : "not a text");
        return;
    }
    if (format != GZT_FORMAT_HTML && format != GZT_FORMAT_PDF) {
        body = gzt_charset_guess(draft->arena, body, gzt_charset_of_type(type),
                                 &mended);
        if (mended)
            gzt_draft_warn(draft, "not in the encoding that it declares, or "
                                  "damaged: characters may be wrong");
    }
    parse_as(draft, format, body, hints);
}

// What came over the web, as it was sent or as it was kept.
static void
parse_fetched(gzt_draft *draft, gzt_str bytes)
{
    const gzt_raw *raw = draft->raw;
    const char *problem = NULL;
    gzt_html_hints hints = { .charset = raw->type, .date = raw->date };
    gzt_str body = bytes;
    gzt_http http;
    bool mended;

    if (gzt_http_read(bytes, &http)) {
        body = gzt_http_body(&http, draft->arena, &problem);
        hints.charset = http.type;
    }
    hints.url = gzt_utf8_mend(draft->arena, raw->url, &mended);
    if (problem)
        gzt_draft_warn(draft, "the page is not complete: %s", problem);
    parse_page(draft, body, &hints);
    if (!draft->out->article.url.len)
        gzt_draft_set(draft, GZT_FIELD_URL, hints.url);
    if (!draft->dated)
        gzt_draft_set(draft, GZT_FIELD_DATE, hints.date);
}

// ---- All records ------------------------------------------------------------

void
gzt_input_parse(const gzt_raw *raw, const gzt_input_options *options,
                gzt_arena *arena, gzt_parsed *out)
{
    gzt_draft draft = {
        .raw = raw, .options = options, .arena = arena, .out = out
    };
    gzt_str bytes = { raw->bytes, raw->len };

    *out = (gzt_parsed){ .reject = raw->refused };
    if (raw->refused.len)
        return;
    gzt_buf_init(&draft.extra, GZT_RECORD_MAX);
    if (raw->warning.len)
        gzt_draft_warn(&draft, "%.*s", GZT_ARG(raw->warning));
    if (raw->format == GZT_FORMAT_WARC)
        parse_fetched(&draft, bytes);
    else
        parse_as(&draft, raw->format, bytes, NULL);
    if (!out->reject.len)
        gzt_draft_finish(&draft);
    gzt_buf_release(&draft.extra);
}
