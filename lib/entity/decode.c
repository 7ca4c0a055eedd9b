/* decode.c - adding up what features say. A word's own features are added once
 * for each place it can have beside a unit, an echo's once a document. */
#include "entity/decode.h"

#include "entity/features.h"

#include "base/err.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

enum {
    POLL_WORDS = 8,
    FAVOUR = 6, // a score
};

struct gzt_decoder {
    gzt_model model;
    gzt_crf_exps exps;
    gzt_word_cache *cache;
    gzt_crf_work work;
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

static void
add(int16_t *sum, const int16_t *more)
{
    for (int i = 0; i < GZT_CRF_WIDTH; i++)
        sum[i] = (int16_t)(sum[i] + more[i]);
}

static void
add_features(const gzt_model *model, const gzt_features *features, int16_t *sum)
{
    for (size_t i = 0; i < features->count; i++) {
        const gzt_model_row *row = gzt_model_row_find(model, features->ids[i]);

        if (row)
            for (int j = 0; j < GZT_CRF_WIDTH; j++)
                sum[j] = (int16_t)(sum[j] + row->scores[j]);
    }
}

static void
sum_word(const gzt_model *model, gzt_word *word)
{
    gzt_features features;

    for (int offset = -2; offset <= 2; offset++) {
        gzt_features_word(word, offset, &features);
        add_features(model, &features, word->sums[offset + 2]);
    }
    word->summed = true;
}

static void
add_echo(const gzt_model *model, const gzt_page *page, const gzt_word *word,
         int16_t *sum)
{
    gzt_echo *echo = gzt_page_echo(page, word);
    gzt_features features;

    if (!echo)
        return;
    if (!echo->summed) {
        gzt_features_echo(echo, &features);
        add_features(model, &features, echo->sum);
        echo->summed = true;
    }
    add(sum, echo->sum);
}

static void
score_unit(const gzt_model *model, const gzt_page *page, uint32_t at,
           gzt_crf_row *out)
{
    int16_t sum[GZT_CRF_WIDTH] = { 0 };
    float scale = 1 / model->header->scale;
    gzt_features features;

    for (int offset = -2; offset <= 2; offset++) {
        gzt_word *word = gzt_page_word(page, at, offset);

        if (!word->summed)
            sum_word(model, word);
        add(sum, word->sums[offset + 2]);
    }
    gzt_features_place(page, at, &features);
    add_features(model, &features, sum);
    if (page->run_of[at] != GZT_PAGE_NONE)
        add_echo(model, page, gzt_page_word(page, at, 0), sum);
    for (int i = 0; i < GZT_CRF_WIDTH; i++)
        out->at[i] = (float)sum[i] * scale;
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

size_t
gzt_decode(gzt_decoder *decoder, const gzt_unit *units, size_t count,
           const gzt_match *matches, size_t match_count, gzt_arena *arena,
           gzt_span **out)
{
    size_t found = 0;
    gzt_page page;

    *out = NULL;
    gzt_page_read(&page, decoder->cache, units, count, matches, match_count,
                  arena);
    for (uint32_t i = 0; i < page.stretch_count; i++) {
        const gzt_stretch *stretch = &page.stretches[i];

        for (uint32_t j = 0; j < stretch->count; j++)
            score_unit(&decoder->model, &page, stretch->first + j,
                       &decoder->scores[j]);
        favour_polls(decoder, &page, stretch);
        gzt_crf_viterbi(&decoder->model.header->crf, decoder->scores,
                        stretch->count, &decoder->work, decoder->labels);
        if (!any_name(decoder->labels, stretch->count))
            continue;
        gzt_crf_probabilities(&decoder->exps, decoder->scores, stretch->count,
                              &decoder->work, decoder->marginals);
        put_spans(decoder, stretch, arena, out, &found);
    }
    return found;
}
