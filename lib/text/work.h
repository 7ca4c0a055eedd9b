/* work.h - one text on its way to tokens: what the parts of the analyzer
 * hand to each other. Private to lib/text. */
#ifndef GZT_TEXT_WORK_H
#define GZT_TEXT_WORK_H

#include "text/analyzer.h"
#include "text/capitals.h"
#include "text/words.h"

typedef struct gzt_work {
    gzt_str text;
    unsigned flags; /**< GZT_ANALYZE_* */
    bool umlauts;   /**< ü may be written ue in this language */
    bool respells;  /**< Đ may be written Dj */
    gzt_arena *arena;
    gzt_words *words;
    gzt_buf *scratch; /**< for any of them, while it runs */

    const gzt_piece *pieces;      /**< of this sentence */
    const gzt_expected *expected; /**< theirs, from gzt_words_expect() */
    size_t piece_count;
    gzt_capitals capitals;

    gzt_token *tokens; /**< of the text so far */
    size_t count, room;
    uint32_t pos; /**< of the next token */
    size_t cut;
    bool truncated;
} gzt_work;

/** Add a token of `kind` for the bytes from `start` to `end`, at work->pos
 *  (which stays), as number `index` of the tokens. */
void gzt_work_insert(gzt_work *work, size_t index, gzt_token token);

static inline void
gzt_work_put(gzt_work *work, gzt_token token)
{
    if (work->count == work->room || work->count == GZT_TOKENS_MAX) {
        gzt_work_insert(work, work->count, token);
        return;
    }
    token.pos = work->pos;
    work->cut += (token.flags & GZT_TOKEN_CUT) != 0;
    work->tokens[work->count++] = token;
}

/** Add the tokens of a run of bigrams. */
void gzt_bigrams_put(gzt_work *work, const gzt_piece *piece);

/** Add the tokens of what begins at pieces[at]: a word, or several that
 *  hyphens, apostrophes, dots or a slash make one. Returns the piece behind
 *  it. */
size_t gzt_compound_put(gzt_work *work, size_t at);

#endif /* GZT_TEXT_WORK_H */
