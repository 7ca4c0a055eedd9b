/* acronym.h - the short forms that a text defines: "Long Form (LF)", `Long
 * Form (hereinafter "LF")` and "LF (Long Form)". Knows the text and its tokens;
 * nothing of the lexicon.
 *
 * The long form is the run of words beside the bracket that explains the
 * letters at the least cost. Letters are first letters of words, or of the
 * parts of a hyphenated one, in order; dearer are letters from inside a word,
 * words that give no letter, and letters that are there in another order (NPT)
 * or not at all, as in short forms taken from another language (MINURSO). A
 * name is not begun in its middle: that costs as well. The idea of matching
 * letters backwards is Schwartz and Hearst, "A simple algorithm for identifying
 * abbreviation definitions in biomedical text", 2003; by weighing instead of
 * taking the shortest match the whole name is found.
 */
#ifndef GZT_ENTITY_ACRONYM_H
#define GZT_ENTITY_ACRONYM_H

#include "text/analyzer.h"

enum {
    GZT_ACRONYM_LETTERS = 12,      /**< of a short form, at most */
    GZT_ACRONYM_WORDS = 24,        /**< of a long form, at most */
    GZT_ACRONYM_DEFINITIONS = 256, /**< that a text may hold */
};

/** A definition; bytes in the text, ends exclusive. Brackets, quotes, "the" and
 *  "hereinafter" belong to neither form. */
typedef struct gzt_definition {
    size_t short_start, short_end; /**< CICA */
    size_t long_start, long_end;   /**< Conference on ... in Asia */
} gzt_definition;

typedef struct gzt_definitions {
    const gzt_definition *items;
    size_t count;
} gzt_definitions;

/** The definitions in `text`, whose tokens are `tokens`, in their order. The
 *  array lies in `arena`. Returns how many, at most
 *  GZT_ACRONYM_DEFINITIONS. */
size_t gzt_acronyms_find(gzt_str text, const gzt_tokens *tokens,
                         gzt_arena *arena, const gzt_definition **out);

#endif /* GZT_ENTITY_ACRONYM_H */
