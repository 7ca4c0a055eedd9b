/* segment.h - from bytes to raw words, a sentence at a time. Knows
 * characters, numbers and where sentences end; nothing of what a word means.
 * Private to lib/text. */
#ifndef GZT_TEXT_SEGMENT_H
#define GZT_TEXT_SEGMENT_H

#include "text/chars.h"

typedef enum gzt_piece_kind {
    GZT_PIECE_WORD,
    GZT_PIECE_NUMBER,  /**< begins with an ASCII digit */
    GZT_PIECE_BIGRAMS, /**< a run of GZT_CHAR_BIGRAM */
} gzt_piece_kind;

/** What stands between a piece and the next one. */
typedef enum gzt_gap {
    GZT_GAP_FAR,   /**< anything that is not below */
    GZT_GAP_NONE,  /**< nothing: the kind of character changes */
    GZT_GAP_BLANK, /**< white space */
    GZT_GAP_COMMA, /**< a comma and white space */
    GZT_GAP_STOP,  /**< a full stop and white space */
    GZT_GAP_APOSTROPHE,
    GZT_GAP_HYPHEN,
    GZT_GAP_DOT, /**< this and the rest: the sign alone, without blanks */
    GZT_GAP_SLASH,
    GZT_GAP_AMPERSAND,
    GZT_GAP_MONEY, /**< a currency's sign */
} gzt_gap;

/** A run of letters, marks and digits, not yet folded. A number holds its
 *  grouping and its fraction: "400,000", "1.95bn". */
typedef struct gzt_piece {
    size_t start, end;          /**< bytes in the text */
    uint32_t letters, capitals; /**< characters */
    uint32_t before, after;     /**< the sign of a currency beside it, or 0 */
    uint8_t kind;               /**< gzt_piece_kind */
    uint8_t gap;                /**< gzt_gap, behind it */
    bool capital;               /**< its first character is one */
    bool digits;                /**< has digits */
    bool wide;                  /**< not all ASCII */
} gzt_piece;

enum {
    GZT_PIECES_MAX = 4096,  /**< a sentence; a longer one comes in parts */
    GZT_PIECES_SOFT = 1024, /**< from here on it may be cut at a blank */
};

typedef struct gzt_segment {
    gzt_str text;
    size_t at;
    uint32_t sign;    /**< a currency's, before the next piece */
    size_t count;     /**< pieces of this sentence */
    uint8_t ends;     /**< GZT_TOKEN_SENTENCE, _PARAGRAPH behind it, or 0 */
    bool after_stop;  /**< the last gap was a dot within a number */
    gzt_piece *items; /**< GZT_PIECES_MAX of them, the caller's */
} gzt_segment;

/** Read the next sentence of the text; false when there is none. */
bool gzt_segment_next(gzt_segment *segment);

static inline gzt_str
gzt_piece_str(gzt_str text, const gzt_piece *piece)
{
    return gzt_str_slice(text, piece->start, piece->end);
}

/** One letter and nothing else. */
static inline bool
gzt_piece_is_letter(const gzt_piece *piece)
{
    return piece->letters == 1 && !piece->digits &&
           piece->kind == GZT_PIECE_WORD;
}

#endif /* GZT_TEXT_SEGMENT_H */
