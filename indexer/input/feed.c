/* feed.c - feeds: which kind it is, and its items as records. */
#include "input/feed.h"

#include "base/json.h"
#include "base/str.h"
#include "input/charset.h"
#include "input/feed_json.h"
#include "input/feed_xml.h"

#include <stdlib.h>

struct gzt_feed {
    gzt_arena arena; // of the document
    gzt_arena item;  // of the item at hand
    gzt_feed_xml *xml;
    gzt_feed_json json;
    gzt_str warning; // for the first record
    gzt_str refused;
    bool done;
};

// ---- Opening ----------------------------------------------------------------

// The encoding that an XML declaration names.
static gzt_str
declared(gzt_str bytes)
{
    gzt_str head = gzt_str_trim(bytes);
    size_t at;
    char quote;

    head.len = gzt_str_find(head, GZT_S("?>"));
    if (!gzt_str_starts(head, GZT_S("<?xml")) || head.len > 1000)
        return (gzt_str){ 0 };
    at = gzt_str_find(head, GZT_S("encoding"));
    if (at == head.len)
        return (gzt_str){ 0 };
    head = gzt_str_slice(head, at + 8, head.len);
    while (head.len && head.ptr[0] != '"' && head.ptr[0] != '\'')
        head = gzt_str_slice(head, 1, head.len);
    if (!head.len)
        return (gzt_str){ 0 };
    quote = head.ptr[0];
    head = gzt_str_slice(head, 1, head.len);
    gzt_str_cut(&head, quote, &bytes);
    return bytes;
}

gzt_feed *
gzt_feed_open(gzt_str bytes, gzt_str type, gzt_str url)
{
    gzt_feed *feed = gzt_xrealloc(NULL, 1, sizeof(*feed));
    gzt_str charset = gzt_charset_of_type(type), text;
    bool mended = false;

    *feed = (gzt_feed){ 0 };
    gzt_arena_init(&feed->arena);
    gzt_arena_init(&feed->item);
    if (!charset.len)
        charset = declared(bytes);
    text = gzt_charset_guess(&feed->arena, bytes, charset, &mended);
    if (mended)
        feed->warning = GZT_S("not in the encoding that it declares, or "
                              "damaged: characters may be wrong");
    if (gzt_str_starts(gzt_str_trim(text), GZT_S("{"))) {
        text = gzt_arena_copy(&feed->arena, text);
        gzt_feed_json_open(&feed->json, text, &feed->arena);
        feed->refused = feed->json.refused;
        return feed;
    }
    feed->xml = gzt_feed_xml_open(text, url);
    feed->refused = gzt_feed_xml_refused(feed->xml);
    if (!feed->warning.len)
        feed->warning = gzt_feed_xml_warning(feed->xml);
    return feed;
}

void
gzt_feed_close(gzt_feed *feed)
{
    if (!feed)
        return;
    gzt_feed_xml_close(feed->xml);
    gzt_arena_release(&feed->arena);
    gzt_arena_release(&feed->item);
    free(feed);
}

// ---- Items ------------------------------------------------------------------

static void
put_tags(gzt_buf *buf, gzt_str tags)
{
    gzt_str tag;
    bool first = true;

    if (!tags.len)
        return;
    gzt_json_key(buf, "tags");
    gzt_buf_putc(buf, '[');
    while (gzt_str_cut(&tags, '\n', &tag)) {
        if (!tag.len)
            continue;
        if (!first)
            gzt_buf_putc(buf, ',');
        first = false;
        gzt_json_string(buf, tag);
    }
    gzt_buf_putc(buf, ']');
}

static void
put_item(gzt_buf *buf, const gzt_feed_item *item)
{
    gzt_buf_putc(buf, '{');
    gzt_json_field(buf, "id", item->id);
    gzt_json_field(buf, "title", item->title);
    gzt_json_field(buf, "date", item->date);
    gzt_json_field(buf, "updated", item->updated);
    gzt_json_field(buf, "url", item->url);
    gzt_json_field(buf, "source", item->source);
    gzt_json_field(buf, "author", item->author);
    gzt_json_field(buf, "lang", item->lang);
    put_tags(buf, item->tags);
    gzt_json_field(buf, "body", item->body);
    gzt_json_field(buf, "body_html", item->body_html);
    gzt_buf_putc(buf, '}');
}

static bool
next_item(gzt_feed *feed, gzt_feed_item *out)
{
    gzt_arena_reset(&feed->item);
    *out = (gzt_feed_item){ 0 };
    if (feed->refused.len) {
        out->refused = feed->refused;
        feed->done = true;
        return true;
    }
    if (feed->xml)
        return gzt_feed_xml_next(feed->xml, &feed->item, out);
    return gzt_feed_json_next(&feed->json, &feed->item, out);
}

bool
gzt_feed_next(gzt_feed *feed, const gzt_source *source, gzt_raw *out)
{
    gzt_feed_item item;
    gzt_raw record = { .format = GZT_FORMAT_JSONL };
    gzt_buf buf;

    if (feed->done || !next_item(feed, &item))
        return false;
    gzt_buf_init(&buf, GZT_RECORD_MAX);
    put_item(&buf, &item);
    record.bytes = buf.ptr;
    record.len = buf.len;
    record.line = item.line;
    record.refused = buf.full ? GZT_S("larger than 64 MiB") : item.refused;
    record.warning = feed->warning;
    feed->warning = (gzt_str){ 0 };
    gzt_source_emit(source, &record, out);
    gzt_buf_release(&buf);
    return true;
}
