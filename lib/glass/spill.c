/* spill.c - bytes put now and taken later. */
#include "glass/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FIRST_CAP = 4 << 10,
    LAST_CAP = 256 << 10,
};

void
gzt_spill_init(gzt_spill *s, const char *folder)
{
    *s = (gzt_spill){ .folder = folder, .fd = -1 };
}

void
gzt_spill_release(gzt_spill *s)
{
    if (s->fd >= 0)
        close(s->fd);
    free(s->buf);
    gzt_spill_init(s, s->folder);
}

// A file that has no name. Not every file system can make one: then it has
// one for a moment.
static gzt_status
file_open(gzt_spill *s, gzt_err *err)
{
    char path[PATH_MAX];

    s->fd = open(s->folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (s->fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) {
        snprintf(path, sizeof(path), "%s/spill-XXXXXX", s->folder);
        s->fd = mkostemp(path, O_CLOEXEC);
        if (s->fd >= 0)
            unlink(path);
    }
    return s->fd >= 0 ? GZT_OK
                      : gzt_fail_errno(err, "%s: cannot make a temporary file",
                                       s->folder);
}

static gzt_status
file_write(gzt_spill *s, const uint8_t *bytes, size_t len, gzt_err *err)
{
    gzt_status status = s->fd < 0 ? file_open(s, err) : GZT_OK;

    while (!status && len) {
        ssize_t n = pwrite(s->fd, bytes, len, (off_t)s->filed);

        if (n < 0)
            return gzt_fail_errno(err, "%s: cannot write a temporary file",
                                  s->folder);
        s->filed += (uint64_t)n;
        bytes += n;
        len -= (size_t)n;
    }
    return status;
}

static gzt_status
flush(gzt_spill *s, gzt_err *err)
{
    gzt_status status = file_write(s, s->buf, s->len, err);

    s->len = 0;
    return status;
}

gzt_status
gzt_spill_put(gzt_spill *s, const void *bytes, size_t len, gzt_err *err)
{
    while (s->cap - s->len < len && s->cap < LAST_CAP) {
        s->cap = s->cap ? 2 * s->cap : FIRST_CAP;
        s->buf = gzt_xrealloc(s->buf, s->cap, 1);
    }
    if (s->cap - s->len < len) {
        gzt_status status = flush(s, err);

        if (!status && len > s->cap)
            status = file_write(s, bytes, len, err);
        if (status || len > s->cap)
            return status;
    }
    if (len)
        memcpy(s->buf + s->len, bytes, len);
    s->len += len;
    return GZT_OK;
}

gzt_status
gzt_spill_rewind(gzt_spill *s, gzt_err *err)
{
    s->at = 0;
    s->read = 0;
    return s->fd < 0 ? GZT_OK : flush(s, err);
}

static gzt_status
fill(gzt_spill *s, gzt_err *err)
{
    uint64_t left = s->filed - s->read;
    size_t want = left < s->cap ? (size_t)left : s->cap;
    ssize_t n = want ? pread(s->fd, s->buf, want, (off_t)s->read) : 0;

    if (n < 0)
        return gzt_fail_errno(err, "%s: cannot read a temporary file",
                              s->folder);
    if (!n)
        return gzt_fail(err, GZT_EIO, "%s: a temporary file ends too early",
                        s->folder);
    s->read += (uint64_t)n;
    s->len = (size_t)n;
    s->at = 0;
    return GZT_OK;
}

gzt_status
gzt_spill_take(gzt_spill *s, void *bytes, size_t len, gzt_err *err)
{
    uint8_t *to = bytes;

    while (len) {
        size_t n = s->len - s->at < len ? s->len - s->at : len;
        gzt_status status = n ? GZT_OK : fill(s, err);

        if (status)
            return status;
        if (n)
            memcpy(to, s->buf + s->at, n);
        s->at += n;
        to += n;
        len -= n;
    }
    return GZT_OK;
}

uint64_t
gzt_spill_left(const gzt_spill *s)
{
    return s->filed - s->read + (s->len - s->at);
}
