/* trace.c - matching a pattern in a trace. A phrase is found by its least
 * ambiguous place, scanned for in blocks that the compiler turns into vector
 * instructions, and then checked to both sides; everything else is one pass
 * that seats tokens at places. */
#include "xapian/trace.h"

#include "base/str.h"

#include <endian.h>

enum {
    BLOCK = 32,
    NO_PLACE = 0xff
};

/** The codes of a trace; a last odd byte is not seen. */
typedef struct codes {
    const char *bytes;
    size_t count;
} codes;

// The fingerprints of frequent terms change places with the lowest ones, which
// take one byte when a trace is packed.
static const uint16_t ranked[UINT16_MAX + 1] = {
#include "traces.inc"
};

uint16_t
gzt_trace_print_of(uint64_t hash)
{
    const uint64_t prints = UINT16_MAX - GZT_TRACE_FIRST + 1;

    return ranked[GZT_TRACE_FIRST + hash % prints];
}

uint16_t
gzt_trace_print(gzt_str term)
{
    return gzt_trace_print_of(gzt_str_hash(term, 0));
}

void
gzt_trace_put(gzt_buf *trace, uint16_t code)
{
    uint16_t stored = htole16(code);
    char bytes[sizeof(stored)];

    memcpy(bytes, &stored, sizeof(stored));
    if (trace->cap - trace->len <= sizeof(bytes) ||
        trace->max - trace->len < sizeof(bytes)) {
        gzt_buf_put(trace, (gzt_str){ bytes, sizeof(bytes) });
        return;
    }
    memcpy(trace->ptr + trace->len, bytes, sizeof(bytes));
    trace->len += sizeof(bytes);
    trace->ptr[trace->len] = '\0';
}

static inline uint16_t
code_at(codes all, size_t i)
{
    uint16_t code;

    memcpy(&code, all.bytes + 2 * i, sizeof(code));
    return le16toh(code);
}

static inline bool
is_token(uint16_t code)
{
    return code >= GZT_TRACE_FIRST;
}

/** Does token `i` stand where the one before it in its field does? Only asked
 *  where there is one. */
static inline bool
is_same(codes all, size_t i)
{
    return i > 0 && code_at(all, i - 1) == GZT_TRACE_SAME;
}

static bool
place_takes(const gzt_trace_place *place, uint16_t code)
{
    if (!is_token(code))
        return false;
    for (size_t i = 0; i < place->count; i++)
        if (place->prints[i] == code)
            return true;
    return place->count == 0;
}

/* ---- Scanning --------------------------------------------------------- */

// The fixed length and the missing early exit are what vectorises.
static bool
block_has(const char *bytes, uint16_t print)
{
    uint16_t block[BLOCK];
    uint16_t wanted = htole16(print);
    uint16_t found = 0;

    memcpy(block, bytes, sizeof(block));
    for (int i = 0; i < BLOCK; i++)
        found |= (uint16_t)(block[i] == wanted);
    return found != 0;
}

static bool
block_may_take(const gzt_trace_place *place, const char *bytes)
{
    for (size_t i = 0; i < place->count; i++)
        if (block_has(bytes, place->prints[i]))
            return true;
    return place->count == 0;
}

/** The first token from `i` on that can stand at `place`, or all.count. */
static size_t
find_token(codes all, size_t i, const gzt_trace_place *place)
{
    while (all.count - i >= BLOCK && !block_may_take(place, all.bytes + 2 * i))
        i += BLOCK;
    while (i < all.count && !place_takes(place, code_at(all, i)))
        i++;
    return i;
}

/* ---- Phrases ---------------------------------------------------------- */

// The tokens of one position are a group: it begins with a token that is not
// SAME as the one before.

/** The token before `i` in the same field, or `i` when there is none. */
static size_t
token_before(codes all, size_t i)
{
    for (size_t at = i; at-- > 0;) {
        uint16_t code = code_at(all, at);

        if (is_token(code))
            return at;
        if (code == GZT_TRACE_FIELD)
            break;
    }
    return i;
}

static size_t
group_start(codes all, size_t token)
{
    while (is_same(all, token)) {
        size_t before = token_before(all, token);

        if (before == token)
            break;
        token = before;
    }
    return token;
}

/** Where the next group, the next field or the end of the trace is. */
static size_t
group_end(codes all, size_t start)
{
    size_t i = start + 1;

    for (; i < all.count; i++) {
        uint16_t code = code_at(all, i);

        if (code == GZT_TRACE_FIELD || (is_token(code) && !is_same(all, i)))
            break;
    }
    return i;
}

static bool
group_takes(codes all, size_t start, const gzt_trace_place *place)
{
    size_t end = group_end(all, start);

    for (size_t i = start; i < end; i++)
        if (place_takes(place, code_at(all, i)))
            return true;
    return false;
}

static bool
fits_behind(codes all, size_t start, const gzt_trace_place *places,
            size_t count)
{
    for (size_t i = 0; i < count; i++) {
        start = group_end(all, start);
        if (start >= all.count || !is_token(code_at(all, start)) ||
            !group_takes(all, start, &places[i]))
            return false;
    }
    return true;
}

static bool
fits_before(codes all, size_t start, const gzt_trace_place *places,
            size_t count)
{
    while (count-- > 0) {
        size_t before = token_before(all, start);

        if (before == start)
            return false;
        start = group_start(all, before);
        if (!group_takes(all, start, &places[count]))
            return false;
    }
    return true;
}

static size_t
choose_anchor(const gzt_trace_pattern *pattern)
{
    size_t best = 0;

    for (size_t i = 1; i < pattern->count; i++) {
        size_t count = pattern->places[i].count;

        if (count && (!pattern->places[best].count ||
                      count < pattern->places[best].count))
            best = i;
    }
    return best;
}

static uint32_t
count_phrases(codes all, const gzt_trace_pattern *pattern, uint32_t limit)
{
    const gzt_trace_place *places = pattern->places;
    size_t anchor = choose_anchor(pattern);
    size_t behind = pattern->count - anchor - 1;
    uint32_t found = 0;

    for (size_t i = 0; found < limit;) {
        size_t token = find_token(all, i, &places[anchor]);
        size_t start;

        if (token == all.count)
            break;
        start = group_start(all, token);
        if (fits_behind(all, start, places + anchor + 1, behind) &&
            fits_before(all, start, places, anchor))
            found++;
        // A group counts once, however many of its tokens fit.
        i = group_end(all, start);
    }
    return found;
}

/* ---- In any order ----------------------------------------------------- */

/** Which tokens sit at which places. Of all ways to seat them this keeps one
 *  whose tokens are as late as can be: a token that finds no free place takes
 *  the one of the earliest token that a chain of moves can push out (greedy
 *  over a transversal matroid: what is pushed out is never needed again). So
 *  one row of seats does for a window of any width. */
typedef struct seating {
    const gzt_trace_pattern *pattern;
    uint64_t all;                       /**< a bit for each place */
    uint64_t taken;                     /**< the places where a token sits */
    uint64_t masks[GZT_TRACE_PLACES];   /**< where that token could sit */
    size_t positions[GZT_TRACE_PLACES]; /**< and its position */
    uint64_t anywhere;                  /**< the places that take any token */
    uint64_t wanted[256]; /**< by low byte: places that may take such a code */
} seating;

static void
seating_init(seating *s, const gzt_trace_pattern *pattern)
{
    *s = (seating){ .pattern = pattern };
    s->all = UINT64_MAX >> (GZT_TRACE_PLACES - pattern->count);
    for (size_t i = 0; i < pattern->count; i++) {
        const gzt_trace_place *place = &pattern->places[i];

        if (!place->count)
            s->anywhere |= UINT64_C(1) << i;
        for (size_t j = 0; j < place->count; j++)
            s->wanted[place->prints[j] & 0xff] |= UINT64_C(1) << i;
    }
}

/** The places that take this token. */
static uint64_t
seating_mask(const seating *s, uint16_t code)
{
    uint64_t mask = s->anywhere;

    for (uint64_t left = s->wanted[code & 0xff]; left; left &= left - 1) {
        int place = __builtin_ctzll(left);

        if (place_takes(&s->pattern->places[place], code))
            mask |= UINT64_C(1) << place;
    }
    return mask;
}

/** The place to vacate for a token that could sit at `mask`: a free one if
 *  one can be reached, else the earliest token's. `from[p]` is the place whose
 *  token moves to p, NO_PLACE for the new token. */
static int
seating_reach(const seating *s, uint64_t mask, unsigned char *from)
{
    uint64_t open = mask, seen = mask;
    int earliest = -1;

    memset(from, NO_PLACE, GZT_TRACE_PLACES);
    while (open) {
        int place = __builtin_ctzll(open);
        uint64_t reached;

        open &= open - 1;
        if (!(s->taken >> place & 1))
            return place;
        if (earliest < 0 || s->positions[place] < s->positions[earliest])
            earliest = place;
        reached = s->masks[place] & ~seen;
        seen |= reached;
        open |= reached;
        for (; reached; reached &= reached - 1)
            from[__builtin_ctzll(reached)] = (unsigned char)place;
    }
    return earliest;
}

/** `mask` is not 0, and no token so far has a greater position. */
static void
seating_add(seating *s, uint64_t mask, size_t position)
{
    unsigned char from[GZT_TRACE_PLACES];
    int place = seating_reach(s, mask, from);

    s->taken |= UINT64_C(1) << place;
    for (; from[place] != NO_PLACE; place = from[place]) {
        s->masks[place] = s->masks[from[place]];
        s->positions[place] = s->positions[from[place]];
    }
    s->masks[place] = mask;
    s->positions[place] = position;
}

static bool
seating_is_full(const seating *s, size_t position, size_t window)
{
    if (s->taken != s->all)
        return false;
    for (size_t i = 0; i < s->pattern->count; i++)
        if (position - s->positions[i] > window)
            return false;
    return true;
}

/** Does this code end the stretch that an occurrence must lie in? */
static bool
ends_stretch(gzt_trace_kind kind, uint16_t code)
{
    switch (code) {
    case GZT_TRACE_FIELD:
        return true;
    case GZT_TRACE_PARAGRAPH:
        return kind != GZT_TRACE_NEAR;
    case GZT_TRACE_SENTENCE:
        return kind == GZT_TRACE_IN_SENTENCE;
    default:
        return false;
    }
}

static bool
lacks_a_place(codes all, const gzt_trace_pattern *pattern)
{
    for (size_t i = 0; i < pattern->count; i++)
        if (find_token(all, 0, &pattern->places[i]) == all.count)
            return true;
    return false;
}

static uint32_t
count_unordered(codes all, const gzt_trace_pattern *pattern, uint32_t limit)
{
    bool near = pattern->kind == GZT_TRACE_NEAR;
    size_t window = near ? pattern->window : SIZE_MAX;
    size_t position = 0, used = 0; // positions up to `used` are spoken for
    bool opened = false;           // has this field had a token?
    uint32_t found = 0;
    seating s;

    if (lacks_a_place(all, pattern))
        return 0;
    seating_init(&s, pattern);
    for (size_t i = 0; i < all.count && found < limit; i++) {
        uint16_t code = code_at(all, i);
        uint64_t mask;

        if (!is_token(code)) {
            opened = opened && code != GZT_TRACE_FIELD;
            if (ends_stretch(pattern->kind, code)) {
                s.taken = 0;
                used = near ? used : 0;
            }
            continue;
        }
        position += !(opened && is_same(all, i));
        opened = true;
        mask = position > used ? seating_mask(&s, code) : 0;
        if (!mask)
            continue;
        seating_add(&s, mask, position);
        if (seating_is_full(&s, position, window)) {
            found++;
            s.taken = 0;
            used = near ? position : SIZE_MAX;
        }
    }
    return found;
}

/* ---- Zones ------------------------------------------------------------ */

// Where the mark stands at `from` or behind it, or where the trace ends.
static size_t
find_mark(codes all, size_t from, uint16_t mark)
{
    while (from < all.count && code_at(all, from) != mark)
        from++;
    return from;
}

static codes
zone_of(codes all, gzt_trace_zone zone)
{
    size_t title = zone ? find_mark(all, 0, GZT_TRACE_FIELD) : 0;
    size_t begin = title < all.count ? title + 1 : title;

    if (zone == GZT_TRACE_TITLE)
        return (codes){ all.bytes, title };
    if (zone == GZT_TRACE_LEAD)
        return (codes){ all.bytes + 2 * begin,
                        find_mark(all, begin, GZT_TRACE_PARAGRAPH) - begin };
    return all;
}

uint32_t
gzt_trace_count(gzt_str trace, const gzt_trace_pattern *pattern, uint32_t limit)
{
    codes all = zone_of((codes){ trace.ptr, trace.len / 2 }, pattern->zone);

    if (!pattern->count || pattern->count > GZT_TRACE_PLACES)
        return 0;
    if (pattern->kind == GZT_TRACE_PHRASE)
        return count_phrases(all, pattern, limit);
    return count_unordered(all, pattern, limit);
}

bool
gzt_trace_match(gzt_str trace, const gzt_trace_pattern *pattern)
{
    uint32_t wanted = pattern->at_least ? pattern->at_least : 1;

    return gzt_trace_count(trace, pattern, wanted) >= wanted;
}
