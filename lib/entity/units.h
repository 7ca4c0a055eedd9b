/* units.h - a text as the tagger sees it: one unit a word, in order, with the
 * case it is written in and what stands before it. The analyzer cuts; this
 * only drops its joined forms, dates and amounts, and looks at the bytes
 * between the words.
 *
 * Knows neither the lexicon nor the model. */
#ifndef GZT_ENTITY_UNITS_H
#define GZT_ENTITY_UNITS_H

#include "text/analyzer.h"

typedef enum gzt_shape {
    GZT_SHAPE_LOWER,   /**< also a script without capitals */
    GZT_SHAPE_CAPITAL, /**< Beijing */
    GZT_SHAPE_UPPER,   /**< NATO, U.S., BEIJING */
    GZT_SHAPE_INITIAL, /**< one capital letter, as in George W. Bush */
    GZT_SHAPE_MIXED,   /**< McNamara, eBay */
    GZT_SHAPE_NUMBER,  /**< 2014 */
    GZT_SHAPE_CODE,    /**< letters and digits: G20, 1st */
    GZT_SHAPES,
} gzt_shape;

/** What stands between two words, besides white space. */
enum {
    GZT_GAP_POSSESSIVE = 1, /**< 's or a plural's apostrophe */
    GZT_GAP_HYPHEN = 2,     /**< without white space */
    GZT_GAP_COMMA = 4,      /**< , ; : and dashes */
    GZT_GAP_OPEN = 8,       /**< a bracket opens */
    GZT_GAP_CLOSE = 16,
    GZT_GAP_QUOTE = 32,
    GZT_GAP_DOT = 64,
    GZT_GAP_OTHER = 128, /**< / & @ # and all else */
};

enum {
    GZT_UNIT_FIRST = 1,     /**< of its sentence */
    GZT_UNIT_PARAGRAPH = 2, /**< of its paragraph */
    GZT_UNIT_STOP = 4,
};

typedef struct gzt_unit {
    const gzt_token *token; /**< its bytes, and the folded word */
    uint8_t shape;          /**< gzt_shape, as written */
    uint8_t gap;            /**< GZT_GAP_* before it */
    uint8_t flags;          /**< GZT_UNIT_* */
    uint8_t last_gap;       /**< GZT_GAP_* behind it, of the last unit only */
    uint64_t hash;          /**< gzt_str_quick_hash() of the folded word */
} gzt_unit;

/** The units of `text`, whose tokens are `tokens`; an array in `arena`. An s
 *  behind an apostrophe that stands apart ("Russia 's") is no unit but a
 *  possessive. */
size_t gzt_units_make(gzt_str text, const gzt_tokens *tokens, gzt_arena *arena,
                      gzt_unit **out);

/** May it be part of a name by its letters: is any of them a capital? */
static inline bool
gzt_shape_is_capital(uint8_t shape)
{
    return shape >= GZT_SHAPE_CAPITAL && shape <= GZT_SHAPE_MIXED;
}

#endif /* GZT_ENTITY_UNITS_H */
