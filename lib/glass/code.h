/* code.h - numbers and keys as the glass backend writes them. Each function
 * writes at `p`, where there must be room, and returns the end.
 *
 * Source: Xapian 1.4, common/pack.h and backends/glass/glass_table.h.
 */
#ifndef GZT_GLASS_CODE_H
#define GZT_GLASS_CODE_H

#include "gazette.h"

#include <string.h>

enum {
    GZT_GLASS_BLOCK = 8192,  /**< bytes of a block */
    GZT_GLASS_KEY_CAP = 255, /**< bytes of a key in a table */
    GZT_GLASS_UINT_CAP = 10, /**< bytes of a packed number, at most */
    GZT_GLASS_ID_CAP = 6,    /**< bytes of a docid in a key, at most */
};

/** The second byte of the keys in the postlist table that begin with NUL. */
enum {
    GZT_GLASS_METADATA = 0xc0,
    GZT_GLASS_VALUE_STATS = 0xd0,
    GZT_GLASS_VALUES = 0xd8,
    GZT_GLASS_LENGTHS = 0xe0,
};

static inline uint8_t *
gzt_glass_put_u16(uint8_t *p, unsigned value)
{
    p[0] = (uint8_t)(value >> 8);
    p[1] = (uint8_t)value;
    return p + 2;
}

static inline uint8_t *
gzt_glass_put_u32(uint8_t *p, uint32_t value)
{
    gzt_glass_put_u16(p, value >> 16);
    return gzt_glass_put_u16(p + 2, value & 0xffff);
}

static inline unsigned
gzt_glass_get_u16(const uint8_t *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

static inline uint32_t
gzt_glass_get_u32(const uint8_t *p)
{
    return (uint32_t)gzt_glass_get_u16(p) << 16 | gzt_glass_get_u16(p + 2);
}

/** Seven bits a byte, the lowest first. */
static inline uint8_t *
gzt_glass_put_uint(uint8_t *p, uint64_t value)
{
    while (value >= 128) {
        *p++ = (uint8_t)(value | 128);
        value >>= 7;
    }
    *p++ = (uint8_t)value;
    return p;
}

/** Bytes only as long as there are bits, the lowest first; nothing for 0. */
static inline uint8_t *
gzt_glass_put_uint_last(uint8_t *p, uint32_t value)
{
    for (; value; value >>= 8)
        *p++ = (uint8_t)value;
    return p;
}

/** A docid whose bytes sort as the numbers do: 15 bits in two bytes, else as
 *  many leading ones as there are bytes beyond the second, and a zero. */
static inline uint8_t *
gzt_glass_put_id(uint8_t *p, uint32_t id)
{
    unsigned size;

    if (id < 0x8000)
        return gzt_glass_put_u16(p, id);
    size = (37 - (unsigned)__builtin_clz(id)) / 7;
    for (unsigned i = size; --i > 0; id >>= 8)
        p[i] = (uint8_t)id;
    p[0] = (uint8_t)(id | 0xffu << (10 - size));
    return p + size;
}

/** The docid at the front of `key`, which it is taken off; false: none. */
static inline bool
gzt_glass_take_id(gzt_str *key, uint32_t *out)
{
    const uint8_t *p = (const uint8_t *)key->ptr;
    unsigned size = 2;
    uint64_t id;

    if (!key->len || *p == 0xff)
        return false;
    if (*p >= 0x80) // leading ones
        size = (unsigned)__builtin_clz(~((uint32_t)*p << 24)) + 2;
    if (size > GZT_GLASS_ID_CAP || size > key->len)
        return false;
    id = *p & (size == 2 ? 0xffu : 0xffu >> (size - 1));
    for (unsigned i = 1; i < size; i++)
        id = id << 8 | p[i];
    *out = (uint32_t)id;
    key->ptr += size;
    key->len -= size;
    return id <= UINT32_MAX;
}

/** A string in a key: its NULs are followed by 0xff. */
static inline uint8_t *
gzt_glass_put_key(uint8_t *p, gzt_str s)
{
    if (!s.len)
        return p;
    if (!memchr(s.ptr, 0, s.len)) {
        memcpy(p, s.ptr, s.len);
        return p + s.len;
    }
    for (size_t i = 0; i < s.len; i++) {
        *p++ = (uint8_t)s.ptr[i];
        if (!s.ptr[i])
            *p++ = 0xff;
    }
    return p;
}

/** How many bytes gzt_glass_put_key() writes. */
static inline size_t
gzt_glass_key_size(gzt_str s)
{
    size_t size = s.len;

    for (size_t i = 0; i < s.len; i++)
        size += !s.ptr[i];
    return size;
}

#endif /* GZT_GLASS_CODE_H */
