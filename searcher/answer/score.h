/* score.h - what makes the score of a hit, part by part. */
#ifndef GZT_ANSWER_SCORE_H
#define GZT_ANSWER_SCORE_H

#include "answer/searching.h"

/** Fill in `hit`'s parts, whose sum (but for the rounding, and times its age)
 *  is the score of `candidate`. `text` is its text. */
gzt_status gzt_score_split(searching *s, const gzt_candidate *candidate,
                           const gzt_text *text, gzt_hit *hit);

#endif /* GZT_ANSWER_SCORE_H */
