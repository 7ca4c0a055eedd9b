/* html_ld.c - what a page says of its article in JSON-LD. */
#include "input/html_ld.h"

#include "base/buf.h"
#include "base/str.h"
#include "input/article.h"
#include "input/html.h"
#include "input/json_read.h"

enum {
    DEPTH_MAX = 8,
    LIST_BYTES = 4096 // of authors or tags
};

typedef enum kind {
    KIND_NONE,
    KIND_PERSON,
    KIND_PAGE,
    KIND_ARTICLE
} kind;

// ---- Values -----------------------------------------------------------------

// References such as "&amp;" are not resolved in a script, but written there.
static gzt_str
clean(gzt_arena *arena, gzt_str text)
{
    if (gzt_str_find(text, GZT_S("&")) < text.len ||
        gzt_str_find(text, GZT_S("<")) < text.len)
        text = gzt_html_fragment_text(arena, text);
    return gzt_one_line(arena, text);
}

static void
put_item(gzt_buf *out, gzt_arena *arena, gzt_str text, const char *mark)
{
    text = clean(arena, text);
    if (!text.len)
        return;
    if (out->len && mark[0] == ',')
        gzt_buf_put(out, gzt_str_of(mark));
    gzt_buf_put(out, text);
    if (mark[0] == '\n')
        gzt_buf_putc(out, '\n');
}

// A text, the `name` of an object, or a list of either, to `out`.
static void
put_names(gzt_buf *out, gzt_arena *arena, gzt_json_value value,
          const char *mark, int depth)
{
    gzt_json_reader reader;
    gzt_json_value item;
    gzt_str key;

    if (value.kind == GZT_JSON_STRING)
        put_item(out, arena, value.text, mark);
    if (depth <= 0 ||
        (value.kind != GZT_JSON_ARRAY && value.kind != GZT_JSON_OBJECT))
        return;
    gzt_json_reader_init(&reader, value.text, arena);
    if (gzt_json_open(&reader, '['))
        while (gzt_json_next_item(&reader, &item))
            put_names(out, arena, item, mark, depth - 1);
    else if (gzt_json_open(&reader, '{'))
        while (gzt_json_next_member(&reader, &key, &item))
            if (gzt_str_eq(key, GZT_S("name")))
                put_names(out, arena, item, mark, depth - 1);
}

static void
take_names(gzt_str *place, gzt_arena *arena, gzt_json_value value,
           const char *mark)
{
    gzt_buf buf;

    if (place->len)
        return;
    gzt_buf_init(&buf, LIST_BYTES);
    put_names(&buf, arena, value, mark, 3);
    *place = gzt_arena_copy(arena, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
}

static void
take_text(gzt_str *place, gzt_arena *arena, gzt_json_value value)
{
    if (!place->len && value.kind == GZT_JSON_STRING)
        *place = clean(arena, value.text);
}

// Keywords come as a list or as one text with commas.
static void
take_tags(gzt_str *place, gzt_arena *arena, gzt_json_value value)
{
    gzt_str rest = value.text, tag;
    gzt_buf buf;

    if (value.kind != GZT_JSON_STRING) {
        take_names(place, arena, value, "\n");
        return;
    }
    if (place->len)
        return;
    gzt_buf_init(&buf, LIST_BYTES);
    while (gzt_str_cut(&rest, ',', &tag))
        put_item(&buf, arena, tag, "\n");
    *place = gzt_arena_copy(arena, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
}

// ---- Objects ----------------------------------------------------------------

static kind
kind_of_type(gzt_str type)
{
    static const char *const articles[] = { "Article", "BlogPosting", "Report",
                                            "Review" };

    for (size_t i = 0; i < sizeof(articles) / sizeof(*articles); i++)
        if (gzt_str_ends(type, gzt_str_of(articles[i])))
            return KIND_ARTICLE;
    if (gzt_str_eq(type, GZT_S("WebPage")))
        return KIND_PAGE;
    return gzt_str_eq(type, GZT_S("Person")) ? KIND_PERSON : KIND_NONE;
}

static kind
kind_of(gzt_arena *arena, gzt_json_value type)
{
    gzt_json_reader reader;
    gzt_json_value item;
    kind best = KIND_NONE;

    if (type.kind == GZT_JSON_STRING)
        return kind_of_type(type.text);
    gzt_json_reader_init(&reader, type.text, arena);
    if (type.kind == GZT_JSON_ARRAY && gzt_json_open(&reader, '['))
        while (gzt_json_next_item(&reader, &item))
            if (item.kind == GZT_JSON_STRING && kind_of_type(item.text) > best)
                best = kind_of_type(item.text);
    return best;
}

// The text of one member of an object.
static gzt_str
member_text(gzt_arena *arena, gzt_str object, const char *name)
{
    gzt_json_reader reader;
    gzt_json_value value;
    gzt_str key, out = { 0 };

    gzt_json_reader_init(&reader, object, arena);
    if (gzt_json_open(&reader, '{'))
        while (gzt_json_next_member(&reader, &key, &value))
            if (gzt_str_eq(key, gzt_str_of(name)))
                take_text(&out, arena, value);
    return out;
}

static void
take_author(gzt_html_ld *ld, gzt_arena *arena, gzt_json_value value)
{
    take_names(&ld->author, arena, value, ", ");
    if (value.kind == GZT_JSON_OBJECT && !ld->author_id.len)
        ld->author_id = member_text(arena, value.text, "@id");
}

static void
take_member(gzt_html_ld *ld, gzt_arena *arena, gzt_str key,
            gzt_json_value value)
{
    const struct {
        const char *key;
        gzt_str *place;
    } texts[] = {
        { "headline", &ld->headline },       { "name", &ld->headline },
        { "datePublished", &ld->date },      { "dateCreated", &ld->date },
        { "dateModified", &ld->updated },    { "inLanguage", &ld->lang },
        { "description", &ld->description },
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        if (gzt_str_eq(key, gzt_str_of(texts[i].key)))
            take_text(texts[i].place, arena, value);
    if (gzt_str_eq(key, GZT_S("url")) || gzt_str_eq(key, GZT_S("@id")))
        take_text(&ld->url, arena, value);
    else if (gzt_str_eq(key, GZT_S("author")))
        take_author(ld, arena, value);
    else if (gzt_str_eq(key, GZT_S("publisher")))
        take_names(&ld->source, arena, value, ", ");
    else if (gzt_str_eq(key, GZT_S("articleSection")))
        take_names(&ld->section, arena, value, ", ");
    else if (gzt_str_eq(key, GZT_S("keywords")))
        take_tags(&ld->tags, arena, value);
    else if (gzt_str_eq(key, GZT_S("articleBody")) && !ld->body.len &&
             value.kind == GZT_JSON_STRING)
        ld->body = value.text;
}

static void
add_person(gzt_html_ld *ld, gzt_arena *arena, gzt_str object)
{
    if (ld->person_count < GZT_HTML_PERSONS_MAX)
        ld->persons[ld->person_count++] =
            (struct gzt_html_ld_person){ member_text(arena, object, "@id"),
                                         member_text(arena, object, "name") };
}

static void read_value(gzt_html_ld *ld, gzt_arena *arena, gzt_str text,
                       int depth);

// What was said of the page is not of the article.
static void
begin_article(gzt_html_ld *ld)
{
    gzt_html_ld page = *ld;

    *ld = (gzt_html_ld){ .article = true, .source = page.source };
    memcpy(ld->persons, page.persons, sizeof(page.persons));
    ld->person_count = page.person_count;
}

static void
read_object(gzt_html_ld *ld, gzt_arena *arena, gzt_str text, int depth)
{
    gzt_json_reader reader;
    gzt_json_value value;
    gzt_str key;
    kind found = KIND_NONE;

    gzt_json_reader_init(&reader, text, arena);
    gzt_json_open(&reader, '{');
    while (gzt_json_next_member(&reader, &key, &value))
        if (gzt_str_eq(key, GZT_S("@type")))
            found = kind_of(arena, value);
        else if (gzt_str_eq(key, GZT_S("@graph")) ||
                 gzt_str_eq(key, GZT_S("mainEntity")))
            read_value(ld, arena, value.text, depth - 1);
    if (found == KIND_PERSON)
        add_person(ld, arena, text);
    if (found < KIND_PAGE || (ld->article && found != KIND_ARTICLE))
        return;
    if (found == KIND_ARTICLE && !ld->article)
        begin_article(ld);
    gzt_json_reader_init(&reader, text, arena);
    gzt_json_open(&reader, '{');
    while (gzt_json_next_member(&reader, &key, &value))
        take_member(ld, arena, key, value);
}

static void
read_value(gzt_html_ld *ld, gzt_arena *arena, gzt_str text, int depth)
{
    gzt_json_reader reader;
    gzt_json_value item;

    text = gzt_str_trim(text);
    if (depth <= 0 || !text.len)
        return;
    if (text.ptr[0] == '{') {
        read_object(ld, arena, text, depth);
        return;
    }
    gzt_json_reader_init(&reader, text, arena);
    if (gzt_json_open(&reader, '['))
        while (gzt_json_next_item(&reader, &item))
            if (item.kind == GZT_JSON_OBJECT || item.kind == GZT_JSON_ARRAY)
                read_value(ld, arena, item.text, depth - 1);
}

// ---- Scripts ----------------------------------------------------------------

static bool
is_json(gzt_arena *arena, gzt_str text)
{
    gzt_json_reader reader;
    gzt_json_value value;
    gzt_str key;

    gzt_json_reader_init(&reader, text, arena);
    if (gzt_json_open(&reader, '['))
        while (gzt_json_next_item(&reader, &value))
            continue;
    else if (gzt_json_open(&reader, '{'))
        while (gzt_json_next_member(&reader, &key, &value))
            continue;
    else
        return false;
    return !reader.problem && gzt_json_at_end(&reader);
}

// The first text that stands behind "key": in what is no JSON.
static void
find_text(gzt_str *place, gzt_arena *arena, gzt_str text, const char *key)
{
    gzt_str quoted = gzt_arena_printf(arena, "\"%s\"", key);
    size_t at = gzt_str_find(text, quoted), end;

    if (place->len || at == text.len)
        return;
    text = gzt_str_trim(gzt_str_slice(text, at + quoted.len, text.len));
    if (!text.len || text.ptr[0] != ':')
        return;
    text = gzt_str_trim(gzt_str_slice(text, 1, text.len));
    if (!text.len || text.ptr[0] != '"')
        return;
    for (end = 1; end < text.len && text.ptr[end] != '"'; end++)
        end += text.ptr[end] == '\\';
    if (end < text.len)
        *place = clean(arena, gzt_str_slice(text, 1, end));
}

// Line breaks in strings are common, and wrong; blanks are as good.
static gzt_str
without_controls(gzt_arena *arena, gzt_str script)
{
    char *copy = gzt_arena_cstr(arena, script);

    for (size_t i = 0; i < script.len; i++)
        if ((unsigned char)copy[i] < ' ')
            copy[i] = ' ';
    return (gzt_str){ copy, script.len };
}

static void
resolve_author(gzt_html_ld *ld)
{
    for (size_t i = 0; i < ld->person_count && !ld->author.len; i++)
        if (ld->author_id.len && gzt_str_eq(ld->persons[i].id, ld->author_id))
            ld->author = ld->persons[i].name;
}

void
gzt_html_ld_read(gzt_html_ld *ld, gzt_arena *arena, gzt_str script)
{
    gzt_str text = gzt_str_trim(without_controls(arena, script));

    if (is_json(arena, text)) {
        read_value(ld, arena, text, DEPTH_MAX);
        resolve_author(ld);
        return;
    }
    find_text(&ld->headline, arena, text, "headline");
    find_text(&ld->date, arena, text, "datePublished");
    find_text(&ld->updated, arena, text, "dateModified");
}
