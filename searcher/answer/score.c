/* score.c - what makes the score of a hit, part by part: each word of the
 * query is asked for by itself, as if the query had no other. */
#include "answer/score.h"

#include "answer/weigh.h"
#include "store/impact.h"

#include <math.h>

// Less than a score shows.
static const double NOTHING = 5e-5;

static void
add_part(gzt_hit *hit, gzt_score_part part)
{
    ((gzt_score_part *)hit->parts)[hit->part_count++] = part;
}

// The rarity of a word, all its forms together; 0 of several words.
static double
idf_of(const gzt_xquery *q)
{
    while (q->op == GZT_XMAX && q->count)
        q = q->kids[0];
    if (q->op != GZT_XSCALE || q->kids[0]->op != GZT_XTERM)
        return 0;
    return q->factor * GZT_IMPACT_MAX;
}

static gzt_status
split_word(searching *s, const gzt_plan_word *word, const gzt_text *text,
           gzt_hit *hit, double *sum)
{
    const gzt_xquery *weighed, *borne;
    double score = 0;
    gzt_status status =
        gzt_weigh(s->reader, word->query, s->arena, &weighed, s->err);

    if (status)
        return status;
    borne = gzt_searching_borne_out(s, text, weighed, s->arena, &status);
    if (!status)
        status = gzt_candidates_weigh(s->reader, borne, text->article.id,
                                      s->arena, &score, s->err);
    if (!status && score > 0) {
        add_part(hit, (gzt_score_part){ .kind = GZT_SCORE_WORD,
                                        .query = word->text,
                                        .score = score,
                                        .idf = idf_of(weighed) });
        *sum += score;
    }
    return status;
}

gzt_status
gzt_score_split(searching *s, const gzt_candidate *candidate,
                const gzt_text *text, gzt_hit *hit)
{
    double age = candidate->age > 0 ? candidate->age : 1;
    double sum = candidate->near, rest;
    gzt_status status = GZT_OK;

    if (s->options->order != GZT_ORDER_SCORE || candidate->score <= 0)
        return GZT_OK;
    hit->parts =
        gzt_arena_array(s->arena, s->plan.word_count + 3, sizeof(*hit->parts));
    for (size_t i = 0; i < s->plan.word_count && !status; i++) {
        const gzt_plan_word *word = &s->plan.words[i];

        if (word->query && !word->negative && !word->dropped && !word->within)
            status = split_word(s, word, text, hit, &sum);
    }
    rest = candidate->score / age - sum;
    if (candidate->near > 0)
        add_part(hit, (gzt_score_part){ .kind = GZT_SCORE_PROXIMITY,
                                        .score = candidate->near });
    if (fabs(rest) >= NOTHING)
        add_part(hit,
                 (gzt_score_part){ .kind = GZT_SCORE_ADDED, .score = rest });
    if (candidate->age > 0)
        add_part(hit, (gzt_score_part){ .kind = GZT_SCORE_AGE,
                                        .score = candidate->age });
    return status;
}
