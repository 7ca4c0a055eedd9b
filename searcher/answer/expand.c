/* expand.c - relevance feedback. */
#include "answer/expand.h"

#include "base/str.h"

#include <math.h>
#include <stdlib.h>

enum {
    SHORTEST = 3, // bytes of a word worth adding
    TABLE = 1 << 14
};

// The strongest added word, against a word of the query itself.
static const double EXPANSION_WEIGHT = 0.2;

typedef struct word {
    gzt_str term, shown; // the stem, and one written form of it
    uint32_t count, hits, last_hit;
    double weight;
} word;

typedef struct words {
    word *slots; // TABLE of them, open addressing
    size_t used;
} words;

static word *
find_word(words *w, gzt_str term)
{
    size_t at = gzt_str_hash(term, 0) % TABLE;

    while (w->slots[at].count && !gzt_str_eq(w->slots[at].term, term))
        at = (at + 1) % TABLE;
    return &w->slots[at];
}

static bool
is_worth(const gzt_token *token)
{
    return token->kind == GZT_TOKEN_WORD && token->term.len >= SHORTEST &&
           !(token->flags & GZT_TOKEN_STOP) &&
           (token->term.ptr[0] < '0' || token->term.ptr[0] > '9');
}

static void
count_tokens(words *w, const gzt_tokens *t, uint32_t hit)
{
    for (size_t i = 0; i < t->count; i++) {
        const gzt_token *token = &t->tokens[i];
        word *known;

        if (!is_worth(token))
            continue;
        known = find_word(w, token->term);
        if (!known->count) {
            if (w->used > TABLE / 2)
                continue;
            w->used++;
            known->term = token->term;
            known->shown = token->word;
        }
        known->count++;
        known->hits += known->last_hit != hit;
        known->last_hit = hit;
    }
}

static gzt_status
count_hit(gzt_reader *reader, gzt_analyzer *analyzer, uint32_t docid,
          uint32_t number, words *w, gzt_arena *arena, gzt_err *err)
{
    gzt_article article;
    gzt_tokens tokens;
    gzt_status status = gzt_reader_article(reader, docid, arena, &article, err);

    if (status)
        return status;
    gzt_analyze(analyzer, article.title, article.lang, 0, arena, &tokens);
    count_tokens(w, &tokens, number);
    gzt_analyze(analyzer, article.body, article.lang, 0, arena, &tokens);
    count_tokens(w, &tokens, number);
    return GZT_OK;
}

static bool
is_asked(const gzt_plan *plan, gzt_str term)
{
    for (size_t i = 0; i < plan->form_count; i++)
        if (gzt_str_eq(plan->forms[i].term, term))
            return true;
    return false;
}

static gzt_status
weigh(gzt_reader *reader, word *w, uint32_t documents, gzt_err *err)
{
    uint64_t collection = 0;
    uint32_t frequency;
    gzt_status status = gzt_xdb_freqs(gzt_reader_db(reader), w->term,
                                      &frequency, &collection, err);
    double expected = (double)collection / documents;

    if (!status && collection)
        w->weight =
            w->count * log2((1 + expected) / expected) + log2(1 + expected);
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

// A word of one hit alone says more of that hit than of the question.
static gzt_status
choose(gzt_reader *reader, const gzt_plan *plan, words *w, size_t hits,
       size_t *chosen, gzt_err *err)
{
    gzt_xstats stats;
    size_t kept = 0;
    gzt_status status = gzt_xdb_stats(gzt_reader_db(reader), &stats, err);

    for (size_t i = 0; i < TABLE && !status; i++) {
        word *one = &w->slots[i];

        if (!one->count || (hits > 1 && one->hits < 2) ||
            is_asked(plan, one->term))
            continue;
        status = weigh(reader, one, stats.documents, err);
        w->slots[kept++] = *one;
    }
    qsort(w->slots, kept, sizeof(*w->slots), by_weight);
    *chosen = kept < GZT_EXPAND_WORDS ? kept : GZT_EXPAND_WORDS;
    return status;
}

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

static const gzt_xquery *
scaled_term(gzt_arena *arena, gzt_str term, double factor)
{
    gzt_xquery *leaf = gzt_arena_alloc(arena, sizeof(*leaf));
    const gzt_xquery *kid = leaf;
    gzt_xquery *q;

    leaf->op = GZT_XTERM;
    leaf->term = term;
    q = (gzt_xquery *)node(arena, GZT_XSCALE, &kid, 1);
    q->factor = factor;
    return q;
}

static const gzt_xquery *
add(const gzt_xquery *query, bool any, const word *best, size_t count,
    gzt_arena *arena, gzt_str *note)
{
    const gzt_xquery *kids[GZT_EXPAND_WORDS + 1];

    *note = GZT_S("added from the best hits:");
    kids[0] = query;
    for (size_t i = 0; i < count; i++) {
        kids[i + 1] =
            scaled_term(arena, best[i].term,
                        EXPANSION_WEIGHT * best[i].weight / best[0].weight);
        *note = gzt_arena_printf(arena, "%.*s%s %.*s", GZT_ARG(*note),
                                 i ? "," : "", GZT_ARG(best[i].shown));
    }
    return node(arena, any ? GZT_XOR : GZT_XMAYBE, kids, count + 1);
}

gzt_status
gzt_expand(gzt_reader *reader, gzt_analyzer *analyzer, const gzt_plan *plan,
           const gzt_xquery *query, bool any, const gzt_candidates *hits,
           gzt_arena *arena, const gzt_xquery **out, gzt_str *note,
           gzt_err *err)
{
    words w = { gzt_arena_array(arena, TABLE, sizeof(*w.slots)), 0 };
    size_t count =
        hits->count < GZT_EXPAND_HITS ? hits->count : GZT_EXPAND_HITS;
    size_t chosen = 0;
    gzt_status status = GZT_OK;

    *out = query;
    *note = (gzt_str){ 0 };
    for (size_t i = 0; i < count && !status; i++)
        status = count_hit(reader, analyzer, hits->items[i].docid,
                           (uint32_t)i + 1, &w, arena, err);
    if (!status)
        status = choose(reader, plan, &w, count, &chosen, err);
    if (!status && chosen)
        *out = add(query, any, w.slots, chosen, arena, note);
    return status;
}
