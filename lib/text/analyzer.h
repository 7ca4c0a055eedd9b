/* analyzer.h - text to tokens: the one analyzer for articles, queries and
 * snippets, so that what was indexed, what was asked and what is highlighted
 * can never disagree.
 *
 * A token has a byte range in the text it came from, a position, the rule
 * that made it, and the term it is known by in the index. Several tokens may
 * stand at one position (a word and its joined form); a phrase is a run of
 * positions. The rules, by kind:
 *
 *   WORD     a run of letters, marks and digits, NFKC, folded (case, accents
 *            and the letters that do not decompose), stemmed by the language.
 *            Protected words and words with digits keep their form. Numbers
 *            lose their grouping (400,000) and keep their fraction (1.95);
 *            "c++" and "c#" keep their signs. A possessive 's and an
 *            apostrophe are left out: China's is china, Sana'a sanaa.
 *   JOINED   what a hyphen, a slash, an ampersand or an elision's apostrophe
 *            divides, written as one: "co-operation" makes co, operation and
 *            cooperation, O'Neill o, neill and oneill, 9/11 "9/11", AT&T
 *            "at&t"; it stands at the position of its first part. Of four
 *            parts at most, not all of them numbers. Stemmed as a WORD. Also,
 *            without parts, another spelling of the WORD at its position:
 *            djokovic for Đoković, in English and German mueller for Müller.
 *   ACRONYM  dotted (U.S., C.I.C.A.) or all capitals (US, CICA, NGOs),
 *            letters only in lower case: "us", "cica", "ngo". Of two and three
 *            letters it is the only token there ("us" the pronoun stays
 *            apart); from four letters on the WORD stands beside it. Numbers
 *            of Rome (II) and stop words but US, IT, WHO and IS are WORDs
 *            only. Where more than GZT_HEADLINE_SHARE of a sentence's letters
 *            are capitals and two of its words look like no acronym (they
 *            have four letters, or are stop words), all capitals mean
 *            nothing: a WORD only; dots still do. With one such word it
 *            cannot be told: both.
 *   BIGRAM   two neighbouring characters of Chinese, Japanese, Korean, Thai,
 *            Lao, Khmer or Burmese, the next pair one position further; a run
 *            of one character is its own. (One character of a longer run is
 *            found by a prefix search, but for the last.)
 *   AMOUNT   currency and number as one: "usd400000000000" for $400bn,
 *            $400 billion and US$400 bn. The WORDs stay beside it; it stands
 *            at the position of the first of them.
 *   DATE     "2014-05-21" for 21 May 2014, May 21, 2014, 21.05.2014 and
 *            2014-05-21, likewise beside its words.
 */
#ifndef GZT_TEXT_ANALYZER_H
#define GZT_TEXT_ANALYZER_H

#include "base/arena.h"

typedef enum gzt_token_kind {
    GZT_TOKEN_WORD,
    GZT_TOKEN_JOINED,
    GZT_TOKEN_ACRONYM,
    GZT_TOKEN_BIGRAM,
    GZT_TOKEN_AMOUNT,
    GZT_TOKEN_DATE,
} gzt_token_kind;

enum {
    GZT_TOKEN_STOP = 1,     /**< a stop word of its language */
    GZT_TOKEN_SENTENCE = 2, /**< a sentence ends behind it */
    GZT_TOKEN_PARAGRAPH =
        4,                 /**< a paragraph ends behind it (also a sentence) */
    GZT_TOKEN_CAPITAL = 8, /**< written with a first capital */
    GZT_TOKEN_PART = 16,   /**< part of a JOINED that covers it */
    GZT_TOKEN_CUT = 32,    /**< too long: its term ends in a hash */
};

enum {
    GZT_TERM_MAX = 64,         /**< bytes of a term, without its prefix */
    GZT_HEADLINE_SHARE = 60,   /**< percent */
    GZT_TOKENS_MAX = 16 << 20, /**< a text; what is beyond is not indexed */
};

typedef struct gzt_token {
    size_t start, end; /**< bytes in the text, end exclusive */
    uint32_t pos;      /**< from 0; never falls from token to token */
    uint8_t kind;      /**< gzt_token_kind */
    uint8_t flags;
    gzt_str term;  /**< as in the index, without prefix */
    gzt_str word;  /**< folded, but not stemmed */
    uint64_t hash; /**< gzt_str_hash(term, 0), or 0: work it out */
} gzt_token;

typedef struct gzt_tokens {
    const gzt_token *tokens; /**< by pos, the plain part first */
    size_t count;
    uint32_t positions; /**< one more than the last pos */
    size_t cut;         /**< how many had GZT_TOKEN_CUT */
    bool truncated;     /**< GZT_TOKENS_MAX was reached */
} gzt_tokens;

/** For one thread: stemmers of every language met so far, and a cache of
 *  their results by distinct word (bounded in memory). */
typedef struct gzt_analyzer gzt_analyzer;

gzt_analyzer *gzt_analyzer_new(void);

/** NULL is allowed. */
void gzt_analyzer_free(gzt_analyzer *analyzer);

/** Is `lang` (ISO 639-1 or -3, "en", "eng", also "en-GB", or libstemmer's
 *  name "english") one that libstemmer stems? Others are tokenised and folded
 *  but not stemmed. */
bool gzt_lang_is_stemmed(gzt_str lang);

enum {
    GZT_ANALYZE_QUERY = 1,   /**< a query: headlines are not assumed from a
                                  single word, and an ACRONYM of two or three
                                  letters in a headline has both tokens */
    GZT_ANALYZE_NO_STEM = 2, /**< term = word */
    GZT_ANALYZE_BORROW = 4,  /**< terms, words and the array may lie in the
                                  analyzer, until gzt_analyzer_forget() */
};

/** Analyse `text` in `lang` (empty: "en"; a word in a script that the
 *  language does not use goes by its script: Cyrillic to ru, Greek to el,
 *  Arabic to ar, ...). `text` may hold invalid UTF-8, which separates words;
 *  paragraphs are separated by blank lines. Terms, words and the array lie in
 *  `arena` (or in the text). Never fails: limits are reported in `out`. */
void gzt_analyze(gzt_analyzer *analyzer, gzt_str text, gzt_str lang,
                 unsigned flags, gzt_arena *arena, gzt_tokens *out);

/** What GZT_ANALYZE_BORROW borrowed is given back. */
void gzt_analyzer_forget(gzt_analyzer *analyzer);

/** Stem one folded word as gzt_analyze() would; borrowed until the next call.
 */
gzt_str gzt_analyzer_stem(gzt_analyzer *analyzer, gzt_str word, gzt_str lang);

/** Is the folded word a stop word of `lang`? */
bool gzt_is_stop_word(gzt_str word, gzt_str lang);

/** Is the folded word one with which `lang` asks for texts (article,
 *  describing, interested), so that it says little of what is in them? */
bool gzt_is_asking_word(gzt_str word, gzt_str lang);

#endif /* GZT_TEXT_ANALYZER_H */
