/* crf.h - a linear-chain conditional random field over BILOU labels (Lafferty,
 * McCallum and Pereira 2001): the likeliest labels, how likely each is, and
 * what training needs besides.
 *
 * A name of type t is one unit (U) or begins (B), goes on (I) and ends (L); all
 * else is O. Only such sequences have a score, so the labels lie in an order
 * that makes the lawful steps runs of an array:
 *
 *   B0..B6  O  U0..U6  L0..L6  I0..I6
 *
 * a name may begin, or not (B, O, U), behind O, U or L; I and L follow B or I of
 * their type. A sequence stands between two O's.
 *
 * Arithmetic is plain float without libm, the same on every machine.
 */
#ifndef GZT_ENTITY_CRF_H
#define GZT_ENTITY_CRF_H

#include "gazette.h"

enum {
    GZT_CRF_B = 0,
    GZT_CRF_O = GZT_ENTITY_TYPES,
    GZT_CRF_U = GZT_CRF_O + 1,
    GZT_CRF_L = GZT_CRF_U + GZT_ENTITY_TYPES,
    GZT_CRF_I = GZT_CRF_L + GZT_ENTITY_TYPES,
    GZT_CRF_LABELS = GZT_CRF_I + GZT_ENTITY_TYPES,
    GZT_CRF_WIDTH = 32, /**< of a row of scores; the rest is not used */
    GZT_CRF_STEPS = GZT_CRF_U + GZT_ENTITY_TYPES, /**< B, O, U; or O, U, L */
    GZT_CRF_MAX = 256,                            /**< units of a sequence */
};

/** Scores of the steps from one label to the next. */
typedef struct gzt_crf {
    float outer[GZT_CRF_STEPS][16]; /**< from O, U, L to B, O, U */
    float inner[4][8];              /**< B to I, I to I, B to L, I to L */
} gzt_crf;

/** e to the power of each of them, and the outer ones transposed. */
typedef struct gzt_crf_exps {
    gzt_crf steps;
    float back[16][16];
} gzt_crf_exps;

/** Scores of the labels of one unit; those beyond the labels are 0. */
typedef struct gzt_crf_row {
    float at[GZT_CRF_WIDTH];
} gzt_crf_row;

/** Room for a sequence. */
typedef struct gzt_crf_work {
    gzt_crf_row exps[GZT_CRF_MAX], alpha[GZT_CRF_MAX], beta[GZT_CRF_MAX];
    float tops[GZT_CRF_MAX], norms[GZT_CRF_MAX];
    double last;
} gzt_crf_work;

/** What the functions that add up need. */
void gzt_crf_exp(const gzt_crf *crf, gzt_crf_exps *out);

/** The likeliest labels of `count` units, at most GZT_CRF_MAX. */
void gzt_crf_viterbi(const gzt_crf *crf, const gzt_crf_row *scores,
                     size_t count, gzt_crf_work *work, uint8_t *labels);

/** The probability of each label at each unit. */
void gzt_crf_probabilities(const gzt_crf_exps *exps, const gzt_crf_row *scores,
                           size_t count, gzt_crf_work *work,
                           gzt_crf_row *marginals);

/** The same for training, and the logarithm of the sum over all sequences.
 *  With `allowed`, bits by label, only sequences that keep to it count; their
 *  sum must not be nothing. With `steps`, how often each step is expected is
 *  added there. */
double gzt_crf_marginals(const gzt_crf_exps *exps, const gzt_crf_row *scores,
                         const uint32_t *allowed, size_t count,
                         gzt_crf_work *work, gzt_crf_row *marginals,
                         gzt_crf *steps);

/** e^x to 7 digits, and ln x. */
float gzt_crf_expf(float x);
double gzt_crf_log(double x);

/** The type of a label; O has none. */
static inline int
gzt_crf_type(unsigned label)
{
    return label < GZT_CRF_O    ? (int)label
           : label == GZT_CRF_O ? -1
                                : (int)((label - GZT_CRF_U) % GZT_ENTITY_TYPES);
}

#endif /* GZT_ENTITY_CRF_H */
