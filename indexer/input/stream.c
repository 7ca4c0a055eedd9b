/* stream.c - the bytes of one file: plain or gzip, UTF-8 or UTF-16. */
#include "input/stream.h"

#include "base/utf8.h"
#include "input/input.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum {
    IN_SIZE = 128 * 1024,
    WIDE_SIZE = 32 * 1024,   // bytes of UTF-16 turned at a time
    EXPAND_FREE = 64 * 1024, // so much may come of next to nothing
    MEMBER_MIN = 18,         // bytes of the shortest gzip member
};

typedef enum encoding {
    UNKNOWN,
    UTF8,
    UTF16LE,
    UTF16BE,
} encoding;

struct gzt_stream {
    int fd;
    gzt_stream_reader *reader; // of a member, instead of fd
    void *self;
    bool begun, gzip, in_member, ended;
    encoding encoding;
    z_stream z;
    uint64_t in_total, out_total; // stored and expanded bytes
    _Atomic uint64_t *done;
    size_t in_at, in_len;
    size_t wide_len; // UTF-16 not yet turned
    char problem[160];
    unsigned char in[IN_SIZE];
    unsigned char wide[WIDE_SIZE];
};

// ---- Opening ----------------------------------------------------------------

static gzt_status
open_file(gzt_stream *stream, const char *path, bool walked, gzt_err *err)
{
    struct stat st;
    int flags = O_RDONLY | O_CLOEXEC;

    if (!path) {
        stream->fd = STDIN_FILENO;
        return GZT_OK;
    }
    // A walked file may have become a pipe meanwhile; opening must not wait.
    if (walked)
        flags |= O_NOFOLLOW | O_NONBLOCK;
    stream->fd = open(path, flags);
    if (stream->fd < 0 || fstat(stream->fd, &st))
        return gzt_fail_errno(err, "cannot open");
    if (walked && !S_ISREG(st.st_mode))
        return gzt_fail(err, GZT_EINVAL, "not a regular file any more");
    return GZT_OK;
}

gzt_status
gzt_stream_open(gzt_stream **out, const char *path, bool walked,
                _Atomic uint64_t *done, gzt_err *err)
{
    gzt_stream *stream = gzt_xrealloc(NULL, 1, sizeof(*stream));
    gzt_status status;

    // All but the buffers.
    memset(stream, 0, offsetof(gzt_stream, in));
    stream->fd = -1;
    stream->done = done;
    status = open_file(stream, path, walked, err);
    if (status) {
        gzt_stream_close(stream);
        stream = NULL;
    }
    *out = stream;
    return status;
}

gzt_stream *
gzt_stream_of(gzt_stream_reader *reader, void *self)
{
    gzt_stream *stream = gzt_xrealloc(NULL, 1, sizeof(*stream));

    memset(stream, 0, offsetof(gzt_stream, in));
    stream->fd = -1;
    stream->reader = reader;
    stream->self = self;
    return stream;
}

void
gzt_stream_close(gzt_stream *stream)
{
    if (!stream)
        return;
    if (stream->gzip)
        inflateEnd(&stream->z);
    if (stream->fd > STDIN_FILENO)
        close(stream->fd);
    free(stream);
}

const char *
gzt_stream_problem(const gzt_stream *stream)
{
    return stream->problem[0] ? stream->problem : NULL;
}

static void
set_problem(gzt_stream *stream, const char *what)
{
    snprintf(stream->problem, sizeof(stream->problem), "%s", what);
}

// ---- Stored bytes -----------------------------------------------------------

// read(2), its failure turned into a problem, which ends this stream but not
// the input.
static gzt_status
read_file(gzt_stream *stream, void *out, size_t room, size_t *got)
{
    ssize_t n = read(stream->fd, out, room);

    if (n < 0 && errno == EINTR)
        return GZT_EINTERRUPTED;
    if (n < 0) {
        snprintf(stream->problem, sizeof(stream->problem),
                 "cannot be read to its end: %s", strerror(errno));
        return GZT_OK;
    }
    atomic_fetch_add_explicit(stream->done, (uint64_t)n, memory_order_relaxed);
    *got = (size_t)n;
    return GZT_OK;
}

static gzt_status
read_stored(gzt_stream *stream, void *out, size_t room, size_t *got)
{
    const char *problem = NULL;
    gzt_status status;

    *got = 0;
    if (stream->reader)
        status = stream->reader(stream->self, out, room, got, &problem);
    else
        status = read_file(stream, out, room, got);
    if (problem)
        set_problem(stream, problem);
    stream->ended = !status && !*got && !stream->problem[0];
    stream->in_total += *got;
    return status;
}

uint64_t
gzt_stream_stored(const gzt_stream *stream)
{
    return stream->in_total;
}

int64_t
gzt_stream_seek(gzt_stream *stream, int64_t offset, int whence)
{
    off_t at = -1;

    if (stream->fd > STDIN_FILENO && !stream->gzip)
        at = lseek(stream->fd, offset, whence);
    if (at < 0)
        return -1;
    stream->in_at = stream->in_len = stream->wide_len = 0;
    stream->begun = true;
    stream->ended = false;
    stream->encoding = UTF8;
    return at;
}

// Add to what is in the buffer.
static gzt_status
fill(gzt_stream *stream)
{
    size_t got;
    gzt_status status;

    if (stream->in_at == stream->in_len)
        stream->in_at = stream->in_len = 0;
    if (stream->ended || stream->in_len == IN_SIZE)
        return GZT_OK;
    status = read_stored(stream, stream->in + stream->in_len,
                         IN_SIZE - stream->in_len, &got);
    stream->in_len += got;
    return status;
}

static size_t
take_stored(gzt_stream *stream, char *out, size_t room)
{
    size_t len = stream->in_len - stream->in_at;

    if (len > room)
        len = room;
    memcpy(out, stream->in + stream->in_at, len);
    stream->in_at += len;
    return len;
}

// ---- gzip -------------------------------------------------------------------

static void
damaged(gzt_stream *stream, const char *how)
{
    uint64_t at = stream->in_total - (stream->in_len - stream->in_at);

    snprintf(stream->problem, sizeof(stream->problem),
             "gzip data %s at byte %" PRIu64, how, at);
}

// Between members: is there another? Zeros after the last are padding, as of
// a tape; anything else may be a member whose beginning is damaged, and must
// not go unnoticed.
static bool
begin_member(gzt_stream *stream)
{
    while (stream->in_at < stream->in_len && stream->out_total &&
           !stream->in[stream->in_at])
        stream->in_at++;
    if (stream->in_at == stream->in_len)
        return false;
    if (stream->in[stream->in_at] != 0x1f) {
        damaged(stream, "is damaged");
        return false;
    }
    inflateReset(&stream->z);
    stream->in_member = true;
    return true;
}

static void
inflate_once(gzt_stream *stream, char *out, size_t room, size_t *got)
{
    z_stream *z = &stream->z;
    int code;

    z->next_in = stream->in + stream->in_at;
    z->avail_in = (uInt)(stream->in_len - stream->in_at);
    z->next_out = (unsigned char *)out;
    z->avail_out = (uInt)room;
    code = inflate(z, Z_NO_FLUSH);
    stream->in_at = stream->in_len - z->avail_in;
    *got = room - z->avail_out;
    stream->out_total += *got;
    if (code == Z_STREAM_END)
        stream->in_member = false;
    else if (code != Z_OK && code != Z_BUF_ERROR)
        damaged(stream, "is damaged");
    if (stream->out_total >
        EXPAND_FREE + GZT_EXPAND_RATIO * (stream->in_total + 1))
        damaged(stream, "expands more than a thousandfold");
}

static gzt_status
read_gzip(gzt_stream *stream, char *out, size_t room, size_t *got)
{
    while (!*got && !stream->problem[0]) {
        if (stream->in_at == stream->in_len) {
            gzt_status status = fill(stream);

            if (status)
                return status;
        }
        if (stream->problem[0] || (!stream->in_member && stream->ended &&
                                   stream->in_at == stream->in_len))
            break;
        if (!stream->in_member && !begin_member(stream))
            continue;
        inflate_once(stream, out, room > UINT32_MAX ? UINT32_MAX : room, got);
        if (!*got && stream->in_member && stream->ended &&
            stream->in_at == stream->in_len)
            damaged(stream, "ends too early");
    }
    return GZT_OK;
}

// Does a member begin here? Its first bytes must expand: what looks like a
// header occurs in compressed data by chance.
static bool
is_member(const unsigned char *p, size_t len)
{
    unsigned char out[64];
    z_stream z = { .next_in = (Bytef *)p,
                   .avail_in = (uInt)len,
                   .next_out = out,
                   .avail_out = sizeof(out) };
    int code;

    if (p[0] != 0x1f || p[1] != 0x8b || p[2] != Z_DEFLATED || (p[3] & 0xe0) ||
        inflateInit2(&z, MAX_WBITS + 16) != Z_OK)
        return false;
    code = inflate(&z, Z_SYNC_FLUSH);
    inflateEnd(&z);
    return (code == Z_OK || code == Z_STREAM_END) && z.total_out;
}

// Reads on until there is a header's worth of bytes, ends or no more fits.
static bool
fill_whole(gzt_stream *stream)
{
    size_t len = stream->in_len - stream->in_at;

    memmove(stream->in, stream->in + stream->in_at, len);
    stream->in_at = 0;
    stream->in_len = len;
    while (!stream->ended && !stream->problem[0] && stream->in_len < IN_SIZE)
        if (fill(stream) == GZT_EINTERRUPTED)
            continue; // a file on disk: nothing is waited for
    return stream->in_len >= MEMBER_MIN;
}

bool
gzt_stream_resync(gzt_stream *stream)
{
    if (!stream->gzip || !stream->in_total)
        return false;
    stream->problem[0] = '\0';
    stream->in_member = false;
    while (fill_whole(stream)) {
        size_t last = stream->in_len - MEMBER_MIN;

        for (size_t at = 0; at <= last; at++)
            if (is_member(stream->in + at, stream->in_len - at)) {
                stream->in_at = at;
                return true;
            }
        if (stream->ended)
            break;
        stream->in_at = last + 1;
    }
    stream->in_at = stream->in_len;
    return false;
}

// ---- The stream as a whole --------------------------------------------------

static gzt_status
read_expanded(gzt_stream *stream, char *out, size_t room, size_t *got)
{
    *got = 0;
    if (stream->problem[0])
        return GZT_OK;
    if (stream->gzip)
        return read_gzip(stream, out, room, got);
    *got = take_stored(stream, out, room);
    return *got || stream->ended ? GZT_OK : read_stored(stream, out, room, got);
}

// The first bytes tell what it is. A pipe may give them one by one.
static gzt_status
begin(gzt_stream *stream)
{
    while (stream->in_len < 3 && !stream->ended && !stream->problem[0]) {
        gzt_status status = fill(stream);

        if (status)
            return status;
    }
    stream->begun = true;
    if (stream->in_len < 3 || stream->in[0] != 0x1f || stream->in[1] != 0x8b ||
        stream->in[2] != Z_DEFLATED)
        return GZT_OK;
    if (inflateInit2(&stream->z, MAX_WBITS + 16) != Z_OK) // + 16: gzip only
        set_problem(stream, "cannot be expanded: zlib has no memory");
    else
        stream->gzip = true;
    return GZT_OK;
}

// Recognise a byte order mark in the first `*len` bytes, and drop it.
static void
find_encoding(gzt_stream *stream, char *bytes, size_t *len)
{
    size_t mark = 0;

    stream->encoding = UTF8;
    if (*len >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3))
        mark = 3;
    else if (*len >= 2 && !memcmp(bytes, "\xff\xfe", 2))
        stream->encoding = UTF16LE;
    else if (*len >= 2 && !memcmp(bytes, "\xfe\xff", 2))
        stream->encoding = UTF16BE;
    if (stream->encoding != UTF8)
        mark = 2;
    *len -= mark;
    memmove(bytes, bytes + mark, *len);
}

// The first bytes, at least three of them unless it ends before.
static gzt_status
read_first(gzt_stream *stream)
{
    gzt_status status = stream->begun ? GZT_OK : begin(stream);
    char *wide = (char *)stream->wide;

    while (!status && stream->wide_len < 3) {
        size_t got;

        status = read_expanded(stream, wide + stream->wide_len,
                               WIDE_SIZE - stream->wide_len, &got);
        stream->wide_len += got;
        if (!got)
            break;
    }
    if (!status)
        find_encoding(stream, wide, &stream->wide_len);
    return status;
}

static uint32_t
unit_at(const gzt_stream *stream, size_t at)
{
    const unsigned char *p = stream->wide + at;

    return stream->encoding == UTF16LE ? (uint32_t)(p[0] | p[1] << 8)
                                       : (uint32_t)(p[0] << 8 | p[1]);
}

// Turn what is there, but for a half character at its end. A unit of two
// bytes becomes three at most, so `room` holds what room / 2 bytes give.
static size_t
turn_utf16(gzt_stream *stream, char *out, size_t room)
{
    size_t at = 0, len = 0;

    while (stream->wide_len - at >= 2 && room - len >= 4) {
        uint32_t code = unit_at(stream, at);
        bool high = code >= 0xd800 && code < 0xdc00;

        if (high && stream->wide_len - at < 4 && !stream->ended)
            break;
        at += 2;
        if (high && stream->wide_len - at >= 2 &&
            (unit_at(stream, at) & 0xfc00) == 0xdc00) {
            code = 0x10000 + ((code - 0xd800) << 10) +
                   (unit_at(stream, at) - 0xdc00);
            at += 2;
        } else if (code >= 0xd800 && code < 0xe000) {
            code = 0xfffd;
        }
        len += gzt_utf8_write(code, out + len);
    }
    stream->wide_len -= at;
    memmove(stream->wide, stream->wide + at, stream->wide_len);
    return len;
}

static gzt_status
read_utf16(gzt_stream *stream, char *out, size_t room, size_t *got)
{
    for (;;) {
        size_t more;
        gzt_status status;

        *got = turn_utf16(stream, out, room);
        if (*got)
            return GZT_OK;
        status = read_expanded(stream, (char *)stream->wide + stream->wide_len,
                               WIDE_SIZE - stream->wide_len, &more);
        stream->wide_len += more;
        if (status || !more)
            return status;
    }
}

gzt_status
gzt_stream_read(gzt_stream *stream, char *out, size_t room, size_t *got)
{
    *got = 0;
    if (stream->encoding == UNKNOWN) {
        gzt_status status = read_first(stream);

        if (status)
            return status;
    }
    if (stream->encoding != UTF8)
        return read_utf16(stream, out, room, got);
    if (!stream->wide_len)
        return read_expanded(stream, out, room, got);
    *got = stream->wide_len < room ? stream->wide_len : room;
    memcpy(out, stream->wide, *got);
    stream->wide_len -= *got;
    memmove(stream->wide, stream->wide + *got, stream->wide_len);
    return GZT_OK;
}
