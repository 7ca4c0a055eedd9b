/* units.c - tokens to units. */
#include "entity/units.h"

#include "base/str.h"

enum {
    LETTER_LOWER = 1,
    LETTER_UPPER = 2,
    LETTER_DIGIT = 4,
};

static unsigned
kind_of(unsigned char c)
{
    return ((unsigned)c - 'a' < 26) * LETTER_LOWER |
           ((unsigned)c - 'A' < 26) * LETTER_UPPER |
           ((unsigned)c - '0' < 10) * LETTER_DIGIT;
}

// Of a word with a capital and no digit.
static gzt_shape
capital_shape(gzt_str word, bool capital, unsigned seen)
{
    unsigned letters = 0;

    for (size_t i = 0; i < word.len; i++) {
        unsigned char c = (unsigned char)word.ptr[i];

        letters += kind_of(c) || c >= 0xc0;
    }
    if (letters == 1)
        return GZT_SHAPE_INITIAL;
    if (!(seen & LETTER_LOWER) && seen)
        return GZT_SHAPE_UPPER;
    for (size_t i = 1; i < word.len; i++)
        if (word.ptr[i] >= 'A' && word.ptr[i] <= 'Z')
            return GZT_SHAPE_MIXED;
    return capital ? GZT_SHAPE_CAPITAL : GZT_SHAPE_MIXED;
}

static gzt_shape
shape_of(gzt_str word, bool capital)
{
    unsigned seen = 0;

    for (size_t i = 0; i < word.len; i++)
        seen |= kind_of((unsigned char)word.ptr[i]);
    if (seen & LETTER_DIGIT)
        return seen & LETTER_UPPER ? GZT_SHAPE_CODE : GZT_SHAPE_NUMBER;
    if (!capital && !(seen & LETTER_UPPER))
        return GZT_SHAPE_LOWER;
    return capital_shape(word, capital, seen);
}

// One byte or a sign of three: dashes, quotes and the apostrophe of print.
static unsigned
gap_of(gzt_str gap, size_t *at)
{
    unsigned char c = (unsigned char)gap.ptr[(*at)++];

    if (c == 0xe2 && *at + 1 < gap.len && gap.ptr[*at] == '\x80') {
        unsigned char last = (unsigned char)gap.ptr[*at + 1];

        *at += 2;
        return last >= 0x98 && last <= 0x9f   ? GZT_GAP_QUOTE
               : last >= 0x92 && last <= 0x95 ? GZT_GAP_COMMA
               : last == 0x90 || last == 0x91 ? GZT_GAP_HYPHEN
                                              : GZT_GAP_OTHER;
    }
    switch (c) {
    case ' ':
    case '\t':
    case '\r':
    case '\n':
        return 0;
    case '-':
        return gap.len == 1 ? GZT_GAP_HYPHEN : GZT_GAP_COMMA;
    case ',':
    case ';':
    case ':':
        return GZT_GAP_COMMA;
    case '(':
    case '[':
    case '{':
        return GZT_GAP_OPEN;
    case ')':
    case ']':
    case '}':
        return GZT_GAP_CLOSE;
    case '"':
    case '\'':
    case '`':
        return GZT_GAP_QUOTE;
    case '.':
        return GZT_GAP_DOT;
    default:
        return GZT_GAP_OTHER;
    }
}

// Length of an apostrophe at the beginning, 0 if there is none.
static size_t
apostrophe(gzt_str s)
{
    if (s.len && s.ptr[0] == '\'')
        return 1;
    return gzt_str_starts(s, GZT_S("\u2019")) ? 3 : 0;
}

static unsigned
gap_between(gzt_str gap)
{
    unsigned seen = 0;
    size_t at = 0, mark;

    if (gap.len == 1 && gap.ptr[0] == ' ')
        return 0;
    mark = apostrophe(gap);
    if (mark && mark < gap.len &&
        (gap.ptr[mark] == 's' || gap.ptr[mark] == 'S')) {
        seen = GZT_GAP_POSSESSIVE;
        at = mark + 1;
    } else if (mark && mark < gap.len && gap.ptr[mark] == ' ') {
        seen = GZT_GAP_POSSESSIVE | GZT_GAP_QUOTE;
        at = mark;
    }
    while (at < gap.len)
        seen |= gap_of(gap, &at);
    return seen;
}

// A lone s behind an apostrophe belongs to the word before.
static bool
is_lone_s(gzt_str text, size_t before, const gzt_token *token)
{
    gzt_str gap;
    size_t mark;

    if (token->end - token->start != 1 || (text.ptr[token->start] | 32) != 's')
        return false;
    gap = gzt_str_trim(gzt_str_slice(text, before, token->start));
    mark = apostrophe(gap);
    return mark && mark == gap.len;
}

static gzt_unit
unit_of(gzt_str text, const gzt_token *token, unsigned gap, unsigned ended)
{
    gzt_str word = gzt_str_slice(text, token->start, token->end);
    unsigned flags = ended & GZT_TOKEN_SENTENCE ? GZT_UNIT_FIRST : 0;

    flags |= ended & GZT_TOKEN_PARAGRAPH ? GZT_UNIT_PARAGRAPH : 0;
    flags |= token->flags & GZT_TOKEN_STOP ? GZT_UNIT_STOP : 0;
    return (gzt_unit){
        .token = token,
        .shape = (uint8_t)shape_of(word, token->flags & GZT_TOKEN_CAPITAL),
        .gap = (uint8_t)gap,
        .flags = (uint8_t)flags,
        .hash = gzt_str_quick_hash(token->word),
    };
}

size_t
gzt_units_make(gzt_str text, const gzt_tokens *tokens, gzt_arena *arena,
               gzt_unit **out)
{
    gzt_unit *units = gzt_arena_array(arena, tokens->count + 1, sizeof(*units));
    size_t count = 0, end = 0;
    unsigned ended = GZT_TOKEN_SENTENCE | GZT_TOKEN_PARAGRAPH, gap = 0;

    for (size_t i = 0; i < tokens->count; i++) {
        const gzt_token *token = &tokens->tokens[i];

        if (token->kind == GZT_TOKEN_JOINED || token->kind == GZT_TOKEN_DATE ||
            token->kind == GZT_TOKEN_AMOUNT || token->start < end) {
            ended |= token->start < end ? token->flags : 0;
            continue;
        }
        if (count && !(ended & GZT_TOKEN_SENTENCE) &&
            is_lone_s(text, end, token)) {
            gap = GZT_GAP_POSSESSIVE;
        } else {
            gap |= gap_between(gzt_str_slice(text, end, token->start));
            units[count++] = unit_of(text, token, gap, ended);
            gap = 0;
        }
        end = token->end;
        ended = token->flags;
    }
    gap |= gap_between(gzt_str_slice(text, end, text.len));
    if (count)
        units[count - 1].last_gap = (uint8_t)gap;
    *out = units;
    return count;
}
