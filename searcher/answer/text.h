/* text.h - an article's text held against a plan: does it match, where, and
 * by which rule. What is shown to people comes from here and not from the
 * index, so it is true of the text itself.
 */
#ifndef GZT_ANSWER_TEXT_H
#define GZT_ANSWER_TEXT_H

#include "answer/answer.h"
#include "query/plan.h"

/** Where a form or a run of the query stands. */
typedef struct gzt_text_match {
    const gzt_token *token; /**< the first */
    size_t start, end;      /**< bytes in its field */
    const gzt_form *form;   /**< NULL: a run */
    size_t word;            /**< of the plan */
    bool alias, learned;
} gzt_text_match;

/** A plan made ready to look for its terms; one for many articles. */
typedef struct gzt_matcher {
    const gzt_plan *plan;
    const gzt_form **slots; /**< by hash of the term */
    size_t mask;
    bool prefixes;   /**< some form is one */
    double *weights; /**< of each word of the plan: its rarity */
} gzt_matcher;

gzt_status gzt_matcher_init(gzt_matcher *matcher, const gzt_plan *plan,
                            gzt_reader *reader, gzt_arena *arena, gzt_err *err);

/** An article, analysed, and where the plan's forms are in it. */
typedef struct gzt_text {
    gzt_article article;
    uint32_t docid;
    gzt_tokens title, body;
    const gzt_text_match *title_matches, *matches; /**< ascending */
    size_t title_match_count, match_count;
} gzt_text;

/** Read the article and look. All in the arena. */
gzt_status gzt_text_read(gzt_text *text, const gzt_matcher *matcher,
                         gzt_reader *reader, gzt_analyzer *analyzer,
                         uint32_t docid, gzt_arena *arena, gzt_err *err);

/** Does `query` (of the plan, or part of it) match the text itself? */
gzt_status gzt_text_matches(const gzt_text *text, const gzt_xquery *query,
                            gzt_reader *reader, gzt_arena *arena, bool *out,
                            gzt_err *err);

/** Byte ranges of matches, overlaps merged. */
size_t gzt_text_marks(const gzt_text_match *matches, size_t count,
                      gzt_arena *arena, const gzt_range **out);

/** Which written forms matched by which rule, each once, at most 16. */
size_t gzt_text_matched(const gzt_text *text, const gzt_matcher *matcher,
                        gzt_arena *arena, const gzt_matched **out);

/** Whole sentences round the best window of about `words` words: into
 *  hit->snippet, ->marks. */
void gzt_text_snippet(const gzt_text *text, const gzt_matcher *matcher,
                      size_t words, gzt_arena *arena, gzt_hit *hit);

#endif /* GZT_ANSWER_TEXT_H */
