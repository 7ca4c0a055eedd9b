/* article.c - fields as some format gives them, put into the one form that
 * gzt_article promises. */
#include "input/article.h"

#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"
#include "input/front_matter.h"
#include "input/html.h"
#include "text/date.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

enum {
    SHOWN_OF_VALUE = 60,  // bytes of a bad value in a message
    TITLE_FROM_BODY = 80, // bytes
    WARNINGS_MAX = 20
};

// ---- Names ------------------------------------------------------------------

gzt_field
gzt_field_of(gzt_str name)
{
    static const char *const names[GZT_FIELD_OTHER] = {
        [GZT_FIELD_ID] = "id",           [GZT_FIELD_TITLE] = "title",
        [GZT_FIELD_BODY] = "body",       [GZT_FIELD_BODY_HTML] = "body_html",
        [GZT_FIELD_DATE] = "date",       [GZT_FIELD_UPDATED] = "updated",
        [GZT_FIELD_URL] = "url",         [GZT_FIELD_SOURCE] = "source",
        [GZT_FIELD_AUTHOR] = "author",   [GZT_FIELD_LANG] = "lang",
        [GZT_FIELD_SECTION] = "section", [GZT_FIELD_TAGS] = "tags",
        [GZT_FIELD_PATH] = "path",
    };

    for (int i = 0; i < GZT_FIELD_OTHER; i++)
        if (name.len && name.ptr[0] == names[i][0] &&
            gzt_str_eq(name, gzt_str_of(names[i])))
            return (gzt_field)i;
    return GZT_FIELD_OTHER;
}

static gzt_str *
place_of(gzt_article *article, gzt_field field)
{
    switch (field) {
    case GZT_FIELD_ID:
        return &article->id;
    case GZT_FIELD_TITLE:
        return &article->title;
    case GZT_FIELD_DATE:
        return &article->date;
    case GZT_FIELD_UPDATED:
        return &article->updated;
    case GZT_FIELD_URL:
        return &article->url;
    case GZT_FIELD_SOURCE:
        return &article->source;
    case GZT_FIELD_AUTHOR:
        return &article->author;
    case GZT_FIELD_LANG:
        return &article->lang;
    case GZT_FIELD_SECTION:
        return &article->section;
    case GZT_FIELD_TAGS:
        return &article->tags;
    case GZT_FIELD_PATH:
        return &article->path;
    default:
        return &article->body;
    }
}

// ---- Warnings and rejects ---------------------------------------------------

static gzt_str
vprint(gzt_arena *arena, const char *fmt, va_list args)
{
    char text[400];
    int len = vsnprintf(text, sizeof(text), fmt, args);
    gzt_str all = { text, len < 0 ? 0 : (size_t)len };

    if (all.len >= sizeof(text))
        all.len = gzt_utf8_floor((gzt_str){ text, sizeof(text) - 1 },
                                 sizeof(text) - 4);
    return gzt_arena_copy(arena, all);
}

void
gzt_draft_warn(gzt_draft *draft, const char *fmt, ...)
{
    gzt_parsed *out = draft->out;
    va_list args;

    if (out->warning_count == WARNINGS_MAX)
        return;
    if (!draft->warnings)
        draft->warnings =
            gzt_arena_array(draft->arena, WARNINGS_MAX, sizeof(gzt_str));
    out->warnings = draft->warnings;
    va_start(args, fmt);
    draft->warnings[out->warning_count++] = vprint(draft->arena, fmt, args);
    va_end(args);
}

void
gzt_draft_reject(gzt_draft *draft, const char *fmt, ...)
{
    va_list args;

    if (draft->out->reject.len)
        return;
    va_start(args, fmt);
    draft->out->reject = vprint(draft->arena, fmt, args);
    va_end(args);
}

static gzt_str
shown(gzt_str value)
{
    value.len = gzt_utf8_floor(value, SHOWN_OF_VALUE);
    return value;
}

// ---- Forms ------------------------------------------------------------------

static bool
is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
is_one_line(gzt_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (is_space(s.ptr[i]) &&
            (s.ptr[i] != ' ' || (i && s.ptr[i - 1] == ' ')))
            return false;
    return true;
}

gzt_str
gzt_one_line(gzt_arena *arena, gzt_str s)
{
    char *out;
    size_t len = 0;

    s = gzt_str_trim(s);
    if (is_one_line(s))
        return s;
    out = gzt_arena_alloc(arena, s.len);
    for (size_t i = 0; i < s.len; i++)
        if (!is_space(s.ptr[i]))
            out[len++] = s.ptr[i];
        else if (out[len - 1] != ' ') // s was trimmed: len is not 0
            out[len++] = ' ';
    return (gzt_str){ out, len };
}

// "en-GB" and "EN" are en: the field names a language, not its country.
static gzt_str
lang_code(gzt_arena *arena, gzt_str text)
{
    size_t len = 0;
    char *out;

    while (len < text.len && text.ptr[len] != '-' && text.ptr[len] != '_')
        len++;
    out = gzt_arena_cstr(arena, gzt_str_slice(text, 0, len));
    for (size_t i = 0; i < len; i++)
        if (out[i] >= 'A' && out[i] <= 'Z')
            out[i] = (char)(out[i] - 'A' + 'a');
    return (gzt_str){ out, len };
}

// Items on lines, each with a newline behind it, or else between commas.
static gzt_str
items_json(gzt_arena *arena, gzt_str text)
{
    char separator = gzt_str_ends(text, GZT_S("\n")) ? '\n' : ',';
    gzt_buf buf;
    gzt_str tag, out;

    gzt_buf_init(&buf, GZT_RECORD_MAX);
    while (gzt_str_cut(&text, separator, &tag)) {
        tag = gzt_one_line(arena, tag);
        if (!tag.len)
            continue;
        gzt_buf_putc(&buf, buf.len ? ',' : '[');
        gzt_json_string(&buf, tag);
    }
    if (buf.len)
        gzt_buf_putc(&buf, ']');
    out = gzt_arena_copy(arena, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
    return out;
}

// What is only digits, and too many of them for a year or a day, counts
// seconds since 1970, or milliseconds.
static bool
unix_time(gzt_str text, char out[24])
{
    bool negative = text.len && text.ptr[0] == '-';
    size_t digits = negative;
    uint64_t value;
    int64_t time;
    gzt_day day;

    while (digits < text.len && text.ptr[digits] >= '0' &&
           text.ptr[digits] <= '9')
        digits++;
    if (digits < text.len && text.ptr[digits] != '.')
        return false;
    if (digits < 9 || !gzt_str_to_u64(gzt_str_slice(text, negative, digits),
                                      253402300799999u, &value))
        return false;
    if (value > 253402300799u) // past the year 9999, taken as seconds
        value /= 1000;
    time = negative ? -(int64_t)value : (int64_t)value;
    if (time < -62135596800) // before the year 1
        return false;
    day = gzt_day_of_time(time);
    value = (uint64_t)(time - gzt_day_to_time(day));
    // The remainders tell the compiler how long each can become.
    snprintf(out, 24, "%04u-%02u-%02uT%02u:%02u:%02uZ",
             (unsigned)day.year % 10000, (unsigned)day.month % 100,
             (unsigned)day.day % 100, (unsigned)(value / 3600) % 100,
             (unsigned)(value / 60 % 60), (unsigned)(value % 60));
    return true;
}

static void
set_date(gzt_draft *draft, gzt_field field, gzt_str text)
{
    char canonical[24];

    text = gzt_one_line(draft->arena, text);
    if (!text.len)
        return;
    if (field == GZT_FIELD_DATE)
        draft->dated = true;
    if (gzt_date_canonical(text, canonical) || unix_time(text, canonical))
        *place_of(&draft->out->article, field) =
            gzt_arena_copy(draft->arena, gzt_str_of(canonical));
    else
        gzt_draft_warn(draft, "bad %s '%.*s'",
                       field == GZT_FIELD_DATE ? "date" : "date of update",
                       GZT_ARG(shown(text)));
}

// ---- Setting fields ---------------------------------------------------------

void
gzt_draft_set(gzt_draft *draft, gzt_field field, gzt_str text)
{
    gzt_article *article = &draft->out->article;
    gzt_str *place = place_of(article, field);

    switch (field) {
    case GZT_FIELD_BODY:
        // As it came, byte for byte: offsets into it are given to users. But
        // nothing but white space is no body.
        *place = gzt_str_trim(text).len ? text : (gzt_str){ 0 };
        break;
    case GZT_FIELD_BODY_HTML:
        if (!article->body.len)
            article->body = gzt_html_fragment_text(draft->arena, text);
        break;
    case GZT_FIELD_DATE:
    case GZT_FIELD_UPDATED:
        set_date(draft, field, text);
        break;
    case GZT_FIELD_LANG:
        *place = lang_code(draft->arena, gzt_str_trim(text));
        break;
    case GZT_FIELD_TAGS:
        *place = items_json(draft->arena, text);
        break;
    default:
        *place = gzt_one_line(draft->arena, text);
    }
}

gzt_buf *
gzt_draft_extra(gzt_draft *draft, gzt_str name)
{
    gzt_buf *extra = &draft->extra;

    gzt_buf_putc(extra, extra->len ? ',' : '{');
    gzt_json_string(extra, name);
    gzt_buf_putc(extra, ':');
    return extra;
}

static void
set_named(gzt_draft *draft, gzt_str name, gzt_str text)
{
    gzt_field field = gzt_field_of(name);

    if (name.len && gzt_str_eq(name, draft->options->id_field))
        draft->chosen_id = gzt_one_line(draft->arena, text);
    if (field == GZT_FIELD_OTHER)
        gzt_json_string(gzt_draft_extra(draft, name), text);
    else
        gzt_draft_set(draft, field, text);
}

// Items on lines, as in front matter's lists, made "one, two".
static gzt_str
join_items(gzt_arena *arena, gzt_str items)
{
    gzt_buf buf;
    gzt_str item, out;

    gzt_buf_init(&buf, GZT_RECORD_MAX);
    while (gzt_str_cut(&items, '\n', &item)) {
        if (buf.len && item.len)
            gzt_buf_put(&buf, GZT_S(", "));
        gzt_buf_put(&buf, item);
    }
    out = gzt_arena_copy(arena, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
    return out;
}

bool
gzt_draft_take_matter(gzt_draft *draft, gzt_str *text)
{
    size_t len = gzt_front_matter_length(*text);
    gzt_str rest = gzt_str_slice(*text, 0, len);
    gzt_matter_field field;

    while (gzt_front_matter_next(&rest, draft->arena, &field)) {
        gzt_field known = gzt_field_of(field.key);

        if (field.list && known == GZT_FIELD_OTHER)
            gzt_buf_put(gzt_draft_extra(draft, field.key),
                        items_json(draft->arena, field.value));
        else if (field.list && known != GZT_FIELD_TAGS)
            set_named(draft, field.key, join_items(draft->arena, field.value));
        else
            set_named(draft, field.key, field.value);
    }
    *text = gzt_str_slice(*text, len, text->len);
    return len > 0;
}

gzt_str
gzt_title_from(gzt_arena *arena, gzt_str body)
{
    gzt_str line;
    size_t end;

    body = gzt_str_trim(body);
    line = gzt_str_slice(body, 0, gzt_str_find(body, GZT_S("\n\n")));
    // Enough for the longest run of white space that anyone means.
    if (line.len > 4 * TITLE_FROM_BODY)
        line.len = gzt_utf8_floor(line, 4 * TITLE_FROM_BODY);
    line = gzt_one_line(arena, line);
    for (end = 1; end + 1 < line.len && end < TITLE_FROM_BODY; end++)
        if (strchr(".!?", line.ptr[end]) && line.ptr[end + 1] == ' ' &&
            end >= TITLE_FROM_BODY / 4)
            return gzt_str_slice(line, 0, end + 1);
    if (line.len <= TITLE_FROM_BODY)
        return line;
    end = gzt_utf8_floor(line, TITLE_FROM_BODY);
    for (size_t cut = end; cut > TITLE_FROM_BODY / 2; cut--)
        if (line.ptr[cut] == ' ') {
            end = cut;
            break;
        }
    return gzt_arena_printf(arena, "%.*s…", (int)end, line.ptr);
}

// ---- The whole article ------------------------------------------------------

static gzt_str
hash_id(gzt_draft *draft)
{
    const gzt_article *article = &draft->out->article;
    uint64_t hash =
        gzt_str_hash(article->body, gzt_str_hash(article->title, 0));

    return gzt_arena_printf(draft->arena, "%016" PRIx64, hash);
}

static bool
is_one_of_many(const gzt_raw *raw)
{
    return raw->format == GZT_FORMAT_JSONL || raw->format == GZT_FORMAT_WARC ||
           (raw->format == GZT_FORMAT_MAIL && raw->line);
}

static gzt_str
choose_id(gzt_draft *draft)
{
    const gzt_article *article = &draft->out->article;
    const gzt_raw *raw = draft->raw;

    if (draft->chosen_id.len)
        return draft->chosen_id;
    if (article->id.len)
        return article->id;
    if (article->url.len)
        return article->url;
    // A path the record itself gives, or, where a file is an article, its
    // own: so that the edited file replaces what it was.
    if (article->path.len)
        return article->path;
    if (!is_one_of_many(raw) && !gzt_str_eq(raw->path, GZT_S("-")))
        return raw->path;
    return hash_id(draft);
}

void
gzt_draft_finish(gzt_draft *draft)
{
    const gzt_input_options *options = draft->options;
    gzt_article *article = &draft->out->article;

    if (!article->title.len && !article->body.len)
        gzt_draft_reject(draft, "neither title nor body");
    article->id = choose_id(draft);
    if (!article->path.len && !gzt_str_eq(draft->raw->path, GZT_S("-")))
        article->path = draft->raw->path;
    if (!article->lang.len)
        article->lang = options->lang;
    if (!article->source.len)
        article->source = options->source;
    if (!draft->dated && options->date.len)
        set_date(draft, GZT_FIELD_DATE, options->date);
    if (draft->extra.len) {
        gzt_buf_putc(&draft->extra, '}');
        article->extra = gzt_arena_copy(draft->arena, //
                                        gzt_buf_str(&draft->extra));
    }
    if (draft->extra.full)
        gzt_draft_reject(draft, "its other fields take more than 64 MiB");
}
