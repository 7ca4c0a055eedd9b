/* chars.h - what kind of character a code point is, as far as cutting a text
 * into words goes. Private to lib/text. */
#ifndef GZT_TEXT_CHARS_H
#define GZT_TEXT_CHARS_H

#include "base/str.h"

/** In this order: what is at least GZT_CHAR_DIGIT begins a word. */
typedef enum gzt_char {
    GZT_CHAR_OTHER, /**< signs, and bytes that are not UTF-8 */
    GZT_CHAR_BLANK,
    GZT_CHAR_NEWLINE,
    GZT_CHAR_STOP,      /**< ends a sentence when a blank follows */
    GZT_CHAR_WIDE_STOP, /**< ends a sentence as it stands */
    GZT_CHAR_APOSTROPHE,
    GZT_CHAR_HYPHEN,
    GZT_CHAR_INVISIBLE, /**< soft hyphen, zero width, direction marks */
    GZT_CHAR_MARK,      /**< goes with the character before it */
    GZT_CHAR_DIGIT,
    GZT_CHAR_CASELESS, /**< a letter of a script without capitals */
    GZT_CHAR_LOWER,
    GZT_CHAR_UPPER,
    GZT_CHAR_BIGRAM, /**< of a script that does not divide its words */
} gzt_char;

/** By byte; those from 0x80 on are GZT_CHAR_OTHER. */
extern const uint8_t gzt_char_ascii[256];

/** The class of a code point from 0x80 on. */
gzt_char gzt_char_wide(uint32_t code);

/** The class of the character at `at` (< text.len), which is not ASCII; `len`
 *  takes its bytes. */
gzt_char gzt_char_wide_at(gzt_str text, size_t at, uint32_t *code, size_t *len);

/** The same for any character. */
static inline gzt_char
gzt_char_at(gzt_str text, size_t at, uint32_t *code, size_t *len)
{
    unsigned char first = (unsigned char)text.ptr[at];

    if (first >= 0x80)
        return gzt_char_wide_at(text, at, code, len);
    *code = first;
    *len = 1;
    return (gzt_char)gzt_char_ascii[first];
}

static inline bool
gzt_char_is_word(gzt_char kind)
{
    return kind >= GZT_CHAR_DIGIT;
}

static inline bool
gzt_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

#endif /* GZT_TEXT_CHARS_H */
