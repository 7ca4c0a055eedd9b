/* clusters.c - words to classes by what stands beside them. */
#include "train.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    TABLE = 1 << 16
};

// How often a word stands beside each class, on one side.
typedef struct side {
    uint32_t classes;
    uint32_t *counts;  // word by class
    uint16_t *present; // word by rank: classes whose count is not 0
    uint16_t *ranks;   // word by class: where it is in `present`
    uint16_t *many;    // word: how many are present
    size_t *first;     // word: its neighbours, up to first[word + 1]
    uint32_t *neighbour, *times;
} side;

typedef struct exchange {
    const train_pairs *pairs;
    uint32_t classes;
    side sides[2];
    double *xlogx;    // of small numbers
    uint64_t *sizes;  // occurrences of a class
    uint64_t *totals; // of a word
    uint16_t *class_of;
    double *gain; // of a class, by the word at hand
} exchange;

double
train_xlogx(double x)
{
    // ln x = 2 artanh((m - 1) / (m + 1)) + e ln 2, with x = m 2^e
    double m, t, square, sum = 0;
    int e;

    if (x <= 1)
        return 0;
    m = frexp(x, &e);
    if (m < 0.70710678118654752) {
        m *= 2;
        e--;
    }
    t = (m - 1) / (m + 1);
    square = t * t;
    for (int k = 21; k > 0; k -= 2)
        sum = sum * square + 1.0 / k;
    return x * (2 * t * sum + e * 0.69314718055994531);
}

static double
f(const exchange *x, uint64_t n)
{
    return n < TABLE ? x->xlogx[n] : train_xlogx((double)n);
}

static void
side_add(side *s, uint32_t word, uint16_t class, uint32_t n)
{
    size_t cell = (size_t)word * s->classes + class;

    if (!s->counts[cell]) {
        s->ranks[cell] = s->many[word];
        s->present[(size_t)word * s->classes + s->many[word]++] = class;
    }
    s->counts[cell] += n;
}

static void
side_take(side *s, uint32_t word, uint16_t class, uint32_t n)
{
    size_t row = (size_t)word * s->classes;

    s->counts[row + class] -= n;
    if (!s->counts[row + class]) {
        uint16_t last = s->present[row + --s->many[word]];

        s->present[row + s->ranks[row + class]] = last;
        s->ranks[row + last] = s->ranks[row + class];
    }
}

static void
side_init(side *s, const exchange *x, const uint32_t *from, const uint32_t *to)
{
    size_t n = x->pairs->items, cells = n * x->classes, *next;

    s->classes = x->classes;
    s->counts = calloc(cells, sizeof(*s->counts));
    s->present = calloc(cells, sizeof(*s->present));
    s->ranks = calloc(cells, sizeof(*s->ranks));
    s->many = calloc(n, sizeof(*s->many));
    s->first = calloc(n + 2, sizeof(*s->first));
    s->neighbour = calloc(x->pairs->count + 1, sizeof(*s->neighbour));
    s->times = calloc(x->pairs->count + 1, sizeof(*s->times));
    if (!s->counts || !s->present || !s->ranks || !s->many || !s->first ||
        !s->neighbour || !s->times)
        train_die("out of memory");
    next = s->first + 1;
    for (size_t i = 0; i < x->pairs->count; i++)
        next[from[i] + 1]++;
    for (size_t i = 1; i <= n; i++)
        next[i] += next[i - 1];
    for (size_t i = 0; i < x->pairs->count; i++) {
        s->neighbour[next[from[i]]] = to[i];
        s->times[next[from[i]]++] = x->pairs->times[i];
        side_add(s, to[i], x->class_of[from[i]], x->pairs->times[i]);
    }
}

static void
side_release(side *s)
{
    free(s->counts);
    free(s->present);
    free(s->ranks);
    free(s->many);
    free(s->first);
    free(s->neighbour);
    free(s->times);
}

static void
move(exchange *x, uint32_t word, uint16_t from, uint16_t to)
{
    for (int k = 0; k < 2; k++) {
        side *s = &x->sides[k];

        for (size_t i = s->first[word]; i < s->first[word + 1]; i++) {
            if (from < x->classes)
                side_take(s, s->neighbour[i], from, s->times[i]);
            if (to < x->classes)
                side_add(s, s->neighbour[i], to, s->times[i]);
        }
    }
    if (from < x->classes)
        x->sizes[from] -= x->totals[word];
    if (to < x->classes)
        x->sizes[to] += x->totals[word];
    x->class_of[word] = to;
}

// With the word in no class: what each class would gain by it, but for what
// all would gain alike.
static uint16_t
best_class(exchange *x, uint32_t word)
{
    double *gain = x->gain;
    uint16_t best = 0;

    for (uint32_t c = 0; c < x->classes; c++)
        gain[c] =
            -2 * (f(x, x->sizes[c] + x->totals[word]) - f(x, x->sizes[c]));
    for (int k = 0; k < 2; k++) {
        const side *s = &x->sides[k];

        for (size_t i = s->first[word]; i < s->first[word + 1]; i++) {
            size_t row = (size_t)s->neighbour[i] * s->classes;
            uint32_t n = s->times[i];
            double alone = f(x, n);

            for (uint32_t j = 0; j < s->many[s->neighbour[i]]; j++) {
                uint16_t c = s->present[row + j];
                uint32_t m = s->counts[row + c];

                gain[c] += f(x, m + n) - f(x, m) - alone;
            }
        }
    }
    for (uint16_t c = 1; c < x->classes; c++)
        if (gain[c] > gain[best])
            best = c;
    return best;
}

static uint32_t
exchange_round(exchange *x)
{
    uint16_t none = (uint16_t)x->classes;
    uint32_t moved = 0;

    for (uint32_t word = 0; word < x->pairs->items; word++) {
        uint16_t before = x->class_of[word], after;

        move(x, word, before, none);
        after = best_class(x, word);
        move(x, word, none, after);
        moved += before != after;
    }
    return moved;
}

static void
exchange_init(exchange *x)
{
    const train_pairs *pairs = x->pairs;

    x->xlogx = gzt_xrealloc(NULL, TABLE, sizeof(*x->xlogx));
    x->gain = gzt_xrealloc(NULL, x->classes, sizeof(*x->gain));
    x->totals = calloc(pairs->items, sizeof(*x->totals));
    x->sizes = calloc(x->classes, sizeof(*x->sizes));
    if (!x->totals || !x->sizes)
        train_die("out of memory");
    for (uint32_t i = 0; i < TABLE; i++)
        x->xlogx[i] = train_xlogx(i);
    for (uint32_t i = 0; i < pairs->items; i++)
        x->class_of[i] = (uint16_t)(i % x->classes);
    for (size_t i = 0; i < pairs->count; i++)
        x->totals[pairs->left[i]] += pairs->times[i];
    for (uint32_t i = 0; i < pairs->items; i++)
        x->sizes[x->class_of[i]] += x->totals[i];
    side_init(&x->sides[0], x, pairs->left, pairs->right);
    side_init(&x->sides[1], x, pairs->right, pairs->left);
}

static void
exchange_run(const train_pairs *pairs, uint32_t classes, unsigned rounds,
             uint16_t *class_of)
{
    exchange x = { .pairs = pairs, .classes = classes, .class_of = class_of };

    exchange_init(&x);
    for (unsigned i = 0; i < rounds; i++)
        fprintf(stderr, "%u classes, round %u: %u moved\n", classes, i + 1,
                exchange_round(&x));
    for (int k = 0; k < 2; k++)
        side_release(&x.sides[k]);
    free(x.xlogx);
    free(x.gain);
    free(x.totals);
    free(x.sizes);
}

// ---- Levels ----------------------------------------------------------------

// In place: the bigrams of what was classed become those of the classes.
static void
pairs_of_classes(train_pairs *pairs, const uint16_t *class_of, uint32_t classes)
{
    size_t cells = (size_t)classes * classes, kept = 0;
    uint64_t *sums = calloc(cells, sizeof(*sums));

    if (!sums)
        train_die("out of memory");
    for (size_t i = 0; i < pairs->count; i++)
        sums[(size_t)class_of[pairs->left[i]] * classes +
             class_of[pairs->right[i]]] += pairs->times[i];
    for (size_t cell = 0; cell < cells; cell++)
        if (sums[cell]) {
            pairs->left[kept] = (uint32_t)(cell / classes);
            pairs->right[kept] = (uint32_t)(cell % classes);
            pairs->times[kept++] = (uint32_t)sums[cell];
        }
    pairs->count = kept;
    pairs->items = classes;
    free(sums);
}

void
train_words_cluster(train_words *words, unsigned rounds)
{
    static const uint32_t classes[TRAIN_LEVELS] = { TRAIN_CLASSES, 256, 64,
                                                    16 };
    train_pairs pairs = words->pairs;
    uint16_t *class_of = NULL;

    for (int level = 0; level < TRAIN_LEVELS; level++) {
        class_of = gzt_xrealloc(class_of, pairs.items, sizeof(*class_of));
        exchange_run(&pairs, classes[level], rounds, class_of);
        for (uint32_t i = 0; i < words->count; i++)
            words->words[i].classes[level] =
                class_of[level ? words->words[i].classes[level - 1] : i];
        pairs_of_classes(&pairs, class_of, classes[level]);
    }
    free(class_of);
}
