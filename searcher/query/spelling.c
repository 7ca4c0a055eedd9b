/* spelling.c - words of which only the beginning, or not every letter, is
 * known. */
#include "query/walk.h"

#include "base/str.h"
#include "store/schema.h"

#include <stdlib.h>

enum {
    PREFIX_TERMS = 500,   // a star stands for at most so many words
    PREFIX_SCAN = 100000, // of so many that begin as asked
    FUZZY_SCAN = 200000,  // words looked at for a near spelling
    FUZZY_TERMS = 50,
    FUZZY_LETTERS = 64
};

static gzt_str
folded_word(walk *w, gzt_str text)
{
    gzt_tokens t;

    gzt_analyze(w->p.analyzer, text, w->p.lang,
                GZT_ANALYZE_QUERY | GZT_ANALYZE_NO_STEM, w->p.arena, &t);
    return t.count ? t.tokens[0].word : (gzt_str){ 0 };
}

// The most frequent terms that begin with `start`. Asked for here and not left
// to Xapian, whose estimate of how rare they are together would depend on how
// the articles are spread over shards.
static gzt_str *
terms_of_prefix(walk *w, gzt_str start, gzt_str typed, size_t *kept)
{
    planner *p = &w->p;
    gzt_xterm *all = NULL;
    gzt_str *terms;
    size_t count = 0;

    *kept = 0;
    w->status = gzt_xdb_terms(gzt_reader_db(p->reader), start, PREFIX_SCAN,
                              p->arena, &all, &count, NULL, w->err);
    terms = gzt_arena_array(p->arena, PREFIX_TERMS + 1, sizeof(*terms));
    if (w->status || !count)
        return terms;
    gzt_plan_sort_terms(all, count);
    if (count > PREFIX_TERMS)
        gzt_planner_note(
            p, gzt_arena_printf(p->arena,
                                "%.*s* stands for %zu words; the %d most "
                                "frequent are searched",
                                GZT_ARG(typed), count, PREFIX_TERMS));
    for (; *kept < count && *kept < PREFIX_TERMS; ++*kept)
        terms[*kept] = all[*kept].term;
    return terms;
}

// gaz*: terms are stems, so what the whole word would be stemmed to counts
// too, when that is shorter than what was typed.
const gzt_xquery *
gzt_walk_prefix(walk *w, const gzt_node *node)
{
    planner *p = &w->p;
    size_t word = gzt_planner_word(p, node->text), count;
    gzt_str folded = folded_word(w, node->text), stem, *terms;

    if (!folded.len)
        return NULL;
    stem = gzt_arena_copy(p->arena,
                          gzt_analyzer_stem(p->analyzer, folded, p->lang));
    terms = terms_of_prefix(w, gzt_schema_key(p->prefix, folded, p->arena),
                            node->text, &count);
    if (w->status)
        return NULL;
    if (p->prefix.len) { // a field's words are not stemmed
        p->words[word].query = gzt_plan_any_term(p, terms, count);
        return p->words[word].query;
    }
    gzt_planner_form(p, folded, folded, word, true);
    if (!gzt_str_starts(stem, folded)) {
        gzt_planner_form(p, stem, folded, word, false);
        terms[count++] = stem;
    }
    p->words[word].query = gzt_plan_any_term(p, terms, count);
    return p->words[word].query;
}

// Levenshtein distance of two words up to `most`, else more than that.
// Wagner, Fischer 1974, two rows; bytes are good enough for folded words.
static size_t
distance(gzt_str a, gzt_str b, size_t most)
{
    size_t rows[2][FUZZY_LETTERS + 1];

    if (a.len > FUZZY_LETTERS || b.len > FUZZY_LETTERS ||
        a.len > b.len + most || b.len > a.len + most)
        return most + 1;
    for (size_t k = 0; k <= b.len; k++)
        rows[0][k] = k;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *above = rows[(i - 1) & 1], *row = rows[i & 1];

        row[0] = i;
        for (size_t k = 1; k <= b.len; k++) {
            size_t best = above[k - 1] + (a.ptr[i - 1] != b.ptr[k - 1]);

            if (above[k] + 1 < best)
                best = above[k] + 1;
            if (row[k - 1] + 1 < best)
                best = row[k - 1] + 1;
            row[k] = best;
        }
    }
    return rows[a.len & 1][b.len];
}

const gzt_xquery *
gzt_walk_fuzzy(walk *w, const gzt_node *node)
{
    planner *p = &w->p;
    size_t word = gzt_planner_word(p, node->text), count, kept = 0;
    gzt_str folded = folded_word(w, node->text), stem;
    gzt_str *terms = gzt_arena_array(p->arena, FUZZY_TERMS, sizeof(*terms));
    gzt_xterm *all;
    bool more;

    if (!folded.len)
        return NULL;
    stem = gzt_arena_copy(p->arena,
                          gzt_analyzer_stem(p->analyzer, folded, p->lang));
    if (p->prefix.len) // a field's words are not stemmed
        stem = gzt_arena_join(p->arena, p->prefix, folded);
    w->status = gzt_xdb_terms(
        gzt_reader_db(p->reader), gzt_str_slice(stem, 0, p->prefix.len + 1),
        FUZZY_SCAN, p->arena, &all, &count, &more, w->err);
    for (size_t i = 0; !w->status && i < count && kept < FUZZY_TERMS; i++)
        if (distance(all[i].term, stem, node->distance) <= node->distance) {
            terms[kept++] = all[i].term;
            gzt_planner_form(p, all[i].term, folded, word, false);
            p->forms[p->form_count - 1].fuzzy = true;
        }
    if (!w->status && (more || kept == FUZZY_TERMS))
        gzt_planner_note(
            p, gzt_arena_printf(p->arena,
                                "%.*s~: only the first %zu near spellings are "
                                "searched",
                                GZT_ARG(node->text), kept));
    p->words[word].query = gzt_plan_any_term(p, terms, kept);
    return p->words[word].query;
}
