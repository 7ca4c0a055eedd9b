/* cut.c - records by the line, and files that are one record. */
#include "input/cut.h"

#include "base/str.h"
#include "input/feed.h"

// ---- Lines ------------------------------------------------------------------

// Read until the next line is in the window, or as much of it as is allowed.
// `*len` counts its newline too, if there is one.
static gzt_status
find_line(gzt_source *source, size_t *len, bool *whole)
{
    for (;;) {
        gzt_str rest = gzt_source_unread(source);
        const char *newline = memchr(rest.ptr + source->scanned, '\n',
                                     rest.len - source->scanned);
        gzt_status status;

        *whole = newline || source->ended;
        *len = newline ? (size_t)(newline - rest.ptr) + 1 : rest.len;
        if (*whole || rest.len > GZT_RECORD_MAX)
            return GZT_OK;
        source->scanned = rest.len;
        status = gzt_source_more(source);
        if (status)
            return status;
    }
}

// Pass over the rest of a line that was refused for its length.
static gzt_status
skip_line(gzt_source *source)
{
    while (source->skipping) {
        gzt_str rest = gzt_source_unread(source);
        const char *newline = memchr(rest.ptr, '\n', rest.len);
        gzt_status status;

        gzt_source_pass(source,
                        newline ? (size_t)(newline - rest.ptr) + 1 : rest.len);
        if (newline || source->ended)
            break;
        status = gzt_source_more(source);
        if (status)
            return status;
    }
    source->line += source->skipping;
    source->skipping = false;
    return GZT_OK;
}

// Make of the line what it is: a record, a refused one, nothing.
static bool
take_line(gzt_source *source, size_t len, bool whole, gzt_raw *out)
{
    gzt_str line = { gzt_source_unread(source).ptr, len };
    gzt_str text = gzt_str_trim(line);
    gzt_raw record = { .format = source->kind.format,
                       .bytes = (char *)text.ptr,
                       .len = text.len };

    if (!whole || len > (size_t)GZT_RECORD_MAX + 1) {
        gzt_source_refuse(source, line, GZT_S("longer than 64 MiB"), out);
        source->skipping = true;
        return true;
    }
    if (text.len)
        gzt_source_emit(source, &record, out);
    gzt_source_pass(source, len);
    source->line++;
    return text.len > 0;
}

gzt_status
gzt_cut_line(gzt_source *source, gzt_raw *out, bool *found)
{
    *found = false;
    while (!*found) {
        size_t len;
        bool whole, last;
        gzt_status status = skip_line(source);

        if (!status)
            status = find_line(source, &len, &whole);
        if (status)
            return status;
        last = !len || source->window[source->start + len - 1] != '\n';
        // A last line without an end is a record, unless what cut it off was
        // damage.
        if (!len || (whole && last && gzt_stream_problem(source->stream))) {
            *found = gzt_source_finish(source, //
                                       "the records before it were read", out);
            break;
        }
        *found = take_line(source, len, whole, out);
    }
    return GZT_OK;
}

// ---- Whole files ------------------------------------------------------------

// All of the source in the window. False if it is refused instead.
static gzt_status
read_whole(gzt_source *source, gzt_raw *out, bool *refused)
{
    gzt_status status = gzt_source_want(source, (size_t)GZT_RECORD_MAX + 1);
    gzt_str bytes = gzt_source_unread(source);

    *refused = true;
    if (status)
        return status;
    if (bytes.len > GZT_RECORD_MAX) {
        gzt_source_refuse(source, bytes, GZT_S("larger than 64 MiB"), out);
        gzt_source_close(source);
    } else if (gzt_stream_problem(source->stream)) {
        gzt_source_finish(source, "nothing of it was taken", out);
    } else {
        *refused = false;
    }
    return GZT_OK;
}

gzt_status
gzt_cut_whole(gzt_source *source, gzt_raw *out, bool *found)
{
    bool refused;
    gzt_status status = read_whole(source, out, &refused);
    gzt_str bytes = gzt_source_unread(source);
    gzt_raw record = { .format = source->kind.format,
                       .bytes = (char *)bytes.ptr,
                       .len = bytes.len };

    *found = true;
    if (status || refused)
        return status;
    // Nothing on standard input: no more is wrong than with no file.
    *found = bytes.len || !gzt_str_eq(source->path, GZT_S("-"));
    if (*found)
        gzt_source_emit(source, &record, out);
    gzt_source_close(source);
    return GZT_OK;
}

gzt_status
gzt_cut_feed(gzt_source *source, gzt_raw *out, bool *found)
{
    bool refused = false;

    if (!source->feed) {
        gzt_status status = read_whole(source, out, &refused);

        *found = true;
        if (status || refused)
            return status;
        source->feed = gzt_feed_open(gzt_source_unread(source), (gzt_str){ 0 },
                                     (gzt_str){ 0 });
    }
    *found = gzt_feed_next(source->feed, source, out);
    if (!*found)
        gzt_source_close(source);
    return GZT_OK;
}
