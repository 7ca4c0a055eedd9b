/* words.h - from a raw word to its forms: folded and stemmed, with a cache,
 * because a text repeats its words. Private to lib/text. */
#ifndef GZT_TEXT_WORDS_H
#define GZT_TEXT_WORDS_H

#include "text/languages.h"

#include "base/arena.h"
#include "base/buf.h"

/** The forms of one word; `word` is empty when nothing is left of it. */
typedef struct gzt_form {
    gzt_str word, term;
    uint8_t flags; /**< GZT_TOKEN_STOP, GZT_TOKEN_CUT */
    uint64_t hash; /**< gzt_str_hash(term, 0), or 0: not known */
} gzt_form;

/** A text at a time: the forms' strings lie in that text's arena, a copy of
 *  each distinct word. The cache keeps its own, and empties itself once it
 *  holds GZT_WORDS_MAX. A text without an arena gets the cache's own; it is
 *  not emptied then before gzt_words_forget(). */
typedef struct gzt_words gzt_words;

enum {
    GZT_WORDS_MAX = 1 << 17, /**< distinct raw words */
};

gzt_words *gzt_words_new(void);

/** NULL is allowed. */
void gzt_words_free(gzt_words *words);

/** Begin a text in `language` (gzt_language_find's number); `arena` may be
 *  NULL. */
void gzt_words_begin(gzt_words *words, unsigned language, gzt_arena *arena);

/** Strings of the cache's own are no longer used. */
void gzt_words_forget(gzt_words *words);

/** What is known of a raw word before it is looked up. */
typedef struct gzt_expected {
    uint64_t front; /**< its first eight bytes, the missing ones 0 */
    uint32_t hash;  /**< of the word and the text's language */
} gzt_expected;

/** `raw` will soon be asked for: a table of so many words is not in the
 *  processor's cache. `room` (>= raw.len) bytes may be read there. */
gzt_expected gzt_words_expect(const gzt_words *words, gzt_str raw, size_t room);

/** The forms of `raw`, a piece of a text. */
gzt_form gzt_words_get(gzt_words *words, gzt_str raw);

/** The same, with what gzt_words_expect() returned for it in this text. */
gzt_form gzt_words_get_expected(gzt_words *words, gzt_str raw,
                                gzt_expected expected);

/** The forms of a word that is folded already: it is only stemmed. */
gzt_form gzt_words_stem(gzt_words *words, gzt_str word);

#endif /* GZT_TEXT_WORDS_H */
