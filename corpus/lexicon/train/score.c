/* score.c - exact matches of names, by type; country and place count as one,
 * and what a set does not mark counts neither way. For the eye while training;
 * scores that are told come from `make train-scores`. */
#include "train.h"

#include "entity/decode.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    PLACES = 1 << GZT_ENTITY_COUNTRY | 1 << GZT_ENTITY_PLACE,
    ALL = GZT_ENTITY_TYPES,
};

typedef struct tally {
    size_t gold[ALL + 1], found[ALL + 1], hit[ALL + 1];
} tally;

static unsigned
with_places(unsigned types)
{
    return types & PLACES ? types | PLACES : types;
}

// The type a name is counted under.
static int
type_of(unsigned types)
{
    int type = 0;

    while (!(types & 1u << type))
        type++;
    return types & PLACES ? GZT_ENTITY_COUNTRY : type;
}

static void
count(size_t *counts, int type)
{
    counts[type]++;
    counts[ALL]++;
}

static void
score_span(const train_document *d, const gzt_span *span, tally *t)
{
    unsigned types = with_places(1u << span->type);
    bool open = d->unlabelled & 1u << span->type;

    for (size_t i = 0; i < d->name_count; i++) {
        const train_name *name = &d->names[i];

        if (name->first + name->count <= span->first ||
            name->first >= span->first + span->count)
            continue;
        open |= name->perhaps;
        if (!name->perhaps && name->first == span->first &&
            name->count == span->count && with_places(name->types) & types) {
            count(t->hit, type_of(name->types));
            count(t->found, type_of(name->types));
            return;
        }
    }
    if (!open)
        count(t->found, type_of(types));
}

static void
show(const train_document *d, const char *what, uint32_t first, uint32_t number)
{
    printf("%s", what);
    for (uint32_t i = 0; i < number; i++)
        printf(" %.*s", GZT_ARG(d->units[first + i].token->word));
    printf("\n");
}

static void
show_errors(const train_document *d, const gzt_span *spans, size_t number)
{
    static const char letters[] = "POCLAEG";
    char what[32];

    for (size_t i = 0; i < number; i++) {
        bool hit = false;

        for (size_t k = 0; k < d->name_count; k++)
            hit |= d->names[k].first == spans[i].first &&
                   d->names[k].count == spans[i].count &&
                   with_places(d->names[k].types) & 1u << spans[i].type;
        snprintf(what, sizeof(what), "EXTRA %c", letters[spans[i].type]);
        if (!hit)
            show(d, what, spans[i].first, spans[i].count);
    }
    for (size_t k = 0; k < d->name_count; k++) {
        bool hit = false;

        for (size_t i = 0; i < number; i++)
            hit |= d->names[k].first == spans[i].first &&
                   d->names[k].count == spans[i].count &&
                   with_places(d->names[k].types) & 1u << spans[i].type;
        snprintf(what, sizeof(what), "MISSED %c",
                 letters[type_of(d->names[k].types)]);
        if (!hit && !d->names[k].perhaps)
            show(d, what, d->names[k].first, d->names[k].count);
    }
}

static void
print(const char *name, const tally *t, int i)
{
    double p = t->found[i] ? (double)t->hit[i] / (double)t->found[i] : 0;
    double r = t->gold[i] ? (double)t->hit[i] / (double)t->gold[i] : 0;

    if (t->gold[i] || t->found[i])
        printf("%-10s gold %5zu found %5zu P %.4f R %.4f F1 %.4f\n", name,
               t->gold[i], t->found[i], p, r,
               p + r > 0 ? 2 * p * r / (p + r) : 0);
}

void
train_score(const train_set *set, uint64_t groups, gzt_str image)
{
    gzt_model model;
    gzt_decoder *decoder;
    tally t = { 0 };
    bool shown = getenv("SHOW") != NULL;

    if (!gzt_model_open(&model, image))
        train_die("the image is no model");
    decoder = gzt_decoder_new(&model);
    for (size_t i = 0; i < set->count; i++) {
        const train_document *d = &set->documents[i];
        gzt_arena arena;
        gzt_span *spans;
        size_t number;

        if (!(groups >> d->group & 1) || d->copy)
            continue;
        gzt_arena_init(&arena);
        number = gzt_decode(decoder, d->units, d->unit_count, d->matches,
                            d->match_count, &arena, &spans);
        for (size_t k = 0; k < d->name_count; k++)
            if (!d->names[k].perhaps)
                count(t.gold, type_of(d->names[k].types));
        for (size_t k = 0; k < number; k++)
            score_span(d, &spans[k], &t);
        if (shown)
            show_errors(d, spans, number);
        gzt_arena_release(&arena);
    }
    for (int i = 0; i < GZT_ENTITY_TYPES; i++) {
        static const char *const names[] = { "person", "org",       "places",
                                             "place",  "agreement", "event",
                                             "group" };

        print(names[i], &t, i);
    }
    print("all", &t, ALL);
    gzt_decoder_free(decoder);
}
