/* crf.c - forward, backward, and the best way through. */
#include "entity/crf.h"

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
gzt_crf_exp(const gzt_crf *crf, gzt_crf *out)
{
    for (int i = 0; i < STEPS; i++)
        for (int j = 0; j < 16; j++)
            out->outer[i][j] = gzt_crf_expf(crf->outer[i][j]);
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 8; j++)
            out->inner[i][j] = gzt_crf_expf(crf->inner[i][j]);
}

// ---- The likeliest labels --------------------------------------------------

static void
viterbi_step(const gzt_crf *crf, const float *before, const float *scores,
             float *best, uint8_t *back)
{
    float top[16];
    int from[16];

    for (int to = 0; to < 16; to++) {
        top[to] = before[O] + crf->outer[0][to];
        from[to] = O;
    }
    for (int i = 1; i < STEPS; i++)
        for (int to = 0; to < 16; to++) {
            float score = before[O + i] + crf->outer[i][to];

            from[to] = score > top[to] ? O + i : from[to];
            top[to] = score > top[to] ? score : top[to];
        }
    for (int to = 0; to < STEPS; to++) {
        best[to] = top[to] + scores[to];
        back[to] = (uint8_t)from[to];
    }
    for (int t = 0; t < T; t++) {
        float on = before[B + t] + crf->inner[B_TO_I][t];
        float end = before[B + t] + crf->inner[B_TO_L][t];
        float still = before[I + t] + crf->inner[I_TO_I][t];
        float last = before[I + t] + crf->inner[I_TO_L][t];

        best[I + t] = (still > on ? still : on) + scores[I + t];
        back[I + t] = (uint8_t)(still > on ? I + t : B + t);
        best[L + t] = (last > end ? last : end) + scores[L + t];
        back[L + t] = (uint8_t)(last > end ? I + t : B + t);
    }
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

void
gzt_crf_viterbi(const gzt_crf *crf, const gzt_crf_row *scores, size_t count,
                gzt_crf_work *work, uint8_t *labels)
{
    gzt_crf_row edge;
    const float *before = edge.at;
    unsigned label = O;
    float top;

    if (!count)
        return;
    if (count == 1) {
        labels[0] = best_alone(crf, scores[0].at);
        return;
    }
    for (int i = 0; i < WIDTH; i++)
        edge.at[i] = i == O ? 0 : -1e9f;
    for (size_t i = 0; i < count; i++) {
        viterbi_step(crf, before, scores[i].at, work->alpha[i].at,
                     work->back[i]);
        before = work->alpha[i].at;
    }
    // An O follows.
    top = before[O] + crf->outer[0][O];
    for (int i = 1; i < STEPS; i++)
        if (before[O + i] + crf->outer[i][O] > top) {
            top = before[O + i] + crf->outer[i][O];
            label = (unsigned)(O + i);
        }
    for (size_t i = count; i-- > 0; label = work->back[i][label])
        labels[i] = (uint8_t)label;
}

// ---- Sums over all sequences -----------------------------------------------

// e^(score - the highest) of all labels that are allowed.
static float
exponentials(const float *scores, uint32_t allowed, float *out)
{
    float top = -1e30f;

    for (int i = 0; i < GZT_CRF_LABELS; i++)
        if (allowed & 1u << i && scores[i] > top)
            top = scores[i];
    for (int i = 0; i < WIDTH; i++) {
        bool on = i < GZT_CRF_LABELS && allowed & 1u << i;

        out[i] = on ? gzt_crf_expf(scores[i] - top) : 0;
    }
    return top;
}

// Scaled so that the row's sum is 1; returns the sum it had.
static float
forward_step(const gzt_crf *exps, const float *before, const float *scores,
             float *alpha)
{
    float sums[16] = { 0 }, total = 0;

    for (int i = 0; i < STEPS; i++)
        for (int to = 0; to < 16; to++)
            sums[to] += before[O + i] * exps->outer[i][to];
    memset(alpha, 0, WIDTH * sizeof(*alpha));
    for (int to = 0; to < STEPS; to++)
        alpha[to] = sums[to] * scores[to];
    for (int t = 0; t < T; t++) {
        alpha[I + t] = scores[I + t] * (before[B + t] * exps->inner[B_TO_I][t] +
                                        before[I + t] * exps->inner[I_TO_I][t]);
        alpha[L + t] = scores[L + t] * (before[B + t] * exps->inner[B_TO_L][t] +
                                        before[I + t] * exps->inner[I_TO_L][t]);
    }
    for (int i = 0; i < GZT_CRF_LABELS; i++)
        total += alpha[i];
    for (int i = 0; i < GZT_CRF_LABELS; i++)
        alpha[i] /= total;
    return total;
}

// `after` is beta times score of the next unit, over its norm.
static void
backward_step(const gzt_crf *exps, const float *after, float *beta)
{
    memset(beta, 0, WIDTH * sizeof(*beta));
    for (int i = 0; i < STEPS; i++) {
        float sum = 0;

        for (int to = 0; to < STEPS; to++)
            sum += exps->outer[i][to] * after[to];
        beta[O + i] = sum;
    }
    for (int t = 0; t < T; t++) {
        beta[B + t] = exps->inner[B_TO_I][t] * after[I + t] +
                      exps->inner[B_TO_L][t] * after[L + t];
        beta[I + t] = exps->inner[I_TO_I][t] * after[I + t] +
                      exps->inner[I_TO_L][t] * after[L + t];
    }
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

static double
marginals_alone(const gzt_crf *exps, const float *scores, float *marginals)
{
    float top = scores[O], sum = 0;

    for (int i = U; i < U + T; i++)
        top = scores[i] > top ? scores[i] : top;
    memset(marginals, 0, WIDTH * sizeof(*marginals));
    for (int i = O; i < U + T; i++) {
        marginals[i] = gzt_crf_expf(scores[i] - top) * exps->outer[0][i] *
                       exps->outer[i - O][O];
        sum += marginals[i];
    }
    for (int i = O; i < U + T; i++)
        marginals[i] /= sum;
    return top + gzt_crf_log(sum);
}

double
gzt_crf_marginals(const gzt_crf *exps, const gzt_crf_row *scores,
                  const uint32_t *allowed, size_t count, gzt_crf_work *work,
                  gzt_crf_row *marginals, gzt_crf *steps)
{
    gzt_crf_row edge = { { 0 } }, after = { { 0 } };
    const float *before = edge.at;
    double total = 0, last = 0;

    if (count == 1 && !allowed && !steps)
        return marginals_alone(exps, scores[0].at, marginals[0].at);
    edge.at[O] = 1;
    for (size_t i = 0; i < count; i++) {
        total += exponentials(scores[i].at, allowed ? allowed[i] : UINT32_MAX,
                              work->exps[i].at);
        work->norms[i] =
            forward_step(exps, before, work->exps[i].at, work->alpha[i].at);
        total += gzt_crf_log(work->norms[i]);
        before = work->alpha[i].at;
    }
    for (int i = 0; i < STEPS; i++)
        last += before[O + i] * exps->outer[i][O];
    total += gzt_crf_log(last);
    after.at[O] = (float)(1 / last);
    for (size_t i = count; i-- > 0;) {
        float *beta = work->beta[i].at;

        backward_step(exps, after.at, beta);
        if (steps)
            count_steps(exps, work->alpha[i].at, after.at, steps);
        for (int j = 0; j < WIDTH; j++) {
            marginals[i].at[j] = work->alpha[i].at[j] * beta[j];
            after.at[j] = beta[j] * work->exps[i].at[j] / work->norms[i];
        }
    }
    if (steps && count)
        count_steps(exps, edge.at, after.at, steps);
    return total;
}
