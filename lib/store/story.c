/* story.c - sketches of articles. */
#include "store/story.h"

#include "base/str.h"
#include "xapian/trace.h"

#include <endian.h>

enum {
    SHINGLE = 4, // words
};

#define EMPTY UINT32_MAX

static uint64_t
mixed(uint64_t shingle)
{
    shingle ^= shingle >> 31;
    shingle *= 0x9e3779b97f4a7c15u;
    shingle ^= shingle >> 29;
    shingle *= 0xbf58476d1ce4e5b9u;
    return shingle ^ (shingle >> 32);
}

// A bucket by the upper bits, of which the least of the next 32 stays.
static void
add_shingle(uint32_t least[GZT_STORY_BUCKETS], uint64_t shingle)
{
    uint64_t hash = mixed(shingle);
    uint32_t value = (uint32_t)(hash >> 16) & (EMPTY >> 1);
    uint32_t *bucket = &least[hash >> 60];

    if (value < *bucket)
        *bucket = value;
}

// The words of the body: one for each position.
static size_t
read_body(gzt_str trace, uint32_t least[GZT_STORY_BUCKETS])
{
    uint64_t shingle = 0;
    size_t words = 0;
    uint16_t before = 0;
    bool body = false;

    for (size_t i = 0; i + 1 < trace.len; i += 2) {
        uint16_t code;

        memcpy(&code, trace.ptr + i, sizeof(code));
        code = le16toh(code);
        if (body && code >= GZT_TRACE_FIRST && before != GZT_TRACE_SAME) {
            shingle = shingle << 16 | code;
            if (++words >= SHINGLE)
                add_shingle(least, shingle);
        }
        body |= code == GZT_TRACE_FIELD;
        before = code;
    }
    return words;
}

gzt_str
gzt_story_sketch(gzt_str trace, gzt_arena *arena)
{
    uint32_t least[GZT_STORY_BUCKETS];
    char *bytes;

    memset(least, 0xff, sizeof(least));
    if (read_body(trace, least) < SHINGLE)
        return (gzt_str){ 0 };
    bytes = gzt_arena_alloc(arena, GZT_STORY_BYTES);
    for (size_t i = 0; i < GZT_STORY_BUCKETS; i++) {
        size_t from = i;

        while (least[from] == EMPTY) // some bucket has one
            from = (from + 1) % GZT_STORY_BUCKETS;
        bytes[i] = (char)least[from];
    }
    return (gzt_str){ bytes, GZT_STORY_BYTES };
}

bool
gzt_story_same(gzt_str a, gzt_str b)
{
    size_t equal = 0;

    if (a.len != GZT_STORY_BYTES || b.len != GZT_STORY_BYTES)
        return false;
    for (size_t i = 0; i < GZT_STORY_BUCKETS; i++)
        equal += a.ptr[i] == b.ptr[i];
    return equal >= GZT_STORY_ALIKE;
}
