/* cut_mbox.c - the messages of an mbox file: each begins with a line of
 * "From ", behind an empty one (RFC 4155). */
#include "input/cut.h"

#include "base/str.h"

// A line that begins "From " and has a time in it; what is not quoted in the
// text of a message rarely has.
static bool
is_from_line(gzt_str text)
{
    gzt_str line;

    gzt_str_cut(&text, '\n', &line);
    return gzt_str_starts(line, GZT_S("From ")) && line.len < 300 &&
           gzt_str_find(line, GZT_S(":")) < line.len;
}

// Where the next message begins, behind `from`; rest.len if that is not there.
static size_t
find_next(gzt_str rest, size_t from)
{
    while (from < rest.len) {
        const char *newline = memchr(rest.ptr + from, '\n', rest.len - from);
        size_t at;

        if (!newline)
            break;
        at = (size_t)(newline - rest.ptr) + 1;
        if (gzt_str_starts(gzt_str_slice(rest, at, rest.len), GZT_S("From ")) &&
            at >= 2 &&
            (rest.ptr[at - 2] == '\n' || (at >= 3 && rest.ptr[at - 2] == '\r' &&
                                          rest.ptr[at - 3] == '\n')) &&
            is_from_line(gzt_str_slice(rest, at, rest.len)))
            return at;
        from = at;
    }
    return rest.len;
}

// Read on until the end of the message is known, or it is too long.
static gzt_status
find_end(gzt_source *source, size_t *len)
{
    for (;;) {
        gzt_str rest = gzt_source_unread(source);
        gzt_status status;

        *len = find_next(rest, source->scanned);
        if (*len < rest.len || source->ended || rest.len > GZT_RECORD_MAX)
            return GZT_OK;
        // A line that is not there whole is looked at again.
        source->scanned = rest.len > 400 ? rest.len - 400 : 0;
        status = gzt_source_more(source);
        if (status)
            return status;
    }
}

static void
pass_lines(gzt_source *source, size_t len)
{
    gzt_str rest = gzt_source_unread(source);

    for (size_t i = 0; i < len; i++)
        source->line += rest.ptr[i] == '\n';
    gzt_source_pass(source, len);
}

// The rest of a message that was too long.
static gzt_status
skip_message(gzt_source *source)
{
    while (source->skipping) {
        size_t len;
        gzt_status status = find_end(source, &len);

        if (status)
            return status;
        source->skipping = len == gzt_source_unread(source).len && //
                           !source->ended;
        pass_lines(source, len);
    }
    return GZT_OK;
}

gzt_status
gzt_cut_mbox(gzt_source *source, gzt_raw *out, bool *found)
{
    gzt_raw record = { .format = GZT_FORMAT_MAIL };
    gzt_status status = skip_message(source);
    gzt_str rest;
    size_t len = 0;

    *found = false;
    if (!status)
        status = find_end(source, &len);
    if (status)
        return status;
    rest = gzt_source_unread(source);
    if (!len || (len == rest.len && gzt_stream_problem(source->stream))) {
        *found =
            gzt_source_finish(source, "the messages before it were read", out);
        return GZT_OK;
    }
    *found = true;
    if (len > GZT_RECORD_MAX) {
        gzt_source_refuse(source, rest, GZT_S("larger than 64 MiB"), out);
        source->skipping = true;
    } else {
        record.bytes = (char *)rest.ptr;
        record.len = len;
        gzt_source_emit(source, &record, out);
    }
    pass_lines(source, len);
    return GZT_OK;
}
