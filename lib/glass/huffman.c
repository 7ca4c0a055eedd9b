/* huffman.c - prefix codes of limited length. */
#include "glass/huffman.h"

#include <string.h>

enum {
    // A count and its symbol in one number: blocks are far shorter than this.
    SYMBOL_BITS = 9,
    SYMBOL_MASK = (1 << SYMBOL_BITS) - 1,
    RADIX = 256,
    FEW = 32, // symbols, sorted by insertion
};

static void
radix_pass(const uint32_t *from, uint32_t *to, size_t n, unsigned shift)
{
    uint16_t starts[RADIX + 1] = { 0 };

    for (size_t i = 0; i < n; i++)
        starts[(from[i] >> shift & (RADIX - 1)) + 1]++;
    for (size_t i = 1; i < RADIX; i++)
        starts[i] = (uint16_t)(starts[i] + starts[i - 1]);
    for (size_t i = 0; i < n; i++)
        to[starts[from[i] >> shift & (RADIX - 1)]++] = from[i];
}

// By count, then by symbol: as the passes leave them, which are stable.
static void
sort_few(uint32_t *sorted, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint32_t moving = sorted[i];
        size_t at = i;

        for (; at && sorted[at - 1] > moving; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = moving;
    }
}

// The symbols that occur, rarest first. Returns how many.
static size_t
sort_symbols(const uint32_t *counts, size_t symbols,
             uint32_t sorted[GZT_HUFFMAN_SYMBOLS])
{
    uint32_t other[GZT_HUFFMAN_SYMBOLS], most = 0;
    size_t n = 0;

    for (size_t i = 0; i < symbols; i++) {
        if (!counts[i])
            continue;
        if (counts[i] > most)
            most = counts[i];
        sorted[n++] = counts[i] << SYMBOL_BITS | (uint32_t)i;
    }
    if (n <= FEW) {
        sort_few(sorted, n);
        return n;
    }
    radix_pass(sorted, other, n, SYMBOL_BITS);
    if (most < RADIX)
        memcpy(sorted, other, n * sizeof(*other));
    else
        radix_pass(other, sorted, n, SYMBOL_BITS + 8);
    return n;
}

// Counts, ascending, become lengths, descending: first parents from the leaves
// up, then the depths of inner nodes from the root down, then of the leaves.
static void
depths(uint32_t *a, size_t n)
{
    size_t root = 0, leaf = 2, next, free, used, level;

    a[0] += a[1];
    for (next = 1; next + 1 < n; next++) {
        if (leaf >= n || a[root] < a[leaf]) {
            a[next] = a[root];
            a[root++] = (uint32_t)next;
        } else {
            a[next] = a[leaf++];
        }
        if (leaf >= n || (root < next && a[root] < a[leaf])) {
            a[next] += a[root];
            a[root++] = (uint32_t)next;
        } else {
            a[next] += a[leaf++];
        }
    }
    a[n - 2] = 0;
    for (next = n - 2; next-- > 0;)
        a[next] = a[a[next]] + 1;
    free = 1;
    level = 0;
    root = n - 1; // inner nodes not yet passed
    next = n;
    while (free) {
        for (used = 0; root && a[root - 1] == level; root--)
            used++;
        for (; free > used; free--)
            a[--next] = (uint32_t)level;
        free = 2 * used;
        level++;
    }
}

// How many codes of each length, none beyond the limit: what is too long is
// cut, then as many shorter ones made longer as the cut ones take.
static void
limit_lengths(uint32_t per[32], const uint32_t *lengths, size_t n,
              unsigned limit)
{
    uint32_t space = 0; // taken, in units of the longest code

    memset(per, 0, 32 * sizeof(*per));
    for (size_t i = 0; i < n; i++)
        per[lengths[i] < limit ? lengths[i] : limit]++;
    for (unsigned bits = 1; bits <= limit; bits++)
        space += per[bits] << (limit - bits);
    for (; space > 1u << limit; space--) {
        unsigned bits = limit - 1;

        while (!per[bits])
            bits--;
        per[limit]--; // goes next to the one that is made longer
        per[bits]--;
        per[bits + 1] += 2;
    }
}

// At most 16 bits, turned round in steps of eight, four, two and one.
static unsigned
reversed(unsigned code, unsigned bits)
{
    code = code << 8 | code >> 8;
    code = (code & 0x0f0f) << 4 | (code >> 4 & 0x0f0f);
    code = (code & 0x3333) << 2 | (code >> 2 & 0x3333);
    code = (code & 0x5555) << 1 | (code >> 1 & 0x5555);
    return (code & 0xffff) >> (16 - bits);
}

// The codes follow from their lengths.
static void
assign_codes(gzt_huffman *h, const uint32_t per[32], size_t symbols)
{
    unsigned next[GZT_HUFFMAN_BITS + 2], code = 0;

    for (unsigned bits = 1; bits <= GZT_HUFFMAN_BITS; bits++) {
        next[bits] = code;
        code = (code + per[bits]) << 1;
    }
    for (size_t i = 0; i < symbols; i++)
        if (h->bits[i])
            h->codes[i] = (uint16_t)reversed(next[h->bits[i]]++, h->bits[i]);
}

void
gzt_huffman_make(gzt_huffman *h, const uint32_t *counts, size_t symbols,
                 unsigned limit)
{
    uint32_t sorted[GZT_HUFFMAN_SYMBOLS] = { 0 };
    uint32_t lengths[GZT_HUFFMAN_SYMBOLS];
    uint32_t per[32];
    size_t n = sort_symbols(counts, symbols, sorted), at = 0;

    memset(h->bits, 0, symbols);
    if (n < 2) {
        if (n) {
            h->bits[sorted[0] & SYMBOL_MASK] = 1;
            h->codes[sorted[0] & SYMBOL_MASK] = 0;
        }
        return;
    }
    for (size_t i = 0; i < n; i++)
        lengths[i] = sorted[i] >> SYMBOL_BITS;
    depths(lengths, n);
    limit_lengths(per, lengths, n, limit);
    for (unsigned bits = limit; bits; bits--)
        for (uint32_t k = per[bits]; k--;)
            h->bits[sorted[at++] & SYMBOL_MASK] = (uint8_t)bits;
    assign_codes(h, per, symbols);
}
