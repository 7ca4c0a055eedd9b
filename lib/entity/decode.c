/* decode.c - adding up what features say. A word's own features are added once
 * for each place it can have beside a unit, an echo's once a document.
 *
 * The rows lie far apart in memory, and so do the checks that say which rows
 * there are. So all of some stretches' are asked for before the first is used. */
#include "entity/decode.h"

#include "entity/features.h"

#include "base/err.h"
#include "base/str.h"
#include "base/vectors.h"

#include <stdlib.h>
#include <string.h>

enum {
    POLL_WORDS = 8,
    FAVOUR = 6, // a score
    AHEAD = 32, // units whose rows are asked for at a time
    LANES = 16,
};

// What makes up the scores of a unit: sums that are there, and rows.
typedef struct parts {
    const int16_t *sums[6];
    size_t sum_count, row_count;
    uint32_t rows[GZT_FEATURES_MAX];
    gzt_features features; // whose rows these are
} parts;

struct gzt_decoder {
    gzt_model model;
    gzt_crf_exps exps;
    gzt_word_cache *cache;
    gzt_crf_work work;
    parts parts[GZT_CRF_MAX];
    gzt_crf_row scores[GZT_CRF_MAX], marginals[GZT_CRF_MAX];
    uint8_t labels[GZT_CRF_MAX];
};

gzt_decoder *
gzt_decoder_new(const gzt_model *model)
{
    gzt_decoder *decoder = gzt_xrealloc(NULL, 1, sizeof(*decoder));

    memset(decoder, 0, sizeof(*decoder));
    decoder->model = *model;
    gzt_crf_exp(&model->header->crf, &decoder->exps);
    decoder->cache = gzt_word_cache_new(&decoder->model);
    return decoder;
}

void
gzt_decoder_free(gzt_decoder *decoder)
{
    if (!decoder)
        return;
    gzt_word_cache_free(decoder->cache);
    free(decoder);
}

// Numbers of the rows that there are; their bytes are asked for.
static size_t
find_rows(const gzt_model *model, const gzt_features *features, uint32_t *rows)
{
    size_t count = 0;

    for (size_t i = 0; i < features->count; i++) {
        bool found = gzt_model_row_find(model, features->ids[i], &rows[count]);

        __builtin_prefetch(&model->rows[rows[count]]);
        count += found;
    }
    return count;
}

typedef int16_t lanes __attribute__((vector_size(32), aligned(2)));
typedef int8_t bytes __attribute__((vector_size(16), aligned(1)));

// Two halves in registers; each row is read once.
GZT_VECTORS static void
add_up(const parts *p, const gzt_model_row *rows, int16_t *out)
{
    lanes low = { 0 }, high = { 0 };

    for (size_t i = 0; i < p->sum_count; i++) {
        low += *(const lanes *)p->sums[i];
        high += *(const lanes *)(p->sums[i] + LANES);
    }
    for (size_t i = 0; i < p->row_count; i++) {
        const int8_t *row = rows[p->rows[i]].scores;

        low += __builtin_convertvector(*(const bytes *)row, lanes);
        high += __builtin_convertvector(*(const bytes *)(row + LANES), lanes);
    }
    *(lanes *)out = low;
    *(lanes *)(out + LANES) = high;
}

static void
add_features(const gzt_model *model, const gzt_features *features, int16_t *sum)
{
    parts p = { .sum_count = 0 };

    p.row_count = find_rows(model, features, p.rows);
    add_up(&p, model->rows, sum);
}

// What a word says for a unit that stands `offset` before it.
static const int16_t *
word_sum(const gzt_model *model, gzt_word *word, int offset)
{
    unsigned bit = 1u << (offset + 2);
    int16_t *sum = word->sums[offset + 2];
    gzt_features features;

    if (!(word->summed & bit)) {
        gzt_features_word(word, offset, &features);
        add_features(model, &features, sum);
        word->summed |= (uint8_t)bit;
    }
    return sum;
}

static const int16_t *
echo_sum(const gzt_model *model, gzt_echo *echo)
{
    gzt_features features;

    if (!echo->summed) {
        gzt_features_echo(echo, &features);
        add_features(model, &features, echo->sum);
        echo->summed = true;
    }
    return echo->sum;
}

static void
collect(const gzt_model *model, const gzt_page *page, uint32_t at, parts *out)
{
    gzt_echo *echo = NULL;

    out->sum_count = 0;
    for (int offset = -2; offset <= 2; offset++) {
        const int16_t *sum =
            word_sum(model, gzt_page_word(page, at, offset), offset);

        __builtin_prefetch(sum);
        out->sums[out->sum_count++] = sum;
    }
    if (page->run_of[at] != GZT_PAGE_NONE)
        echo = gzt_page_echo(page, gzt_page_word(page, at, 0));
    if (echo)
        out->sums[out->sum_count++] = echo_sum(model, echo);
    gzt_features_place(page, at, &out->features);
    for (size_t i = 0; i < out->features.count; i++)
        gzt_model_row_expect(model, out->features.ids[i]);
}

GZT_VECTORS static void
scale_row(const int16_t *sum, float scale, gzt_crf_row *out)
{
    for (int i = 0; i < GZT_CRF_WIDTH; i++)
        out->at[i] = (float)sum[i] * scale;
}

static void
score_units(gzt_decoder *decoder, const parts *p, size_t count)
{
    const gzt_model *model = &decoder->model;
    float scale = 1 / model->header->scale;

    for (size_t i = 0; i < count; i++) {
        int16_t sum[GZT_CRF_WIDTH];

        add_up(&p[i], model->rows, sum);
        scale_row(sum, scale, &decoder->scores[i]);
    }
}

// "2001 Italian general election" is one name, and would be read so if enough
// of them had been labelled: where it begins, or GZT_PAGE_NONE.
static uint32_t
poll_begin(const gzt_page *page, const gzt_stretch *stretch, uint32_t last)
{
    gzt_str word = page->units[last].token->word;
    uint32_t at = last;
    bool capital = false;

    if (!gzt_str_eq(word, GZT_S("election")) &&
        !gzt_str_eq(word, GZT_S("elections")) &&
        !gzt_str_eq(word, GZT_S("referendum")))
        return GZT_PAGE_NONE;
    while (at > stretch->first && last - at < POLL_WORDS &&
           !(page->units[at].gap & ~(unsigned)GZT_GAP_HYPHEN)) {
        at--;
        capital = capital || gzt_shape_is_capital(page->shapes[at]);
        if (page->shapes[at] == GZT_SHAPE_NUMBER &&
            page->units[at].token->word.len == 4)
            return capital ? at : GZT_PAGE_NONE;
    }
    return GZT_PAGE_NONE;
}

// "... election in Ohio": where it ends, inclusive.
static uint32_t
poll_end(const gzt_page *page, const gzt_stretch *stretch, uint32_t last)
{
    uint32_t end = stretch->first + stretch->count;
    uint32_t at = last + 2;

    if (at >= end || page->units[last + 1].gap || page->units[at].gap ||
        !gzt_str_eq(page->units[last + 1].token->word, GZT_S("in")) ||
        page->run_of[at] == GZT_PAGE_NONE)
        return last;
    while (at + 1 < end && page->run_of[at + 1] == page->run_of[at] &&
           !page->units[at + 1].gap)
        at++;
    return at;
}

static void
favour_polls(gzt_decoder *decoder, const gzt_page *page,
             const gzt_stretch *stretch)
{
    gzt_crf_row *scores = decoder->scores;

    for (uint32_t i = 1; i < stretch->count; i++) {
        uint32_t first = poll_begin(page, stretch, stretch->first + i);

        if (first == GZT_PAGE_NONE)
            continue;
        first -= stretch->first;
        scores[first].at[GZT_CRF_B + GZT_ENTITY_EVENT] += FAVOUR;
        i = poll_end(page, stretch, stretch->first + i) - stretch->first;
        for (uint32_t k = first + 1; k < i; k++)
            scores[k].at[GZT_CRF_I + GZT_ENTITY_EVENT] += FAVOUR;
        scores[i].at[GZT_CRF_L + GZT_ENTITY_EVENT] += FAVOUR;
    }
}

static bool
any_name(const uint8_t *labels, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (labels[i] != GZT_CRF_O)
            return true;
    return false;
}

static void
put_spans(const gzt_decoder *decoder, const gzt_stretch *stretch,
          gzt_arena *arena, gzt_span **spans, size_t *count)
{
    for (uint32_t i = 0; i < stretch->count;) {
        gzt_span span = { .first = stretch->first + i, .confidence = 1 };
        int type = gzt_crf_type(decoder->labels[i]);
        bool ends = false;

        if (type < 0) {
            i++;
            continue;
        }
        span.type = (uint8_t)type;
        while (!ends) {
            unsigned label = decoder->labels[i];
            float sure = decoder->marginals[i++].at[label];

            span.confidence = sure < span.confidence ? sure : span.confidence;
            span.count++;
            ends = label >= GZT_CRF_U && label < GZT_CRF_I;
        }
        *spans = gzt_arena_more(arena, *spans, *count, sizeof(**spans));
        (*spans)[(*count)++] = span;
    }
}

// The spans of a stretch, whose units' parts are `p`.
static void
decode_stretch(gzt_decoder *decoder, const gzt_page *page,
               const gzt_stretch *stretch, const parts *p, gzt_arena *arena,
               gzt_span **spans, size_t *count)
{
    score_units(decoder, p, stretch->count);
    favour_polls(decoder, page, stretch);
    gzt_crf_viterbi(&decoder->model.header->crf, decoder->scores,
                    stretch->count, &decoder->work, decoder->labels);
    if (!any_name(decoder->labels, stretch->count))
        return;
    gzt_crf_probabilities(&decoder->exps, decoder->scores, stretch->count,
                          &decoder->work, decoder->marginals);
    put_spans(decoder, stretch, arena, spans, count);
}

// Collect the parts of the stretches from `first` on, of some; returns how many.
static uint32_t
collect_some(gzt_decoder *decoder, const gzt_page *page, uint32_t first)
{
    uint32_t i = first, units = 0;

    while (i < page->stretch_count && units < AHEAD &&
           units + page->stretches[i].count <= GZT_CRF_MAX) {
        const gzt_stretch *stretch = &page->stretches[i++];

        for (uint32_t j = 0; j < stretch->count; j++)
            collect(&decoder->model, page, stretch->first + j,
                    &decoder->parts[units++]);
    }
    for (uint32_t j = 0; j < units; j++) {
        parts *p = &decoder->parts[j];

        p->row_count = find_rows(&decoder->model, &p->features, p->rows);
    }
    return i - first;
}

size_t
gzt_decode(gzt_decoder *decoder, const gzt_unit *units, size_t count,
           const gzt_match *matches, size_t match_count, gzt_arena *arena,
           gzt_span **out)
{
    size_t found = 0;
    uint32_t some;
    gzt_page page;

    *out = NULL;
    gzt_page_read(&page, decoder->cache, units, count, matches, match_count,
                  arena);
    for (uint32_t i = 0; i < page.stretch_count; i += some) {
        const parts *p = decoder->parts;

        some = collect_some(decoder, &page, i);
        for (uint32_t k = i; k < i + some; k++) {
            decode_stretch(decoder, &page, &page.stretches[k], p, arena, out,
                           &found);
            p += page.stretches[k].count;
        }
    }
    return found;
}
