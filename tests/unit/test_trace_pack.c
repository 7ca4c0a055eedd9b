/* test_trace_pack.c - packed traces: what goes in comes out, and damage is
 * found or harmless. Corpora that were packed stand in docs/BENCHMARKS.md. */
#include "xapian/trace_pack.h"

#include "base/arena.h"
#include "base/str.h"
#include "xapian/trace.h"

#include "tap.h"

#include <stdlib.h>

#define TABLE UINT64_C(0x7659df6307076a20)

static gzt_buf trace, packed, unpacked;
static gzt_err err;
static uint64_t seed = 1;

static uint32_t
draw(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % below);
}

static void
put_words(const char *words)
{
    gzt_str rest = gzt_str_of(words), word;

    while (gzt_str_cut(&rest, ' ', &word))
        gzt_trace_put(&trace, gzt_str_eq(word, GZT_S(".")) ? GZT_TRACE_SENTENCE
                              : gzt_str_eq(word, GZT_S("=")) ? GZT_TRACE_SAME
                              : gzt_str_eq(word, GZT_S("#"))
                                  ? GZT_TRACE_FIELD
                                  : gzt_trace_print(word));
}

static bool
comes_back(void)
{
    gzt_str got;

    gzt_trace_pack(gzt_buf_str(&trace), &packed);
    return packed.len <= trace.len + 1 &&
           !gzt_trace_unpack(gzt_buf_str(&packed), &unpacked, &got, &err) &&
           gzt_str_eq(got, gzt_buf_str(&trace));
}

// docs/INDEX.md has the same.
static void
test_example(void)
{
    static const char bytes[] =
        "\x01\x0d\x53\x19\x32\x1f\x13\xb3\x04\x08\x13\xb3"
        "\x09\x76\xd1\x03\xcd\xca\x11\x0f\x76\xd1\x13\xb3";

    gzt_buf_clear(&trace);
    put_words(
        "gas deal # the deal of zwickau = XEorg:cica be for zwickau deal");
    CHECK(comes_back());
    CHECK(gzt_str_eq(gzt_buf_str(&packed),
                     (gzt_str){ bytes, sizeof(bytes) - 1 }));
}

// Codes may never change: of all fingerprints, by what they stand for.
static void
test_table(void)
{
    static bool met[UINT16_MAX + 1];
    uint64_t sum = 0;
    bool once = true;

    for (uint64_t hash = 0; hash <= UINT16_MAX - GZT_TRACE_FIRST; hash++) {
        uint16_t code = gzt_trace_print_of(hash);

        once = once && code >= GZT_TRACE_FIRST && !met[code];
        met[code] = true;
        sum = sum * 31 + code;
    }
    CHECK(once);
    CHECK(sum == TABLE);
    CHECK(gzt_trace_print(GZT_S("the")) < 256);
    CHECK(gzt_trace_print(GZT_S("zwickau")) >= 256);
}

static void
test_small(void)
{
    gzt_str got = GZT_S("untouched");

    gzt_buf_clear(&trace);
    CHECK(comes_back() && packed.len == 1 && !*packed.ptr);
    CHECK(!gzt_trace_unpack((gzt_str){ "", 0 }, &unpacked, &got, &err));
    CHECK(!got.len);
    put_words("the");
    CHECK(comes_back());
    put_words("of");
    CHECK(comes_back());
    put_words("zwickau");
    CHECK(comes_back());
}

// A code by its frequency: of the table mostly, marks, any, some of a few.
static uint16_t
draw_code(uint32_t odds)
{
    uint32_t which = draw(100);

    if (which >= odds)
        return (uint16_t)draw(UINT16_MAX + 1);
    if (which % 8 == 0)
        return (uint16_t)draw(8);
    if (which % 8 == 1)
        return (uint16_t)(60000 + draw(50));
    return (uint16_t)draw(256);
}

static void
draw_trace(void)
{
    uint32_t count = draw(5) ? draw(400) : draw(40000), odds = 70 + draw(31);

    gzt_buf_clear(&trace);
    for (uint32_t i = 0; i < count; i++)
        gzt_trace_put(&trace, draw_code(odds));
}

static void
test_random(void)
{
    bool same = true;
    size_t smaller = 0;

    for (int i = 0; i < 400; i++) {
        draw_trace();
        same = same && comes_back();
        smaller += packed.len < trace.len;
    }
    CHECK(same);
    CHECK(smaller > 200);
}

// Every code alone, twice, and all at once.
static void
test_every_code(void)
{
    bool same = true;

    for (uint32_t code = 0; code <= UINT16_MAX; code++) {
        gzt_buf_clear(&trace);
        for (int i = 0; i < 2; i++) {
            put_words("the the the the the the");
            gzt_trace_put(&trace, (uint16_t)code);
        }
        same = same && comes_back();
    }
    CHECK(same);
    gzt_buf_clear(&trace);
    for (uint32_t i = 0; i < 3 * UINT16_MAX; i++) {
        put_words("the of the");
        gzt_trace_put(&trace, (uint16_t)(7 * i));
    }
    CHECK(comes_back() && *packed.ptr);
}

// Bytes on the heap, of just their size: a watched build sees a read past them.
static gzt_status
try_bytes(gzt_str bytes)
{
    char *copy = malloc(bytes.len + !bytes.len);
    gzt_str got;
    gzt_status status;

    memcpy(copy, bytes.ptr, bytes.len);
    status =
        gzt_trace_unpack((gzt_str){ copy, bytes.len }, &unpacked, &got, &err);
    if (!status)
        for (size_t i = 0; i < got.len; i++) // all of it can be read
            seed += (unsigned char)got.ptr[i];
    free(copy);
    return status;
}

static void
test_damage(void)
{
    size_t found = 0, tried = 0;

    for (int i = 0; i < 3000; i++) {
        gzt_str bytes;

        draw_trace();
        gzt_trace_pack(gzt_buf_str(&trace), &packed);
        if (packed.len < 2 || !*packed.ptr)
            continue;
        for (uint32_t k = draw(4); k > 0; k--)
            packed.ptr[1 + draw((uint32_t)packed.len - 1)] ^=
                (char)(1 << draw(8));
        bytes = gzt_buf_str(&packed);
        if (draw(2))
            bytes.len = draw((uint32_t)bytes.len);
        found += try_bytes(bytes) != GZT_OK;
        tried++;
    }
    CHECK(found > tried / 2);
}

static void
test_nonsense(void)
{
    char bytes[64];
    gzt_str got;

    for (int i = 0; i < 100000; i++) {
        size_t count = draw(sizeof(bytes));

        for (size_t k = 0; k < count; k++)
            bytes[k] = (char)(draw(4) ? draw(256) : 0xff * draw(2));
        bytes[0] = 1;
        (void)try_bytes((gzt_str){ bytes, count });
    }
    CHECK(try_bytes(GZT_S("\1")) == GZT_EFORMAT);
    CHECK(try_bytes(GZT_S("\1\0")) == GZT_OK);
    CHECK(try_bytes(GZT_S("\1\1\2x")) == GZT_EFORMAT);
    CHECK(try_bytes(GZT_S("\1\1\1x")) == GZT_EFORMAT);
    CHECK(try_bytes(GZT_S("\1\1\1xy")) == GZT_OK);
    CHECK(try_bytes(GZT_S("\1\1\0x")) == GZT_OK);
    CHECK(try_bytes(GZT_S("\1\0x")) == GZT_EFORMAT);
    CHECK(try_bytes(GZT_S("\1\xff\xff\xff\xff\xff\xff\xff\xff\x7f")) ==
          GZT_EFORMAT);
    CHECK(strstr(err.text, "damaged") != NULL);
    CHECK(try_bytes(GZT_S("\2abc")) == GZT_EFORMAT);
    CHECK(strstr(err.text, "does not know") != NULL);
    got = GZT_S("?");
    CHECK(gzt_trace_unpack(GZT_S("\1"), &unpacked, &got, NULL) && !got.len);
}

int
main(void)
{
    gzt_buf_init(&trace, 1 << 24);
    gzt_buf_init(&packed, 1 << 24);
    gzt_buf_init(&unpacked, GZT_TRACE_ROOM);
    test_example();
    test_table();
    test_small();
    test_random();
    test_every_code();
    test_damage();
    test_nonsense();
    gzt_buf_release(&trace);
    gzt_buf_release(&packed);
    gzt_buf_release(&unpacked);
    return tap_done();
}
