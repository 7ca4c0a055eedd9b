/* test_deflate.c - short texts are deflated so that zlib inflates them again,
 * and about as well as zlib deflates them. */
#include "glass/deflate.h"
#include "glass/huffman.h"

#include "base/arena.h"
#include "base/str.h"

#include "tap.h"

#include <zlib.h>

static gzt_arena arena;

// The text again, or an empty string if it is no whole stream.
static gzt_str
inflated(gzt_str stream, size_t len)
{
    z_stream z = { .next_in = (unsigned char *)stream.ptr,
                   .avail_in = (unsigned)stream.len };
    char *out = gzt_arena_alloc(&arena, len + 1);
    int result;

    z.next_out = (unsigned char *)out;
    z.avail_out = (unsigned)len + 1;
    inflateInit2(&z, -15);
    result = inflate(&z, Z_FINISH);
    inflateEnd(&z);
    return result == Z_STREAM_END && !z.avail_in
               ? (gzt_str){ out, len + 1 - z.avail_out }
               : (gzt_str){ "", 0 };
}

// Deflated and back. Returns the size, or that of the text if it stayed.
static size_t
there_and_back(gzt_deflater *d, gzt_str text)
{
    gzt_buf out;
    size_t size = text.len;

    gzt_buf_init(&out, 64 << 20);
    if (gzt_deflater_run(d, text, &out)) {
        size = out.len;
        if (!gzt_str_eq(inflated(gzt_buf_str(&out), text.len), text) ||
            size >= text.len)
            size = SIZE_MAX;
    }
    gzt_buf_release(&out);
    return size;
}

static uint32_t
next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

// Bytes of few kinds or many, with repetitions or without.
static gzt_str
random_text(uint64_t seed, size_t len)
{
    char *p = gzt_arena_alloc(&arena, len + 1);
    uint32_t kinds = 1 + next_random(&seed) % 256, repeats = (uint32_t)seed % 9;

    for (size_t i = 0; i < len;) {
        size_t n = 1, back = 0;

        if (i && next_random(&seed) % 10 < repeats) {
            n = 1 + next_random(&seed) % 400;
            back = 1 + next_random(&seed) % i;
        }
        for (; n-- && i < len; i++)
            p[i] = back ? p[i - back] : (char)(next_random(&seed) % kinds);
    }
    return (gzt_str){ p, len };
}

static void
test_random(gzt_deflater *d)
{
    size_t wrong = 0;

    for (uint64_t i = 0; i < 3000; i++) {
        gzt_arena_reset(&arena);
        wrong += there_and_back(d, random_text(i, i % 700)) == SIZE_MAX;
    }
    for (uint64_t i = 0; i < 30; i++) { // of several blocks
        gzt_arena_reset(&arena);
        wrong +=
            there_and_back(d, random_text(i, 20000 + i * 7001)) == SIZE_MAX;
    }
    CHECK(wrong == 0);
}

static void
test_edges(gzt_deflater *d)
{
    gzt_str same = random_text(1, 32768 * 2);

    memset((char *)same.ptr, 'a', same.len);
    CHECK(there_and_back(d, GZT_S("")) == 0);
    CHECK(there_and_back(d, GZT_S("abc")) == 3);
    CHECK(there_and_back(d, same) < 1000);
    for (size_t len = 250; len < 270; len++)
        CHECK(there_and_back(d, gzt_str_slice(same, 0, len)) < 30);
    CHECK(there_and_back(d, gzt_str_slice(same, 0, 32768)) < 500);
    CHECK(there_and_back(d, gzt_str_slice(same, 0, 32769)) < 500);
}

// Something like a list of terms; zlib's best is what it is held against.
static void
test_size(gzt_deflater *d)
{
    static const char *const ends[] = { "s", "ing", "ation", "ed", "ment" };
    gzt_buf text;
    uint64_t seed = 5;
    unsigned long theirs = 4000;
    unsigned char out[4000];
    size_t ours;

    gzt_buf_init(&text, 4000);
    while (text.len < 1500) {
        gzt_buf_putc(&text, (char)(20 + next_random(&seed) % 12));
        for (uint32_t n = 2 + next_random(&seed) % 4; n--;)
            gzt_buf_putc(&text,
                         (char)('a' + next_random(&seed) % 26 *
                                          (next_random(&seed) % 26) / 25));
        gzt_buf_put(&text, gzt_str_of(ends[next_random(&seed) % 5]));
    }
    compress2(out, &theirs, (unsigned char *)text.ptr, text.len, 9);
    theirs -= 6; // its frame
    ours = there_and_back(d, gzt_buf_str(&text));
    printf("# %zu bytes, zlib %lu\n", ours, theirs);
    CHECK(ours < theirs + theirs / 20);
    gzt_buf_release(&text);
}

// Counts that grow as Fibonacci's numbers would make codes of 20 bits.
static void
test_limit(void)
{
    uint32_t counts[22] = { 1, 1 };
    gzt_huffman code;

    for (size_t i = 2; i < 22; i++)
        counts[i] = counts[i - 1] + counts[i - 2];
    for (unsigned limit = 5; limit <= 15; limit++) {
        uint64_t space = 0;
        unsigned longest = 0;

        gzt_huffman_make(&code, counts, 22, limit);
        for (size_t i = 0; i < 22; i++) {
            space += 1u << (limit - code.bits[i]);
            longest = code.bits[i] > longest ? code.bits[i] : longest;
        }
        CHECK(longest == limit && space == 1u << limit);
        CHECK(code.bits[21] < code.bits[0]);
    }
}

int
main(void)
{
    gzt_deflater *d = gzt_deflater_new();

    gzt_arena_init(&arena);
    test_random(d);
    test_edges(d);
    test_size(d);
    test_limit();
    gzt_deflater_free(d);
    gzt_deflater_free(NULL);
    gzt_arena_release(&arena);
    return tap_done();
}
