/* trace_pack.c - traces whose low codes have one byte. A bit for each code
 * tells how many bytes it has; so eight of them are unpacked at a time, by one
 * shuffle where the processor has it (Stepanov et al., SIMD-based decoding of
 * posting lists, CIKM 2011; the bits apart from the bytes: Lemire, Kurz and
 * Rupp, Stream VByte, 2018). */
#include "xapian/trace_pack.h"

#include "base/str.h"

#if defined(__x86_64__)
#include <tmmintrin.h>
#endif

enum {
    PLAIN = 0, // the first byte
    PACKED = 1,
    GROUP = 8 // codes whose bits lie in one byte
};

// ---- packing ---------------------------------------------------------------

static void
put_codes(gzt_str trace, char *room, gzt_buf *out)
{
    size_t count = trace.len / 2;
    char *bits = room, *at = room + (count + GROUP - 1) / GROUP;

    memset(bits, 0, (size_t)(at - bits));
    for (size_t i = 0; i < count; i++) {
        char high = trace.ptr[2 * i + 1];

        bits[i / GROUP] |= (char)((high != 0) << i % GROUP);
        at[0] = trace.ptr[2 * i];
        at[1] = high;
        at += 1 + (high != 0);
    }
    out->len += (size_t)(at - room);
}

void
gzt_trace_pack(gzt_str trace, gzt_buf *out)
{
    size_t count = trace.len / 2;
    char *room;

    gzt_buf_clear(out);
    gzt_buf_putc(out, PACKED);
    gzt_buf_put_varint(out, count);
    room = gzt_buf_room(out, count / GROUP + 1 + 2 * count);
    if (room)
        put_codes(trace, room, out);
    if (out->full || out->len < 1 + 2 * count)
        return;
    gzt_buf_clear(out);
    gzt_buf_putc(out, PLAIN);
    gzt_buf_put(out, gzt_str_slice(trace, 0, 2 * count));
}

// ---- unpacking -------------------------------------------------------------

typedef struct packed {
    size_t count;
    const unsigned char *bits;
    const char *at, *end;
    char *out;
} packed;

static size_t
count_bits(const unsigned char *bytes, size_t count)
{
    const uint64_t ones = UINT64_C(0x5555555555555555),
                   twos = UINT64_C(0x3333333333333333),
                   fours = UINT64_C(0x0f0f0f0f0f0f0f0f);
    size_t sum = 0;

    for (size_t i = 0; i < count; i += sizeof(uint64_t)) {
        uint64_t x = 0;

        memcpy(&x, bytes + i, count - i < sizeof(x) ? count - i : sizeof(x));
        x -= x >> 1 & ones;
        x = (x & twos) + (x >> 2 & twos);
        x = (x + (x >> 4)) & fours;
        sum += x * UINT64_C(0x0101010101010101) >> 56;
    }
    return sum;
}

// Are there as many bytes as the bits say, and no bits but those?
static bool
take_bits(packed *p, gzt_str rest)
{
    size_t groups = (p->count + GROUP - 1) / GROUP;

    if (groups > rest.len)
        return false;
    p->bits = (const unsigned char *)rest.ptr;
    if (p->count % GROUP && p->bits[groups - 1] >> p->count % GROUP)
        return false;
    p->at = rest.ptr + groups;
    p->end = rest.ptr + rest.len;
    return (size_t)(p->end - p->at) == p->count + count_bits(p->bits, groups);
}

static void
read_codes(packed *p, size_t i)
{
    for (; i < p->count; i++) {
        size_t wide = p->bits[i / GROUP] >> i % GROUP & 1;

        p->out[2 * i] = p->at[0];
        p->out[2 * i + 1] = wide ? p->at[1] : 0;
        p->at += 1 + wide;
    }
}

#if defined(__x86_64__)

// By the bits of a group: where its bytes go, and how many they are.
typedef struct spread {
    unsigned char from[1 << GROUP][2 * GROUP];
    unsigned char bytes[1 << GROUP];
} spread;

static const spread spreads = {
#include "spreads.inc"
};

// Whole groups as long as there are bytes to load; returns how many codes.
__attribute__((target("ssse3"))) static size_t
read_groups(packed *p)
{
    size_t i = 0;

    for (; i + GROUP <= p->count && p->end - p->at >= 2 * GROUP; i += GROUP) {
        unsigned bits = p->bits[i / GROUP];
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p->at);
        __m128i from =
            _mm_loadu_si128((const __m128i *)(const void *)spreads.from[bits]);

        _mm_storeu_si128((__m128i *)(void *)(p->out + 2 * i),
                         _mm_shuffle_epi8(bytes, from));
        p->at += spreads.bytes[bits];
    }
    return i;
}

static size_t
read_fast(packed *p)
{
    return __builtin_cpu_supports("ssse3") ? read_groups(p) : 0;
}

#else

static size_t
read_fast(packed *p)
{
    (void)p;
    return 0;
}

#endif

static bool
unpack(gzt_str rest, gzt_buf *buf, gzt_str *trace)
{
    packed p;
    uint64_t count;

    // A code has a byte at least.
    if (!gzt_varint_take(&rest, &count) || count > rest.len)
        return false;
    p.count = count;
    if (!take_bits(&p, rest))
        return false;
    gzt_buf_clear(buf);
    p.out = gzt_buf_room(buf, 2 * count);
    if (!p.out)
        return false;
    *trace = (gzt_str){ p.out, 2 * count };
    read_codes(&p, read_fast(&p));
    return true;
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
    return gzt_fail(err, GZT_EFORMAT, "the trace of an article is damaged");
}
