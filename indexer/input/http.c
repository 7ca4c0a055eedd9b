/* http.c - an HTTP response as a web archive keeps it. */
#include "input/http.h"

#include "base/buf.h"
#include "base/str.h"
#include "input/input.h"

#include <brotli/decode.h>
#include <zlib.h>

enum {
    EXPAND_FREE = 64 * 1024, // bytes that may come of next to nothing
    ENCODINGS_MAX = 4        // on top of each other
};

// ---- The header -------------------------------------------------------------

static bool
contains_nocase(gzt_str s, gzt_str word)
{
    for (size_t i = 0; i + word.len <= s.len; i++)
        if (gzt_str_eq_nocase(gzt_str_slice(s, i, i + word.len), word))
            return true;
    return false;
}

bool
gzt_http_field(gzt_str *line, gzt_str *name)
{
    gzt_str_cut(line, ':', name);
    if (!line->ptr)
        return false;
    *name = gzt_str_trim(*name);
    *line = gzt_str_trim(*line);
    return true;
}

static void
take_field(gzt_http *http, gzt_str line)
{
    gzt_str name;

    if (!gzt_http_field(&line, &name))
        return;
    if (gzt_str_eq_nocase(name, GZT_S("Content-Type")))
        http->type = line;
    else if (gzt_str_eq_nocase(name, GZT_S("Content-Encoding")))
        http->encoding = line;
    else if (gzt_str_eq_nocase(name, GZT_S("Content-Length")))
        http->sized = gzt_str_to_u64(line, INT64_MAX, &http->length);
    else if (gzt_str_eq_nocase(name, GZT_S("Transfer-Encoding")))
        http->chunked = contains_nocase(line, GZT_S("chunked"));
}

bool
gzt_http_read(gzt_str message, gzt_http *out)
{
    gzt_str line, word;
    uint64_t status = 0;

    *out = (gzt_http){ 0 };
    if (!gzt_str_starts(message, GZT_S("HTTP/")))
        return false;
    gzt_str_line(&message, &line);
    gzt_str_cut(&line, ' ', &word);
    line = line.ptr ? gzt_str_trim(line) : (gzt_str){ 0 };
    gzt_str_cut(&line, ' ', &word);
    if (word.len <= 4 && gzt_str_to_u64(word, 999, &status))
        out->status = (unsigned)status;
    for (int i = 0;
         i < GZT_HTTP_LINES && gzt_str_line(&message, &line) && line.len; i++)
        take_field(out, line);
    out->body = message.ptr ? message : (gzt_str){ 0 };
    return true;
}

// ---- Transfer encoding ------------------------------------------------------

// The size that a chunk begins with, and its line taken.
static bool
chunk_size(gzt_str *rest, size_t *out)
{
    gzt_str after = *rest, line;
    size_t size = 0, digits = 0;

    gzt_str_line(&after, &line);
    line = gzt_str_trim(line);
    while (digits < line.len && digits < 8) {
        char c = line.ptr[digits] | 0x20;

        if (c >= '0' && c <= '9')
            size = size * 16 + (size_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            size = size * 16 + (size_t)(c - 'a') + 10;
        else
            break;
        digits++;
    }
    if (!digits || (digits < line.len && line.ptr[digits] != ';' &&
                    line.ptr[digits] != ' '))
        return false;
    *out = size;
    *rest = after.ptr ? after : (gzt_str){ "", 0 };
    return true;
}

static gzt_str
dechunk(gzt_str body, gzt_arena *arena, const char **problem)
{
    gzt_str rest = body;
    char *out;
    size_t len = 0, size;

    if (!chunk_size(&rest, &size) || size > rest.len)
        return body; // it never was in chunks, or is no longer
    out = gzt_arena_alloc(arena, body.len);
    while (size) {
        if (size > rest.len) {
            *problem = "its last chunk is cut off";
            size = rest.len;
        }
        memcpy(out + len, rest.ptr, size);
        len += size;
        rest = gzt_str_slice(rest, size, rest.len);
        if (gzt_str_starts(rest, GZT_S("\r\n")))
            rest = gzt_str_slice(rest, 2, rest.len);
        else if (gzt_str_starts(rest, GZT_S("\n")))
            rest = gzt_str_slice(rest, 1, rest.len);
        if (!rest.len || !chunk_size(&rest, &size)) {
            if (!*problem)
                *problem = "its chunks end too early";
            break;
        }
    }
    return (gzt_str){ out, len };
}

// ---- Content encoding -------------------------------------------------------

static size_t
limit_of(gzt_str in)
{
    size_t limit = EXPAND_FREE + GZT_EXPAND_RATIO * in.len;

    return limit < GZT_RECORD_MAX ? limit : GZT_RECORD_MAX;
}

// zlib's `bits` say what to expect. What comes out before an end that is
// missing is taken.
static bool
inflated(gzt_str in, int bits, gzt_buf *out, const char **problem)
{
    z_stream z = { .next_in = (Bytef *)in.ptr, .avail_in = (uInt)in.len };
    int code = inflateInit2(&z, bits);

    if (code != Z_OK)
        return false;
    while (code == Z_OK) {
        size_t room = out->len < 32 * 1024 ? 64 * 1024 : out->len;
        char *at;

        room = room > out->max - out->len ? out->max - out->len : room;
        at = room ? gzt_buf_room(out, room) : NULL;
        if (!at) {
            *problem = "it expands more than is allowed";
            break;
        }
        z.next_out = (Bytef *)at;
        z.avail_out = (uInt)room;
        code = inflate(&z, Z_NO_FLUSH);
        out->len += room - z.avail_out;
    }
    inflateEnd(&z);
    if (code != Z_STREAM_END && out->len && !*problem)
        *problem = "its compressed data is damaged or cut off";
    return out->len > 0 || code == Z_STREAM_END;
}

static bool
unbrotlied(gzt_str in, gzt_buf *out, const char **problem)
{
    BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    const uint8_t *next = (const uint8_t *)in.ptr;
    size_t left = in.len;
    BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;

    while (state && result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
        size_t room =
            out->max - out->len < 64 * 1024 ? out->max - out->len : 64 * 1024;
        size_t before = room;
        uint8_t *at = room ? (uint8_t *)gzt_buf_room(out, room) : NULL;

        if (!at) {
            *problem = "it expands more than is allowed";
            break;
        }
        result = BrotliDecoderDecompressStream(state, &left, &next, &room, &at,
                                               NULL);
        out->len += before - room;
    }
    BrotliDecoderDestroyInstance(state);
    if (result != BROTLI_DECODER_RESULT_SUCCESS && out->len && !*problem)
        *problem = "its compressed data is damaged or cut off";
    return out->len > 0 && result != BROTLI_DECODER_RESULT_ERROR;
}

static bool
expand(gzt_str in, gzt_str name, gzt_buf *out, const char **problem)
{
    const unsigned char *p = (const unsigned char *)in.ptr;

    if (gzt_str_eq_nocase(name, GZT_S("gzip")) ||
        gzt_str_eq_nocase(name, GZT_S("x-gzip")))
        return in.len > 2 && p[0] == 0x1f && p[1] == 0x8b &&
               inflated(in, MAX_WBITS + 16, out, problem);
    if (gzt_str_eq_nocase(name, GZT_S("br")))
        return unbrotlied(in, out, problem);
    if (!gzt_str_eq_nocase(name, GZT_S("deflate")) || !in.len)
        return false;
    // Some send what RFC 1950 says, some what RFC 1951 does.
    if ((p[0] & 0x0f) == Z_DEFLATED && inflated(in, MAX_WBITS, out, problem))
        return true;
    gzt_buf_clear(out);
    *problem = NULL;
    return p[0] != '<' && inflated(in, -MAX_WBITS, out, problem);
}

// The encoding that was put on last, and the rest of the list without it.
static gzt_str
last_encoding(gzt_str *list)
{
    size_t at = list->len;
    gzt_str last;

    while (at && list->ptr[at - 1] != ',')
        at--;
    last = gzt_str_trim(gzt_str_slice(*list, at, list->len));
    list->len = at ? at - 1 : 0;
    return last;
}

gzt_str
gzt_http_body(const gzt_http *http, gzt_arena *arena, const char **problem)
{
    gzt_str body = http->body, list = http->encoding;

    *problem = NULL;
    if (http->chunked)
        body = dechunk(body, arena, problem);
    for (int i = 0; i < ENCODINGS_MAX && list.len; i++) {
        const char *fault = NULL;
        gzt_buf out;

        gzt_buf_init(&out, limit_of(body));
        if (expand(body, last_encoding(&list), &out, &fault)) {
            body = gzt_arena_copy(arena, gzt_buf_str(&out));
            if (fault)
                *problem = fault;
        }
        gzt_buf_release(&out);
    }
    return body;
}
