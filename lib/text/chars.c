/* chars.c - classes of characters: a table for ASCII, Unicode's general
 * categories (utf8proc's) for the rest, and the exceptions to them. */
#include "text/chars.h"

#include "base/utf8.h"

#include <utf8proc.h>

enum {
    O = GZT_CHAR_OTHER,
    B = GZT_CHAR_BLANK,
    N = GZT_CHAR_NEWLINE,
    S = GZT_CHAR_STOP,
    A = GZT_CHAR_APOSTROPHE,
    H = GZT_CHAR_HYPHEN,
    D = GZT_CHAR_DIGIT,
    L = GZT_CHAR_LOWER,
    U = GZT_CHAR_UPPER,
};

const uint8_t gzt_char_ascii[256] = {
    O, O, O, O, O, O, O, O, O, B, N, B, B, B, O, O, // controls
    O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, //
    B, S, O, O, O, O, O, A, O, O, O, O, O, H, S, O, //  !"#$%&'()*+,-./
    D, D, D, D, D, D, D, D, D, D, O, O, O, O, O, S, // 0-9:;<=>?
    O, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, // @A-O
    U, U, U, U, U, U, U, U, U, U, U, O, O, O, O, O, // P-Z[\]^_
    A, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, // `a-o
    L, L, L, L, L, L, L, L, L, L, L, O, O, O, O, O, // p-z{|}~
};

typedef struct range {
    uint32_t first, last;
    gzt_char kind;
} range;

// What the general category says wrongly, or not at all. Sorted.
static const range exceptions[] = {
    { 0x85, 0x85, GZT_CHAR_NEWLINE },
    { 0xad, 0xad, GZT_CHAR_INVISIBLE },
    { 0xb2, 0xb3, GZT_CHAR_DIGIT },
    { 0xb4, 0xb4, GZT_CHAR_APOSTROPHE },
    { 0xb9, 0xb9, GZT_CHAR_DIGIT },
    { 0x2b9, 0x2bf, GZT_CHAR_APOSTROPHE }, // primes, turned commas, half rings
    { 0x34f, 0x34f, GZT_CHAR_INVISIBLE },
    { 0x61c, 0x61c, GZT_CHAR_INVISIBLE },
    { 0x61f, 0x61f, GZT_CHAR_STOP },
    { 0x6d4, 0x6d4, GZT_CHAR_STOP },
    { 0x964, 0x965, GZT_CHAR_STOP },
    { 0x1160, 0x11ff, GZT_CHAR_MARK }, // vowels and finals of Hangul
    { 0x180e, 0x180e, GZT_CHAR_INVISIBLE },
    { 0x200b, 0x200f, GZT_CHAR_INVISIBLE },
    { 0x2010, 0x2013, GZT_CHAR_HYPHEN },
    { 0x2018, 0x201b, GZT_CHAR_APOSTROPHE },
    { 0x2026, 0x2026, GZT_CHAR_STOP },
    { 0x2028, 0x2029, GZT_CHAR_NEWLINE },
    { 0x202a, 0x202e, GZT_CHAR_INVISIBLE },
    { 0x2032, 0x2032, GZT_CHAR_APOSTROPHE },
    { 0x203c, 0x203d, GZT_CHAR_STOP },
    { 0x2047, 0x2049, GZT_CHAR_STOP },
    { 0x2060, 0x206f, GZT_CHAR_INVISIBLE },
    { 0x2070, 0x2079, GZT_CHAR_DIGIT },
    { 0x2080, 0x2089, GZT_CHAR_DIGIT },
    { 0x2212, 0x2212, GZT_CHAR_HYPHEN },
    { 0x3002, 0x3002, GZT_CHAR_WIDE_STOP },
    { 0x309b, 0x309c, GZT_CHAR_MARK },
    { 0xfe00, 0xfe0f, GZT_CHAR_INVISIBLE },
    { 0xfeff, 0xfeff, GZT_CHAR_INVISIBLE },
    { 0xff01, 0xff01, GZT_CHAR_WIDE_STOP },
    { 0xff07, 0xff07, GZT_CHAR_APOSTROPHE },
    { 0xff0d, 0xff0d, GZT_CHAR_HYPHEN },
    { 0xff0e, 0xff0e, GZT_CHAR_WIDE_STOP },
    { 0xff1f, 0xff1f, GZT_CHAR_WIDE_STOP },
    { 0xff61, 0xff61, GZT_CHAR_WIDE_STOP },
    { 0xff9e, 0xff9f, GZT_CHAR_MARK }, // voicing of half-width kana
    { 0xe0000, 0xe01ef, GZT_CHAR_INVISIBLE },
};

// Letters of these blocks stand in runs without blanks, or (Hangul) in words
// whose endings nobody stems here. Sorted.
static const range bigrams[] = {
    { 0x0e01, 0x0edf, 0 },   // Thai, Lao
    { 0x1000, 0x109f, 0 },   // Burmese
    { 0x1100, 0x115f, 0 },   // Hangul's initials
    { 0x1780, 0x17d3, 0 },   // Khmer
    { 0x2e80, 0x2fdf, 0 },   // radicals
    { 0x3005, 0x3007, 0 },   //
    { 0x3031, 0x312f, 0 },   // kana, bopomofo
    { 0x3131, 0x318e, 0 },   //
    { 0x31a0, 0x31ff, 0 },   //
    { 0x3400, 0x4dbf, 0 },   // Han
    { 0x4e00, 0x9fff, 0 },   //
    { 0xa960, 0xa97c, 0 },   //
    { 0xac00, 0xd7fb, 0 },   // Hangul
    { 0xf900, 0xfaff, 0 },   //
    { 0xff66, 0xffdc, 0 },   // half-width kana and Hangul
    { 0x1b000, 0x1b16f, 0 }, //
    { 0x20000, 0x3ffff, 0 }, // Han
};

static const range *
find_range(const range *ranges, size_t count, uint32_t code)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (ranges[mid].last < code)
            low = mid + 1;
        else
            high = mid;
    }
    return low < count && ranges[low].first <= code ? &ranges[low] : NULL;
}

static gzt_char
class_of_letter(uint32_t code, gzt_char kind)
{
    size_t count = sizeof(bigrams) / sizeof(bigrams[0]);

    // Below Thai no script runs its words together: the usual way out.
    if (code < bigrams[0].first || !find_range(bigrams, count, code))
        return kind;
    return GZT_CHAR_BIGRAM;
}

gzt_char
gzt_char_wide(uint32_t code)
{
    size_t count = sizeof(exceptions) / sizeof(exceptions[0]);
    const range *exception = find_range(exceptions, count, code);

    if (exception)
        return exception->kind;
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT:
        return GZT_CHAR_UPPER;
    case UTF8PROC_CATEGORY_LL:
        return GZT_CHAR_LOWER;
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
        return class_of_letter(code, GZT_CHAR_CASELESS);
    case UTF8PROC_CATEGORY_ND:
        return GZT_CHAR_DIGIT;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return GZT_CHAR_MARK;
    case UTF8PROC_CATEGORY_ZS:
        return GZT_CHAR_BLANK;
    default:
        return GZT_CHAR_OTHER;
    }
}

gzt_char
gzt_char_wide_at(gzt_str text, size_t at, uint32_t *code, size_t *len)
{
    gzt_str rest = gzt_str_slice(text, at, text.len);

    *code = gzt_utf8_take(&rest);
    *len = text.len - at - rest.len;
    return gzt_char_wide(*code);
}
