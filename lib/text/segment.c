/* segment.c - walk over the bytes: words, numbers, and the gaps between. */
#include "text/segment.h"

#include "text/analyzer.h"
#include "text/numbers.h"
#include "text/sentence.h"

#include <endian.h>

// All that is remembered of the characters between two pieces.
struct gap {
    uint32_t signs[2]; // the first two that are not blank
    size_t count;      // of signs, all
    size_t blanks;     // all
    size_t lead;       // blanks before the first sign
    size_t trail;      // blanks behind the last sign
    uint32_t last;     // sign
    uint32_t stop;     // the last sign that can end a sentence
    bool rest;         // a blank follows that sign
    bool line;         // nothing but blanks since the end of a line
    bool paragraph;    // a blank line
};

static void
add_blank(struct gap *gap, gzt_char kind, uint32_t code)
{
    gap->blanks++;
    gap->trail++;
    gap->lead += !gap->count;
    gap->rest = gap->stop != 0;
    if (kind != GZT_CHAR_NEWLINE)
        return;
    gap->paragraph |= gap->line || code == 0x2029;
    gap->line = true;
}

static void
add_sign(struct gap *gap, gzt_char kind, uint32_t code)
{
    if (gap->count < 2)
        gap->signs[gap->count] = code;
    gap->count++;
    gap->last = code;
    gap->trail = 0;
    gap->line = false;
    if (kind == GZT_CHAR_STOP || kind == GZT_CHAR_WIDE_STOP) {
        gap->stop = code;
        gap->rest = kind == GZT_CHAR_WIDE_STOP;
    }
}

// Skip to the next piece or the end of the text.
static void
read_gap(gzt_segment *seg, struct gap *gap)
{
    while (seg->at < seg->text.len) {
        uint32_t code;
        size_t len;
        gzt_char kind = gzt_char_at(seg->text, seg->at, &code, &len);

        if (gzt_char_is_word(kind))
            return;
        seg->at += len;
        if (kind == GZT_CHAR_BLANK || kind == GZT_CHAR_NEWLINE)
            add_blank(gap, kind, code);
        else if (kind != GZT_CHAR_INVISIBLE && kind != GZT_CHAR_MARK)
            add_sign(gap, kind, code);
    }
}

static gzt_gap
gap_of_sign(uint32_t sign)
{
    gzt_char kind = sign < 0x80 ? gzt_char_ascii[sign] : gzt_char_wide(sign);

    if (kind == GZT_CHAR_APOSTROPHE)
        return GZT_GAP_APOSTROPHE;
    if (kind == GZT_CHAR_HYPHEN)
        return GZT_GAP_HYPHEN;
    if (sign == '.')
        return GZT_GAP_DOT;
    if (sign == '/')
        return GZT_GAP_SLASH;
    if (sign == '&')
        return GZT_GAP_AMPERSAND;
    return gzt_money_is_sign(sign) ? GZT_GAP_MONEY : GZT_GAP_FAR;
}

static gzt_gap
classify(const struct gap *gap)
{
    gzt_gap kind;

    if (!gap->count)
        return gap->blanks ? GZT_GAP_BLANK : GZT_GAP_NONE;
    if (!gap->blanks && gap->count == 1)
        return gap_of_sign(gap->last);
    if (!gap->blanks && gap->count == 2 && gap->signs[0] == '.') {
        // "U.S.-led", "U.S.'s": the dot belongs to the acronym.
        kind = gap_of_sign(gap->last);
        if (kind == GZT_GAP_HYPHEN || kind == GZT_GAP_APOSTROPHE)
            return kind;
    }
    if (gap->count == 1 && !gap->lead && gap->last == ',')
        return GZT_GAP_COMMA;
    if (gap->count == 1 && !gap->lead && gap->last == '.')
        return GZT_GAP_STOP;
    return GZT_GAP_FAR;
}

// A currency's sign belongs to the number it touches; standing free, to the
// one behind it.
static void
place_money(gzt_segment *seg, gzt_piece *before, const struct gap *gap)
{
    seg->sign = 0;
    if (!gap->count)
        return;
    if (gap->trail <= 1 && gzt_money_is_sign(gap->last))
        seg->sign = gap->last;
    if (before && gap->lead <= 1 && gzt_money_is_sign(gap->signs[0]) &&
        (gap->count > 1 || gap->trail))
        before->after = gap->signs[0];
}

// Letters, marks, digits and invisible characters from `at` on.
static size_t
read_wide_word(gzt_segment *seg, gzt_piece *piece, size_t at)
{
    size_t end = at;

    while (at < seg->text.len) {
        uint32_t code;
        size_t len;
        gzt_char kind = gzt_char_at(seg->text, at, &code, &len);

        if (kind < GZT_CHAR_INVISIBLE || kind == GZT_CHAR_BIGRAM)
            break;
        at += len;
        if (kind == GZT_CHAR_INVISIBLE)
            continue;
        end = at;
        piece->letters += kind >= GZT_CHAR_CASELESS;
        piece->capitals += kind == GZT_CHAR_UPPER;
        piece->digits |= kind == GZT_CHAR_DIGIT;
    }
    return end;
}

// "C++" and "C#" keep their signs.
static size_t
signs_of_letter(gzt_str text, size_t at)
{
    gzt_str rest = gzt_str_slice(text, at, text.len);
    size_t len = gzt_str_starts(rest, GZT_S("++"));
    uint32_t code;
    size_t width;

    len = len ? 2 : gzt_str_starts(rest, GZT_S("#"));
    if (!len || rest.len == len)
        return len;
    return gzt_char_is_word(gzt_char_at(rest, len, &code, &width)) ? 0 : len;
}

// By eight bytes: the highest bit of each that is of the kind.
typedef struct eight {
    uint64_t words, letters, capitals;
} eight;

static const uint64_t ONES = 0x0101010101010101u;

// The highest bit of each ASCII byte that is at least `first` and at most
// `last`; of other bytes nothing that counts.
static uint64_t
bytes_between(uint64_t bytes, unsigned first, unsigned last)
{
    return (bytes + ONES * (0x80 - first)) & ~(bytes + ONES * (0x7f - last)) &
           ONES << 7;
}

// What the bytes at `at` are, up to the first that is none of a word's.
static eight
look_at_eight(const char *at)
{
    uint64_t bytes, low, rest;
    eight e;

    memcpy(&bytes, at, sizeof(bytes));
    bytes = le64toh(bytes);
    low = bytes & ~(ONES << 7); // so that no sum runs over
    e.letters = bytes_between(low | ONES << 5, 'a', 'z');
    e.words = (e.letters | bytes_between(low, '0', '9')) & ~bytes;
    rest = ~e.words & ONES << 7;
    if (rest) {
        uint64_t before = (rest & -rest) - 1; // all bits below the first such

        e.words &= before;
        e.letters &= before;
    }
    e.capitals = e.letters & ~(bytes << 2);
    return e;
}

static unsigned
count_bytes(uint64_t high_bits)
{
    return (unsigned)((high_bits >> 7) * ONES >> 56);
}

// ASCII letters and digits from `at` on; returns where they end.
static size_t
read_plain_word(gzt_str text, size_t at, gzt_piece *piece)
{
    size_t start = at;
    unsigned count = 8;

    piece->letters = piece->capitals = 0;
    for (; count == 8 && text.len - at >= 8; at += count) {
        eight e = look_at_eight(text.ptr + at);

        piece->letters += count_bytes(e.letters);
        piece->capitals += count_bytes(e.capitals);
        count = count_bytes(e.words);
    }
    for (; count == 8 && at < text.len; at++) { // near the end of the text
        uint8_t kind = gzt_char_ascii[(unsigned char)text.ptr[at]];

        if (kind < GZT_CHAR_DIGIT)
            break;
        piece->letters += kind != GZT_CHAR_DIGIT;
        piece->capitals += kind == GZT_CHAR_UPPER;
    }
    piece->digits |= at - start > piece->letters;
    return at;
}

static void
read_word(gzt_segment *seg, gzt_piece *piece)
{
    size_t len = seg->text.len, at = read_plain_word(seg->text, seg->at, piece);

    piece->wide = at < len && (unsigned char)seg->text.ptr[at] >= 0x80;
    if (piece->wide)
        at = read_wide_word(seg, piece, at);
    if (at - piece->start == 1 && piece->letters == 1 && at < len)
        at += signs_of_letter(seg->text, at);
    piece->end = at;
}

static void
read_bigrams(gzt_segment *seg, gzt_piece *piece)
{
    size_t at = seg->at, end = at;

    while (at < seg->text.len) {
        uint32_t code;
        size_t len;
        gzt_char kind = gzt_char_at(seg->text, at, &code, &len);

        if (kind != GZT_CHAR_BIGRAM && kind != GZT_CHAR_MARK &&
            kind != GZT_CHAR_INVISIBLE)
            break;
        at += len;
        if (kind != GZT_CHAR_INVISIBLE)
            end = at;
    }
    piece->kind = GZT_PIECE_BIGRAMS;
    piece->end = end;
}

// The piece that begins at seg->at.
static void
read_piece(gzt_segment *seg, gzt_piece *piece)
{
    uint32_t code;
    size_t len;
    gzt_char kind = gzt_char_at(seg->text, seg->at, &code, &len);

    *piece = (gzt_piece){ .start = seg->at, .before = seg->sign };
    piece->capital = kind == GZT_CHAR_UPPER;
    if (kind == GZT_CHAR_BIGRAM) {
        read_bigrams(seg, piece);
    } else if (code < 0x80 && kind == GZT_CHAR_DIGIT) {
        piece->kind = GZT_PIECE_NUMBER;
        piece->digits = true;
        seg->at = gzt_number_end(seg->text, seg->at, seg->after_stop);
        read_word(seg, piece); // a unit that touches it: 400bn, 21st
    } else {
        read_word(seg, piece);
    }
    seg->at = piece->end;
}

// Read the gap behind the last piece; true when the sentence ends there.
static bool
finish_piece(gzt_segment *seg, gzt_piece *piece)
{
    struct gap gap = { 0 };
    bool at_end;

    // One blank between two words: nine gaps in ten.
    if (seg->at + 1 < seg->text.len && seg->text.ptr[seg->at] == ' ' &&
        gzt_char_ascii[(unsigned char)seg->text.ptr[seg->at + 1]] >=
            GZT_CHAR_LOWER) {
        seg->at++;
        seg->sign = 0;
        seg->after_stop = false;
        piece->gap = GZT_GAP_BLANK;
        return false;
    }
    read_gap(seg, &gap);
    at_end = seg->at == seg->text.len;
    piece->gap = (uint8_t)classify(&gap);
    place_money(seg, piece, &gap);
    seg->after_stop =
        piece->gap == GZT_GAP_DOT && piece->kind == GZT_PIECE_NUMBER;
    if (at_end || gap.paragraph) {
        seg->ends = GZT_TOKEN_SENTENCE | GZT_TOKEN_PARAGRAPH;
        piece->gap = GZT_GAP_FAR;
    } else if (gap.stop && gap.rest &&
               gzt_sentence_ends(seg->text, piece, gap.stop, seg->at)) {
        seg->ends = GZT_TOKEN_SENTENCE;
    }
    return seg->ends != 0;
}

// An endless sentence is cut where no rule looks across.
static bool
may_cut(const gzt_segment *seg, gzt_gap gap)
{
    return seg->count == GZT_PIECES_MAX ||
           (seg->count >= GZT_PIECES_SOFT &&
            (gap == GZT_GAP_BLANK || gap == GZT_GAP_FAR));
}

bool
gzt_segment_next(gzt_segment *seg)
{
    seg->count = 0;
    seg->ends = 0;
    if (!seg->at) {
        struct gap gap = { 0 };

        read_gap(seg, &gap);
        place_money(seg, NULL, &gap);
    }
    while (seg->at < seg->text.len) {
        gzt_piece *piece = &seg->items[seg->count++];

        read_piece(seg, piece);
        if (finish_piece(seg, piece) || may_cut(seg, piece->gap))
            break;
    }
    return seg->count > 0;
}
