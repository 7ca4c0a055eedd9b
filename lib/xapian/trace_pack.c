/* trace_pack.c - traces packed by prefix codes. What has none stands apart, in
 * 16 bits once and then by its number among such. */
#include "xapian/trace_pack.h"

#include "base/str.h"
#include "xapian/trace.h"
#include "xapian/trace_table.h"

#include <endian.h>
#include <stdlib.h>

enum {
    NUMBERED = 4096, // other codes that get a number
    PLAIN = 0,       // the first byte
    PACKED = 1,
    WORD = 8,      // bytes that are read or written at a time
    PAD = 2 * WORD // around what is read
};

extern const gzt_trace_table gzt_embedded_traces;

static inline uint16_t
code_at(const char *codes, size_t i)
{
    uint16_t code;

    memcpy(&code, codes + 2 * i, sizeof(code));
    return le16toh(code);
}

static inline void
put_code(char *codes, size_t i, uint16_t code)
{
    code = htole16(code);
    memcpy(codes + 2 * i, &code, sizeof(code));
}

static inline bool
is_other(uint16_t code)
{
    return code == GZT_TRACE_PLAIN || code == GZT_TRACE_AGAIN;
}

/** How many bits a number below `count` takes. */
static inline unsigned
number_bits(size_t count)
{
    return count < 2 ? 0 : 64 - (unsigned)__builtin_clzll(count - 1);
}

// ---- packing ---------------------------------------------------------------

struct gzt_trace_packer {
    uint16_t numbers[UINT16_MAX + 1]; // of other codes, plus 1; 0: has none
    uint16_t codes[NUMBERED];         // by number
    size_t count;
    gzt_buf others, back; // parts of what is packed
};

/** Bits on their way into a buffer, the first one highest. */
typedef struct bit_writer {
    char *begin, *at;
    uint64_t bits;
    unsigned held; // below 8
} bit_writer;

gzt_trace_packer *
gzt_trace_packer_new(void)
{
    gzt_trace_packer *packer = gzt_xrealloc(NULL, 1, sizeof(*packer));

    memset(packer, 0, sizeof(*packer));
    gzt_buf_init(&packer->others, GZT_TRACE_ROOM);
    gzt_buf_init(&packer->back, GZT_TRACE_ROOM);
    return packer;
}

void
gzt_trace_packer_free(gzt_trace_packer *packer)
{
    if (!packer)
        return;
    gzt_buf_release(&packer->others);
    gzt_buf_release(&packer->back);
    free(packer);
}

/** For `count` codes, none of them longer than a plain one. */
static bool
begin_bits(bit_writer *w, gzt_buf *out, size_t count)
{
    w->begin = w->at = gzt_buf_room(out, 2 * count + WORD);
    w->bits = 0;
    w->held = 0;
    return w->begin != NULL;
}

// Eight bytes are written; those that are not complete are written again.
static inline void
put_bits(bit_writer *w, uint64_t value, unsigned bits)
{
    uint64_t stored;

    w->held += bits;
    if (w->held)
        w->bits |= value << (64 - w->held);
    stored = htobe64(w->bits);
    memcpy(w->at, &stored, sizeof(stored));
    w->at += w->held / 8;
    w->bits <<= w->held & ~7u;
    w->held %= 8;
}

static size_t
end_bits(const bit_writer *w)
{
    return (size_t)(w->at - w->begin) + (w->held > 0);
}

// Into the bits of other codes. Returns the symbol for it.
static uint16_t
put_other(gzt_trace_packer *p, uint16_t code, bit_writer *w)
{
    if (p->numbers[code]) {
        put_bits(w, p->numbers[code] - 1u, number_bits(p->count));
        return GZT_TRACE_AGAIN;
    }
    put_bits(w, code, 16);
    if (p->count < NUMBERED) {
        p->codes[p->count++] = code;
        p->numbers[code] = (uint16_t)p->count;
    }
    return GZT_TRACE_PLAIN;
}

static void
put_codes(gzt_trace_packer *p, const char *codes, size_t count, bit_writer *w,
          bit_writer *others)
{
    const gzt_trace_table *t = &gzt_embedded_traces;
    bit_writer own = *w; // in registers: what it writes cannot be itself

    for (size_t i = 0; i < count; i++) {
        uint16_t code = code_at(codes, i);

        if (!t->prefixes[code].bits || is_other(code))
            code = put_other(p, code, others);
        put_bits(&own, t->prefixes[code].code, t->prefixes[code].bits);
    }
    *w = own;
}

static void
put_backwards(gzt_buf *out, const char *bytes, size_t count)
{
    char *room = gzt_buf_room(out, count);

    if (!room)
        return; // `full` is set: pack() sees it
    out->len += count;
    while (count-- > 0)
        *room++ = bytes[count];
}

/** False when there is no room. */
static bool
pack(gzt_trace_packer *p, gzt_str trace, gzt_buf *out)
{
    size_t count = trace.len / 2, half = count - count / 2;
    bit_writer front, back, others;

    gzt_buf_putc(out, PACKED);
    gzt_buf_put_varint(out, count);
    if (!begin_bits(&front, out, half) ||
        !begin_bits(&others, &p->others, count) ||
        !begin_bits(&back, &p->back, count - half))
        return false;
    put_codes(p, trace.ptr, half, &front, &others);
    put_codes(p, trace.ptr + 2 * half, count - half, &back, &others);
    out->len += end_bits(&front);
    gzt_buf_put(out, (gzt_str){ others.begin, end_bits(&others) });
    put_backwards(out, back.begin, end_bits(&back));
    return !out->full;
}

static void
forget(gzt_trace_packer *p)
{
    while (p->count)
        p->numbers[p->codes[--p->count]] = 0;
    gzt_buf_clear(&p->others);
    gzt_buf_clear(&p->back);
}

void
gzt_trace_pack(gzt_trace_packer *packer, gzt_str trace, gzt_buf *out)
{
    gzt_buf_clear(out);
    if (!pack(packer, trace, out) || out->len > trace.len) {
        gzt_buf_clear(out);
        gzt_buf_putc(out, PLAIN);
        gzt_buf_put(out, trace);
    }
    forget(packer);
}

// ---- unpacking -------------------------------------------------------------

/** Bits on their way out of bytes, the next one highest. */
typedef struct bit_reader {
    const char *at; // the bytes that follow
    uint64_t bits;
    unsigned held;
} bit_reader;

static inline void
refill(bit_reader *r, uint64_t next)
{
    r->bits |= next >> r->held;
    r->held |= 56;
}

// Of what is ahead of `at`: 56 bits and more.
static inline void
refill_forwards(bit_reader *r)
{
    uint64_t next;

    memcpy(&next, r->at, sizeof(next));
    r->at += (63 - r->held) / 8;
    refill(r, be64toh(next));
}

static inline void
refill_backwards(bit_reader *r)
{
    uint64_t next;

    memcpy(&next, r->at - sizeof(next), sizeof(next));
    r->at -= (63 - r->held) / 8;
    refill(r, le64toh(next));
}

// A reader may have up to WORD - 1 bytes that nobody has asked for yet.
static inline bool
is_past(const bit_reader *r, const char *end)
{
    return r->at >= end + WORD;
}

static inline bool
is_past_begin(const bit_reader *r, const char *begin)
{
    return r->at <= begin - WORD;
}

/** A packed trace, with PAD bytes of zeros on both sides. */
typedef struct packed {
    const char *begin, *end;
    bit_reader front, back;
    size_t count;
    char *codes;
    // Where the codes of each half are that stand among the others.
    uint32_t *front_others, *back_others;
    size_t front_count, back_count;
} packed;

/** Where what is read goes. */
typedef struct sink {
    char *codes;
    uint32_t *others; // where these are among the codes
    size_t at, count;
} sink;

/** The next code into place `i` behind those that are there. `bits` is what the
 *  reader holds. */
static inline gzt_trace_symbol
read_symbol(uint64_t *bits, sink *to, unsigned i)
{
    gzt_trace_symbol symbol =
        gzt_embedded_traces.symbols[*bits >> (64 - GZT_TRACE_BITS)];

    *bits <<= symbol & 63;
    put_code(to->codes, to->at + i, (uint16_t)(symbol >> 16));
    to->others[to->count] = (uint32_t)(to->at + i);
    to->count += symbol >> 8 & 1;
    return symbol;
}

static inline void
read_one(bit_reader *r, sink *to)
{
    r->held -= read_symbol(&r->bits, to, 0) & 0xff;
    to->at++;
}

// As many as are sure to be held after a refill.
static inline void
read_four(bit_reader *r, sink *to)
{
    gzt_trace_symbol sum = read_symbol(&r->bits, to, 0);

    sum += read_symbol(&r->bits, to, 1);
    sum += read_symbol(&r->bits, to, 2);
    sum += read_symbol(&r->bits, to, 3);
    r->held -= sum & 0xff;
    to->at += 4;
}

// Both halves at a time: each step waits for the one before, so the processor
// does two in the time of one. There is no branch to be foretold.
static bool
read_symbols(packed *p)
{
    size_t half = p->count - p->count / 2;
    sink front = { p->codes, p->front_others, 0, 0 };
    sink back = { p->codes, p->back_others, half, 0 };
    bit_reader f = p->front, b = p->back;

    while (back.at < p->count) {
        if (is_past(&f, p->end) || is_past_begin(&b, p->begin))
            return false;
        refill_forwards(&f);
        refill_backwards(&b);
        if (p->count - back.at >= 4) {
            read_four(&f, &front);
            read_four(&b, &back);
        } else {
            read_one(&f, &front);
            read_one(&b, &back);
        }
    }
    if (front.at < half && !is_past(&f, p->end)) {
        refill_forwards(&f);
        read_one(&f, &front);
    }
    p->front = f;
    p->back = b;
    p->front_count = front.count;
    p->back_count = back.count;
    return true;
}

/** The codes that have numbers. */
typedef struct numbered {
    uint16_t codes[NUMBERED];
    size_t count;
} numbered;

static inline uint32_t
take_bits(bit_reader *r, unsigned bits)
{
    uint32_t value = (uint32_t)(r->bits >> 1 >> (63 - bits));

    r->bits <<= bits;
    r->held -= bits;
    return value;
}

// In place of one of the two symbols. False where the number is of none.
static bool
read_other(bit_reader *r, numbered *n, char *codes, size_t i)
{
    uint16_t code;

    refill_forwards(r);
    if (code_at(codes, i) == GZT_TRACE_AGAIN) {
        uint32_t number = take_bits(r, number_bits(n->count));

        if (number >= n->count)
            return false;
        code = n->codes[number];
    } else {
        code = (uint16_t)take_bits(r, 16);
        if (n->count < NUMBERED)
            n->codes[n->count++] = code;
    }
    put_code(codes, i, code);
    return true;
}

/** The first byte that was not touched; all but its last bits were taken. */
static const char *
front_end(const bit_reader *r)
{
    return r->at - r->held / 8;
}

static bool
read_others(packed *p)
{
    bit_reader r = { front_end(&p->front), 0, 0 };
    size_t all = p->front_count + p->back_count;
    numbered n;

    n.count = 0;
    for (size_t i = 0; i < all; i++) {
        size_t at = i < p->front_count ? p->front_others[i]
                                       : p->back_others[i - p->front_count];

        if (is_past(&r, p->end) || !read_other(&r, &n, p->codes, at))
            return false;
    }
    return front_end(&r) == p->back.at + p->back.held / 8;
}

/** Room for everything, with a copy of what is packed. */
static bool
lay_out(packed *p, gzt_str bits, gzt_buf *buf)
{
    size_t half = p->count - p->count / 2;
    size_t numbers = 2 * (half + 1) * sizeof(*p->front_others);
    char *room;

    gzt_buf_clear(buf);
    room = gzt_buf_room(buf, numbers + bits.len + 2 * PAD + 2 * p->count);
    if (!room)
        return false;
    p->front_others = (uint32_t *)(void *)room;
    p->back_others = p->front_others + half + 1;
    room += numbers;
    memset(room, 0, PAD);
    memcpy(room + PAD, bits.ptr, bits.len);
    memset(room + PAD + bits.len, 0, PAD);
    p->begin = p->front.at = room + PAD;
    p->end = p->back.at = p->begin + bits.len;
    p->codes = room + bits.len + 2 * PAD;
    return true;
}

// `stored` without its first byte.
static bool
unpack(gzt_str stored, gzt_buf *buf, gzt_str *trace)
{
    packed p = { 0 };
    uint64_t count;

    // A code has one bit at least.
    if (!gzt_varint_take(&stored, &count) || count / 8 > stored.len)
        return false;
    p.count = count;
    if (!lay_out(&p, stored, buf))
        return false;
    *trace = (gzt_str){ p.codes, 2 * count };
    return read_symbols(&p) && read_others(&p);
}

gzt_status
gzt_trace_unpack(gzt_str stored, gzt_buf *buf, gzt_str *trace, gzt_err *err)
{
    gzt_str rest = { stored.ptr + 1, stored.len - 1 };

    *trace = (gzt_str){ 0 };
    if (!stored.len)
        return GZT_OK;
    if (*stored.ptr == PLAIN) {
        *trace = rest;
        return GZT_OK;
    }
    if (*stored.ptr != PACKED)
        return gzt_fail(err, GZT_EFORMAT,
                        "the trace of an article is packed in a way that this "
                        "version does not know");
    if (unpack(rest, buf, trace))
        return GZT_OK;
    *trace = (gzt_str){ 0 };
    return gzt_fail(err, GZT_EFORMAT, "the trace of an article is damaged");
}
