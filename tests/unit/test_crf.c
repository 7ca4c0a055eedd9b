/* test_crf.c - the field's sums and best paths against all sequences, one by
 * one, and its gradient against differences. */
#include "entity/crf.h"

#include "tap.h"

#include <math.h>
#include <stdlib.h>

enum {
    T = GZT_ENTITY_TYPES,
    LENGTH = 3,
};

static float
noise(uint64_t *random)
{
    *random = *random * 6364136223846793005ull + 1442695040888963407ull;
    return (float)(*random >> 40) / (float)(1 << 23) - 1;
}

static void
make(gzt_crf *crf, gzt_crf_row *scores, uint64_t seed)
{
    memset(crf, 0, sizeof(*crf));
    for (int i = 0; i < GZT_CRF_STEPS; i++)
        for (int j = 0; j < GZT_CRF_STEPS; j++)
            crf->outer[i][j] = noise(&seed);
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < T; j++)
            crf->inner[i][j] = noise(&seed);
    memset(scores, 0, LENGTH * sizeof(*scores));
    for (int i = 0; i < LENGTH; i++)
        for (int j = 0; j < GZT_CRF_LABELS; j++)
            scores[i].at[j] = 2 * noise(&seed);
}

// The score of a step by the rules of the header; -INFINITY if unlawful.
static double
step(const gzt_crf *crf, int from, int to)
{
    bool closed = from >= GZT_CRF_O && from < GZT_CRF_I;

    if (closed)
        return to < GZT_CRF_L ? crf->outer[from - GZT_CRF_O][to] : -INFINITY;
    if (to < GZT_CRF_L ||
        gzt_crf_type((unsigned)from) != gzt_crf_type((unsigned)to))
        return -INFINITY;
    return crf->inner[(to < GZT_CRF_I ? 2 : 0) + (from >= GZT_CRF_I)]
                     [gzt_crf_type((unsigned)to)];
}

typedef struct all {
    double total, best;
    double at[LENGTH][GZT_CRF_LABELS];
    uint8_t labels[LENGTH];
} all;

static void
enumerate(const gzt_crf *crf, const gzt_crf_row *scores,
          const uint32_t *allowed, all *out)
{
    enum {
        N = GZT_CRF_LABELS
    };

    memset(out, 0, sizeof(*out));
    out->best = -INFINITY;
    for (int code = 0; code < N * N * N; code++) {
        int path[LENGTH] = { code / N / N, code / N % N, code % N };
        double score = 0;
        int before = GZT_CRF_O;

        for (int i = 0; i < LENGTH; before = path[i++])
            score += allowed && !(allowed[i] >> path[i] & 1)
                         ? -INFINITY
                         : step(crf, before, path[i]) + scores[i].at[path[i]];
        score += step(crf, before, GZT_CRF_O);
        if (!(score > -INFINITY))
            continue;
        out->total += exp(score);
        for (int i = 0; i < LENGTH; i++)
            out->at[i][path[i]] += exp(score);
        if (score <= out->best)
            continue;
        out->best = score;
        for (int i = 0; i < LENGTH; i++)
            out->labels[i] = (uint8_t)path[i];
    }
}

static void
check_sums(const gzt_crf *crf, const gzt_crf_row *scores,
           const uint32_t *allowed, gzt_crf_work *work)
{
    static gzt_crf_row marginals[LENGTH];
    gzt_crf_exps exps;
    all truth;
    double got, worst = 0;

    enumerate(crf, scores, allowed, &truth);
    gzt_crf_exp(crf, &exps);
    got = gzt_crf_marginals(&exps, scores, allowed, LENGTH, work, marginals,
                            NULL);
    CHECK(fabs(got - log(truth.total)) < 1e-4);
    for (int i = 0; i < LENGTH; i++)
        for (int j = 0; j < GZT_CRF_LABELS; j++)
            worst = fmax(
                worst, fabs(marginals[i].at[j] - truth.at[i][j] / truth.total));
    CHECK(worst < 1e-4);
}

static void
check_best(const gzt_crf *crf, const gzt_crf_row *scores, gzt_crf_work *work)
{
    uint8_t labels[LENGTH];
    all truth;

    enumerate(crf, scores, NULL, &truth);
    gzt_crf_viterbi(crf, scores, LENGTH, work, labels);
    CHECK(!memcmp(labels, truth.labels, LENGTH));
}

// What training adds up is the derivative of the logarithm of the sum.
static void
check_gradient(gzt_crf *crf, gzt_crf_row *scores, gzt_crf_work *work)
{
    static gzt_crf_row marginals[LENGTH];
    gzt_crf_exps exps;
    gzt_crf steps = { 0 };
    const float h = 0.02f;
    double high, low, worst = 0;

    gzt_crf_exp(crf, &exps);
    gzt_crf_marginals(&exps, scores, NULL, LENGTH, work, marginals, &steps);
    for (int k = 0; k < 40; k++) {
        static gzt_crf_row unused[LENGTH];
        float *weight, gradient;

        if (k % 3 == 0) {
            weight = &scores[k % LENGTH].at[k % GZT_CRF_LABELS];
            gradient = marginals[k % LENGTH].at[k % GZT_CRF_LABELS];
        } else if (k % 3 == 1) {
            weight = &crf->outer[k % GZT_CRF_STEPS][k * 7 % GZT_CRF_STEPS];
            gradient = steps.outer[k % GZT_CRF_STEPS][k * 7 % GZT_CRF_STEPS];
        } else {
            weight = &crf->inner[k % 4][k % T];
            gradient = steps.inner[k % 4][k % T];
        }
        *weight += h;
        gzt_crf_exp(crf, &exps);
        high =
            gzt_crf_marginals(&exps, scores, NULL, LENGTH, work, unused, NULL);
        *weight -= 2 * h;
        gzt_crf_exp(crf, &exps);
        low =
            gzt_crf_marginals(&exps, scores, NULL, LENGTH, work, unused, NULL);
        *weight += h;
        worst = fmax(worst, fabs((high - low) / (2 * h) - gradient));
    }
    CHECK(worst < 2e-3);
}

int
main(void)
{
    static gzt_crf_work work;
    gzt_crf_row scores[LENGTH];
    gzt_crf crf;
    // A person of two words or nothing, then anything.
    uint32_t allowed[LENGTH] = { 1u << GZT_CRF_B | 1u << GZT_CRF_O,
                                 1u << GZT_CRF_L | 1u << GZT_CRF_O,
                                 (1u << GZT_CRF_LABELS) - 1 };
    double worst = 0;

    for (uint64_t seed = 1; seed < 6; seed++) {
        make(&crf, scores, seed);
        check_sums(&crf, scores, NULL, &work);
        check_sums(&crf, scores, allowed, &work);
        check_best(&crf, scores, &work);
        check_gradient(&crf, scores, &work);
    }
    for (float x = -79; x < 79; x += 0.37f)
        worst = fmax(worst, fabs(gzt_crf_expf(x) / exp(x) - 1));
    CHECK(worst < 1e-5);
    CHECK(fabs(gzt_crf_log(1234.5) - log(1234.5)) < 1e-12);
    CHECK(fabs(gzt_crf_log(1e-9) - log(1e-9)) < 1e-12);
    return tap_done();
}
