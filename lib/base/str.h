/* str.h - borrowed bytes: comparing, cutting, numbers. Nothing here owns or
 * allocates. */
#ifndef GZT_BASE_STR_H
#define GZT_BASE_STR_H

#include "gazette.h"

#include <endian.h>
#include <string.h>

/** A gzt_str of a string literal. */
#define GZT_S(literal) ((gzt_str){ "" literal, sizeof(literal) - 1 })

/** For printf's "%.*s". */
#define GZT_ARG(s) (int)(s).len, (s).ptr

static inline gzt_str
gzt_str_of(const char *text)
{
    return (gzt_str){ text, text ? strlen(text) : 0 };
}

/** The bytes from `start` up to `end` of `s`. */
static inline gzt_str
gzt_str_slice(gzt_str s, size_t start, size_t end)
{
    // To add nothing to NULL is undefined, too.
    return (gzt_str){ s.ptr ? s.ptr + start : NULL, end - start };
}

/** The first eight bytes as a number, the first one lowest, missing ones 0: by
 *  loads that may overlap, without a loop. */
static inline uint64_t
gzt_str_front(gzt_str s)
{
    const unsigned char *bytes = (const unsigned char *)s.ptr;
    uint64_t all;
    uint32_t low, high;

    if (s.len >= sizeof(all)) {
        memcpy(&all, bytes, sizeof(all));
        return le64toh(all);
    }
    if (s.len >= sizeof(low)) {
        memcpy(&low, bytes, sizeof(low));
        memcpy(&high, bytes + s.len - sizeof(high), sizeof(high));
        return le32toh(low) | (uint64_t)le32toh(high) << 8 * (s.len - 4);
    }
    if (!s.len)
        return 0;
    return bytes[0] | (uint32_t)bytes[s.len / 2] << 8 * (s.len / 2) |
           (uint32_t)bytes[s.len - 1] << 8 * (s.len - 1);
}

/** memcpy() of what is mostly short, as a word is: then without a call. */
static inline void
gzt_copy_short(void *to, const void *from, size_t len)
{
    char *out = (char *)to;
    const char *in = (const char *)from;

    // Two copies that may overlap: where they do, they agree.
    if (len > 16) {
        memcpy(out, in, len);
    } else if (len >= 8) {
        memcpy(out, in, 8);
        memcpy(out + len - 8, in + len - 8, 8);
    } else if (len >= 4) {
        memcpy(out, in, 4);
        memcpy(out + len - 4, in + len - 4, 4);
    } else if (len) {
        out[0] = in[0];
        out[len / 2] = in[len / 2];
        out[len - 1] = in[len - 1];
    }
}

static inline bool
gzt_str_eq(gzt_str a, gzt_str b)
{
    return a.len == b.len && (!a.len || !memcmp(a.ptr, b.ptr, a.len));
}

/** Is it `text`, which is not measured? */
static inline bool
gzt_str_is(gzt_str s, const char *text)
{
    size_t i = 0;

    while (i < s.len && text[i] && text[i] == s.ptr[i])
        i++;
    return i == s.len && !text[i];
}

/** Bytewise order, a prefix before what it begins: <0, 0, >0. */
int gzt_str_cmp(gzt_str a, gzt_str b);

/** ASCII letters of either case are equal. */
bool gzt_str_eq_nocase(gzt_str a, gzt_str b);

bool gzt_str_starts(gzt_str s, gzt_str prefix);
bool gzt_str_ends(gzt_str s, gzt_str suffix);

/** Where `needle` first occurs in `s`, or s.len. */
size_t gzt_str_find(gzt_str s, gzt_str needle);

/** `s` without ASCII white space at either end. */
gzt_str gzt_str_trim(gzt_str s);

/** Split off what stands before the first `separator`: it goes to `head`,
 *  `rest` keeps what follows it. False, with `head` empty, once `rest` has
 *  been used up (a NULL ptr says so). */
bool gzt_str_cut(gzt_str *rest, char separator, gzt_str *head);

/** Split off the first line likewise; a carriage return at its end goes. */
bool gzt_str_line(gzt_str *rest, gzt_str *line);

/** Decimal digits only, the whole of `s`, at most `max`. */
bool gzt_str_to_u64(gzt_str s, uint64_t max, uint64_t *out);

/** A 64-bit hash, the same on every machine and in every version: it is
 *  stored in the index. FNV-1a with a final avalanche (SplitMix64). */
uint64_t gzt_str_hash(gzt_str s, uint64_t seed);

/** Another one, likewise stored, of what is long: eight bytes at a time. */
uint64_t gzt_str_hash_long(gzt_str s, uint64_t seed);

/** A hash for tables in memory, eight bytes at a time: another one on machines
 *  of the other byte order. */
static inline uint64_t
gzt_str_quick_hash(gzt_str s)
{
    uint64_t hash = 0x9e3779b97f4a7c15u * (s.len + 1), eight;
    uint32_t head = 0, tail = 0;

    for (; s.len > 8; s = gzt_str_slice(s, 8, s.len)) {
        memcpy(&eight, s.ptr, 8);
        hash = (hash ^ eight) * 0xd6e8feb86659fd93u;
        hash ^= hash >> 32;
    }
    // The rest: two halves that may overlap.
    if (s.len >= 4) {
        memcpy(&head, s.ptr, 4);
        memcpy(&tail, s.ptr + s.len - 4, 4);
    } else if (s.len) {
        head = (unsigned char)s.ptr[0];
        tail = (uint32_t)(unsigned char)s.ptr[s.len / 2] << 8 |
               (unsigned char)s.ptr[s.len - 1];
    }
    hash = (hash ^ ((uint64_t)head << 32 | tail)) * 0xd6e8feb86659fd93u;
    hash ^= hash >> 32;
    hash *= 0xd6e8feb86659fd93u;
    return hash ^ hash >> 32;
}

#endif /* GZT_BASE_STR_H */
