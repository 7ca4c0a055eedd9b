/* prints.h - whether an article's trace can be taken at its word.
 *
 * A phrase is found in the trace by fingerprints, and two words may share one.
 * But an article's words are known: if none of them shares a fingerprint with
 * a word of the phrase, the trace says what the text says, and the text need
 * not be read.
 */
#ifndef GZT_ANSWER_PRINTS_H
#define GZT_ANSWER_PRINTS_H

#include "query/plan.h"

/** The fingerprints of all phrases of a query. */
typedef struct gzt_prints gzt_prints;

/** In the arena. */
gzt_prints *gzt_prints_new(const gzt_xquery *query, gzt_arena *arena);

/** `*out`: no other word of the document has one of them. */
gzt_status gzt_prints_are_true(const gzt_prints *prints, gzt_reader *reader,
                               uint32_t docid, gzt_arena *arena, bool *out,
                               gzt_err *err);

#endif /* GZT_ANSWER_PRINTS_H */
