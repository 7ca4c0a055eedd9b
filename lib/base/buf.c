/* buf.c - a growing run of bytes with a limit. */
#include "base/buf.h"

#include "base/err.h"
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>

void
gzt_buf_init(gzt_buf *buf, size_t max)
{
    *buf = (gzt_buf){ .max = max };
}

void
gzt_buf_release(gzt_buf *buf)
{
    free(buf->ptr);
    *buf = (gzt_buf){ .max = buf->max };
}

void
gzt_buf_clear(gzt_buf *buf)
{
    buf->len = 0;
    buf->full = false;
}

gzt_str
gzt_buf_str(const gzt_buf *buf)
{
    return (gzt_str){ buf->len ? buf->ptr : "", buf->len };
}

char *
gzt_buf_room(gzt_buf *buf, size_t extra)
{
    if (extra > buf->max - buf->len) {
        buf->full = true;
        return NULL;
    }
    if (buf->cap - buf->len < extra + 1 || !buf->ptr) {
        size_t cap = buf->cap ? buf->cap : 64;

        while (cap - buf->len < extra + 1)
            cap *= 2;
        buf->ptr = gzt_xrealloc(buf->ptr, cap, 1);
        buf->cap = cap;
    }
    return buf->ptr + buf->len;
}

void
gzt_buf_put(gzt_buf *buf, gzt_str s)
{
    char *room = gzt_buf_room(buf, s.len);

    if (!room)
        return;
    if (s.len)
        memcpy(room, s.ptr, s.len);
    buf->len += s.len;
    buf->ptr[buf->len] = '\0';
}

void
gzt_buf_putc(gzt_buf *buf, char c)
{
    gzt_buf_put(buf, (gzt_str){ &c, 1 });
}

void
gzt_buf_printf(gzt_buf *buf, const char *fmt, ...)
{
    va_list args, again;
    char *room;
    int len;

    va_start(args, fmt);
    va_copy(again, args);
    len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    room = gzt_buf_room(buf, len < 0 ? 0 : (size_t)len);
    if (room && len > 0) {
        vsnprintf(room, (size_t)len + 1, fmt, again);
        buf->len += (size_t)len;
    }
    va_end(again);
}

void
gzt_buf_put_varint(gzt_buf *buf, uint64_t value)
{
    char bytes[10];
    size_t len = 0;

    while (value >= 0x80) {
        bytes[len++] = (char)(value | 0x80);
        value >>= 7;
    }
    bytes[len++] = (char)value;
    gzt_buf_put(buf, (gzt_str){ bytes, len });
}

bool
gzt_varint_take(gzt_str *rest, uint64_t *out)
{
    uint64_t value = 0;

    for (size_t i = 0; i < rest->len && i < 10; i++) {
        unsigned char byte = (unsigned char)rest->ptr[i];

        if (i == 9 && byte > 1) // past 64 bits
            return false;
        value |= (uint64_t)(byte & 0x7f) << (7 * i);
        if (byte < 0x80) {
            *out = value;
            rest->ptr += i + 1;
            rest->len -= i + 1;
            return true;
        }
    }
    return false;
}
