/* utf8.c - walking, checking and mending UTF-8. */
#include "base/utf8.h"

#include "base/str.h"

#include <utf8proc.h>

enum {
    REPLACEMENT = 0xfffd
};

uint32_t
gzt_utf8_take(gzt_str *rest)
{
    unsigned char first = (unsigned char)rest->ptr[0];
    utf8proc_int32_t code = first;
    utf8proc_ssize_t len = 1;

    if (first >= 0x80)
        len = utf8proc_iterate((const utf8proc_uint8_t *)rest->ptr,
                               (utf8proc_ssize_t)rest->len, &code);
    if (len <= 0) {
        len = 1;
        code = REPLACEMENT;
    }
    rest->ptr += len;
    rest->len -= (size_t)len;
    return (uint32_t)code;
}

size_t
gzt_utf8_write(uint32_t code, char *out)
{
    if (code < 0x80) {
        *out = (char)code;
        return 1;
    }
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)code,
                                        (utf8proc_uint8_t *)out);
}

// Where the ASCII from `at` on ends, eight bytes at a time.
static size_t
ascii_end(gzt_str s, size_t at)
{
    uint64_t eight;

    for (; s.len - at >= sizeof(eight); at += sizeof(eight)) {
        memcpy(&eight, s.ptr + at, sizeof(eight));
        if (eight & 0x8080808080808080u)
            break;
    }
    while (at < s.len && (unsigned char)s.ptr[at] < 0x80)
        at++;
    return at;
}

bool
gzt_utf8_is_ascii(gzt_str s)
{
    return ascii_end(s, 0) == s.len;
}

// The length of the valid UTF-8 that `s` begins with.
static size_t
valid_prefix(gzt_str s)
{
    size_t at = ascii_end(s, 0);

    while (at < s.len) {
        utf8proc_int32_t code;
        utf8proc_ssize_t len;

        len = utf8proc_iterate((const utf8proc_uint8_t *)s.ptr + at,
                               (utf8proc_ssize_t)(s.len - at), &code);
        if (len <= 0)
            break;
        at = ascii_end(s, at + (size_t)len);
    }
    return at;
}

bool
gzt_utf8_valid(gzt_str s)
{
    return valid_prefix(s) == s.len;
}

gzt_str
gzt_utf8_mend(gzt_arena *arena, gzt_str s, bool *mended)
{
    size_t good = valid_prefix(s), len = 0;
    char *copy;

    if (good == s.len)
        return s;
    *mended = true;
    copy = gzt_arena_alloc(arena, good + 3 * (s.len - good) + 1);
    while (s.len) {
        good = valid_prefix(s);
        memcpy(copy + len, s.ptr, good);
        len += good;
        s = (gzt_str){ s.ptr + good, s.len - good };
        if (s.len) {
            len += gzt_utf8_write(REPLACEMENT, copy + len);
            s = (gzt_str){ s.ptr + 1, s.len - 1 };
        }
    }
    return (gzt_str){ copy, len };
}

int
gzt_utf8_width(uint32_t code)
{
    int width;

    if (code < 0x7f)
        return code >= 0x20;
    width = utf8proc_charwidth((utf8proc_int32_t)code);
    return width < 0 ? 0 : width;
}

bool
gzt_utf8_is_unsafe(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) ||
           (code >= 0x200e && code <= 0x200f) || code == 0x061c ||
           (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x206f) || code == 0xfeff ||
           (code >= 0xfff9 && code <= 0xfffb) ||
           (code >= 0xe0000 && code <= 0xe007f);
}

size_t
gzt_utf8_floor(gzt_str s, size_t at)
{
    if (at >= s.len)
        return s.len;
    while (at && ((unsigned char)s.ptr[at] & 0xc0) == 0x80)
        at--;
    return at;
}
