/* suggest.h - what may have been meant by a word that no article has, and what
 * a range of dates leaves out. */
#ifndef GZT_ANSWER_SUGGEST_H
#define GZT_ANSWER_SUGGEST_H

#include "query/plan.h"

/** The word of the index nearest to `word`: at most one edit away for up to
 *  four letters, else two (insertion, deletion, change, swap of neighbours); of
 *  several the nearest, then the most frequent. As an article writes it; empty
 *  when there is none, or when `word` is not a single word. */
gzt_status gzt_suggest_word(gzt_reader *reader, gzt_analyzer *analyzer,
                            gzt_str word, gzt_arena *arena, gzt_str *out,
                            gzt_err *err);

/** How many articles without a date match `query`. */
gzt_status gzt_suggest_undated(gzt_reader *reader, const gzt_xquery *query,
                               gzt_arena *arena, uint32_t *out, gzt_err *err);

#endif /* GZT_ANSWER_SUGGEST_H */
