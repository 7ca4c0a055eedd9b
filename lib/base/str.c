/* str.c - borrowed bytes. */
#include "base/str.h"

static inline char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline bool
is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

int
gzt_str_cmp(gzt_str a, gzt_str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.ptr, b.ptr, common) : 0;

    return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool
gzt_str_eq_nocase(gzt_str a, gzt_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.ptr[i]) != lower(b.ptr[i]))
            return false;
    return true;
}

bool
gzt_str_starts(gzt_str s, gzt_str prefix)
{
    return s.len >= prefix.len &&
           gzt_str_eq(gzt_str_slice(s, 0, prefix.len), prefix);
}

bool
gzt_str_ends(gzt_str s, gzt_str suffix)
{
    return s.len >= suffix.len &&
           gzt_str_eq(gzt_str_slice(s, s.len - suffix.len, s.len), suffix);
}

size_t
gzt_str_find(gzt_str s, gzt_str needle)
{
    const char *end, *at = s.ptr;

    if (!needle.len || !s.len)
        return 0;
    end = s.ptr + s.len;
    while (at && (size_t)(end - at) >= needle.len) {
        at = memchr(at, needle.ptr[0], (size_t)(end - at) - needle.len + 1);
        if (at && !memcmp(at, needle.ptr, needle.len))
            return (size_t)(at - s.ptr);
        at = at ? at + 1 : NULL;
    }
    return s.len;
}

gzt_str
gzt_str_trim(gzt_str s)
{
    while (s.len && is_space(s.ptr[0])) {
        s.ptr++;
        s.len--;
    }
    while (s.len && is_space(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

bool
gzt_str_cut(gzt_str *rest, char separator, gzt_str *head)
{
    const char *at;

    *head = (gzt_str){ 0 };
    if (!rest->ptr)
        return false;
    at = rest->len ? memchr(rest->ptr, separator, rest->len) : NULL;
    if (!at) {
        *head = *rest;
        *rest = (gzt_str){ 0 };
        return true;
    }
    *head = (gzt_str){ rest->ptr, (size_t)(at - rest->ptr) };
    *rest = (gzt_str){ at + 1, rest->len - head->len - 1 };
    return true;
}

bool
gzt_str_line(gzt_str *rest, gzt_str *line)
{
    bool more = gzt_str_cut(rest, '\n', line);

    if (line->len && line->ptr[line->len - 1] == '\r')
        line->len--;
    return more;
}

bool
gzt_str_to_u64(gzt_str s, uint64_t max, uint64_t *out)
{
    uint64_t value = 0;

    for (size_t i = 0; i < s.len; i++) {
        uint64_t digit = (uint64_t)(unsigned char)s.ptr[i] - '0';

        if (digit > 9 || value > max / 10 || value * 10 > max - digit)
            return false;
        value = value * 10 + digit;
    }
    *out = value;
    return s.len > 0;
}

static uint64_t
mixed(uint64_t hash)
{
    hash ^= hash >> 30;
    hash *= 0xbf58476d1ce4e5b9u;
    hash ^= hash >> 27;
    hash *= 0x94d049bb133111ebu;
    return hash ^ hash >> 31;
}

uint64_t
gzt_str_hash(gzt_str s, uint64_t seed)
{
    uint64_t hash = seed ^ 0xcbf29ce484222325u;

    for (size_t i = 0; i < s.len; i++)
        hash = (hash ^ (unsigned char)s.ptr[i]) * 0x100000001b3u;
    return mixed(hash);
}

uint64_t
gzt_str_hash_long(gzt_str s, uint64_t seed)
{
    uint64_t hash = seed ^ 0xcbf29ce484222325u ^ s.len;

    for (; s.len > 8; s.ptr += 8, s.len -= 8) {
        hash = (hash ^ gzt_str_front(s)) * 0xff51afd7ed558ccdu;
        hash ^= hash >> 32;
    }
    return mixed(hash ^ gzt_str_front(s));
}
