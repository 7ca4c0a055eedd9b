/* plan.c - from the parsed query to what the index is asked for. */
#include "query/plan.h"

#include "base/str.h"
#include "query/planner.h"
#include "store/schema.h"
#include "text/date.h"

#include <stdlib.h>

enum {
    PREFIX_TERMS = 500,   // a star stands for at most so many words
    PREFIX_SCAN = 100000, // of so many that begin as asked
    FUZZY_SCAN = 200000,  // words looked at for a near spelling
    FUZZY_TERMS = 50,
    FUZZY_LETTERS = 64
};

// What a node came to, on its way into a list.
typedef struct part {
    const gzt_xquery *query;
    bool negative, stop;
    size_t word;
} part;

typedef struct parts {
    part *items;
    size_t count;
} parts;

typedef struct walk {
    planner p;
    gzt_str text; // the whole query
    gzt_query_fault *fault;
    gzt_err *err;
    gzt_status status;
} walk;

static const gzt_xquery *node_query(walk *w, const gzt_node *node);

static void
refuse(walk *w, const gzt_node *node, const char *message, const char *hint)
{
    if (w->status)
        return;
    w->fault->start = node->start;
    w->fault->end = node->end;
    w->fault->message = gzt_str_of(message);
    w->fault->hint = gzt_str_of(hint);
    w->status = gzt_fail(w->err, GZT_EINVAL, "%s; %s", message, hint);
}

static void
add_part(walk *w, parts *list, part item)
{
    list->items = gzt_arena_more(w->p.arena, list->items, list->count,
                                 sizeof(*list->items));
    list->items[list->count++] = item;
}

// ---- lists -----------------------------------------------------------------

static bool
is_bare(const gzt_node *node)
{
    return node->kind == GZT_NODE_WORDS;
}

// Words side by side are analysed together, as they stand in the query: an
// amount or a name may be several of them.
static void
add_words(walk *w, const gzt_node *first, const gzt_node *last, parts *list)
{
    gzt_str text = gzt_str_slice(w->text, first->start, last->end);
    units u = gzt_planner_units(&w->p, text);

    gzt_planner_names(&w->p, &u, text);
    for (size_t i = 0; i < u.count; i++)
        add_part(w, list,
                 (part){ .query = u.items[i].query,
                         .stop = u.items[i].stop && !w->p.exact,
                         .word = u.items[i].word });
}

static const gzt_xquery *
field_words(walk *w, gzt_str text)
{
    gzt_tokens t;
    parts list = { 0 };
    const gzt_xquery **kids;

    gzt_analyze(w->p.analyzer, text, GZT_S("en"), GZT_ANALYZE_NO_STEM,
                w->p.arena, &t);
    for (size_t i = 0; i < t.count; i++)
        if (t.tokens[i].kind == GZT_TOKEN_WORD ||
            t.tokens[i].kind == GZT_TOKEN_BIGRAM ||
            t.tokens[i].kind == GZT_TOKEN_ACRONYM)
            add_part(
                w, &list,
                (part){ .query = gzt_plan_term(
                            &w->p, gzt_schema_key(w->p.prefix, t.tokens[i].word,
                                                  w->p.arena)) });
    kids = gzt_arena_array(w->p.arena, list.count + 1, sizeof(*kids));
    for (size_t i = 0; i < list.count; i++)
        kids[i] = list.items[i].query;
    return gzt_plan_kids(&w->p, GZT_XAND, kids, list.count);
}

static void
add_field_words(walk *w, const gzt_node *node, parts *list)
{
    size_t word = gzt_planner_word(&w->p, node->text);
    const gzt_xquery *q = field_words(w, node->text);

    w->p.words[word].query = q;
    add_part(w, list, (part){ .query = q, .word = word });
}

static void
add_node(walk *w, const gzt_node *node, parts *list)
{
    bool outer = w->p.negative;
    part item = { .word = SIZE_MAX };

    if (w->p.prefix.len &&
        (node->kind == GZT_NODE_WORDS || node->kind == GZT_NODE_PHRASE)) {
        add_field_words(w, node, list);
        return;
    }
    if (is_bare(node)) {
        add_words(w, node, node, list);
        return;
    }
    if (node->kind == GZT_NODE_NOT) {
        item.negative = true;
        w->p.negative = !outer;
        item.query = node_query(w, node->kids[0]);
    } else {
        item.query = node_query(w, node);
    }
    w->p.negative = outer;
    if (item.query)
        add_part(w, list, item);
}

static parts
parts_of(walk *w, const gzt_node *node, bool side_by_side)
{
    parts list = { 0 };

    for (size_t i = 0; i < node->count && !w->status; i++) {
        size_t last = i;

        if (!side_by_side || !is_bare(node->kids[i]) || w->p.prefix.len) {
            add_node(w, node->kids[i], &list);
            continue;
        }
        while (last + 1 < node->count && is_bare(node->kids[last + 1]))
            last++;
        add_words(w, node->kids[i], node->kids[last], &list);
        i = last;
    }
    return list;
}

// Stop words outside quotes never exclude, unless there is nothing else.
static void
drop_stop_words(walk *w, parts *list)
{
    size_t kept = 0;
    bool other = false;

    for (size_t i = 0; i < list->count; i++)
        other |= !list->items[i].stop && !list->items[i].negative;
    if (!other)
        return;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].stop)
            w->p.words[list->items[i].word].dropped = true;
        else
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

static const gzt_xquery *
combine(walk *w, parts *list, bool any)
{
    planner *p = &w->p;
    const gzt_xquery **kids;
    const gzt_xquery *positive;
    size_t count = 0, negatives = 0;

    drop_stop_words(w, list);
    if (!list->count)
        return NULL;
    kids = gzt_arena_array(p->arena, list->count + 1, sizeof(*kids));
    for (size_t i = 0; i < list->count; i++)
        if (!list->items[i].negative)
            kids[count++] = list->items[i].query;
    positive = count ? gzt_plan_kids(p, any ? GZT_XOR : GZT_XAND, kids, count)
                     : gzt_plan_term(p, GZT_S("")); // everything but ...
    kids[0] = positive;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].negative)
            kids[++negatives] = list->items[i].query;
    return negatives ? gzt_plan_kids(p, GZT_XAND_NOT, kids, negatives + 1)
                     : positive;
}

// Within OR, NOT x means all articles but those.
static const gzt_xquery *
either(walk *w, const gzt_node *node)
{
    const gzt_xquery **kids =
        gzt_arena_array(w->p.arena, node->count + 1, sizeof(*kids));
    size_t count = 0;

    for (size_t i = 0; i < node->count && !w->status; i++) {
        parts list = { 0 };
        const gzt_xquery *q;

        add_node(w, node->kids[i], &list);
        q = combine(w, &list, w->p.options->any);
        if (q)
            kids[count++] = q;
    }
    return count ? gzt_plan_kids(&w->p, GZT_XOR, kids, count) : NULL;
}

// ---- near ------------------------------------------------------------------

typedef struct place {
    gzt_str *terms;
    size_t count;
} place;

static void
place_terms(walk *w, const gzt_node *node, place *out, parts *queries)
{
    units u;

    if (node->kind == GZT_NODE_OR || node->kind == GZT_NODE_LIST) {
        if (node->kind == GZT_NODE_LIST && node->count != 1)
            refuse(w, node, "only single words can be near each other",
                   "write one word, or (word OR word), on each side");
        for (size_t i = 0; i < node->count && !w->status; i++)
            place_terms(w, node->kids[i], out, queries);
        return;
    }
    u = node->kind == GZT_NODE_WORDS || node->kind == GZT_NODE_PHRASE
            ? gzt_planner_units(&w->p, node->text)
            : (units){ 0 };
    if (u.count != 1 || !u.items[0].term_count) {
        refuse(w, node, "only single words can be near each other",
               "write one word, or (word OR word), on each side");
        return;
    }
    for (size_t i = 0; i < u.items[0].term_count; i++) {
        out->terms = gzt_arena_more(w->p.arena, out->terms, out->count,
                                    sizeof(*out->terms));
        out->terms[out->count++] = u.items[0].terms[i];
    }
    add_part(w, queries, (part){ .query = u.items[0].query });
}

static const gzt_xquery *
near(walk *w, const gzt_node *node, gzt_trace_kind kind)
{
    planner *p = &w->p;
    gzt_str **terms = gzt_arena_array(p->arena, node->count, sizeof(*terms));
    size_t *counts = gzt_arena_array(p->arena, node->count, sizeof(*counts));
    const gzt_xquery **kids =
        gzt_arena_array(p->arena, node->count, sizeof(*kids));

    if (p->prefix.len) {
        refuse(w, node, "the words of this field have no order",
               "write AND between them");
        return NULL;
    }
    if (node->count > GZT_TRACE_PLACES) {
        refuse(w, node, "too many words to be near each other",
               "write at most 64");
        return NULL;
    }
    for (size_t i = 0; i < node->count && !w->status; i++) {
        place at = { 0 };
        parts queries = { 0 };

        place_terms(w, node->kids[i], &at, &queries);
        if (w->status)
            return NULL;
        terms[i] = at.terms;
        counts[i] = at.count;
        kids[i] = gzt_plan_any_term(p, at.terms, at.count);
    }
    if (w->status)
        return NULL;
    return gzt_plan_trace(p, gzt_plan_kids(p, GZT_XAND, kids, node->count),
                          kind, node->distance, (const gzt_str *const *)terms,
                          counts, node->count);
}

// ---- mentions --------------------------------------------------------------

// The articles where what `node` names occurs at least `number` times.
static const gzt_xquery *
at_least(walk *w, const gzt_node *node, uint32_t number, size_t word)
{
    planner *p = &w->p;
    const gzt_xquery *q;
    uint32_t outer = p->at_least;

    if (!number)
        return gzt_plan_term(p, GZT_S(""));
    p->at_least = number;
    if (node->kind == GZT_NODE_PHRASE) {
        q = gzt_planner_phrase(p, node->text, node->distance, word);
    } else {
        place at = { 0 };
        parts queries = { 0 };
        gzt_str **terms = gzt_arena_array(p->arena, 1, sizeof(*terms));
        size_t *counts = gzt_arena_array(p->arena, 1, sizeof(*counts));

        place_terms(w, node, &at, &queries);
        *terms = at.terms;
        *counts = at.count;
        q = w->status
                ? NULL
                : gzt_plan_trace(p, gzt_plan_any_term(p, at.terms, at.count),
                                 GZT_TRACE_PHRASE, 0,
                                 (const gzt_str *const *)terms, counts, 1);
    }
    p->at_least = outer;
    return q;
}

static const gzt_xquery *
all_but(planner *p, const gzt_xquery *q)
{
    return gzt_plan_pair(p, GZT_XAND_NOT, gzt_plan_term(p, GZT_S("")), q);
}

static const gzt_xquery *
mentions(walk *w, const gzt_node *node)
{
    planner *p = &w->p;
    const gzt_node *kid = node->kids[0];
    char sign = *node->text.ptr;
    bool equal = node->text.ptr[node->text.len - 1] == '=';
    uint32_t n = node->distance;
    size_t word =
        gzt_planner_word(p, gzt_str_slice(w->text, node->start, node->end));
    const gzt_xquery *q, *more;

    // x<n and x<=n are the articles but those with more.
    q = at_least(w, kid, n + ((sign != '=') && equal == (sign == '<')), word);
    if (!q || w->status)
        return NULL;
    if (sign == '<')
        q = all_but(p, q);
    if (sign == '=') {
        more = at_least(w, kid, n + 1, word);
        q = gzt_plan_pair(p, GZT_XAND_NOT, q, more);
    }
    p->words[word].query = q;
    return q;
}

// ---- prefixes and near spellings -------------------------------------------

static gzt_str
folded_word(walk *w, gzt_str text)
{
    gzt_tokens t;

    gzt_analyze(w->p.analyzer, text, w->p.lang,
                GZT_ANALYZE_QUERY | GZT_ANALYZE_NO_STEM, w->p.arena, &t);
    return t.count ? t.tokens[0].word : (gzt_str){ 0 };
}

static int
by_frequency(const void *a, const void *b)
{
    const gzt_xterm *x = a, *y = b;

    if (x->freq != y->freq)
        return x->freq < y->freq ? 1 : -1;
    return gzt_str_cmp(x->term, y->term);
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
    qsort(all, count, sizeof(*all), by_frequency);
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
static const gzt_xquery *
prefix(walk *w, const gzt_node *node)
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

static const gzt_xquery *
fuzzy(walk *w, const gzt_node *node)
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

// ---- fields ----------------------------------------------------------------

static const gzt_xquery *
lookup(walk *w, const gzt_node *node, gzt_str prefix_of_key, bool lower)
{
    gzt_str value = node->text;
    size_t word = gzt_planner_word(&w->p, value);

    if (node->kind != GZT_NODE_WORDS && node->kind != GZT_NODE_PHRASE) {
        refuse(w, node, "this field takes one value",
               "put it in quotes if there are blanks in it");
        return NULL;
    }
    if (lower) {
        char *copy = gzt_arena_cstr(w->p.arena, value);

        for (size_t i = 0; i < value.len; i++)
            copy[i] |= copy[i] >= 'A' && copy[i] <= 'Z' ? 32 : 0;
        value.ptr = copy;
    }
    w->p.words[word].query =
        gzt_plan_term(&w->p, gzt_schema_key(prefix_of_key, value, w->p.arena));
    return w->p.words[word].query;
}

static const gzt_xquery *
in_field(walk *w, const gzt_node *node, gzt_str prefix_of_terms)
{
    gzt_str outer = w->p.prefix;
    const gzt_xquery *q;

    w->p.prefix = prefix_of_terms;
    q = node_query(w, node);
    w->p.prefix = outer;
    return q;
}

static const gzt_xquery *
flagged(walk *w, const gzt_node *node, bool *flag)
{
    bool outer = *flag;
    const gzt_xquery *q;

    *flag = true;
    q = node_query(w, node);
    *flag = outer;
    return q;
}

static const gzt_xquery *
money(walk *w, const gzt_node *node)
{
    size_t word = gzt_planner_word(&w->p, node->text);
    bool understood = false;

    if (node->kind == GZT_NODE_WORDS || node->kind == GZT_NODE_PHRASE)
        w->status =
            gzt_planner_money(&w->p, node->text, word, &understood, w->err);
    if (!w->status && !understood)
        refuse(w, node, "this is no amount of money",
               "write money:>=100bn, money:$400bn or money:$1m..$5m");
    return w->status ? NULL : w->p.words[word].query;
}

static const gzt_xquery *
field(walk *w, const gzt_node *node)
{
    const gzt_node *kid = node->kids[0];
    gzt_str name = node->field;

    if (gzt_str_eq(name, GZT_S("title")))
        return flagged(w, kid, &w->p.title);
    if (gzt_str_eq(name, GZT_S("lead")))
        return flagged(w, kid, &w->p.lead);
    if (gzt_str_eq(name, GZT_S("exact")))
        return flagged(w, kid, &w->p.exact);
    if (gzt_str_eq(name, GZT_S("money")))
        return money(w, kid);
    if (gzt_str_eq(name, GZT_S("source")))
        return in_field(w, kid, GZT_S(GZT_PREFIX_SOURCE));
    if (gzt_str_eq(name, GZT_S("author")))
        return in_field(w, kid, GZT_S(GZT_PREFIX_AUTHOR));
    if (gzt_str_eq(name, GZT_S("section")))
        return in_field(w, kid, GZT_S(GZT_PREFIX_SECTION));
    if (gzt_str_eq(name, GZT_S("tag")))
        return in_field(w, kid, GZT_S(GZT_PREFIX_TAG));
    if (gzt_str_eq(name, GZT_S("lang")))
        return lookup(w, kid, GZT_S(GZT_PREFIX_LANG), true);
    if (gzt_str_eq(name, GZT_S("id")))
        return lookup(w, kid, GZT_S(GZT_PREFIX_ID), false);
    if (gzt_str_eq(name, GZT_S("url")))
        return lookup(w, kid, GZT_S(GZT_PREFIX_URL), false);
    refuse(w, node, "this index holds nothing for that field yet",
           "leave the field's name out to search the text");
    return NULL;
}

const gzt_xquery *
gzt_plan_dates(int64_t first, int64_t last, gzt_arena *arena)
{
    gzt_xquery *q = gzt_arena_alloc(arena, sizeof(*q));
    char *bytes = gzt_arena_alloc(arena, 2 * GZT_TIME_BYTES + 8);

    gzt_schema_time(first, bytes);
    gzt_schema_time(last, bytes + GZT_TIME_BYTES);
    memset(bytes + 2 * GZT_TIME_BYTES, 0xff, 8); // behind every uid
    q->op = GZT_XRANGE;
    q->slot = GZT_SLOT_DATE;
    q->low = (gzt_str){ bytes, GZT_TIME_BYTES };
    q->high = (gzt_str){ bytes + GZT_TIME_BYTES, GZT_TIME_BYTES + 8 };
    return q;
}

const gzt_xquery *
gzt_plan_filter(const gzt_xquery *query, const gzt_xquery *filter,
                gzt_arena *arena)
{
    const gzt_xquery **kids = gzt_arena_array(arena, 2, sizeof(*kids));
    gzt_xquery *q = gzt_arena_alloc(arena, sizeof(*q));

    kids[0] = query;
    kids[1] = filter;
    q->op = GZT_XFILTER;
    q->kids = kids;
    q->count = 2;
    return q;
}

static const gzt_xquery *
range(walk *w, const gzt_node *node)
{
    int64_t now = w->p.options->now, ignored;
    int64_t first = INT64_MIN / 4, last = INT64_MAX / 4;
    size_t word =
        gzt_planner_word(&w->p, gzt_str_slice(w->text, node->start, node->end));
    bool good = true;

    first = -((int64_t)1 << 45);
    last = ((int64_t)1 << 45);
    if (node->low.len)
        good &= gzt_date_range(node->low, now, &first, &ignored);
    if (node->high.len)
        good &= gzt_date_range(node->high, now, &ignored, &last);
    if (!good || first > last) {
        refuse(w, node,
               good ? "this range ends before it begins" : "this is no date",
               "write date:2014, date:2014-05 or date:2014-05-01..2014-06");
        return NULL;
    }
    w->p.words[word].query = gzt_plan_dates(first, last, w->p.arena);
    return w->p.words[word].query;
}

// ---- nodes -----------------------------------------------------------------

static const gzt_xquery *
phrase(walk *w, const gzt_node *node)
{
    size_t word =
        gzt_planner_word(&w->p, gzt_str_slice(w->text, node->start, node->end));
    const gzt_xquery *q;

    if (w->p.exact) { // the words, each as it is written, in this order
        units u = gzt_planner_units(&w->p, node->text);
        const gzt_xquery **kids =
            gzt_arena_array(w->p.arena, u.count + 2, sizeof(*kids));

        kids[0] = gzt_planner_phrase(&w->p, node->text, node->distance, word);
        for (size_t i = 0; i < u.count; i++)
            kids[i + 1] = u.items[i].query;
        q = u.count ? gzt_plan_kids(&w->p, GZT_XAND, kids, u.count + 1) : NULL;
    } else {
        q = gzt_planner_phrase(&w->p, node->text, node->distance, word);
    }
    w->p.words[word].query = q;
    return q;
}

static const gzt_xquery *
single(walk *w, const gzt_node *node)
{
    parts list = { 0 };

    add_node(w, node, &list);
    return combine(w, &list, false);
}

static const gzt_xquery *
node_query(walk *w, const gzt_node *node)
{
    parts list;

    if (w->status)
        return NULL;
    switch (node->kind) {
    case GZT_NODE_EMPTY:
        return NULL;
    case GZT_NODE_WORDS:
    case GZT_NODE_NOT:
        return single(w, node);
    case GZT_NODE_PHRASE:
        return w->p.prefix.len ? single(w, node) : phrase(w, node);
    case GZT_NODE_LIST:
        list = parts_of(w, node, true);
        return combine(w, &list, w->p.options->any && !w->p.prefix.len);
    case GZT_NODE_AND:
        list = parts_of(w, node, false);
        return combine(w, &list, false);
    case GZT_NODE_OR:
        return either(w, node);
    case GZT_NODE_NEAR:
        return near(w, node, GZT_TRACE_NEAR);
    case GZT_NODE_SENTENCE:
        return near(w, node, GZT_TRACE_IN_SENTENCE);
    case GZT_NODE_PARAGRAPH:
        return near(w, node, GZT_TRACE_IN_PARAGRAPH);
    case GZT_NODE_PREFIX:
        return prefix(w, node);
    case GZT_NODE_FUZZY:
        return fuzzy(w, node);
    case GZT_NODE_FIELD:
        return field(w, node);
    case GZT_NODE_RANGE:
        return range(w, node);
    case GZT_NODE_MENTIONS:
        return mentions(w, node);
    }
    return NULL;
}

// The languages that articles of the index are in, besides the query's.
static gzt_status
find_langs(planner *p, gzt_err *err)
{
    const gzt_xterm *terms;
    size_t count;
    gzt_status status =
        gzt_reader_langs(p->reader, 4 * PLAN_LANGS, &terms, &count, err);

    for (size_t i = 0; !status && i < count; i++) {
        gzt_str lang = gzt_str_slice(terms[i].term, 1, terms[i].term.len);

        if (p->lang_count < PLAN_LANGS && !gzt_str_eq(lang, p->lang) &&
            gzt_lang_is_stemmed(lang))
            p->langs[p->lang_count++] = lang;
    }
    return status;
}

static void
note_dropped(planner *p)
{
    gzt_str names = { "", 0 };

    for (size_t i = 0; i < p->word_count; i++)
        if (p->words[i].dropped)
            names = gzt_arena_printf(p->arena, "%.*s%s%.*s", GZT_ARG(names),
                                     names.len ? ", " : "",
                                     GZT_ARG(p->words[i].text));
    if (names.len)
        gzt_planner_note(p, gzt_arena_printf(p->arena,
                                             "left out as stop words: %.*s",
                                             GZT_ARG(names)));
}

gzt_status
gzt_plan_make(const gzt_node *node, gzt_str text, gzt_reader *reader,
              gzt_analyzer *analyzer, const gzt_plan_options *options,
              gzt_arena *arena, gzt_plan *out, gzt_query_fault *fault,
              gzt_err *err)
{
    walk w = { .text = text, .fault = fault, .err = err };
    planner *p = &w.p;

    *p = (planner){ .options = options,
                    .reader = reader,
                    .analyzer = analyzer,
                    .arena = arena,
                    .lang = gzt_reader_lang(reader),
                    .exact = options->exact };
    *out = (gzt_plan){ 0 };
    *fault = (gzt_query_fault){ 0 };
    w.status = find_langs(p, err);
    out->query = node_query(&w, node);
    if (w.status)
        return w.status;
    if (!out->query)
        out->query = gzt_plan_nothing(p);
    note_dropped(p);
    out->words = p->words;
    out->word_count = p->word_count;
    out->forms = p->forms;
    out->form_count = p->form_count;
    out->runs = p->runs;
    out->run_count = p->run_count;
    out->notes = p->notes;
    out->note_count = p->note_count;
    out->has_trace = p->has_trace;
    out->has_exact = p->has_exact;
    return GZT_OK;
}
