/* answer.h - what a search found, as plain data, ready to be printed. */
#ifndef GZT_ANSWER_ANSWER_H
#define GZT_ANSWER_ANSWER_H

#include "base/arena.h"

/** Bytes `start` up to `end` of a text. */
typedef struct gzt_range {
    size_t start, end;
} gzt_range;

/** Why a hit is one: what was asked, what stands in the article, by which
 *  rule they met (exact, stem, fold, joined, acronym, alias, amount, date,
 *  prefix, fuzzy). */
typedef struct gzt_matched {
    gzt_str query, as, via;
    gzt_part field;  /**< where `as` stands first */
    gzt_range where; /**< in that field's text */
} gzt_matched;

/** A part of a hit's score: what a word of the query gives, or (`query` empty)
 *  what is added or multiplied besides. */
typedef enum gzt_part_of_score {
    GZT_SCORE_WORD,
    GZT_SCORE_PROXIMITY, /**< words of the query stand close together */
    GZT_SCORE_ADDED,     /**< words that feedback or --similar added */
    GZT_SCORE_AGE,       /**< a factor on all the others */
} gzt_part_of_score;

typedef struct gzt_score_part {
    gzt_part_of_score kind;
    gzt_str query; /**< a word's */
    double score;  /**< AGE: the factor */
    double idf;    /**< a single word's rarity; 0 where terms were summed */
} gzt_score_part;

/** What a hit names: "org:cica", "CICA", "org". */
typedef struct gzt_hit_entity {
    gzt_str id, name, type;
    uint32_t mentions;
} gzt_hit_entity;

typedef struct gzt_hit {
    uint32_t rank; /**< from 1 */
    double score;
    gzt_str id, title, date, updated, source, author, lang, section, url, path;
    uint32_t collapsed;           /**< further hits folded into this one */
    const gzt_range *title_marks; /**< matched forms in the title, ascending */
    size_t title_mark_count;
    gzt_str snippet; /**< whole sentences of the article; may hold newlines;
                          empty when none was asked for */
    const gzt_range *marks; /**< matched forms in the snippet, ascending */
    size_t mark_count;
    const gzt_matched *matched;
    size_t matched_count;
    const gzt_score_part *parts; /**< of the score, when they were asked for */
    size_t part_count;
    const gzt_hit_entity *entities; /**< the most mentioned first */
    size_t entity_count;
} gzt_hit;

/** How many articles have a word of the query. */
typedef struct gzt_word_count {
    gzt_str word;
    uint32_t documents;
    bool wanted; /**< neither excluded by NOT nor left out as a stop word */
    gzt_str suggestion; /**< when no article has it: a near word, or empty */
} gzt_word_count;

typedef struct gzt_answer {
    gzt_str query; /**< as it was typed */
    gzt_str label; /**< of a batch line; empty: none */
    const gzt_hit *hits;
    size_t count;
    uint32_t total;   /**< hits in all */
    bool total_exact; /**< else "about", or with `at_most` "at most" */
    bool at_most;
    double seconds; /**< it took */
    const gzt_word_count *words;
    size_t word_count;
    uint32_t undated; /**< that match but for the range of dates; only counted
                           when there are no hits */
    const gzt_str *notes; /**< a line each: what was dropped, capped, rewritten
                               or might help; for stderr */
    size_t note_count;
} gzt_answer;

#endif /* GZT_ANSWER_ANSWER_H */
