/* source.c - the file, or the member of an archive, that is being read. */
#include "input/source.h"

#include "base/str.h"
#include "input/feed.h"

#include <stdio.h>
#include <stdlib.h>

enum {
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
    FIRST_WINDOW = 16 * 1024, // so that small inputs make it move, too
#else
    FIRST_WINDOW = 256 * 1024,
#endif
    SHOWN_OF_REFUSED = 4096,
    SENTENCE_MAX = 400
};

gzt_source
gzt_source_of(gzt_str path, bool walked, uint64_t file)
{
    return (gzt_source){ .path = path,
                         .walked = walked,
                         .file = file,
                         .line = 1,
                         .kind = { .format = GZT_FORMAT_TEXT, .whole = true } };
}

void
gzt_source_close(gzt_source *source)
{
    gzt_stream_close(source->stream);
    gzt_feed_close(source->feed);
    source->stream = NULL;
    source->feed = NULL;
    source->start = source->end = source->scanned = 0;
}

void
gzt_source_release(gzt_source *source)
{
    gzt_source_close(source);
    free(source->window);
    source->window = NULL;
    source->capacity = 0;
}

// ---- The window -------------------------------------------------------------

gzt_str
gzt_source_unread(const gzt_source *source)
{
    if (source->end == source->start)
        return GZT_S("");
    return (gzt_str){ source->window + source->start,
                      source->end - source->start };
}

static void
make_room(gzt_source *source)
{
    size_t len = source->end - source->start;

    if (source->capacity - source->end > source->capacity / 4)
        return;
    if (source->start)
        memmove(source->window, source->window + source->start, len);
    source->start = 0;
    source->end = len;
    if (source->capacity - len > source->capacity / 4)
        return;
    source->capacity = source->capacity ? 2 * source->capacity : FIRST_WINDOW;
    source->window = gzt_xrealloc(source->window, source->capacity, 1);
}

gzt_status
gzt_source_more(gzt_source *source)
{
    size_t got;
    gzt_status status;

    make_room(source);
    status = gzt_stream_read(source->stream, source->window + source->end,
                             source->capacity - source->end, &got);
    source->end += got;
    source->ended = !status && !got;
    return status;
}

gzt_status
gzt_source_want(gzt_source *source, size_t len)
{
    while (!source->ended && source->end - source->start < len) {
        gzt_status status = gzt_source_more(source);

        if (status)
            return status;
    }
    return GZT_OK;
}

void
gzt_source_pass(gzt_source *source, size_t len)
{
    source->start += len;
    source->byte += len;
    source->scanned = 0;
}

// ---- Records ----------------------------------------------------------------

static void
pack(char **at, gzt_str *field)
{
    if (field->len)
        memcpy(*at, field->ptr, field->len);
    field->ptr = *at;
    *at += field->len;
    *(*at)++ = '\0';
}

// One block of memory holds the bytes and all strings, each with a NUL behind
// it: parsers may look at what follows.
void
gzt_source_emit(const gzt_source *source, const gzt_raw *record, gzt_raw *out)
{
    gzt_str bytes = { record->bytes, record->len };
    char *at;

    *out = *record;
    out->path = source->path;
    out->file = source->file;
    if (!out->byte)
        out->byte = source->byte;
    if (!out->line && !source->kind.whole)
        out->line = source->line;
    at = gzt_xrealloc(NULL,
                      bytes.len + out->refused.len + out->warning.len +
                          out->url.len + out->date.len + out->type.len + 6,
                      1);
    out->bytes = at;
    pack(&at, &bytes);
    pack(&at, &out->refused);
    pack(&at, &out->warning);
    pack(&at, &out->url);
    pack(&at, &out->date);
    pack(&at, &out->type);
}

void
gzt_source_refuse(const gzt_source *source, gzt_str bytes, gzt_str why,
                  gzt_raw *out)
{
    gzt_raw record = { .format = source->kind.format,
                       .bytes = (char *)bytes.ptr,
                       .len = bytes.len > SHOWN_OF_REFUSED ? SHOWN_OF_REFUSED
                                                           : bytes.len,
                       .refused = why };

    gzt_source_emit(source, &record, out);
}

bool
gzt_source_finish(gzt_source *source, const char *loss, gzt_raw *out)
{
    const char *problem = gzt_stream_problem(source->stream);
    char why[SENTENCE_MAX];

    if (problem) {
        snprintf(why, sizeof(why), "%s; %s", problem, loss);
        gzt_source_refuse(source, gzt_source_unread(source), gzt_str_of(why),
                          out);
    }
    gzt_source_close(source);
    return problem != NULL;
}
