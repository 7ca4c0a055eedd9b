/* units.c - from the analyzer's tokens to what the index is asked for. */
#include "query/planner.h"

#include "base/str.h"
#include "store/schema.h"

#include <stdlib.h>

enum {
    SHORT_ACRONYM = 3, // letters; longer ones have a WORD beside them
    COMPOUND_NAME = 2  // letters at least of a part that may stand alone
};

// The tokens of one position.
typedef struct group {
    const gzt_token *tokens;
    size_t count;
} group;

static group
group_at(const gzt_tokens *t, size_t i)
{
    size_t end = i;

    while (end < t->count && t->tokens[end].pos == t->tokens[i].pos)
        end++;
    return (group){ t->tokens + i, end - i };
}

static const gzt_token *
find_kind(group g, uint8_t kind)
{
    for (size_t i = 0; i < g.count; i++)
        if (g.tokens[i].kind == kind)
            return &g.tokens[i];
    return NULL;
}

static int
by_frequency(const void *a, const void *b)
{
    const gzt_xterm *x = a, *y = b;

    if (x->freq != y->freq)
        return x->freq < y->freq ? 1 : -1;
    return gzt_str_cmp(x->term, y->term);
}

void
gzt_plan_sort_terms(gzt_xterm *terms, size_t count)
{
    if (count)
        qsort(terms, count, sizeof(*terms), by_frequency);
}

// ---- query nodes -----------------------------------------------------------

const gzt_xquery *
gzt_plan_nothing(planner *p)
{
    gzt_xquery *q = gzt_arena_alloc(p->arena, sizeof(*q));

    q->op = GZT_XNOTHING;
    return q;
}

const gzt_xquery *
gzt_plan_term(planner *p, gzt_str term)
{
    gzt_xquery *q = gzt_arena_alloc(p->arena, sizeof(*q));

    q->op = GZT_XTERM;
    q->term = term;
    return q;
}

const gzt_xquery *
gzt_plan_kids(planner *p, gzt_xop op, const gzt_xquery *const *kids,
              size_t count)
{
    gzt_xquery *q = gzt_arena_alloc(p->arena, sizeof(*q));
    const gzt_xquery **copy;

    if (count == 1)
        return kids[0];
    if (!count)
        return gzt_plan_nothing(p);
    copy = gzt_arena_array(p->arena, count, sizeof(*copy));
    memcpy(copy, kids, count * sizeof(*copy));
    q->op = op;
    q->kids = copy;
    q->count = count;
    return q;
}

const gzt_xquery *
gzt_plan_scaled(planner *p, const gzt_xquery *kid, double factor)
{
    gzt_xquery *q = gzt_arena_alloc(p->arena, sizeof(*q));
    const gzt_xquery **kids = gzt_arena_array(p->arena, 1, sizeof(*kids));

    kids[0] = kid;
    q->op = GZT_XSCALE;
    q->factor = factor;
    q->kids = kids;
    q->count = 1;
    return q;
}

const gzt_xquery *
gzt_plan_pair(planner *p, gzt_xop op, const gzt_xquery *a, const gzt_xquery *b)
{
    const gzt_xquery *kids[] = { a, b };

    return gzt_plan_kids(p, op, kids, 2);
}

// `q`, where `term` is in the first paragraph.
static const gzt_xquery *
lead_term(planner *p, const gzt_xquery *q, gzt_str term)
{
    gzt_str *terms = gzt_arena_array(p->arena, 1, sizeof(*terms));
    const gzt_str **places = gzt_arena_array(p->arena, 1, sizeof(*places));
    size_t *counts = gzt_arena_array(p->arena, 1, sizeof(*counts));

    *terms = term;
    *places = terms;
    *counts = 1;
    return gzt_plan_trace(p, q, GZT_TRACE_PHRASE, 0, places, counts, 1);
}

// A term where the walk is: within title: it must be in the title too.
static const gzt_xquery *
placed_term(planner *p, gzt_str term)
{
    const gzt_xquery *q = gzt_plan_term(p, term);

    if (p->lead)
        return lead_term(p, q, term);
    if (!p->title)
        return q;
    return gzt_plan_pair(
        p, GZT_XFILTER, q,
        gzt_plan_term(p,
                      gzt_schema_key(GZT_S(GZT_PREFIX_TITLE), term, p->arena)));
}

const gzt_xquery *
gzt_plan_any_term(planner *p, const gzt_str *terms, size_t count)
{
    const gzt_xquery **kids =
        gzt_arena_array(p->arena, count + 1, sizeof(*kids));

    for (size_t i = 0; i < count; i++)
        kids[i] = placed_term(p, terms[i]);
    // A synonym's frequency is that of all its terms together, so that a rare
    // spelling weighs no more than the common one; but it takes plain terms.
    return gzt_plan_kids(p, p->title || p->lead ? GZT_XMAX : GZT_XSYNONYM, kids,
                         count);
}

const gzt_xquery *
gzt_plan_trace(planner *p, const gzt_xquery *kid, gzt_trace_kind kind,
               uint32_t window, const gzt_str *const *terms,
               const size_t *counts, size_t places)
{
    gzt_phrase *phrase = gzt_arena_alloc(p->arena, sizeof(*phrase));
    gzt_trace_place *place = gzt_arena_array(p->arena, places, sizeof(*place));
    gzt_xquery *q = gzt_arena_alloc(p->arena, sizeof(*q));

    for (size_t i = 0; i < places; i++) {
        uint16_t *prints =
            gzt_arena_array(p->arena, counts[i] + 1, sizeof(*prints));

        for (size_t k = 0; k < counts[i]; k++)
            prints[k] = gzt_trace_print(terms[i][k]);
        place[i] = (gzt_trace_place){ prints, counts[i] };
    }
    phrase->pattern = (gzt_trace_pattern){ .kind = kind,
                                           .places = place,
                                           .count = places,
                                           .window = window,
                                           .at_least = p->at_least,
                                           .zone = p->title  ? GZT_TRACE_TITLE
                                                   : p->lead ? GZT_TRACE_LEAD
                                                             : GZT_TRACE_ALL };
    phrase->terms = terms;
    q->op = GZT_XTRACE;
    q->slot = GZT_SLOT_TRACE;
    q->pattern = &phrase->pattern;
    q->kids = gzt_arena_array(p->arena, 1, sizeof(*q->kids));
    ((const gzt_xquery **)q->kids)[0] = kid;
    q->count = 1;
    p->has_trace = true;
    return q;
}

// ---- the plan's lists ------------------------------------------------------

size_t
gzt_planner_word(planner *p, gzt_str text)
{
    p->words =
        gzt_arena_more(p->arena, p->words, p->word_count, sizeof(*p->words));
    p->words[p->word_count] =
        (gzt_plan_word){ .text = text, .negative = p->negative };
    return p->word_count++;
}

void
gzt_planner_form(planner *p, gzt_str term, gzt_str folded, size_t word,
                 bool prefix)
{
    if (p->silent)
        return;
    p->forms =
        gzt_arena_more(p->arena, p->forms, p->form_count, sizeof(*p->forms));
    p->forms[p->form_count++] = (gzt_form){ .term = term,
                                            .folded = folded,
                                            .word = word,
                                            .alias = p->alias,
                                            .learned = p->learned,
                                            .prefix = prefix };
}

void
gzt_planner_note(planner *p, gzt_str note)
{
    p->notes =
        gzt_arena_more(p->arena, p->notes, p->note_count, sizeof(*p->notes));
    p->notes[p->note_count++] = note;
}

// ---- what may stand at a position ------------------------------------------

typedef struct terms {
    gzt_str *items;
    size_t count;
} terms;

static void
add_term(planner *p, terms *t, gzt_str term)
{
    for (size_t i = 0; i < t->count; i++)
        if (gzt_str_eq(t->items[i], term))
            return;
    t->items = gzt_arena_more(p->arena, t->items, t->count, sizeof(*t->items));
    t->items[t->count++] = term;
}

static bool
is_short_ascii(gzt_str word)
{
    if (word.len < 2 || word.len > SHORT_ACRONYM)
        return false;
    for (size_t i = 0; i < word.len; i++)
        if (word.ptr[i] < 'a' || word.ptr[i] > 'z')
            return false;
    return true;
}

// A WORD as other languages of the index stem it, and as an acronym that was
// typed in lower case (uk, eu; but not a stop word: us, it, who).
static void
add_variants(planner *p, terms *t, const gzt_token *token)
{
    for (size_t i = 0; i < p->lang_count; i++) {
        gzt_str stem = gzt_analyzer_stem(p->analyzer, token->word, p->langs[i]);

        add_term(p, t, gzt_arena_copy(p->arena, stem));
    }
    if (!(token->flags & GZT_TOKEN_STOP) && is_short_ascii(token->word))
        add_term(
            p, t,
            gzt_arena_join(p->arena, GZT_S(GZT_PREFIX_ACRONYM), token->word));
}

// Several words joined to one; not a second spelling of one word.
static bool
is_compound(group g, const gzt_token *token)
{
    return token->kind == GZT_TOKEN_JOINED && token->end > g.tokens[0].end;
}

// A long acronym has its WORD beside it in every article; that alone is asked
// for, and finds it in lower case as well.
static bool
is_spare_acronym(group g, const gzt_token *token)
{
    return token->kind == GZT_TOKEN_ACRONYM &&
           token->term.len > SHORT_ACRONYM && find_kind(g, GZT_TOKEN_WORD);
}

// In a query that is all capitals a stop word may be an acronym as well. US is
// the country; IT, IS and WHO are what they are everywhere else.
static bool
is_shouted_us(group g)
{
    const gzt_token *word = find_kind(g, GZT_TOKEN_WORD);

    return word && gzt_str_eq(word->word, GZT_S("us")) &&
           find_kind(g, GZT_TOKEN_ACRONYM);
}

static bool
is_stop_word(group g)
{
    return (g.tokens[0].flags & GZT_TOKEN_STOP) && !is_shouted_us(g);
}

// Of the two tokens of such a word, the one that is not meant.
static bool
is_not_meant(group g, const gzt_token *token)
{
    if (!(g.tokens[0].flags & GZT_TOKEN_STOP) || g.count < 2)
        return false;
    return token->kind ==
           (is_shouted_us(g) ? GZT_TOKEN_WORD : GZT_TOKEN_ACRONYM);
}

static terms
terms_at(planner *p, group g, bool joined, size_t word)
{
    terms t = { 0 };

    for (size_t i = 0; i < g.count; i++) {
        const gzt_token *token = &g.tokens[i];
        size_t before = t.count;

        if (token->kind == GZT_TOKEN_AMOUNT || token->kind == GZT_TOKEN_DATE ||
            (is_compound(g, token) && !joined) || is_spare_acronym(g, token) ||
            is_not_meant(g, token))
            continue;
        add_term(p, &t, gzt_schema_term(token, p->arena));
        if (token->kind == GZT_TOKEN_WORD && !p->exact)
            add_variants(p, &t, token);
        for (size_t k = before; k < t.count; k++)
            gzt_planner_form(p, t.items[k], token->word, word, false);
    }
    return t;
}

// ---- phrases ---------------------------------------------------------------

typedef struct places {
    gzt_str **terms;
    size_t *counts;
    gzt_str *folded;
    const gzt_xquery **queries; // of the places that need asking for
    bool *stops;
    size_t count;
} places;

static void
places_init(planner *p, places *s, size_t max)
{
    s->terms = gzt_arena_array(p->arena, max, sizeof(*s->terms));
    s->counts = gzt_arena_array(p->arena, max, sizeof(*s->counts));
    s->folded = gzt_arena_array(p->arena, max, sizeof(*s->folded));
    s->queries = gzt_arena_array(p->arena, max, sizeof(*s->queries));
    s->stops = gzt_arena_array(p->arena, max, sizeof(*s->stops));
    s->count = 0;
}

static void
add_place(planner *p, places *s, terms t, gzt_str folded, bool stop)
{
    s->folded[s->count] = folded;
    s->terms[s->count] = t.items;
    s->counts[s->count] = t.count;
    s->queries[s->count] = gzt_plan_any_term(p, t.items, t.count);
    s->stops[s->count++] = stop;
}

// Once, however often the phrase is looked at.
static void
note_cut(planner *p)
{
    gzt_str note = GZT_S("of a phrase the first 64 words are searched");

    for (size_t i = 0; i < p->note_count; i++)
        if (gzt_str_eq(p->notes[i], note))
            return;
    gzt_planner_note(p, note);
}

// Walk the positions; with `joined`, a compound is one place.
static void
collect_places(planner *p, const gzt_tokens *t, bool joined, size_t word,
               places *s)
{
    size_t skip_to = 0; // bytes: parts of a joined word are passed over
    bool outer = p->silent;

    size_t i = 0;

    p->silent = true; // they mean something together only
    while (i < t->count && s->count < GZT_TRACE_PLACES) {
        group g = group_at(t, i);
        const gzt_token *whole = joined ? find_kind(g, GZT_TOKEN_JOINED) : NULL;

        i += g.count;
        if (g.tokens[0].start < skip_to)
            continue;
        if (whole && is_compound(g, whole)) {
            terms one = { 0 };

            add_term(p, &one, gzt_schema_term(whole, p->arena));
            add_place(p, s, one, whole->word, false);
            skip_to = whole->end;
            continue;
        }
        add_place(p, s, terms_at(p, g, false, word), g.tokens[0].word,
                  is_stop_word(g));
    }
    p->silent = outer;
    if (i < t->count)
        note_cut(p);
}

// What is to be looked for in the text: the words in a row, or each.
static void
keep_places(planner *p, const places *s, bool row, size_t word)
{
    if (p->silent)
        return;
    if (row && s->count > 1) {
        p->runs =
            gzt_arena_more(p->arena, p->runs, p->run_count, sizeof(*p->runs));
        p->runs[p->run_count++] = (gzt_run){ (const gzt_str *const *)s->terms,
                                             s->counts,
                                             s->count,
                                             word,
                                             p->alias,
                                             p->learned };
        return;
    }
    for (size_t i = 0; i < s->count; i++)
        for (size_t k = 0; k < s->counts[i]; k++)
            gzt_planner_form(p, s->terms[i][k], s->folded[i], word, false);
}

// Every place's word must be there; stop words only if there is nothing else,
// since the trace is asked for them anyway.
static const gzt_xquery *
all_places(planner *p, const places *s)
{
    const gzt_xquery **kids =
        gzt_arena_array(p->arena, s->count, sizeof(*kids));
    size_t count = 0;

    for (size_t i = 0; i < s->count; i++)
        if (!s->stops[i])
            kids[count++] = s->queries[i];
    return count ? gzt_plan_kids(p, GZT_XAND, kids, count)
                 : gzt_plan_kids(p, GZT_XAND, s->queries, s->count);
}

static const gzt_xquery *
phrase_of_places(planner *p, const places *s, uint32_t distance, size_t word)
{
    if (!s->count)
        return NULL;
    keep_places(p, s, !distance, word);
    if (s->count == 1)
        return s->queries[0];
    return gzt_plan_trace(
        p, all_places(p, s), distance ? GZT_TRACE_NEAR : GZT_TRACE_PHRASE,
        distance, (const gzt_str *const *)s->terms, s->counts, s->count);
}

static const gzt_xquery *
phrase_of_tokens(planner *p, const gzt_tokens *t, uint32_t distance,
                 size_t word)
{
    const gzt_xquery *split, *whole;
    bool joined = false;
    places s;

    places_init(p, &s, GZT_TRACE_PLACES);
    collect_places(p, t, false, word, &s);
    split = phrase_of_places(p, &s, distance, word);
    for (size_t i = 0; i < t->count; i++)
        joined |= t->tokens[i].kind == GZT_TOKEN_JOINED;
    if (!joined || !split)
        return split;
    places_init(p, &s, GZT_TRACE_PLACES);
    collect_places(p, t, true, word, &s);
    whole = phrase_of_places(p, &s, distance, word);
    return gzt_plan_pair(p, GZT_XMAX, split, whole);
}

static bool
is_switched_off(const gzt_plan_options *o, uint8_t kind)
{
    return (kind == GZT_TOKEN_JOINED && o->no_joined) ||
           (kind == GZT_TOKEN_AMOUNT && o->no_amounts) ||
           (kind == GZT_TOKEN_DATE && o->no_dates);
}

// The tokens of the query, without kinds that are switched off.
static void
analyze(planner *p, gzt_str text, gzt_tokens *out)
{
    const gzt_plan_options *o = p->options;
    gzt_token *kept;
    size_t count = 0;

    gzt_analyze(p->analyzer, text, p->lang, GZT_ANALYZE_QUERY, p->arena, out);
    if (!o->no_joined && !o->no_amounts && !o->no_dates)
        return;
    kept = gzt_arena_array(p->arena, out->count + 1, sizeof(*kept));
    for (size_t i = 0; i < out->count; i++)
        if (!is_switched_off(o, out->tokens[i].kind))
            kept[count++] = out->tokens[i];
    out->tokens = kept;
    out->count = count;
}

const gzt_xquery *
gzt_planner_phrase(planner *p, gzt_str text, uint32_t distance, size_t word)
{
    gzt_tokens tokens;

    analyze(p, text, &tokens);
    return phrase_of_tokens(p, &tokens, distance, word);
}

// ---- units -----------------------------------------------------------------

static bool
is_name_part(const gzt_token *token)
{
    return (token->flags & GZT_TOKEN_CAPITAL) &&
           token->word.len >= COMPOUND_NAME &&
           (token->word.ptr[0] < '0' || token->word.ptr[0] > '9');
}

static bool
is_names(const gzt_tokens *part)
{
    for (size_t i = 0; i < part->count;) {
        group g = group_at(part, i);

        if (!is_name_part(&g.tokens[0]))
            return false;
        i += g.count;
    }
    return true;
}

// China-Russia is two names, both of which an article must have, in whatever
// order; in co-operation and F-16 the parts mean nothing apart.
static const gzt_xquery *
compound_query(planner *p, const gzt_tokens *part, const gzt_token *whole,
               size_t word)
{
    gzt_str term = gzt_schema_term(whole, p->arena);
    const gzt_xquery *joined = gzt_plan_any_term(p, &term, 1);
    const gzt_xquery **kids =
        gzt_arena_array(p->arena, part->count, sizeof(*kids));
    bool names = is_names(part);
    size_t count = 0;

    gzt_planner_form(p, term, whole->word, word, false);
    for (size_t i = 0; i < part->count && names;) {
        group g = group_at(part, i);
        terms t = terms_at(p, g, false, word);

        if (t.count)
            kids[count++] = gzt_plan_any_term(p, t.items, t.count);
        i += g.count;
    }
    if (names && !count)
        return joined;
    if (!names) {
        places s;

        places_init(p, &s, GZT_TRACE_PLACES);
        collect_places(p, part, false, word, &s);
        return gzt_plan_pair(p, GZT_XMAX, joined,
                             phrase_of_places(p, &s, 0, word));
    }
    return gzt_plan_pair(p, GZT_XMAX, joined,
                         gzt_plan_kids(p, GZT_XAND, kids, count));
}

// The leaf of a word, with what the text itself must show.
static const gzt_xquery *
word_query(planner *p, terms t, const gzt_token *token, gzt_str surface)
{
    gzt_xquery *leaf;

    bool as_written = p->exact || p->options->no_fold;

    if ((!as_written && !p->options->no_stem) || !t.count)
        return gzt_plan_any_term(p, t.items, t.count);
    leaf = gzt_arena_alloc(p->arena, sizeof(*leaf));
    leaf->op = GZT_XTERM;
    leaf->term = t.items[0];
    leaf->low = as_written ? surface : (gzt_str){ 0 };
    leaf->high = as_written ? (gzt_str){ 0 } : token->word;
    leaf->limit = !p->exact;
    p->has_exact = true;
    if (p->lead)
        return gzt_plan_pair(p, GZT_XFILTER, leaf, placed_term(p, t.items[0]));
    if (!p->title)
        return leaf;
    leaf->term = gzt_schema_key(GZT_S(GZT_PREFIX_TITLE), t.items[0], p->arena);
    return gzt_plan_pair(p, GZT_XFILTER, gzt_plan_term(p, t.items[0]), leaf);
}

static gzt_str
part_of(gzt_str text, const unit *u)
{
    return gzt_str_slice(text, u->start, u->end);
}

static void
add_folded(planner *p, unit *u, gzt_str folded)
{
    gzt_str *words =
        gzt_arena_more(p->arena, u->words, u->word_count, sizeof(*words));

    words[u->word_count++] = folded;
    u->words = words;
}

static bool
is_measure(const gzt_token *token)
{
    return token->kind == GZT_TOKEN_AMOUNT || token->kind == GZT_TOKEN_DATE;
}

// How far a unit that begins here reaches: the token that covers most; an
// amount or a date stands for its words even where it covers no more.
static const gzt_token *
widest(group g)
{
    const gzt_token *best = &g.tokens[0];

    for (size_t i = 1; i < g.count; i++)
        if (g.tokens[i].end > best->end ||
            (g.tokens[i].end == best->end && is_measure(&g.tokens[i])))
            best = &g.tokens[i];
    return best;
}

// Chinese and its like: a run of bigrams that overlap is one unit.
static size_t
end_of_run(const gzt_tokens *t, size_t i, const gzt_token *first)
{
    size_t end = first->end;

    if (first->kind == GZT_TOKEN_BIGRAM) {
        while (i < t->count && t->tokens[i].kind == GZT_TOKEN_BIGRAM &&
               t->tokens[i].start < end) {
            end = t->tokens[i].end;
            i++;
        }
        return i;
    }
    while (i < t->count && t->tokens[i].start < end)
        i++;
    return i;
}

static const gzt_xquery *
covered_query(planner *p, const gzt_tokens *span, const gzt_token *wide,
              size_t word)
{
    gzt_str term;

    if (wide->kind == GZT_TOKEN_JOINED)
        return compound_query(p, span, wide, word);
    if (wide->kind == GZT_TOKEN_BIGRAM)
        return phrase_of_tokens(p, span, 0, word);
    term = gzt_schema_term(wide, p->arena); // an amount or a date
    gzt_planner_form(p, term, wide->word, word, false);
    return gzt_plan_any_term(p, &term, 1);
}

static unit
make_unit(planner *p, gzt_str text, const gzt_tokens *span)
{
    group first = group_at(span, 0);
    const gzt_token *wide = widest(first);
    unit u = { .start = first.tokens[0].start,
               .end = span->tokens[span->count - 1].end };

    if (wide->end > u.end)
        u.end = wide->end;
    u.word = gzt_planner_word(p, part_of(text, &u));
    for (size_t i = 0; i < span->count; i++)
        if (!i || span->tokens[i].pos != span->tokens[i - 1].pos)
            add_folded(p, &u, span->tokens[i].word);
    if (span->count > first.count || is_measure(wide)) {
        u.query = covered_query(p, span, wide, u.word);
    } else {
        terms t = terms_at(p, first, true, u.word);

        u.terms = t.items;
        u.term_count = t.count;
        u.stop = is_stop_word(first);
        u.query = word_query(p, t, &first.tokens[0], part_of(text, &u));
    }
    p->words[u.word].query = u.query;
    return u;
}

units
gzt_planner_units(planner *p, gzt_str text)
{
    units u = { 0 };
    gzt_tokens t;

    analyze(p, text, &t);
    for (size_t i = 0; i < t.count;) {
        group g = group_at(&t, i);
        const gzt_token *wide = widest(g);
        size_t end = end_of_run(&t, i + g.count, wide);
        gzt_tokens span = { .tokens = t.tokens + i, .count = end - i };

        u.items = gzt_arena_more(p->arena, u.items, u.count, sizeof(*u.items));
        u.items[u.count++] = make_unit(p, text, &span);
        i = end;
    }
    return u;
}
