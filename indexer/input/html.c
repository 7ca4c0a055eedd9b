/* html.c - a web page in, an article out. */
#include "input/html.h"

#include "base/str.h"
#include "base/utf8.h"
#include "input/html_text.h"

gzt_str
gzt_html_fragment_text(gzt_arena *arena, gzt_str html)
{
    return gzt_html_text(arena, html, NULL);
}

void
gzt_html_parse(gzt_draft *draft, gzt_str bytes, const gzt_html_hints *hints)
{
    gzt_article *article = &draft->out->article;
    bool mended = false;
    gzt_str text = gzt_utf8_mend(draft->arena, bytes, &mended), title;

    if (mended)
        gzt_draft_warn(draft, "invalid UTF-8, replaced by U+FFFD");
    text = gzt_html_text(draft->arena, text, &title);
    if (text.len && !article->body.len)
        article->body = text;
    if (!article->title.len)
        article->title = title;
    if (hints && !article->url.len)
        gzt_draft_set(draft, GZT_FIELD_URL, hints->url);
    if (hints && !draft->dated)
        gzt_draft_set(draft, GZT_FIELD_DATE, hints->date);
}
