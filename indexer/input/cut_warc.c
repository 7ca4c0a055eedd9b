/* cut_warc.c - the records of WARC and ARC files (ISO 28500; Internet Archive,
 * ARC File Format 1.0). */
#include "input/cut.h"

#include "base/str.h"
#include "input/feed.h"
#include "input/http.h"
#include "text/date.h"

#include <stdio.h>

enum {
    PEEKED = 1 << 20, // a record that is passed over is checked up to here
    LINE_MAX_ = 8192, // bytes of the line that heads a record in ARC
    BETWEEN_MAX = 64, // bytes of line ends between records
    REASON_MAX = 300
};

// The head of a record, of either kind.
typedef struct head {
    gzt_str type; // "response"; of ARC "arc"
    gzt_str url, date, media;
    uint64_t length; // of the block
    size_t size;     // of the head itself
    bool cut;        // the head itself is not there whole
    const char *fault;
} head;

// ---- Heads ------------------------------------------------------------------

static void
take_field(head *out, gzt_str line, bool *has_length)
{
    gzt_str name;

    if (!gzt_http_field(&line, &name))
        return;
    if (gzt_str_eq_nocase(name, GZT_S("WARC-Type")))
        out->type = line;
    else if (gzt_str_eq_nocase(name, GZT_S("WARC-Target-URI")))
        out->url = line;
    else if (gzt_str_eq_nocase(name, GZT_S("WARC-Date")))
        out->date = line;
    else if (gzt_str_eq_nocase(name, GZT_S("Content-Type")))
        out->media = line;
    else if (gzt_str_eq_nocase(name, GZT_S("Content-Length")))
        *has_length = gzt_str_to_u64(line, INT64_MAX, &out->length);
    // wget of old put it in angle brackets.
    if (gzt_str_starts(out->url, GZT_S("<")) &&
        gzt_str_ends(out->url, GZT_S(">")))
        out->url = gzt_str_slice(out->url, 1, out->url.len - 1);
}

static void
read_warc_head(gzt_str text, head *out)
{
    gzt_str rest = text, line;
    bool has_length = false;
    int fields = 0;

    gzt_str_line(&rest, &line); // its version
    while (gzt_str_line(&rest, &line) && line.len && rest.ptr) {
        if (++fields <= GZT_WARC_FIELDS)
            take_field(out, line, &has_length);
    }
    out->size = rest.ptr ? (size_t)(rest.ptr - text.ptr) : text.len;
    if (fields > GZT_WARC_FIELDS)
        out->fault = "a record with more than 1000 header fields";
    else if (!rest.ptr)
        out->fault = "a record whose header does not end";
    else if (!has_length)
        out->fault = "a record without a valid Content-Length";
    out->cut = !rest.ptr;
}

// The last word of the line, taken off.
static gzt_str
take_last(gzt_str *line)
{
    size_t at = line->len;
    gzt_str word;

    while (at && line->ptr[at - 1] != ' ')
        at--;
    word = gzt_str_slice(*line, at, line->len);
    line->len = at ? at - 1 : 0;
    return word;
}

// "URL IP date type length"; spaces may stand in the URL, so it is read from
// its end. Version 2 has five more fields between type and length.
static bool
read_arc_head(gzt_str text, head *out)
{
    gzt_str rest = text, start, line, length, date;

    gzt_str_line(&rest, &line);
    start = line;
    *out = (head){ .type = GZT_S("arc") };
    out->size = rest.ptr ? (size_t)(rest.ptr - text.ptr) : text.len;
    length = take_last(&line);
    out->media = take_last(&line);
    date = take_last(&line);
    for (int i = 0; i < 5 && line.len &&
                    (date.len < 12 || date.len > 18 ||
                     strspn(date.ptr, "0123456789") < date.len);
         i++) {
        out->media = date;
        date = take_last(&line);
    }
    out->date = date;
    take_last(&line); // the address of the server
    out->url = line;
    if (line.len < 4 || gzt_str_find(line, GZT_S(":")) > 12 ||
        gzt_str_find(start, GZT_S(" ")) == start.len || date.len < 12)
        return false;
    if (!gzt_str_to_u64(length, INT64_MAX, &out->length))
        out->fault = "a record without a valid length";
    return true;
}

static bool
is_arc_line(gzt_str text)
{
    static const gzt_str schemes[] = { { "http://", 7 },
                                       { "https://", 8 },
                                       { "dns:", 4 },
                                       { "ftp://", 6 },
                                       { "filedesc://", 11 } };
    head h;

    if (text.len > LINE_MAX_)
        text.len = LINE_MAX_;
    for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
        if (gzt_str_starts(text, schemes[i]))
            return read_arc_head(text, &h);
    return false;
}

static bool
is_head(gzt_str text)
{
    return gzt_str_starts(text, GZT_S("WARC/")) || is_arc_line(text);
}

// ---- Damage -----------------------------------------------------------------

// Refuse what begins at `source`; its first `len` bytes are not looked at
// again when the next record is searched.
static gzt_status
refuse(gzt_source *source, size_t len, const char *why, gzt_raw *out)
{
    gzt_str rest = gzt_source_unread(source);
    char text[REASON_MAX];

    snprintf(text, sizeof(text), "%s, at byte %llu", why,
             (unsigned long long)source->byte);
    gzt_source_refuse(source, rest, gzt_str_of(text), out);
    gzt_source_pass(source, len < rest.len ? len : rest.len);
    source->skipping = true;
    return GZT_OK;
}

// Where in the window a record seems to begin, at the start of a line.
static size_t
find_head(gzt_str rest, bool arc)
{
    for (size_t at = 0; at < rest.len; at++) {
        const char *newline;

        if (arc ? is_arc_line(gzt_str_slice(rest, at, rest.len))
                : gzt_str_starts(gzt_str_slice(rest, at, rest.len),
                                 GZT_S("WARC/")))
            return at;
        newline = memchr(rest.ptr + at, '\n', rest.len - at);
        if (!newline)
            return rest.len;
        at = (size_t)(newline - rest.ptr);
    }
    return rest.len;
}

// What may be the beginning of a head: the last line, unless it is too long.
static size_t
last_line(gzt_str rest)
{
    const char *newline = memrchr(rest.ptr, '\n', rest.len);
    size_t at = newline ? (size_t)(newline - rest.ptr) + 1 : 0;

    return rest.len - at > LINE_MAX_ ? rest.len : at;
}

// After damage, go to where the next record seems to begin.
static gzt_status
resync(gzt_source *source)
{
    while (source->skipping) {
        gzt_str rest = gzt_source_unread(source);
        size_t at = find_head(rest, source->kind.arc);
        gzt_status status;

        source->skipping = at == rest.len && !source->ended;
        gzt_source_pass(source, source->skipping ? last_line(rest) : at);
        if (!source->skipping)
            break;
        status = gzt_source_more(source);
        if (status)
            return status;
    }
    return GZT_OK;
}

// The stream ended, well or not. Gzip data that is damaged goes on with the
// next member. True if the user must hear of it.
static bool
at_end(gzt_source *source, gzt_raw *out)
{
    const char *problem = gzt_stream_problem(source->stream);
    gzt_str rest = gzt_source_unread(source);

    if (!problem && !gzt_str_trim(rest).len) {
        gzt_source_close(source);
        return false;
    }
    refuse(source, rest.len, problem ? problem : "a record that ends too early",
           out);
    source->skipping = false;
    if (problem && gzt_stream_resync(source->stream))
        source->ended = false;
    else
        gzt_source_close(source);
    return true;
}

// ---- What is worth reading --------------------------------------------------

static bool
media_is(gzt_str media, const char *const *names)
{
    gzt_str name;

    gzt_str_cut(&media, ';', &name);
    name = gzt_str_trim(name);
    for (; *names; names++)
        if (gzt_str_eq_nocase(name, gzt_str_of(*names)))
            return true;
    return false;
}

static bool
is_feed_media(gzt_str media)
{
    static const char *const names[] = { "application/rss+xml",
                                         "application/atom+xml",
                                         "application/rdf+xml",
                                         "application/xml",
                                         "text/xml",
                                         "application/feed+json",
                                         "application/json",
                                         NULL };

    return media_is(media, names);
}

static bool
is_article_media(gzt_str media)
{
    static const char *const names[] = {
        "text/html",     "application/xhtml+xml", "text/plain",
        "text/markdown", "application/pdf",       NULL
    };

    return !gzt_str_trim(media).len || media_is(media, names) ||
           is_feed_media(media);
}

static bool
is_response(const head *h)
{
    return gzt_str_eq_nocase(h->type, GZT_S("response")) ||
           gzt_str_eq(h->type, GZT_S("arc"));
}

static bool
is_wanted_type(const head *h)
{
    if (gzt_str_starts(h->url, GZT_S("dns:")) ||
        gzt_str_starts(h->url, GZT_S("filedesc:")))
        return false;
    if (is_response(h))
        return true;
    return (gzt_str_eq_nocase(h->type, GZT_S("resource")) ||
            gzt_str_eq_nocase(h->type, GZT_S("conversion"))) &&
           is_article_media(h->media);
}

// A picture, say, of which the server did not say what it is.
static bool
is_untyped_data(const gzt_http *http)
{
    size_t len = http->body.len < 1024 ? http->body.len : 1024;

    return !http->type.len && !http->encoding.len && len &&
           memchr(http->body.ptr, '\0', len) &&
           !gzt_str_starts(http->body, GZT_S("%PDF-"));
}

// Does this block hold an article? Only a page that was found does.
static bool
is_wanted_block(const head *h, gzt_str block)
{
    gzt_http http;

    if (!is_response(h))
        return block.len > 0;
    if (!gzt_http_read(block, &http))
        return gzt_str_eq(h->type, GZT_S("arc")) && block.len &&
               is_article_media(h->media);
    return http.status >= 200 && http.status < 300 && http.body.len &&
           is_article_media(http.type) && !is_untyped_data(&http);
}

// ---- Records ----------------------------------------------------------------

// 20140216050221, as ARC has it, or what WARC has.
static gzt_str
canonical_date(gzt_str date, char out[24])
{
    char text[24];

    if (date.len >= 14 && strspn(date.ptr, "0123456789") >= 14) {
        snprintf(text, sizeof(text), "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", date.ptr,
                 date.ptr + 4, date.ptr + 6, date.ptr + 8, date.ptr + 10,
                 date.ptr + 12);
        date = gzt_str_of(text);
    }
    return gzt_date_canonical(date, out) ? gzt_str_of(out) : (gzt_str){ 0 };
}

// XML and JSON may be a feed, whose items come next, or an XHTML page. All
// else of that kind (maps of sites, data for scripts) holds no article.
static bool
take_data(gzt_source *source, const head *h, gzt_str block, bool *page)
{
    gzt_http http = { .type = h->media, .body = block };
    const char *problem;
    gzt_arena arena;
    gzt_str body;
    gzt_sniff kind;

    *page = true;
    if (!gzt_http_read(block, &http))
        http = (gzt_http){ .type = h->media, .body = block };
    if (!is_feed_media(http.type))
        return false;
    gzt_arena_init(&arena);
    body = gzt_http_body(&http, &arena, &problem);
    kind = gzt_sniff_head(body, (gzt_str){ 0 }, GZT_FORMAT_AUTO);
    *page = kind.format == GZT_FORMAT_HTML;
    if (kind.format == GZT_FORMAT_FEED)
        source->feed = gzt_feed_open(body, http.type, h->url);
    gzt_arena_release(&arena);
    return kind.format == GZT_FORMAT_FEED;
}

static bool
emit(gzt_source *source, const head *h, gzt_str block, const char *warning,
     gzt_raw *out)
{
    char date[24];
    bool page;
    gzt_raw record = { .format = GZT_FORMAT_WARC,
                       .bytes = (char *)block.ptr,
                       .len = block.len,
                       .url = h->url,
                       .date = canonical_date(h->date, date),
                       .type = h->media,
                       .warning = gzt_str_of(warning) };

    if (take_data(source, h, block, &page))
        return false;
    source->passed += !page;
    if (!page)
        return false;
    gzt_source_emit(source, &record, out);
    return true;
}

// Does the record end at `at` in the window: behind the line ends that separate
// records another begins, or the file ends? In WARC four bytes close a record,
// whatever comes.
static bool
leads_on(const gzt_source *source, size_t at)
{
    gzt_str rest = gzt_source_unread(source);
    size_t end = at;

    if (!source->kind.arc &&
        gzt_str_starts(gzt_str_slice(rest, at, rest.len), GZT_S("\r\n\r\n")))
        return true;
    while (end < rest.len && end - at < BETWEEN_MAX &&
           strchr("\r\n", rest.ptr[end]) && rest.ptr[end])
        end++;
    rest = gzt_str_slice(rest, end, rest.len);
    return rest.len ? is_head(rest) : source->ended;
}

// The block ends with the file, before its end. Often only its line ends were
// converted: then HTTP's own length says that the page is whole.
static bool
holds_whole_page(const gzt_source *source, const head *h, gzt_str block)
{
    gzt_http http;

    return is_response(h) && !gzt_stream_problem(source->stream) &&
           gzt_http_read(block, &http) && http.sized && http.length &&
           http.body.len >= http.length;
}

// A record that is too long to be looked at.
static void
skip_record(gzt_source *source, const head *h, bool wanted, gzt_raw *out,
            bool *found)
{
    *found = wanted;
    source->passed += !wanted;
    if (wanted)
        gzt_source_refuse(source, gzt_source_unread(source),
                          GZT_S("larger than 64 MiB"), out);
    source->to_skip = h->size + h->length;
}

// Not all of the block is there, or what follows is no record.
static gzt_status
take_cut(gzt_source *source, const head *h, gzt_raw *out, bool *found)
{
    gzt_str rest = gzt_source_unread(source);
    gzt_str block = gzt_str_slice(rest, h->size, rest.len);

    *found = true;
    if (block.len >= h->length ||
        find_head(block, source->kind.arc) < block.len)
        return refuse(source, h->size,
                      "a record that is not as long as it says", out);
    if (!is_wanted_type(h) || !holds_whole_page(source, h, block)) {
        *found = at_end(source, out);
    } else if (is_wanted_block(h, block)) {
        *found = emit(source, h, block,
                      "the record is shorter than it says, but the page is "
                      "whole",
                      out);
        gzt_source_pass(source, rest.len);
    }
    return GZT_OK;
}

// The head of the record that begins here. False if none does.
static bool
read_head(gzt_source *source, gzt_str rest, head *out)
{
    *out = (head){ 0 };
    if (rest.len > GZT_WARC_HEADER)
        rest.len = GZT_WARC_HEADER;
    if (gzt_str_starts(rest, GZT_S("WARC/"))) {
        source->kind.arc = false;
        read_warc_head(rest, out);
        return true;
    }
    if (!is_arc_line(rest) || !read_arc_head(rest, out))
        return false;
    return source->kind.arc = true;
}

// A record whose head has been read.
static gzt_status
take_record(gzt_source *source, head *h, gzt_raw *out, bool *found)
{
    bool wanted = is_wanted_type(h);
    uint64_t total = h->size + h->length;
    gzt_str block;
    gzt_status status;

    if (h->length > (wanted ? (uint64_t)GZT_RECORD_MAX : (uint64_t)PEEKED)) {
        skip_record(source, h, wanted, out, found);
        return GZT_OK;
    }
    status = gzt_source_want(source, (size_t)total + BETWEEN_MAX + LINE_MAX_);
    if (status)
        return status;
    read_head(source, gzt_source_unread(source), h); // the window has moved
    // Damage behind a whole record is told with the next.
    if (gzt_source_unread(source).len < total ||
        (!leads_on(source, (size_t)total) &&
         !(source->ended && gzt_stream_problem(source->stream))))
        return take_cut(source, h, out, found);
    block = gzt_str_slice(gzt_source_unread(source), h->size, (size_t)total);
    wanted = wanted && is_wanted_block(h, block);
    *found = wanted && emit(source, h, block, NULL, out);
    source->passed += !wanted;
    gzt_source_pass(source, (size_t)total);
    return GZT_OK;
}

static gzt_status
skip_block(gzt_source *source)
{
    while (source->to_skip) {
        size_t len = gzt_source_unread(source).len;
        gzt_status status;

        len = len < source->to_skip ? len : (size_t)source->to_skip;
        gzt_source_pass(source, len);
        source->to_skip -= len;
        if (!source->to_skip)
            break;
        status = gzt_source_more(source);
        if (status)
            return status;
        if (source->ended && !gzt_source_unread(source).len)
            source->to_skip = 0;
    }
    return GZT_OK;
}

// Line ends between records; up to where a head has room.
static gzt_status
begin_record(gzt_source *source)
{
    gzt_status status = skip_block(source);

    if (!status)
        status = resync(source);
    while (!status) {
        gzt_str rest = gzt_source_unread(source);
        size_t at = 0;

        while (at < rest.len && (rest.ptr[at] == '\n' || rest.ptr[at] == '\r'))
            at++;
        gzt_source_pass(source, at);
        if (at < rest.len || source->ended)
            break;
        status = gzt_source_more(source);
    }
    return status;
}

// Read on until the head is there whole, or is too long.
static gzt_status
want_head(gzt_source *source)
{
    size_t len = 1024;

    for (;;) {
        gzt_status status = gzt_source_want(source, len);
        gzt_str rest = gzt_source_unread(source);

        if (status || source->ended || rest.len > GZT_WARC_HEADER ||
            !gzt_str_starts(rest, GZT_S("WARC/")) ||
            gzt_str_find(rest, GZT_S("\n\r\n")) < rest.len ||
            gzt_str_find(rest, GZT_S("\n\n")) < rest.len)
            return status;
        len = rest.len + 1;
    }
}

// What damaged data gave before the damage was seen.
static bool
is_last_of_damage(const gzt_source *source)
{
    gzt_str rest = gzt_source_unread(source);

    return source->ended && gzt_stream_problem(source->stream) &&
           find_head(rest, source->kind.arc) == rest.len;
}

static gzt_status
next_record(gzt_source *source, gzt_raw *out, bool *found)
{
    head h = { 0 };
    gzt_str rest;
    bool is_record;
    gzt_status status = begin_record(source);

    if (!status)
        status = want_head(source);
    if (status)
        return status;
    rest = gzt_source_unread(source);
    is_record = read_head(source, rest, &h);
    *found = true;
    if (!rest.len || (h.cut && source->ended) ||
        (!is_record && is_last_of_damage(source)))
        *found = at_end(source, out);
    else if (!is_record)
        return refuse(source, 1, "what is no record of a web archive", out);
    else if (h.fault)
        return refuse(source, h.size, h.fault, out);
    else
        return take_record(source, &h, out, found);
    return GZT_OK;
}

gzt_status
gzt_cut_warc(gzt_source *source, gzt_raw *out, bool *found)
{
    *found = false;
    while (!*found && source->stream) {
        gzt_status status = GZT_OK;

        if (source->feed) {
            *found = gzt_feed_next(source->feed, source, out);
            out->line = 0; // of the feed, not of the file
            if (!*found) {
                gzt_feed_close(source->feed);
                source->feed = NULL;
            }
        } else {
            status = next_record(source, out, found);
        }
        if (status)
            return status;
    }
    return GZT_OK;
}
