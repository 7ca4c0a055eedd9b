/* feed_json.c - the items of a JSON Feed. */
#include "input/feed_json.h"

#include "base/str.h"

// ---- Values -----------------------------------------------------------------

static gzt_str
text_of(gzt_json_value value)
{
    return value.kind == GZT_JSON_STRING || value.kind == GZT_JSON_NUMBER
               ? gzt_str_trim(value.text)
               : (gzt_str){ 0 };
}

// The name in {"name": "...", "url": "..."}.
static gzt_str
name_of(gzt_json_value value, gzt_arena *arena)
{
    gzt_json_reader reader;
    gzt_json_value member;
    gzt_str key, name = { 0 };

    gzt_json_reader_init(&reader, value.text, arena);
    if (value.kind != GZT_JSON_OBJECT || !gzt_json_open(&reader, '{'))
        return text_of(value);
    while (gzt_json_next_member(&reader, &key, &member))
        if (gzt_str_eq(key, GZT_S("name")))
            name = text_of(member);
    return name;
}

// The items of an array, each as its name or text, with `between` and `behind`
// them.
static gzt_str
join(gzt_json_value value, const char *between, const char *behind,
     gzt_arena *arena)
{
    gzt_json_reader reader;
    gzt_json_value item;
    gzt_buf buf;
    gzt_str out;

    if (value.kind != GZT_JSON_ARRAY)
        return (gzt_str){ 0 };
    gzt_buf_init(&buf, GZT_RECORD_MAX);
    gzt_json_reader_init(&reader, value.text, arena);
    gzt_json_open(&reader, '[');
    while (gzt_json_next_item(&reader, &item)) {
        gzt_str name = name_of(item, arena);

        if (!name.len || memchr(name.ptr, '\n', name.len))
            continue;
        if (buf.len)
            gzt_buf_put(&buf, gzt_str_of(between));
        gzt_buf_put(&buf, name);
        gzt_buf_put(&buf, gzt_str_of(behind));
    }
    out = gzt_arena_copy(arena, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
    return out;
}

// ---- The feed ---------------------------------------------------------------

static void
take_feed_member(gzt_feed_json *feed, gzt_str key, gzt_json_value value,
                 gzt_arena *arena)
{
    if (gzt_str_eq(key, GZT_S("title")))
        feed->source = text_of(value);
    else if (gzt_str_eq(key, GZT_S("language")))
        feed->lang = text_of(value);
    else if (gzt_str_eq(key, GZT_S("author")) && !feed->author.len)
        feed->author = name_of(value, arena);
    else if (gzt_str_eq(key, GZT_S("authors")))
        feed->author = join(value, ", ", "", arena);
    else if (gzt_str_eq(key, GZT_S("items")) && value.kind == GZT_JSON_ARRAY)
        gzt_json_reader_init(&feed->items, value.text, arena);
}

void
gzt_feed_json_open(gzt_feed_json *feed, gzt_str text, gzt_arena *arena)
{
    gzt_json_reader reader;
    gzt_json_value value;
    gzt_str key;

    *feed = (gzt_feed_json){ .text = text, .line = 1, .counted = text.ptr };
    gzt_json_reader_init(&reader, text, arena);
    gzt_json_open(&reader, '{');
    while (gzt_json_next_member(&reader, &key, &value))
        take_feed_member(feed, key, value, arena);
    if (!reader.problem)
        gzt_json_at_end(&reader);
    if (reader.problem)
        feed->refused = gzt_arena_printf(
            arena, "a JSON Feed that is not JSON: %s, at byte %zu",
            reader.problem, (size_t)(reader.at - reader.begin) + 1);
    else if (!feed->items.begin)
        feed->refused = GZT_S("a JSON Feed without an array of items");
    else
        gzt_json_open(&feed->items, '[');
}

// ---- An item ----------------------------------------------------------------

typedef struct member_place {
    const char *key;
    size_t offset;
} member_place;

// What goes into a field as it is.
static const member_place places[] = {
    { "id", offsetof(gzt_feed_item, id) },
    { "title", offsetof(gzt_feed_item, title) },
    { "url", offsetof(gzt_feed_item, url) },
    { "content_html", offsetof(gzt_feed_item, body_html) },
    { "content_text", offsetof(gzt_feed_item, body) },
    { "date_published", offsetof(gzt_feed_item, date) },
    { "date_modified", offsetof(gzt_feed_item, updated) },
    { "language", offsetof(gzt_feed_item, lang) },
};

static void
take_member(gzt_feed_item *out, gzt_str key, gzt_json_value value,
            gzt_arena *arena)
{
    for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
        if (gzt_str_eq(key, gzt_str_of(places[i].key)))
            *(gzt_str *)((char *)out + places[i].offset) = text_of(value);
    if (gzt_str_eq(key, GZT_S("tags")))
        out->tags = join(value, "", "\n", arena);
    else if (gzt_str_eq(key, GZT_S("author")) && !out->author.len)
        out->author = name_of(value, arena);
    else if (gzt_str_eq(key, GZT_S("authors")))
        out->author = join(value, ", ", "", arena);
}

// Where the item begins in the document: lines are counted up to there.
static uint64_t
line_of(gzt_feed_json *feed, const char *at)
{
    while (feed->counted < at)
        feed->line += *feed->counted++ == '\n';
    return feed->line;
}

static void
read_item(gzt_feed_json *feed, gzt_str text, gzt_arena *arena,
          gzt_feed_item *out)
{
    gzt_json_reader reader;
    gzt_json_value value;
    gzt_str key, summary = { 0 }, external = { 0 };

    gzt_json_reader_init(&reader, text, arena);
    gzt_json_open(&reader, '{');
    while (gzt_json_next_member(&reader, &key, &value)) {
        take_member(out, key, value, arena);
        if (gzt_str_eq(key, GZT_S("summary")))
            summary = text_of(value);
        else if (gzt_str_eq(key, GZT_S("external_url")))
            external = text_of(value);
    }
    if (!out->url.len)
        out->url = external;
    if (out->body_html.len)
        out->body = (gzt_str){ 0 };
    else if (!out->body.len)
        out->body = summary;
    if (!out->author.len)
        out->author = feed->author;
    if (!out->lang.len)
        out->lang = feed->lang;
    out->source = feed->source;
}

bool
gzt_feed_json_next(gzt_feed_json *feed, gzt_arena *arena, gzt_feed_item *out)
{
    gzt_json_value value;

    feed->items.arena = arena;
    if (!gzt_json_next_item(&feed->items, &value))
        return false;
    out->line = line_of(feed, value.text.ptr);
    if (value.kind == GZT_JSON_OBJECT)
        read_item(feed, value.text, arena, out);
    else
        out->refused = GZT_S("an item of the feed that is not an object");
    return true;
}
