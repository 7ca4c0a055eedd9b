/* schema.c - prefixes, slots, term forms. */
#include "store/schema.h"

#include "base/str.h"

enum {
    KEY_MAX = 200, // bytes; Xapian's 245 less room for escaped NULs
    KEY_KEPT = 100 // bytes kept of a longer one: at worst all NULs
};

static gzt_str
prefix_of(uint8_t kind)
{
    switch (kind) {
    case GZT_TOKEN_ACRONYM:
        return GZT_S(GZT_PREFIX_ACRONYM);
    case GZT_TOKEN_AMOUNT:
        return GZT_S(GZT_PREFIX_AMOUNT);
    case GZT_TOKEN_DATE:
        return GZT_S(GZT_PREFIX_DATE);
    default:
        return (gzt_str){ "", 0 };
    }
}

gzt_str
gzt_schema_term(const gzt_token *token, gzt_arena *arena)
{
    gzt_str prefix = prefix_of(token->kind);

    return prefix.len ? gzt_arena_join(arena, prefix, token->term)
                      : token->term;
}

static bool
fits(gzt_str value)
{
    return value.len <= KEY_KEPT ||
           (value.len <= KEY_MAX && !memchr(value.ptr, '\0', value.len));
}

gzt_str
gzt_schema_key(gzt_str prefix, gzt_str value, gzt_arena *arena)
{
    if (fits(value))
        return gzt_arena_join(arena, prefix, value);
    return gzt_arena_join(
        arena, prefix,
        gzt_arena_join(
            arena, gzt_str_slice(value, 0, KEY_KEPT),
            gzt_arena_printf(arena, "~%016llx",
                             (unsigned long long)gzt_str_hash(value, 0))));
}

gzt_str
gzt_schema_u64(uint64_t value, gzt_arena *arena)
{
    char *bytes = gzt_arena_alloc(arena, 8);

    for (int i = 0; i < 8; i++)
        bytes[i] = (char)(value >> (56 - 8 * i));
    return (gzt_str){ bytes, 8 };
}

gzt_str
gzt_schema_uid(gzt_str id, gzt_arena *arena)
{
    return gzt_schema_u64(gzt_str_hash(id, 0), arena);
}

// Makes all times of the calendar positive.
static const int64_t TIME_OFFSET = (int64_t)1 << 46;

void
gzt_schema_time(int64_t time, char out[GZT_TIME_BYTES])
{
    uint64_t shifted = (uint64_t)(time + TIME_OFFSET);

    for (int i = 0; i < GZT_TIME_BYTES; i++)
        out[i] = (char)(shifted >> (8 * (GZT_TIME_BYTES - 1 - i)));
}

int64_t
gzt_schema_time_of(const char bytes[GZT_TIME_BYTES])
{
    uint64_t shifted = 0;

    for (int i = 0; i < GZT_TIME_BYTES; i++)
        shifted = shifted << 8 | (unsigned char)bytes[i];
    return (int64_t)shifted - TIME_OFFSET;
}
