/* crf.c - forward, backward, and the best way through. */
#include "entity/crf.h"

#include "base/vectors.h"

#include <string.h>

enum {
    T = GZT_ENTITY_TYPES,
    STEPS = GZT_CRF_STEPS,
    B = GZT_CRF_B,
    O = GZT_CRF_O,
    U = GZT_CRF_U,
    L = GZT_CRF_L,
    I = GZT_CRF_I,
    WIDTH = GZT_CRF_WIDTH,
};

enum {
    B_TO_I,
    I_TO_I,
    B_TO_L,
    I_TO_L
};

// They are handed over in registers or not at all: all of these are inlined.
#pragma GCC diagnostic ignored "-Wpsabi"

// Eight labels at a time; a row's last three lanes are no labels. Reading a row
// needs no alignment.
typedef float lanes __attribute__((vector_size(32), aligned(4)));
typedef int32_t signs __attribute__((vector_size(32), aligned(4)));

enum {
    LANES = 8,
};

GZT_VECTORS_PART lanes
lanes_at(const float *at)
{
    return *(const lanes *)at;
}

GZT_VECTORS_PART void
lanes_put(float *at, lanes values)
{
    *(lanes *)at = values;
}

GZT_VECTORS_PART lanes
lanes_pick(signs which, lanes yes, lanes no)
{
    return (lanes)((which & (signs)yes) | (~which & (signs)no));
}

GZT_VECTORS_PART lanes
lanes_max(lanes a, lanes b)
{
    return lanes_pick(a > b, a, b);
}

// e^x: 2^k e^r, r within ln 2 / 2 of 0; two parts of ln 2 keep r exact. Below
// -80 it is 0 for our purposes; above 0 is not asked for.
GZT_VECTORS_PART lanes
lanes_exp(lanes x)
{
    lanes r, p, whole;
    signs k;

    x = lanes_pick(x < -80, (lanes){ 0 } - 80, x);
    x = lanes_pick(x > 0, (lanes){ 0 }, x);
    k = __builtin_convertvector(x * 1.44269504f - 0.5f, signs);
    whole = __builtin_convertvector(k, lanes);
    r = x - whole * 0.693359375f + whole * 2.12194440e-4f;
    p = 1 + r * (1 + r * (0.5f +
                          r * (0.166666667f + r * (0.0416666667f +
                                                   r * (0.00833333333f +
                                                        r * 0.00138888889f)))));
    return p * (lanes)((k + 127) * (1 << 23));
}

float
gzt_crf_expf(float x)
{
    union {
        float f;
        int32_t i;
    } scale;
    float n, r, p;
    int k;

    // Beyond these it is 0 or infinite, for our purposes.
    x = x < -80 ? -80 : x > 80 ? 80 : x;
    // e^x = 2^k e^r, r within ln 2 / 2 of 0; two parts of ln 2 keep r exact.
    n = x * 1.44269504f;
    k = (int)(n < 0 ? n - 0.5f : n + 0.5f);
    r = x - (float)k * 0.693359375f + (float)k * 2.12194440e-4f;
    p = 1 + r * (1 + r * (0.5f +
                          r * (0.166666667f + r * (0.0416666667f +
                                                   r * (0.00833333333f +
                                                        r * 0.00138888889f)))));
    scale.i = (k + 127) * (1 << 23);
    return p * scale.f;
}

double
gzt_crf_log(double x)
{
    // ln x = 2 artanh((m - 1) / (m + 1)) + e ln 2, with x = m 2^e
    union {
        double f;
        uint64_t i;
    } bits = { .f = x };
    int e = (int)(bits.i >> 52) - 1022;
    double t, square, sum = 0;

    bits.i = (bits.i & ((1ull << 52) - 1)) | 1022ull << 52;
    if (bits.f < 0.70710678118654752) {
        bits.f *= 2;
        e--;
    }
    t = (bits.f - 1) / (bits.f + 1);
    square = t * t;
    for (int k = 21; k > 0; k -= 2)
        sum = sum * square + 1.0 / k;
    return 2 * t * sum + e * 0.69314718055994531;
}

void
gzt_crf_exp(const gzt_crf *crf, gzt_crf_exps *out)
{
    memset(out, 0, sizeof(*out));
    for (int i = 0; i < STEPS; i++)
        for (int j = 0; j < 16; j++) {
            out->steps.outer[i][j] = gzt_crf_expf(crf->outer[i][j]);
            out->back[j][i] = out->steps.outer[i][j];
        }
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 8; j++)
            out->steps.inner[i][j] = gzt_crf_expf(crf->inner[i][j]);
}

// ---- The likeliest labels --------------------------------------------------

// Behind the O before the sequence a name begins or not.
GZT_VECTORS_PART void
viterbi_first(const gzt_crf *crf, const float *scores, float *best)
{
    for (int i = STEPS; i < WIDTH; i++)
        best[i] = -1e9f;
    for (int to = 0; to < STEPS; to++)
        best[to] = crf->outer[0][to] + scores[to];
}

GZT_VECTORS_PART void
viterbi_step(const gzt_crf *crf, const float *before, const float *scores,
             float *best)
{
    lanes low = before[O] + lanes_at(crf->outer[0]);
    lanes high = before[O] + lanes_at(crf->outer[0] + LANES);

    for (int i = 1; i < STEPS; i++) {
        low = lanes_max(before[O + i] + lanes_at(crf->outer[i]), low);
        high = lanes_max(before[O + i] + lanes_at(crf->outer[i] + LANES), high);
    }
    lanes_put(best, low + lanes_at(scores));
    lanes_put(best + LANES, high + lanes_at(scores + LANES));
    // The eighth lane is none of a type's: L's is overwritten by I's, and I's
    // lies beyond the labels.
    low = lanes_max(lanes_at(before + I) + lanes_at(crf->inner[I_TO_L]),
                    lanes_at(before + B) + lanes_at(crf->inner[B_TO_L]));
    high = lanes_max(lanes_at(before + I) + lanes_at(crf->inner[I_TO_I]),
                     lanes_at(before + B) + lanes_at(crf->inner[B_TO_I]));
    lanes_put(best + L, low + lanes_at(scores + L));
    lanes_put(best + I, high + lanes_at(scores + I));
}

// The label that the best way to `label` comes from; of equal ones the first.
static unsigned
viterbi_back(const gzt_crf *crf, const float *before, unsigned label)
{
    unsigned from = O;
    float top = before[O];

    if (label >= L) {
        bool last = label < I;
        unsigned t = label - (last ? L : I);
        float begun = before[B + t] + crf->inner[last ? B_TO_L : B_TO_I][t];
        float going = before[I + t] + crf->inner[last ? I_TO_L : I_TO_I][t];

        return going > begun ? I + t : B + t;
    }
    top = before[O] + crf->outer[0][label];
    for (unsigned i = 1; i < STEPS; i++)
        if (before[O + i] + crf->outer[i][label] > top) {
            top = before[O + i] + crf->outer[i][label];
            from = O + i;
        }
    return from;
}

// Most sequences are one unit: it is a name or not.
static uint8_t
best_alone(const gzt_crf *crf, const float *scores)
{
    float top = scores[O] + crf->outer[0][O] + crf->outer[0][O];
    uint8_t label = O;

    for (int i = 0; i < T; i++) {
        float score =
            crf->outer[0][U + i] + scores[U + i] + crf->outer[U + i - O][O];

        label = score > top ? (uint8_t)(U + i) : label;
        top = score > top ? score : top;
    }
    return label;
}

GZT_VECTORS void
gzt_crf_viterbi(const gzt_crf *crf, const gzt_crf_row *scores, size_t count,
                gzt_crf_work *work, uint8_t *labels)
{
    unsigned label = O; // follows the last one

    if (!count)
        return;
    if (count == 1) {
        labels[0] = best_alone(crf, scores[0].at);
        return;
    }
    viterbi_first(crf, scores[0].at, work->alpha[0].at);
    for (size_t i = 1; i < count; i++)
        viterbi_step(crf, work->alpha[i - 1].at, scores[i].at,
                     work->alpha[i].at);
    for (size_t i = count; i-- > 0; labels[i] = (uint8_t)label)
        label = viterbi_back(crf, work->alpha[i].at, label);
}

// ---- Sums over all sequences -----------------------------------------------

// e^(score - the highest) of all labels that are allowed.
GZT_VECTORS_PART float
exponentials(const float *scores, uint32_t allowed, float *out)
{
    const signs labels = { 1, 2, 4, 8, 16, 32, 64, 128 };
    lanes tops = (lanes){ 0 } - 1e30f;
    float top;

    allowed &= (1u << GZT_CRF_LABELS) - 1;
    for (int i = 0; i < WIDTH; i += LANES) {
        signs on = (labels & (int32_t)(allowed >> i)) != 0;

        tops = lanes_max(tops, lanes_pick(on, lanes_at(scores + i), tops));
    }
    top = tops[0];
    for (int i = 1; i < LANES; i++)
        top = tops[i] > top ? tops[i] : top;
    for (int i = 0; i < WIDTH; i += LANES) {
        signs on = (labels & (int32_t)(allowed >> i)) != 0;

        lanes_put(out + i,
                  (lanes)(on & (signs)lanes_exp(lanes_at(scores + i) - top)));
    }
    return top;
}

// Behind the O before the sequence.
GZT_VECTORS_PART void
forward_first(const gzt_crf *exps, const float *scores, float *alpha)
{
    memset(alpha, 0, WIDTH * sizeof(*alpha));
    for (int to = 0; to < STEPS; to++)
        alpha[to] = exps->outer[0][to] * scores[to];
}

GZT_VECTORS_PART void
forward_step(const gzt_crf *exps, const float *before, const float *scores,
             float *alpha)
{
    lanes low = { 0 }, high = { 0 };

    for (int i = 0; i < STEPS; i++) {
        low += before[O + i] * lanes_at(exps->outer[i]);
        high += before[O + i] * lanes_at(exps->outer[i] + LANES);
    }
    lanes_put(alpha, low * lanes_at(scores));
    lanes_put(alpha + LANES, high * lanes_at(scores + LANES));
    // Of eight lanes the last is none of a type's, see viterbi_step().
    low = lanes_at(before + B) * lanes_at(exps->inner[B_TO_L]) +
          lanes_at(before + I) * lanes_at(exps->inner[I_TO_L]);
    high = lanes_at(before + B) * lanes_at(exps->inner[B_TO_I]) +
           lanes_at(before + I) * lanes_at(exps->inner[I_TO_I]);
    lanes_put(alpha + L, low * lanes_at(scores + L));
    lanes_put(alpha + I, high * lanes_at(scores + I));
    memset(alpha + I + LANES, 0, (WIDTH - I - LANES) * sizeof(*alpha));
}

// Scaled so that the row's sum is 1; returns the sum it had.
GZT_VECTORS_PART float
normalise(float *alpha)
{
    float total = 0;

    for (int i = 0; i < GZT_CRF_LABELS; i++)
        total += alpha[i];
    for (int i = 0; i < WIDTH; i += LANES)
        lanes_put(alpha + i, lanes_at(alpha + i) / total);
    return total;
}

// `after` is beta times score of the next unit, over its norm.
GZT_VECTORS_PART void
backward_step(const gzt_crf_exps *exps, const float *after, float *beta)
{
    const gzt_crf *steps = &exps->steps;
    lanes low = { 0 }, high = { 0 };

    for (int to = 0; to < STEPS; to++) {
        low += after[to] * lanes_at(exps->back[to]);
        high += after[to] * lanes_at(exps->back[to] + LANES);
    }
    // Each eighth lane is overwritten by what follows, or is no label.
    lanes_put(beta, lanes_at(steps->inner[B_TO_I]) * lanes_at(after + I) +
                        lanes_at(steps->inner[B_TO_L]) * lanes_at(after + L));
    lanes_put(beta + O, low);
    lanes_put(beta + O + LANES, high);
    lanes_put(beta + I,
              lanes_at(steps->inner[I_TO_I]) * lanes_at(after + I) +
                  lanes_at(steps->inner[I_TO_L]) * lanes_at(after + L));
    memset(beta + GZT_CRF_LABELS, 0, (WIDTH - GZT_CRF_LABELS) * sizeof(*beta));
}

// How often each step is taken between two units.
static void
count_steps(const gzt_crf *exps, const float *before, const float *after,
            gzt_crf *steps)
{
    for (int i = 0; i < STEPS; i++)
        for (int to = 0; to < STEPS; to++)
            steps->outer[i][to] +=
                before[O + i] * exps->outer[i][to] * after[to];
    for (int t = 0; t < T; t++) {
        const float *in = before + B, *on = before + I;

        steps->inner[B_TO_I][t] +=
            in[t] * exps->inner[B_TO_I][t] * after[I + t];
        steps->inner[I_TO_I][t] +=
            on[t] * exps->inner[I_TO_I][t] * after[I + t];
        steps->inner[B_TO_L][t] +=
            in[t] * exps->inner[B_TO_L][t] * after[L + t];
        steps->inner[I_TO_L][t] +=
            on[t] * exps->inner[I_TO_L][t] * after[L + t];
    }
}

// O and all U are eight lanes.
GZT_VECTORS_PART void
probabilities_alone(const gzt_crf_exps *exps, const float *scores,
                    float *marginals)
{
    float top = scores[O], sum = 0;

    for (int i = U; i < U + T; i++)
        top = scores[i] > top ? scores[i] : top;
    memset(marginals, 0, WIDTH * sizeof(*marginals));
    lanes_put(marginals + O, lanes_exp(lanes_at(scores + O) - top) *
                                 lanes_at(exps->steps.outer[0] + O) *
                                 lanes_at(exps->back[O]));
    for (int i = O; i < U + T; i++)
        sum += marginals[i];
    lanes_put(marginals + O, lanes_at(marginals + O) / sum);
}

// Forward, then what all sequences come to; the first gets `after` its end.
GZT_VECTORS_PART void
sum_forward(const gzt_crf *exps, const gzt_crf_row *scores,
            const uint32_t *allowed, size_t count, gzt_crf_work *work)
{
    const float *before;
    double last = 0;

    for (size_t i = 0; i < count; i++) {
        float *alpha = work->alpha[i].at;

        work->tops[i] = exponentials(
            scores[i].at, allowed ? allowed[i] : UINT32_MAX, work->exps[i].at);
        if (i)
            forward_step(exps, work->alpha[i - 1].at, work->exps[i].at, alpha);
        else
            forward_first(exps, work->exps[i].at, alpha);
        work->norms[i] = normalise(alpha);
    }
    before = work->alpha[count - 1].at;
    for (int i = 0; i < STEPS; i++)
        last += before[O + i] * exps->outer[i][O];
    work->last = last;
}

GZT_VECTORS_PART void
sum_backward(const gzt_crf_exps *exps, size_t count, gzt_crf_work *work,
             gzt_crf_row *marginals, gzt_crf *steps)
{
    gzt_crf_row edge = { { 0 } }, after = { { 0 } };

    edge.at[O] = 1;
    after.at[O] = (float)(1 / work->last);
    for (size_t i = count; i-- > 0;) {
        float *beta = work->beta[i].at;

        backward_step(exps, after.at, beta);
        if (steps)
            count_steps(&exps->steps, work->alpha[i].at, after.at, steps);
        for (int j = 0; j < WIDTH; j += LANES) {
            lanes_put(marginals[i].at + j,
                      lanes_at(work->alpha[i].at + j) * lanes_at(beta + j));
            lanes_put(after.at + j, lanes_at(beta + j) *
                                        lanes_at(work->exps[i].at + j) /
                                        work->norms[i]);
        }
    }
    if (steps)
        count_steps(&exps->steps, edge.at, after.at, steps);
}

GZT_VECTORS void
gzt_crf_probabilities(const gzt_crf_exps *exps, const gzt_crf_row *scores,
                      size_t count, gzt_crf_work *work, gzt_crf_row *marginals)
{
    if (count == 1) {
        probabilities_alone(exps, scores[0].at, marginals[0].at);
    } else if (count) {
        sum_forward(&exps->steps, scores, NULL, count, work);
        sum_backward(exps, count, work, marginals, NULL);
    }
}

double
gzt_crf_marginals(const gzt_crf_exps *exps, const gzt_crf_row *scores,
                  const uint32_t *allowed, size_t count, gzt_crf_work *work,
                  gzt_crf_row *marginals, gzt_crf *steps)
{
    double total = 0;

    if (!count)
        return gzt_crf_log(exps->steps.outer[0][O]);
    sum_forward(&exps->steps, scores, allowed, count, work);
    sum_backward(exps, count, work, marginals, steps);
    for (size_t i = 0; i < count; i++) {
        total += work->tops[i];
        total += gzt_crf_log(work->norms[i]);
    }
    return total + gzt_crf_log(work->last);
}
