/* article.h - an article in the making: fields as some format gives them, put
 * into the one form that gzt_article promises. */
#ifndef GZT_INPUT_ARTICLE_H
#define GZT_INPUT_ARTICLE_H

#include "base/buf.h"
#include "input/input.h"

typedef enum gzt_field {
    GZT_FIELD_ID,
    GZT_FIELD_TITLE,
    GZT_FIELD_BODY,
    GZT_FIELD_BODY_HTML,
    GZT_FIELD_DATE,
    GZT_FIELD_UPDATED,
    GZT_FIELD_URL,
    GZT_FIELD_SOURCE,
    GZT_FIELD_AUTHOR,
    GZT_FIELD_LANG,
    GZT_FIELD_SECTION,
    GZT_FIELD_TAGS,
    GZT_FIELD_PATH,
    GZT_FIELD_OTHER, /**< not one of ours: goes into `extra` */
} gzt_field;

gzt_field gzt_field_of(gzt_str name);

typedef struct gzt_draft {
    const gzt_raw *raw;
    const gzt_input_options *options;
    gzt_arena *arena;
    gzt_parsed *out;
    gzt_str chosen_id; /**< of the field that --id names */
    gzt_str *warnings;
    gzt_buf extra; /**< a JSON object, its end still missing */
    bool dated;    /**< a date was given, be it a bad one */
} gzt_draft;

/** What was mended, in words. */
__attribute__((format(printf, 2, 3))) void gzt_draft_warn(gzt_draft *draft,
                                                          const char *fmt, ...);

/** There is to be no article, and why. The first reason stays. */
__attribute__((format(printf, 2, 3))) void
gzt_draft_reject(gzt_draft *draft, const char *fmt, ...);

/** Set a field from its text, valid UTF-8, brought into its form: a title
 *  becomes one line, dates become canonical, tags JSON, from items between
 *  commas or each closed by a newline, body_html the body unless there is one. Not for OTHER. */
void gzt_draft_set(gzt_draft *draft, gzt_field field, gzt_str text);

/** Begin a member of `extra`; the caller puts its value there. */
gzt_buf *gzt_draft_extra(gzt_draft *draft, gzt_str name);

/** `s` with every run of white space made one blank, none at the ends. */
gzt_str gzt_one_line(gzt_arena *arena, gzt_str s);

/** The first sentence of `body`, at most some 80 bytes of it: a title for
 *  what has none. */
gzt_str gzt_title_from(gzt_arena *arena, gzt_str body);

/** What no field says is filled in: id, path, the user's defaults. Rejects an
 *  article with neither title nor body. */
void gzt_draft_finish(gzt_draft *draft);

/** The formats: read draft->raw, whose text is `text` in valid UTF-8. */
void gzt_jsonl_parse(gzt_draft *draft, gzt_str text);
void gzt_text_parse(gzt_draft *draft, gzt_str text);
void gzt_markdown_parse(gzt_draft *draft, gzt_str text);

/** Take the front matter off `text`, if any, into the draft. True if there
 *  was some. */
bool gzt_draft_take_matter(gzt_draft *draft, gzt_str *text);

#endif /* GZT_INPUT_ARTICLE_H */
