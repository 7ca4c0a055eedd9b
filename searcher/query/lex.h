/* lex.h - a query cut into lexemes: words, phrases, brackets, operators, each
 * with its place.
 *
 * Looks at letters and their neighbours only: whether an operator has its
 * operands and a bracket its partner is for the parser. What cannot be told
 * from ordinary text (an unknown field, an open quote, a lone "-") ends here.
 */
#ifndef GZT_QUERY_LEX_H
#define GZT_QUERY_LEX_H

#include "query/parse.h"

typedef enum gzt_lexeme_kind {
    GZT_LEX_END,      /**< always the last, and only there */
    GZT_LEX_WORD,     /**< `text` */
    GZT_LEX_PREFIX,   /**< `text` without the star */
    GZT_LEX_FUZZY,    /**< `text` without ~`distance` */
    GZT_LEX_PHRASE,   /**< `text` between the quotes, `distance` or 0 */
    GZT_LEX_FIELD,    /**< `text` is its name; the value follows at once: a
                            word, prefix, fuzzy, phrase, field or OPEN */
    GZT_LEX_MENTIONS, /**< its OPEN follows at once; behind its CLOSE a word
                            that begins with a comparison */
    GZT_LEX_OPEN,     /**< ( */
    GZT_LEX_CLOSE,    /**< ) */
    GZT_LEX_MINUS,    /**< -; its operand follows at once */
    GZT_LEX_NOT,      /**< this and all below: `text` as written */
    GZT_LEX_AND,
    GZT_LEX_OR,
    GZT_LEX_NEAR,      /**< `distance`; may be out of range */
    GZT_LEX_SENTENCE,  /**< w/s */
    GZT_LEX_PARAGRAPH, /**< w/p */
} gzt_lexeme_kind;

typedef struct gzt_lexeme {
    gzt_lexeme_kind kind;
    size_t start, end; /**< bytes in the query */
    gzt_str text;
    uint32_t distance;
} gzt_lexeme;

typedef struct gzt_lexemes {
    gzt_lexeme *items;
    size_t count; /**< with the END */
    size_t steps; /**< characters looked at; tests hold it linear */
} gzt_lexemes;

/** Cut `query`, at most GZT_QUERY_BYTES long, into `out` (in the arena).
 *  Words without a letter or digit are left out, as white space is. In a
 *  sentence that is all capitals AND and OR are words, unless `strict`. False
 *  with a fault. */
bool gzt_lex(gzt_str query, bool strict, gzt_arena *arena, gzt_lexemes *out,
             gzt_query_fault *fault);

/** Which operator `word` is when it stands alone, or GZT_LEX_WORD. */
gzt_lexeme_kind gzt_lex_operator(gzt_str word, uint32_t *distance);

/** Has `text` a letter or a digit, so that it can be searched for? */
bool gzt_lex_is_searchable(gzt_str text);

/** What separates words: white space, control characters, and what is not
 *  UTF-8. */
bool gzt_lex_is_blank(uint32_t code);

/** The canonical name of a field, by its name in either case, or NULL. */
const char *gzt_query_field_find(gzt_str name);

/** The field that was meant by a name in ASCII letters, or NULL. */
const char *gzt_query_field_suggest(gzt_str name);

/** Fill `fault`; always false, so that a caller can return it. */
bool gzt_query_fault_set(gzt_query_fault *fault, size_t start, size_t end,
                         gzt_str message, gzt_str hint);

#endif /* GZT_QUERY_LEX_H */
