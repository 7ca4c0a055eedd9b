/* page.h - a document as the tagger reads it: which units may be part of a
 * name, in what case they count, which known names stand there, and what the
 * document says elsewhere of the same word.
 *
 * Only units with a capital are looked at, and what may stand between or beside
 * them in a name: "of", "al", a number, "accords". Runs of such units are
 * stretches; between them nothing is a name.
 */
#ifndef GZT_ENTITY_PAGE_H
#define GZT_ENTITY_PAGE_H

#include "entity/lexicon.h"
#include "entity/model.h"

enum {
    GZT_PAGE_ECHOES = 4, /**< places a word is remembered by */
};

/** No unit, no run. */
#define GZT_PAGE_NONE UINT32_MAX

/** A distinct word in a given case. `sums` is the tagger's. */
typedef struct gzt_word {
    uint64_t folded; /**< hash of the folded form, whatever the case */
    uint16_t classes[GZT_MODEL_DEPTHS]; /**< or GZT_MODEL_NO_CLASS */
    uint8_t shape;
    uint8_t often;          /**< 4 log2 of its count, in this case */
    uint8_t lean;           /**< gzt_lean */
    uint8_t flags;          /**< GZT_WORD_* */
    uint8_t part;           /**< GZT_PART_*: what it may be in a name */
    uint8_t length;         /**< bytes of the folded form, at most 255 */
    char first[4], last[4]; /**< its ends; zeros where it is shorter */
    uint8_t summed;         /**< bits: which of the sums are there */
    int16_t sums[5][GZT_CRF_WIDTH];
} gzt_word;

/** Words without a capital that may be part of a name, and a few that are part
 *  of the name before a comma. */
enum {
    GZT_PART_BETWEEN = 1, /**< of */
    GZT_PART_BEFORE = 2,  /**< al */
    GZT_PART_BEHIND = 4,  /**< accords */
    GZT_PART_COMMA = 8,   /**< Inc */
};

/** Which of them the folded word is. */
unsigned gzt_word_part(gzt_str folded);

/** In which case a word is mostly written. */
typedef enum gzt_lean {
    GZT_LEAN_UNKNOWN,
    GZT_LEAN_LOWER,
    GZT_LEAN_BOTH,
    GZT_LEAN_CAPITAL,
    GZT_LEAN_UPPER,
} gzt_lean;

/** Words met so far. It is emptied between documents when it holds many; it
 *  grows with a document that has more. */
typedef struct gzt_word_cache gzt_word_cache;

gzt_word_cache *gzt_word_cache_new(const gzt_model *model);

/** NULL is allowed. */
void gzt_word_cache_free(gzt_word_cache *cache);

/** What a document says of a word in one place. */
typedef struct gzt_echo_place {
    uint16_t left, right; /**< classes (of 256) beside the run it stands in */
    uint16_t beside;      /**< class of the run's other end, or none */
    uint8_t place;        /**< alone, first, middle, last in a run of ... */
    uint8_t known;        /**< gzt_page.known there */
} gzt_echo_place;

typedef struct gzt_echo {
    uint64_t folded;
    uint32_t times;  /**< with a capital */
    uint32_t inside; /**< of these, not at the beginning of a sentence */
    bool lower;      /**< also without one, probably */
    bool summed;
    uint8_t places;
    gzt_echo_place place[GZT_PAGE_ECHOES];
    int16_t sum[GZT_CRF_WIDTH];
} gzt_echo;

/** A run of capitals with nothing between but blanks and hyphens. */
typedef struct gzt_run {
    uint32_t first, count;
} gzt_run;

/** Neighbouring units that may make up names. */
typedef struct gzt_stretch {
    uint32_t first, count; /**< at most GZT_CRF_MAX */
} gzt_stretch;

typedef struct gzt_page {
    gzt_word_cache *cache;
    const gzt_unit *units; /**< of all fields, one behind the other */
    uint32_t count;
    uint8_t *shapes;   /**< the case that counts: in headlines not as written */
    uint8_t *headline; /**< bool: written in capitals, or its words are */
    uint8_t *known;    /**< GZT_KNOWN_*: a name of the lexicon's */
    uint32_t *run_of;  /**< or GZT_PAGE_NONE */
    gzt_word **words;  /**< NULL: not looked up yet */
    gzt_run *runs;
    gzt_stretch *stretches;
    uint32_t run_count, stretch_count;
    gzt_echo *echoes; /**< by hash; times 0 is free */
    uint32_t echo_slots;
} gzt_page;

/** Of a unit in a name that the lexicon knows: type plus 1, then where. */
enum {
    GZT_KNOWN_TYPE = 15,
    GZT_KNOWN_FIRST = 16,
    GZT_KNOWN_LAST = 32,
    GZT_KNOWN_WEAK = 64,  /**< also an everyday word */
    GZT_KNOWN_MANY = 128, /**< of several types */
};

/** Read a document. `matches` are of gzt_lexicon_scan() on the same units. All
 *  lies in `arena` but the words, which are the cache's. */
void gzt_page_read(gzt_page *page, gzt_word_cache *cache, const gzt_unit *units,
                   size_t count, const gzt_match *matches, size_t match_count,
                   gzt_arena *arena);

/** The word at a unit, or beyond the ends of its sentence a word that stands
 *  for that edge. `offset` from -2 to 2. */
gzt_word *gzt_page_word(const gzt_page *page, uint32_t at, int offset);

/** The last of the small words with which the name of an event or an agreement
 *  may end behind this unit ("general election"), or NULL. */
gzt_word *gzt_page_tail(const gzt_page *page, uint32_t at);

/** What the document says of this word, or NULL if there is nothing. */
gzt_echo *gzt_page_echo(const gzt_page *page, const gzt_word *word);

#endif /* GZT_ENTITY_PAGE_H */
