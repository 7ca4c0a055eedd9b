/* input.c - from places to raw records: open one file after the other, judge
 * it, and cut it into lines or hand it over whole. */
#include "input/input.h"

#include "base/str.h"
#include "input/sniff.h"
#include "input/stream.h"
#include "input/walk.h"

#include <libxml/parser.h>
#include <stdlib.h>

enum {
    FIRST_WINDOW = 256 * 1024,
    SHOWN_OF_REFUSED = 4096, // bytes of a record that is too long
};

struct gzt_input {
    gzt_walk walk;
    gzt_input_options options;
    gzt_arena arena; // sentences of refusal
    size_t next_file;
    uint64_t serial, binary;
    _Atomic uint64_t done;

    // The file being read; `stream` is NULL between files.
    gzt_stream *stream;
    const gzt_walk_file *file;
    gzt_sniff kind;
    bool judged, ended;
    bool skipping;       // the rest of a line that was refused
    uint64_t line, byte; // of window + start

    char *window;
    size_t start, end, capacity;
    size_t scanned; // bytes from start that hold no newline
};

// ---- Opening and closing ----------------------------------------------------

gzt_status
gzt_input_open(gzt_input **out, const char *const *places, size_t count,
               const gzt_input_options *options, gzt_err *err)
{
    gzt_input *input = gzt_xrealloc(NULL, 1, sizeof(*input));
    gzt_status status;

    xmlInitParser(); // before the workers that will parse
    *input = (gzt_input){ .options = *options };
    status = gzt_walk_init(&input->walk, places, count, err);
    if (status) {
        free(input);
        input = NULL;
    }
    *out = input;
    return status;
}

void
gzt_input_close(gzt_input *input)
{
    if (!input)
        return;
    gzt_stream_close(input->stream);
    gzt_walk_release(&input->walk);
    gzt_arena_release(&input->arena);
    free(input->window);
    free(input);
}

void
gzt_input_progress(const gzt_input *input, uint64_t *done, uint64_t *total)
{
    *done = atomic_load_explicit(&input->done, memory_order_relaxed);
    *total = input->walk.unsized ? 0 : input->walk.bytes;
}

uint64_t
gzt_input_skipped(const gzt_input *input)
{
    return input->walk.skipped + input->binary;
}

void
gzt_raw_release(gzt_raw *raw)
{
    free(raw->bytes);
    raw->bytes = NULL;
    raw->len = 0;
}

// ---- The window onto the file -----------------------------------------------

static gzt_str
unread(const gzt_input *input)
{
    return (gzt_str){ input->end > input->start ? input->window + input->start
                                                : "",
                      input->end - input->start };
}

static void
make_room(gzt_input *input)
{
    size_t len = input->end - input->start;

    if (input->capacity - input->end > input->capacity / 4)
        return;
    if (input->start)
        memmove(input->window, input->window + input->start, len);
    input->start = 0;
    input->end = len;
    if (input->capacity - len > input->capacity / 4)
        return;
    input->capacity = input->capacity ? 2 * input->capacity : FIRST_WINDOW;
    input->window = gzt_xrealloc(input->window, input->capacity, 1);
}

// Read on; sets `ended` when there is no more to be had from this file.
static gzt_status
read_more(gzt_input *input)
{
    size_t got;
    gzt_status status;

    make_room(input);
    status = gzt_stream_read(input->stream, input->window + input->end,
                             input->capacity - input->end, &got);
    input->end += got;
    input->ended = !status && !got;
    return status;
}

static void
pass(gzt_input *input, size_t len)
{
    input->start += len;
    input->byte += len;
    input->scanned = 0;
}

// ---- Records ----------------------------------------------------------------

static void
emit(gzt_input *input, gzt_str bytes, gzt_raw *out)
{
    *out = (gzt_raw){ .format = input->kind.format,
                      .path = input->file->path,
                      .line = input->kind.whole ? 0 : input->line,
                      .byte = input->byte,
                      .serial = input->serial++ };
    // One byte more, so that parsers may look at what follows.
    out->bytes = gzt_xrealloc(NULL, bytes.len + 1, 1);
    if (bytes.len)
        memcpy(out->bytes, bytes.ptr, bytes.len);
    out->bytes[bytes.len] = '\0';
    out->len = bytes.len;
}

static void
emit_refused(gzt_input *input, gzt_str bytes, gzt_str why, gzt_raw *out)
{
    if (bytes.len > SHOWN_OF_REFUSED)
        bytes.len = SHOWN_OF_REFUSED;
    emit(input, bytes, out);
    out->refused = why;
}

static void
leave_file(gzt_input *input)
{
    gzt_stream_close(input->stream);
    input->stream = NULL;
    input->start = input->end = input->scanned = 0;
}

// The file ends here, well or not. True if the user must hear of it.
static bool
finish_file(gzt_input *input, const char *loss, gzt_raw *out)
{
    const char *problem = gzt_stream_problem(input->stream);

    if (problem)
        emit_refused(input, unread(input),
                     gzt_arena_printf(&input->arena, "%s; %s", problem, loss),
                     out);
    leave_file(input);
    return problem != NULL;
}

// Open the next file. True if that already gave a record, a refused one.
static bool
open_next(gzt_input *input, gzt_raw *out)
{
    const gzt_walk_file *file = &input->walk.files[input->next_file++];
    bool stdin_named = !file->walked && gzt_str_eq(file->path, GZT_S("-"));
    gzt_str why = file->problem;
    gzt_err err;

    input->file = file;
    input->line = 1;
    input->byte = 0;
    input->judged = input->ended = input->skipping = false;
    input->kind = (gzt_sniff){ .format = GZT_FORMAT_TEXT, .whole = true };
    if (!why.len &&
        gzt_stream_open(&input->stream, stdin_named ? NULL : file->path.ptr,
                        file->walked, &input->done, &err))
        why = gzt_arena_copy(&input->arena, gzt_str_of(err.text));
    if (why.len)
        emit_refused(input, (gzt_str){ 0 }, why, out);
    return why.len > 0;
}

static gzt_status
judge(gzt_input *input)
{
    while (!input->ended && !gzt_sniff_enough(unread(input))) {
        gzt_status status = read_more(input);

        if (status)
            return status;
    }
    input->kind =
        gzt_sniff_head(unread(input), input->file->path, input->options.format);
    input->judged = true;
    return GZT_OK;
}

// ---- Lines ------------------------------------------------------------------

// Read until the next line is in the window, or as much of it as is allowed.
// `*len` counts its newline too, if there is one.
static gzt_status
find_line(gzt_input *input, size_t *len, bool *whole)
{
    for (;;) {
        gzt_str rest = unread(input);
        const char *newline =
            memchr(rest.ptr + input->scanned, '\n', rest.len - input->scanned);
        gzt_status status;

        *whole = newline || input->ended;
        *len = newline ? (size_t)(newline - rest.ptr) + 1 : rest.len;
        if (*whole || rest.len > GZT_RECORD_MAX)
            return GZT_OK;
        input->scanned = rest.len;
        status = read_more(input);
        if (status)
            return status;
    }
}

// Pass over the rest of a line that was refused for its length.
static gzt_status
skip_line(gzt_input *input)
{
    while (input->skipping) {
        gzt_str rest = unread(input);
        const char *newline = memchr(rest.ptr, '\n', rest.len);
        gzt_status status;

        pass(input, newline ? (size_t)(newline - rest.ptr) + 1 : rest.len);
        if (newline || input->ended)
            break;
        status = read_more(input);
        if (status)
            return status;
    }
    input->line += input->skipping;
    input->skipping = false;
    return GZT_OK;
}

// Make of the line what it is: a record, a refused one, nothing.
static bool
take_line(gzt_input *input, size_t len, bool whole, gzt_raw *out)
{
    gzt_str line = { unread(input).ptr, len };
    gzt_str text = gzt_str_trim(line);

    if (!whole || len > (size_t)GZT_RECORD_MAX + 1) {
        emit_refused(input, line, GZT_S("longer than 64 MiB"), out);
        input->skipping = true;
        return true;
    }
    if (text.len)
        emit(input, text, out);
    pass(input, len);
    input->line++;
    return text.len > 0;
}

// The next line that is not blank; not found at the end of the file.
static gzt_status
next_line(gzt_input *input, gzt_raw *out, bool *found)
{
    while (!*found) {
        size_t len;
        bool whole, last;
        gzt_status status = skip_line(input);

        if (!status)
            status = find_line(input, &len, &whole);
        if (status)
            return status;
        last = !len || input->window[input->start + len - 1] != '\n';
        // A last line without an end is a record, unless what cut it off was
        // damage.
        if (!len || (whole && last && gzt_stream_problem(input->stream))) {
            *found = finish_file(input, "the records before it were read", out);
            break;
        }
        *found = take_line(input, len, whole, out);
    }
    return GZT_OK;
}

// ---- Whole files ------------------------------------------------------------

static gzt_status
next_whole(gzt_input *input, gzt_raw *out, bool *found)
{
    gzt_str bytes = unread(input);

    while (!input->ended && bytes.len <= GZT_RECORD_MAX) {
        gzt_status status = read_more(input);

        if (status)
            return status;
        bytes = unread(input);
    }
    *found = true;
    if (bytes.len > GZT_RECORD_MAX)
        emit_refused(input, bytes, GZT_S("larger than 64 MiB"), out);
    else if (gzt_stream_problem(input->stream))
        return finish_file(input, "nothing of it was taken", out), GZT_OK;
    else if (!bytes.len && gzt_str_eq(input->file->path, GZT_S("-")))
        *found = false; // nothing came in: no more is wrong than with no file
    else
        emit(input, bytes, out);
    leave_file(input);
    return GZT_OK;
}

static void
refuse_binary(gzt_input *input, gzt_raw *out, bool *found)
{
    *found = !input->file->walked;
    if (*found)
        emit_refused(input, (gzt_str){ 0 },
                     GZT_S("not a text: it holds NUL bytes"), out);
    else
        input->binary++;
    leave_file(input);
}

// A record of the file that is open; none if it is at its end, and then it is
// closed.
static gzt_status
next_in_file(gzt_input *input, gzt_raw *out, bool *found)
{
    *found = false;
    if (!input->judged) {
        gzt_status status = judge(input);

        if (status)
            return status;
    }
    if (input->kind.foreign) {
        emit_refused(input, (gzt_str){ 0 },
                     GZT_S("a feed or a web archive, which cannot be read "
                           "yet: convert it to JSON Lines, or force "
                           "--format text"),
                     out);
        *found = true;
        leave_file(input);
    } else if (input->kind.binary)
        refuse_binary(input, out, found);
    else if (input->kind.whole)
        return next_whole(input, out, found);
    else
        return next_line(input, out, found);
    return GZT_OK;
}

gzt_status
gzt_input_next(gzt_input *input, gzt_raw *out, bool *more, gzt_err *err)
{
    *more = true;
    while (input->stream || input->next_file < input->walk.count) {
        bool found;
        gzt_status status;

        if (!input->stream && open_next(input, out))
            return GZT_OK;
        status = next_in_file(input, out, &found);
        if (status)
            return gzt_fail(err, status, "%.*s: interrupted",
                            GZT_ARG(input->file->path));
        if (found)
            return GZT_OK;
    }
    *more = false;
    return GZT_OK;
}
