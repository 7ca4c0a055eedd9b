/* deflate.c - raw deflate streams of short texts. */
#include "glass/deflate.h"

#include "base/err.h"
#include "glass/huffman.h"

#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = 32768, // bytes of text with codes of their own; a match stays in
    HASH_BITS = 11,
    MATCH_MIN = 4,
    MATCH_MAX = 257, // one less than can be: 258 has a code of its own kind
    END = 256,
    LITERALS = 286,
    DISTANCES = 30,
    LENGTH_CODES = 19,
    LENGTH_BITS = 7, // of a code for lengths of codes
};

struct gzt_deflater {
    uint16_t heads[1 << HASH_BITS]; // where such bytes stood last, plus one
    uint32_t tokens[BLOCK];         // a literal, or length << 16 | distance
    size_t count;
    uint32_t literals[LITERALS], distances[DISTANCES]; // how often
    uint32_t extra_bits;
    uint8_t runs[LITERALS + DISTANCES], extras[LITERALS + DISTANCES];
    size_t run_count; // of the lengths of codes
    gzt_huffman literal, distance, length;
};

gzt_deflater *
gzt_deflater_new(void)
{
    return gzt_xrealloc(NULL, 1, sizeof(gzt_deflater));
}

void
gzt_deflater_free(gzt_deflater *d)
{
    free(d);
}

// ---- bits ------------------------------------------------------------------

typedef struct sink {
    uint8_t *at;
    uint64_t bits;
    unsigned count;
} sink;

// At most 48 bits, behind at most seven that wait for the rest of their byte.
// Always eight bytes are written: what is written ahead is written over or cut
// off, and nothing branches on how many bits there are.
static inline void
put(sink *s, uint64_t bits, unsigned count)
{
    s->bits |= bits << s->count;
    s->count += count;
    memcpy(s->at, &s->bits, sizeof(s->bits));
    s->at += s->count / 8;
    s->bits >>= s->count & ~7u;
    s->count &= 7;
}

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "put() writes the lowest byte first");

static inline void
put_code(sink *s, const gzt_huffman *h, unsigned symbol)
{
    put(s, h->codes[symbol], h->bits[symbol]);
}

static void
put_rest(sink *s)
{
    if (s->count)
        *s->at++ = (uint8_t)s->bits;
    s->count = 0;
}

// ---- matches ---------------------------------------------------------------

static inline uint32_t
four_bytes(const uint8_t *p)
{
    uint32_t value;

    memcpy(&value, p, sizeof(value));
    return value;
}

static inline unsigned
log2_of(uint32_t value)
{
    return 31 - (unsigned)__builtin_clz(value);
}

// The symbol of a length or distance, and how many bits follow it.
static inline unsigned
length_symbol(unsigned length, unsigned *extra)
{
    unsigned l = length - 3, n;

    *extra = 0;
    if (l < 8)
        return END + 1 + l;
    n = log2_of(l);
    *extra = n - 2;
    return END + 1 + 4 * (n - 1) + (l >> (n - 2) & 3);
}

static inline unsigned
distance_symbol(unsigned distance, unsigned *extra)
{
    unsigned d = distance - 1, n;

    *extra = 0;
    if (d < 4)
        return d;
    n = log2_of(d);
    *extra = n - 1;
    return 2 * n + (d >> (n - 1) & 1);
}

// Returns the token.
static inline uint32_t
count_match(gzt_deflater *d, unsigned length, unsigned distance)
{
    unsigned extra, more;

    d->literals[length_symbol(length, &extra)]++;
    d->distances[distance_symbol(distance, &more)]++;
    d->extra_bits += extra + more;
    return length << 16 | distance;
}

static unsigned
match_length(const uint8_t *a, const uint8_t *b, size_t most)
{
    size_t n = MATCH_MIN;
    uint64_t x, y;

    for (; n + sizeof(x) <= most; n += sizeof(x)) {
        memcpy(&x, a + n, sizeof(x));
        memcpy(&y, b + n, sizeof(y));
        if (x != y)
            return (unsigned)(n + (unsigned)__builtin_ctzll(x ^ y) / 8);
    }
    while (n < most && a[n] == b[n])
        n++;
    return (unsigned)n;
}

static inline void
count_literal(gzt_deflater *d, uint32_t **token, uint8_t literal)
{
    d->literals[literal]++;
    *(*token)++ = literal;
}

// Cut a block into literals and matches; the latest place alone is tried.
static void
find_tokens(gzt_deflater *d, const uint8_t *text, size_t len)
{
    uint32_t *token = d->tokens;
    size_t i = 0;

    memset(d->heads, 0, sizeof(d->heads));
    memset(d->literals, 0, sizeof(d->literals));
    memset(d->distances, 0, sizeof(d->distances));
    d->extra_bits = 0;
    d->literals[END] = 1;
    while (i + MATCH_MIN <= len) {
        uint32_t four = four_bytes(text + i);
        uint16_t *head = &d->heads[four * 2654435761u >> (32 - HASH_BITS)];
        size_t before = *head;

        *head = (uint16_t)(i + 1);
        if (before-- && four_bytes(text + before) == four) {
            size_t most = len - i < MATCH_MAX ? len - i : MATCH_MAX;
            unsigned n = match_length(text + before, text + i, most);

            *token++ = count_match(d, n, (unsigned)(i - before));
            i += n;
            continue;
        }
        count_literal(d, &token, text[i++]);
    }
    while (i < len)
        count_literal(d, &token, text[i++]);
    d->count = (size_t)(token - d->tokens);
}

// ---- the codes in front of a block -----------------------------------------

static void
put_run(gzt_deflater *d, unsigned symbol, unsigned extra)
{
    d->runs[d->run_count] = (uint8_t)symbol;
    d->extras[d->run_count++] = (uint8_t)extra;
}

static void
put_runs(gzt_deflater *d, unsigned bits, size_t times)
{
    while (!bits && times >= 3) {
        size_t n = times < 138 ? times : 138;

        put_run(d, n < 11 ? 17 : 18, (unsigned)(n < 11 ? n - 3 : n - 11));
        times -= n;
    }
    if (bits && times >= 4) {
        put_run(d, bits, 0);
        for (times--; times >= 3;) {
            size_t n = times < 6 ? times : 6;

            put_run(d, 16, (unsigned)n - 3);
            times -= n;
        }
    }
    while (times--)
        put_run(d, bits, 0);
}

static size_t
used_symbols(const gzt_huffman *h, size_t count, size_t least)
{
    while (count > least && !h->bits[count - 1])
        count--;
    return count;
}

// The lengths of both codes, one behind the other, in runs.
static void
make_runs(gzt_deflater *d, size_t literals, size_t distances)
{
    uint8_t all[LITERALS + DISTANCES];
    size_t count = literals + distances;

    memcpy(all, d->literal.bits, literals);
    memcpy(all + literals, d->distance.bits, distances);
    d->run_count = 0;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && all[end] == all[i]; end++)
            continue;
        put_runs(d, all[i], end - i);
    }
}

static const uint8_t run_bits[LENGTH_CODES] = { [16] = 2, [17] = 3, [18] = 7 };
static const uint8_t length_order[LENGTH_CODES] = { 16, 17, 18, 0,  8, 7,  9,
                                                    6,  10, 5,  11, 4, 12, 3,
                                                    13, 2,  14, 1,  15 };

// Bits of the block's symbols.
static uint64_t
body_bits(const gzt_deflater *d)
{
    uint64_t bits = d->extra_bits;

    for (size_t i = 0; i < LITERALS; i++)
        bits += (uint64_t)d->literals[i] * d->literal.bits[i];
    for (size_t i = 0; i < DISTANCES; i++)
        bits += (uint64_t)d->distances[i] * d->distance.bits[i];
    return bits;
}

// Make the codes of the block. Returns how many bits it will take.
static uint64_t
make_codes(gzt_deflater *d, size_t *literals, size_t *distances,
           size_t *lengths)
{
    uint32_t counts[LENGTH_CODES] = { 0 };
    uint64_t bits;

    gzt_huffman_make(&d->literal, d->literals, LITERALS, GZT_HUFFMAN_BITS);
    gzt_huffman_make(&d->distance, d->distances, DISTANCES, GZT_HUFFMAN_BITS);
    *literals = used_symbols(&d->literal, LITERALS, END + 1);
    *distances = used_symbols(&d->distance, DISTANCES, 1);
    make_runs(d, *literals, *distances);
    for (size_t i = 0; i < d->run_count; i++)
        counts[d->runs[i]]++;
    gzt_huffman_make(&d->length, counts, LENGTH_CODES, LENGTH_BITS);
    for (*lengths = LENGTH_CODES;
         *lengths > 4 && !d->length.bits[length_order[*lengths - 1]];)
        --*lengths;
    bits = 3 + 5 + 5 + 4 + 3 * *lengths + body_bits(d);
    for (size_t i = 0; i < LENGTH_CODES; i++)
        bits += (uint64_t)counts[i] * (d->length.bits[i] + run_bits[i]);
    return bits;
}

static void
put_codes(const gzt_deflater *d, sink *s, size_t literals, size_t distances,
          size_t lengths)
{
    put(s, literals - 257, 5);
    put(s, distances - 1, 5);
    put(s, lengths - 4, 4);
    for (size_t i = 0; i < lengths; i++)
        put(s, d->length.bits[length_order[i]], 3);
    for (size_t i = 0; i < d->run_count; i++) {
        put_code(s, &d->length, d->runs[i]);
        put(s, d->extras[i], run_bits[d->runs[i]]);
    }
}

// ---- blocks ----------------------------------------------------------------

static inline void
put_match(const gzt_deflater *d, sink *s, unsigned length, unsigned distance)
{
    unsigned extra, symbol = length_symbol(length, &extra);

    put_code(s, &d->literal, symbol);
    put(s, (length - 3) & ((1u << extra) - 1), extra);
    symbol = distance_symbol(distance, &extra);
    put_code(s, &d->distance, symbol);
    put(s, (distance - 1) & ((1u << extra) - 1), extra);
}

static void
put_body(const gzt_deflater *d, sink *s)
{
    sink own = *s; // in registers: what it writes cannot be itself

    for (size_t i = 0; i < d->count; i++) {
        uint32_t token = d->tokens[i];

        if (token <= UINT8_MAX)
            put_code(&own, &d->literal, token);
        else
            put_match(d, &own, token >> 16, token & 0xffff);
    }
    put_code(&own, &d->literal, END);
    *s = own;
}

// False: there is no room, which is the size of the text.
static bool
put_block(gzt_deflater *d, sink *s, const uint8_t *end, bool last)
{
    size_t literals, distances, lengths;
    uint64_t bits = make_codes(d, &literals, &distances, &lengths);

    if ((s->count + bits + 7) / 8 >= (uint64_t)(end - s->at))
        return false;
    put(s, last, 1);
    put(s, 2, 2); // codes of its own
    put_codes(d, s, literals, distances, lengths);
    put_body(d, s);
    return true;
}

bool
gzt_deflater_run(gzt_deflater *d, gzt_str text, gzt_buf *out)
{
    sink s = { NULL, 0, 0 };
    char *room;

    gzt_buf_clear(out);
    room = gzt_buf_room(out, text.len + 8);
    if (!room || !text.len)
        return false;
    s.at = (uint8_t *)room;
    for (size_t i = 0; i < text.len; i += BLOCK) {
        size_t n = text.len - i < BLOCK ? text.len - i : BLOCK;

        find_tokens(d, (const uint8_t *)text.ptr + i, n);
        if (!put_block(d, &s, (uint8_t *)room + text.len, i + n == text.len))
            return false;
    }
    put_rest(&s);
    out->len = (size_t)(s.at - (uint8_t *)room);
    return out->len < text.len;
}
