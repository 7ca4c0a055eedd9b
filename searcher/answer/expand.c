/* expand.c - relevance feedback. */
#include "answer/expand.h"

#include "base/str.h"
#include "store/impact.h"

#include <math.h>
#include <stdlib.h>

enum {
    SHORTEST = 3,   // bytes of a word worth adding
    SLOTS = 4096,   // of the table to begin with
    LOOKED_UP = 200 // words whose rarity is asked for
};

// By measurement: docs/BENCHMARKS.md.
static const double SHARE = 1;        // of all added words
static const double STANDING_OUT = 8; // power of score / best score
static const double RARITY_POWER = 1.5;

typedef struct word {
    gzt_str term;
    gzt_str shown; // a written form of it
    uint32_t hits;
    double mean; // of its impacts
    double weight;
} word;

// An open-addressing table.
typedef struct words {
    gzt_arena *arena;
    word *slots;
    size_t size, used;
} words;

typedef struct feedback {
    gzt_reader *reader;
    gzt_analyzer *analyzer;
    const gzt_plan *plan;
    const gzt_candidates *hits;
    size_t hit_count;
    gzt_arena *arena;
    gzt_err *err;
    words table;
    word *best;
    size_t count;
} feedback;

static word *
find_word(const words *w, gzt_str term)
{
    size_t at = gzt_str_hash(term, 0) & (w->size - 1);

    while (w->slots[at].hits && !gzt_str_eq(w->slots[at].term, term))
        at = (at + 1) & (w->size - 1);
    return &w->slots[at];
}

static void
grow(words *w)
{
    words bigger = { w->arena, NULL, w->size ? 2 * w->size : SLOTS, w->used };

    bigger.slots =
        gzt_arena_array(w->arena, bigger.size, sizeof(*bigger.slots));
    for (size_t i = 0; i < w->size; i++)
        if (w->slots[i].hits)
            *find_word(&bigger, w->slots[i].term) = w->slots[i];
    *w = bigger;
}

// Words with weight; no prefixed terms, no numbers.
static bool
is_worth(const gzt_xterm *term)
{
    char first = term->term.len ? term->term.ptr[0] : '0';

    return term->wdf && term->term.len >= SHORTEST &&
           !(first >= 'A' && first <= 'Z') && !(first >= '0' && first <= '9');
}

static void
count_terms(words *w, const gzt_xterm *terms, size_t count, double share)
{
    for (size_t i = 0; i < count; i++) {
        word *known;

        if (!is_worth(&terms[i]))
            continue;
        if (2 * w->used >= w->size)
            grow(w);
        known = find_word(w, terms[i].term);
        w->used += !known->hits;
        known->term = terms[i].term;
        known->hits++;
        known->mean += share * terms[i].wdf / GZT_IMPACT_MAX;
    }
}

static double
standing(const feedback *f, size_t hit)
{
    return pow(f->hits->items[hit].score / f->hits->items[0].score,
               STANDING_OUT);
}

static gzt_status
count_hits(feedback *f)
{
    double sum = 0;
    gzt_status status = GZT_OK;

    for (size_t i = 0; i < f->hit_count; i++)
        sum += standing(f, i);
    for (size_t i = 0; i < f->hit_count && !status; i++) {
        gzt_xterm *terms;
        size_t count;

        status = gzt_xdb_doc_terms(gzt_reader_db(f->reader),
                                   f->hits->items[i].docid, GZT_S(""), false,
                                   f->arena, &terms, &count, f->err);
        if (!status)
            count_terms(&f->table, terms, count, standing(f, i) / sum);
    }
    return status;
}

static int
by_weight(const void *a, const void *b)
{
    const word *x = a, *y = b;

    if (x->weight != y->weight)
        return x->weight < y->weight ? 1 : -1;
    return gzt_str_cmp(x->term, y->term);
}

static bool
is_asked(const gzt_plan *plan, gzt_str term)
{
    for (size_t i = 0; i < plan->form_count; i++)
        if (gzt_str_eq(plan->forms[i].term, term))
            return true;
    return false;
}

// A word of one hit alone says more of that hit than of the question. Rarity
// is dear to ask for, so only the most frequent are looked up.
static void
preselect(feedback *f)
{
    size_t kept = 0;

    for (size_t i = 0; i < f->table.size; i++) {
        word *one = &f->table.slots[i];

        if (!one->hits || (one->hits < 2 && f->hit_count > 1 &&
                           !is_asked(f->plan, one->term)))
            continue;
        one->weight = one->mean;
        f->table.slots[kept++] = *one;
    }
    if (kept)
        qsort(f->table.slots, kept, sizeof(word), by_weight);
    f->best = f->table.slots;
    f->count = kept < LOOKED_UP ? kept : LOOKED_UP;
}

static gzt_status
weigh(feedback *f)
{
    gzt_xstats stats;
    gzt_status status = gzt_xdb_stats(gzt_reader_db(f->reader), &stats, f->err);

    for (size_t i = 0; i < f->count && !status; i++) {
        uint32_t documents = 1;

        status = gzt_xdb_freqs(gzt_reader_db(f->reader), f->best[i].term,
                               &documents, NULL, f->err);
        // Rarity itself comes with the word when the query is weighed.
        f->best[i].weight =
            f->best[i].mean *
            pow(log((stats.documents + 1.0) / (documents ? documents : 1)),
                RARITY_POWER);
    }
    if (f->count)
        qsort(f->best, f->count, sizeof(word), by_weight);
    if (f->count > GZT_EXPAND_WORDS)
        f->count = GZT_EXPAND_WORDS;
    return status;
}

// ---- names -----------------------------------------------------------------

static void
name_in(feedback *f, gzt_str text, gzt_str lang, size_t *unnamed)
{
    gzt_tokens tokens;

    gzt_analyze(f->analyzer, text, lang, 0, f->arena, &tokens);
    for (size_t i = 0; i < tokens.count && *unnamed; i++)
        for (size_t k = 0; k < f->count; k++)
            if (!f->best[k].shown.len &&
                gzt_str_eq(f->best[k].term, tokens.tokens[i].term)) {
                f->best[k].shown = tokens.tokens[i].word;
                (*unnamed)--;
            }
}

// A stem is no word: show the first form of it that a hit has.
static gzt_status
name_words(feedback *f)
{
    size_t unnamed = f->count;
    gzt_status status = GZT_OK;

    for (size_t i = 0; i < f->hit_count && unnamed && !status; i++) {
        gzt_article article;

        status = gzt_reader_article(f->reader, f->hits->items[i].docid,
                                    f->arena, &article, f->err);
        if (status)
            break;
        name_in(f, article.title, article.lang, &unnamed);
        name_in(f, article.body, article.lang, &unnamed);
    }
    return status;
}

static gzt_str
note_of(const feedback *f)
{
    gzt_str note = GZT_S("added from the best hits:");
    size_t named = 0;

    for (size_t i = 0; i < f->count; i++) {
        const word *w = &f->best[i];

        if (is_asked(f->plan, w->term))
            continue;
        note = gzt_arena_printf(f->arena, "%.*s%s %.*s", GZT_ARG(note),
                                named++ ? "," : "",
                                GZT_ARG(w->shown.len ? w->shown : w->term));
    }
    return named ? note : (gzt_str){ 0 };
}

// ---- the query -------------------------------------------------------------

static const gzt_xquery *
node(gzt_arena *arena, gzt_xop op, const gzt_xquery *const *kids, size_t count)
{
    gzt_xquery *q = gzt_arena_alloc(arena, sizeof(*q));
    const gzt_xquery **copy = gzt_arena_array(arena, count, sizeof(*copy));

    memcpy(copy, kids, count * sizeof(*copy));
    q->op = op;
    q->kids = copy;
    q->count = count;
    return q;
}

// Its weight when it is weighed: the factor times its rarity.
static const gzt_xquery *
scaled_term(gzt_arena *arena, const word *w)
{
    gzt_xquery *leaf = gzt_arena_alloc(arena, sizeof(*leaf));
    const gzt_xquery *kid = leaf;
    gzt_xquery *q;

    leaf->op = GZT_XTERM;
    leaf->term = w->term;
    q = (gzt_xquery *)node(arena, GZT_XSCALE, &kid, 1);
    q->factor =
        SHARE * w->mean * pow(w->weight / w->mean, 1 - 1 / RARITY_POWER);
    return q;
}

static const gzt_xquery *
widened(const feedback *f, const gzt_xquery *query, bool any)
{
    const gzt_xquery *kids[GZT_EXPAND_WORDS + 1];

    kids[0] = query;
    for (size_t i = 0; i < f->count; i++)
        kids[i + 1] = scaled_term(f->arena, &f->best[i]);
    return node(f->arena, any ? GZT_XOR : GZT_XMAYBE, kids, f->count + 1);
}

gzt_status
gzt_expand(gzt_reader *reader, gzt_analyzer *analyzer, const gzt_plan *plan,
           const gzt_xquery *query, bool any, const gzt_candidates *hits,
           gzt_arena *arena, const gzt_xquery **out, gzt_str *note,
           gzt_err *err)
{
    feedback f = { .reader = reader,
                   .analyzer = analyzer,
                   .plan = plan,
                   .hits = hits,
                   .hit_count = hits->count < GZT_EXPAND_HITS ? hits->count
                                                              : GZT_EXPAND_HITS,
                   .arena = arena,
                   .err = err,
                   .table = { .arena = arena } };
    gzt_status status;

    *out = query;
    *note = (gzt_str){ 0 };
    if (!f.hit_count || hits->items[0].score <= 0)
        return GZT_OK;
    status = count_hits(&f);
    if (status)
        return status;
    preselect(&f);
    status = weigh(&f);
    if (!status)
        status = name_words(&f);
    if (status || !f.count)
        return status;
    *out = widened(&f, query, any);
    *note = note_of(&f);
    return GZT_OK;
}
