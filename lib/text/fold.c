/* fold.c - NFKC and case are utf8proc's; accents and the letters that do not
 * decompose are ours.
 *
 * Accents go from Latin and Greek letters. Cyrillic keeps the marks that make
 * another letter of a letter (й, ї, ў) but for ё, which is mostly printed е.
 * The vowel signs of Indian scripts are letters and stay.
 */
#include "text/fold.h"

#include "text/chars.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

enum {
    RESPELT_MAX = 64 // bytes
};

typedef struct letter {
    uint32_t code;
    const char *plain;
} letter;

// After case folding and, for Latin, without marks. Sorted.
static const letter letters[] = {
    { 0xdf, "ss" }, { 0xe6, "ae" }, { 0xf0, "d" },   { 0xf8, "o" },
    { 0xfe, "th" }, { 0x111, "d" }, { 0x127, "h" },  { 0x131, "i" },
    { 0x138, "k" }, { 0x142, "l" }, { 0x14b, "ng" }, { 0x153, "oe" },
    { 0x167, "t" }, { 0x180, "b" }, { 0x192, "f" },  { 0x1b6, "z" },
    { 0x1dd, "e" }, { 0x1e5, "g" }, { 0x237, "j" },  { 0x23c, "c" },
    { 0x247, "e" }, { 0x253, "b" }, { 0x254, "o" },  { 0x256, "d" },
    { 0x257, "d" }, { 0x259, "a" }, // Azeri: Əliyev is Aliyev abroad
    { 0x25b, "e" }, { 0x260, "g" }, { 0x268, "i" },  { 0x269, "i" },
    { 0x26b, "l" }, { 0x272, "n" }, { 0x289, "u" },  { 0x28b, "v" },
    { 0x2b9, "" },  { 0x451, "е" }, { 0x622, "ا" },  { 0x623, "ا" },
    { 0x625, "ا" }, { 0x640, "" },  { 0x649, "ي" },  { 0x671, "ا" },
    { 0x6a9, "ك" }, { 0x6cc, "ي" },
};

// Digits of other scripts: where their ten begin.
static const uint32_t zeros[] = { 0x660, 0x6f0, 0x966, 0x9e6, 0xe50 };

static const char *
plain_letter(uint32_t code)
{
    size_t low = 0, high = sizeof(letters) / sizeof(*letters);

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (letters[mid].code == code)
            return letters[mid].plain;
        if (letters[mid].code < code)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

static uint32_t
plain_digit(uint32_t code)
{
    for (size_t i = 0; i < sizeof(zeros) / sizeof(*zeros); i++)
        if (code >= zeros[i] && code <= zeros[i] + 9)
            return code - zeros[i] + '0';
    return code;
}

static bool
loses_marks(uint32_t code)
{
    return (code >= 0xc0 && code < 0x250) || (code >= 0x370 && code < 0x400) ||
           (code >= 0x1e00 && code < 0x2000);
}

// Marks that only help reading: stress and accents, Hebrew points, Arabic
// vowels.
static bool
is_dropped_mark(uint32_t code)
{
    return (code >= 0x300 && code < 0x370) || (code >= 0x591 && code < 0x5c8) ||
           (code >= 0x64b && code < 0x660) || code == 0x670 ||
           (code >= 0x6d6 && code < 0x6ee);
}

static uint32_t
base_letter(uint32_t code)
{
    utf8proc_int32_t parts[8];
    int last = 0;

    if (loses_marks(code) &&
        utf8proc_decompose_char((utf8proc_int32_t)code, parts, 8,
                                UTF8PROC_DECOMPOSE, &last) > 0)
        return (uint32_t)parts[0];
    return code;
}

static void
put_folded(gzt_buf *buf, uint32_t code)
{
    const char *plain;
    char bytes[4];
    gzt_char kind;

    code = plain_digit(base_letter(code));
    plain = plain_letter(code);
    if (plain) {
        gzt_buf_put(buf, gzt_str_of(plain));
        return;
    }
    kind = code < 0x80 ? gzt_char_ascii[code] : gzt_char_wide(code);
    // NFKC makes signs and blanks of some letters: they would split a term.
    if (kind < GZT_CHAR_MARK || is_dropped_mark(code))
        return;
    gzt_buf_put(buf, (gzt_str){ bytes, gzt_utf8_write(code, bytes) });
}

static void
fold_wide(gzt_str raw, gzt_buf *buf)
{
    utf8proc_uint8_t *nfkc = NULL;
    utf8proc_ssize_t len = utf8proc_map(
        (const utf8proc_uint8_t *)raw.ptr, (utf8proc_ssize_t)raw.len, &nfkc,
        UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
            UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    gzt_str rest = { (const char *)nfkc, len > 0 ? (size_t)len : 0 };

    while (rest.len)
        put_folded(buf, gzt_utf8_take(&rest));
    free(nfkc);
}

// A point is a fraction's when there is one of them only; else it groups.
static bool
has_one_point(gzt_str raw)
{
    const char *first = memchr(raw.ptr, '.', raw.len);

    return first &&
           !memchr(first + 1, '.', raw.len - (size_t)(first + 1 - raw.ptr));
}

gzt_str
gzt_fold(gzt_str raw, gzt_buf *buf)
{
    char *out;

    gzt_buf_clear(buf);
    out = gzt_buf_room(buf, raw.len + 1);
    if (!out) {
        raw.len = gzt_utf8_floor(raw, buf->max / 2);
        out = gzt_buf_room(buf, raw.len + 1);
    }
    for (size_t i = 0; out && i < raw.len; i++) {
        unsigned char c = (unsigned char)raw.ptr[i];

        if (c >= 0x80) {
            gzt_buf_clear(buf);
            fold_wide(raw, buf);
            break;
        }
        if (c == ',' || (c == '.' && !has_one_point(raw)))
            continue;
        *out++ = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
        buf->len++;
    }
    return gzt_buf_str(buf);
}

// The two letters that stand for one where the keyboard lacks it.
static const char *
two_letters(uint32_t code, bool umlauts)
{
    static const letter pairs[] = {
        { 0xc4, "ae" }, { 0xc5, "aa" }, { 0xd6, "oe" },  { 0xd8, "oe" },
        { 0xdc, "ue" }, { 0xe4, "ae" }, { 0xe5, "aa" },  { 0xf6, "oe" },
        { 0xf8, "oe" }, { 0xfc, "ue" }, { 0x110, "dj" }, { 0x111, "dj" },
    };

    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
        if (pairs[i].code == code && (umlauts || code >= 0x110))
            return pairs[i].plain;
    return NULL;
}

// The second letter for a mark that stands behind its vowel, decomposed.
static const char *
letter_of_mark(uint32_t code, char vowel)
{
    vowel |= 0x20;
    if (code == 0x308 && (vowel == 'a' || vowel == 'o' || vowel == 'u'))
        return "e";
    return code == 0x30a && vowel == 'a' ? "a" : NULL;
}

gzt_str
gzt_fold_respelt(gzt_str raw, bool umlauts, gzt_buf *buf)
{
    char bytes[4 * RESPELT_MAX];
    size_t len = 0;
    bool found = false;

    if (raw.len > RESPELT_MAX)
        return (gzt_str){ "", 0 };
    while (raw.len) {
        uint32_t code = gzt_utf8_take(&raw);
        const char *plain = two_letters(code, umlauts);

        if (!plain && umlauts && len)
            plain = letter_of_mark(code, bytes[len - 1]);
        if (plain) {
            found = true;
            memcpy(bytes + len, plain, strlen(plain));
            len += strlen(plain);
        } else {
            len += gzt_utf8_write(code, bytes + len);
        }
    }
    return gzt_fold((gzt_str){ bytes, found ? len : 0 }, buf);
}
