/* fit.c - weights of features and steps: stochastic gradient ascent on the
 * likelihood of what the labels allow (AdaGrad, Duchi et al. 2011; averaged),
 * then the most useful features, in 8 bits. */
#include "train.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    WIDTH = GZT_CRF_WIDTH,
    LABELS = GZT_CRF_LABELS,
};

typedef struct row {
    float at[WIDTH];
} row;

// All stretches of all documents, features by number.
typedef struct corpus {
    uint64_t *ids; // of a feature
    uint32_t *times;
    uint32_t feature_count, slots;
    uint32_t *slot; // number and 1

    uint32_t *features; // of all units, one behind the other
    size_t feature_total, feature_room;
    size_t *starts; // of a unit; one more at the end
    uint32_t *allowed;
    size_t units, unit_room;

    struct stretch {
        size_t first;
        uint32_t count;
        float weight;
    } * stretches;
    size_t stretch_count, stretch_room;
} corpus;

typedef struct fit {
    const train_options *options;
    corpus *c;
    row *weights, *squares, *sums;
    gzt_crf steps, step_squares, step_sums;
    uint32_t summed;
    gzt_crf_work work;
    gzt_crf_row scores[GZT_CRF_MAX], free[GZT_CRF_MAX], bound[GZT_CRF_MAX];
} fit;

static void *
more(void *items, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return items;
    *room = *room ? 2 * *room : 1024;
    return gzt_xrealloc(items, *room, size);
}

static uint32_t
feature_number(corpus *c, uint64_t id)
{
    uint32_t at = (uint32_t)id & (c->slots - 1);

    while (c->slot[at] && c->ids[c->slot[at] - 1] != id)
        at = (at + 1) & (c->slots - 1);
    if (!c->slot[at]) {
        if (c->feature_count == c->slots / 2)
            train_die("too many features");
        c->ids[c->feature_count] = id;
        c->slot[at] = ++c->feature_count;
    }
    return c->slot[at] - 1;
}

static void
put_features(corpus *c, const gzt_features *features)
{
    for (size_t i = 0; i < features->count; i++) {
        uint32_t number = feature_number(c, features->ids[i]);

        c->features = more(c->features, c->feature_total, &c->feature_room,
                           sizeof(*c->features));
        c->features[c->feature_total++] = number;
        c->times[number]++;
    }
}

// ---- What the labels allow -------------------------------------------------

static uint32_t
bits_of(unsigned base, unsigned types)
{
    uint32_t bits = 0;

    for (unsigned t = 0; t < GZT_ENTITY_TYPES; t++)
        bits |= types & 1u << t ? 1u << (base + t) : 0;
    return bits;
}

static void
allow_name(uint32_t *allowed, const train_name *name, uint32_t first,
           uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        bool begins = i == first, ends = i + 1 == end;
        unsigned base = begins && ends ? GZT_CRF_U
                        : begins       ? GZT_CRF_B
                        : ends         ? GZT_CRF_L
                                       : GZT_CRF_I;

        allowed[i] =
            bits_of(base, name->types) | (name->perhaps ? 1u << GZT_CRF_O : 0);
    }
}

// Of every unit of the document. A name is bound to its part in one stretch.
static void
find_allowed(const train_document *doc, const gzt_page *page, uint32_t *allowed)
{
    uint32_t any = 1u << GZT_CRF_O | bits_of(GZT_CRF_B, doc->unlabelled) |
                   bits_of(GZT_CRF_I, doc->unlabelled) |
                   bits_of(GZT_CRF_L, doc->unlabelled) |
                   bits_of(GZT_CRF_U, doc->unlabelled);
    uint32_t s = 0;

    for (uint32_t i = 0; i < page->count; i++)
        allowed[i] = any;
    for (size_t i = 0; i < doc->name_count; i++) {
        const train_name *name = &doc->names[i];
        uint32_t first = name->first, end = first + name->count;
        const gzt_stretch *stretch;

        while (s < page->stretch_count &&
               page->stretches[s].first + page->stretches[s].count <= first)
            s++;
        if (s == page->stretch_count)
            break;
        stretch = &page->stretches[s];
        first = first < stretch->first ? stretch->first : first;
        if (end > stretch->first + stretch->count)
            end = stretch->first + stretch->count;
        if (first < end)
            allow_name(allowed, name, first, end);
    }
}

// ---- Collecting ------------------------------------------------------------

static void
put_unit(corpus *c, const gzt_page *page, uint32_t at, uint32_t allowed)
{
    size_t room = c->unit_room;
    gzt_features features;
    const gzt_echo *echo;

    c->starts =
        more(c->starts, c->units + 1, &c->unit_room, sizeof(*c->starts));
    if (room != c->unit_room)
        c->allowed =
            gzt_xrealloc(c->allowed, c->unit_room, sizeof(*c->allowed));
    c->starts[c->units] = c->feature_total;
    c->allowed[c->units++] = allowed;
    for (int offset = -2; offset <= 2; offset++) {
        gzt_features_word(gzt_page_word(page, at, offset), offset, &features);
        put_features(c, &features);
    }
    gzt_features_place(page, at, &features);
    put_features(c, &features);
    echo = page->run_of[at] == GZT_PAGE_NONE
               ? NULL
               : gzt_page_echo(page, gzt_page_word(page, at, 0));
    if (echo) {
        gzt_features_echo(echo, &features);
        put_features(c, &features);
    }
    c->starts[c->units] = c->feature_total;
}

static void
put_document(corpus *c, const train_document *doc, gzt_word_cache *cache)
{
    gzt_arena arena;
    gzt_page page;
    uint32_t *allowed;

    gzt_arena_init(&arena);
    gzt_page_read(&page, cache, doc->units, doc->unit_count, doc->matches,
                  doc->match_count, &arena);
    allowed = gzt_arena_array(&arena, page.count + 1, sizeof(*allowed));
    find_allowed(doc, &page, allowed);
    for (uint32_t i = 0; i < page.stretch_count; i++) {
        const gzt_stretch *s = &page.stretches[i];

        c->stretches = more(c->stretches, c->stretch_count, &c->stretch_room,
                            sizeof(*c->stretches));
        c->stretches[c->stretch_count++] =
            (struct stretch){ c->units, s->count, doc->weight };
        for (uint32_t j = 0; j < s->count; j++)
            put_unit(c, &page, s->first + j, allowed[s->first + j]);
    }
    gzt_arena_release(&arena);
}

static void
corpus_init(corpus *c)
{
    *c = (corpus){ .slots = 1 << 24 };
    c->slot = calloc(c->slots, sizeof(*c->slot));
    c->ids = gzt_xrealloc(NULL, c->slots / 2, sizeof(*c->ids));
    c->times = calloc(c->slots / 2, sizeof(*c->times));
    if (!c->slot || !c->times)
        train_die("out of memory");
}

static void
corpus_release(corpus *c)
{
    free(c->slot);
    free(c->ids);
    free(c->times);
    free(c->features);
    free(c->starts);
    free(c->allowed);
    free(c->stretches);
}

// Keep the features that `keep` marks, and number them anew.
static void
corpus_keep(corpus *c, const bool *keep)
{
    uint32_t *number = gzt_xrealloc(NULL, c->feature_count, sizeof(*number));
    uint32_t count = 0;
    size_t total = 0, start = 0;

    for (uint32_t i = 0; i < c->feature_count; i++) {
        number[i] = keep[i] ? count : UINT32_MAX;
        if (keep[i]) {
            c->ids[count] = c->ids[i];
            c->times[count++] = c->times[i];
        }
    }
    for (size_t u = 0; u < c->units; u++) {
        size_t end = c->starts[u + 1];

        c->starts[u] = total;
        for (size_t i = start; i < end; i++)
            if (number[c->features[i]] != UINT32_MAX)
                c->features[total++] = number[c->features[i]];
        start = end;
    }
    c->starts[c->units] = c->feature_total = total;
    c->feature_count = count;
    free(number);
}

// ---- Learning --------------------------------------------------------------

static void
learn(float *weight, float *square, float gradient, const train_options *o)
{
    *square += gradient * gradient;
    // The root is exact, on every machine.
    *weight +=
        o->rate * (gradient - o->l2 * *weight) / __builtin_sqrtf(1 + *square);
}

static void
learn_steps(fit *f, const gzt_crf *gradient)
{
    for (int i = 0; i < GZT_CRF_STEPS; i++)
        for (int j = 0; j < GZT_CRF_STEPS; j++)
            if (gradient->outer[i][j] != 0)
                learn(&f->steps.outer[i][j], &f->step_squares.outer[i][j],
                      gradient->outer[i][j], f->options);
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < GZT_ENTITY_TYPES; j++)
            learn(&f->steps.inner[i][j], &f->step_squares.inner[i][j],
                  gradient->inner[i][j], f->options);
}

static void
score(const fit *f, size_t unit, gzt_crf_row *out)
{
    const corpus *c = f->c;

    memset(out, 0, sizeof(*out));
    for (size_t i = c->starts[unit]; i < c->starts[unit + 1]; i++) {
        const float *w = f->weights[c->features[i]].at;

        for (int j = 0; j < WIDTH; j++)
            out->at[j] += w[j];
    }
}

// One stretch; returns its log likelihood.
static double
learn_stretch(fit *f, const struct stretch *s, const gzt_crf_exps *exps)
{
    const corpus *c = f->c;
    gzt_crf free_steps = { 0 }, bound_steps = { 0 };
    double bound, all;

    for (uint32_t i = 0; i < s->count; i++)
        score(f, s->first + i, &f->scores[i]);
    all = gzt_crf_marginals(exps, f->scores, NULL, s->count, &f->work, f->free,
                            &free_steps);
    bound = gzt_crf_marginals(exps, f->scores, c->allowed + s->first, s->count,
                              &f->work, f->bound, &bound_steps);
    for (uint32_t i = 0; i < s->count; i++) {
        float gradient[WIDTH];
        float most = 0;

        for (int j = 0; j < WIDTH; j++) {
            gradient[j] = s->weight * (f->bound[i].at[j] - f->free[i].at[j]);
            most = gradient[j] > most ? gradient[j] : most;
        }
        if (most < 1e-4f)
            continue;
        for (size_t k = c->starts[s->first + i];
             k < c->starts[s->first + i + 1]; k++) {
            float *w = f->weights[c->features[k]].at;
            float *q = f->squares[c->features[k]].at;

            for (int j = 0; j < WIDTH; j++)
                learn(&w[j], &q[j], gradient[j], f->options);
        }
    }
    for (int i = 0; i < GZT_CRF_STEPS; i++)
        for (int j = 0; j < 16; j++)
            bound_steps.outer[i][j] =
                s->weight * (bound_steps.outer[i][j] - free_steps.outer[i][j]);
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 8; j++)
            bound_steps.inner[i][j] =
                s->weight * (bound_steps.inner[i][j] - free_steps.inner[i][j]);
    learn_steps(f, &bound_steps);
    return s->weight * (bound - all);
}

static void
shuffle(uint32_t *order, size_t count, uint64_t *random)
{
    for (size_t i = count; i > 1; i--) {
        size_t j;
        uint32_t swap;

        *random = *random * 6364136223846793005ull + 1442695040888963407ull;
        j = (size_t)((*random >> 33) % i);
        swap = order[i - 1];
        order[i - 1] = order[j];
        order[j] = swap;
    }
}

static void
add_to_sums(fit *f)
{
    for (uint32_t i = 0; i < f->c->feature_count; i++)
        for (int j = 0; j < WIDTH; j++)
            f->sums[i].at[j] += f->weights[i].at[j];
    for (int i = 0; i < GZT_CRF_STEPS; i++)
        for (int j = 0; j < 16; j++)
            f->step_sums.outer[i][j] += f->steps.outer[i][j];
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 8; j++)
            f->step_sums.inner[i][j] += f->steps.inner[i][j];
    f->summed++;
}

// Epochs over all stretches, each in another order; the second half is averaged
// into `sums`.
static void
learn_all(fit *f, unsigned epochs)
{
    corpus *c = f->c;
    uint32_t *order = gzt_xrealloc(NULL, c->stretch_count + 1, sizeof(*order));
    uint64_t random = f->options->seed;

    f->weights = calloc(c->feature_count + 1, sizeof(row));
    f->squares = calloc(c->feature_count + 1, sizeof(row));
    f->sums = calloc(c->feature_count + 1, sizeof(row));
    if (!f->weights || !f->squares || !f->sums)
        train_die("out of memory");
    for (size_t i = 0; i < c->stretch_count; i++)
        order[i] = (uint32_t)i;
    for (unsigned epoch = 0; epoch < epochs; epoch++) {
        double likelihood = 0;

        shuffle(order, c->stretch_count, &random);
        for (size_t i = 0; i < c->stretch_count; i++) {
            gzt_crf_exps exps;

            gzt_crf_exp(&f->steps, &exps);
            likelihood += learn_stretch(f, &c->stretches[order[i]], &exps);
        }
        if (epoch >= epochs / 2)
            add_to_sums(f);
        fprintf(stderr, "epoch %u: log likelihood %.1f\n", epoch + 1,
                likelihood);
    }
    free(order);
}

static void
forget(fit *f)
{
    free(f->weights);
    free(f->squares);
    free(f->sums);
    memset(&f->steps, 0, sizeof(f->steps));
    memset(&f->step_squares, 0, sizeof(f->steps));
    memset(&f->step_sums, 0, sizeof(f->steps));
    f->summed = 0;
}

// ---- The most useful features ----------------------------------------------

typedef struct rank {
    float use;
    uint32_t feature;
} rank;

static int
by_use(const void *a, const void *b)
{
    const rank *x = a, *y = b;

    if (x->use != y->use)
        return x->use < y->use ? 1 : -1;
    return (x->feature > y->feature) - (x->feature < y->feature);
}

static rank *
rank_features(const fit *f)
{
    const corpus *c = f->c;
    rank *ranks = gzt_xrealloc(NULL, c->feature_count + 1, sizeof(*ranks));

    for (uint32_t i = 0; i < c->feature_count; i++) {
        float norm = 0;

        for (int j = 0; j < LABELS; j++)
            norm += f->sums[i].at[j] * f->sums[i].at[j];
        ranks[i] =
            (rank){ norm * (float)(c->times[i] < 50 ? c->times[i] : 50), i };
    }
    qsort(ranks, c->feature_count, sizeof(*ranks), by_use);
    return ranks;
}

// Which features find a place in pairs of rows, the most useful first.
static void
choose(const fit *f, uint32_t rows, bool *keep)
{
    const corpus *c = f->c;
    rank *ranks = rank_features(f);
    uint8_t *taken = calloc(rows / 2, 1);
    uint32_t kept = 0;

    if (!taken)
        train_die("out of memory");
    for (uint32_t i = 0; i < c->feature_count; i++) {
        uint32_t feature = ranks[i].feature;
        uint32_t at = ((uint32_t)c->ids[feature] & (rows - 2)) / 2;

        keep[feature] = ranks[i].use > 0 && taken[at] < 2;
        taken[at] = (uint8_t)(taken[at] + keep[feature]);
        kept += keep[feature];
    }
    fprintf(stderr, "%u of %u features kept\n", kept, c->feature_count);
    free(taken);
    free(ranks);
}

static int8_t
rounded(float x)
{
    x = x < -127 ? -127 : x > 127 ? 127 : x;
    return (int8_t)(x < 0 ? x - 0.5f : x + 0.5f);
}

static void
fill_image(const fit *f, gzt_buf *image)
{
    const corpus *c = f->c;
    gzt_model_header *header = (void *)image->ptr;
    uint16_t *checks = (void *)((gzt_model_word *)(header + 1) + header->words);
    gzt_model_row *rows = (void *)(checks + header->rows);
    float scale = 32, share = 1 / (float)f->summed;

    header->scale = scale;
    for (int i = 0; i < GZT_CRF_STEPS; i++)
        for (int j = 0; j < 16; j++)
            header->crf.outer[i][j] = f->step_sums.outer[i][j] * share;
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 8; j++)
            header->crf.inner[i][j] = f->step_sums.inner[i][j] * share;
    memset(checks, 0, header->rows * (sizeof(*checks) + sizeof(*rows)));
    for (uint32_t i = 0; i < c->feature_count; i++) {
        uint32_t at = (uint32_t)c->ids[i] & (header->rows - 2);

        at += checks[at] != 0;
        checks[at] = gzt_model_check(c->ids[i]);
        for (int k = 0; k < LABELS; k++)
            rows[at].scores[k] = rounded(f->sums[i].at[k] * share * scale);
    }
}

void
train_fit(train_set *set, const train_options *options, gzt_buf *image)
{
    static fit f;
    corpus c;
    gzt_model model;
    gzt_word_cache *cache;
    bool *keep;

    if (!gzt_model_open(&model, gzt_buf_str(image)))
        train_die("the image is no model");
    cache = gzt_word_cache_new(&model);
    corpus_init(&c);
    for (size_t i = 0; i < set->count; i++)
        if (!(options->leave >> set->documents[i].group & 1))
            put_document(&c, &set->documents[i], cache);
    gzt_word_cache_free(cache);
    fprintf(stderr, "%zu units in %zu stretches, %u features\n", c.units,
            c.stretch_count, c.feature_count);
    keep = gzt_xrealloc(NULL, c.feature_count + 1, sizeof(*keep));
    for (uint32_t i = 0; i < c.feature_count; i++)
        keep[i] = c.times[i] >= options->least;
    corpus_keep(&c, keep);
    fprintf(stderr, "%u features at least %u times\n", c.feature_count,
            options->least);
    f = (fit){ .options = options, .c = &c };
    learn_all(&f, options->epochs / 2);
    choose(&f, options->rows, keep);
    corpus_keep(&c, keep);
    forget(&f);
    learn_all(&f, options->epochs);
    fill_image(&f, image);
    forget(&f);
    free(keep);
    corpus_release(&c);
}
