/* near.c - words by their places: near each other, in one sentence, so and so
 * often. */
#include "query/walk.h"

#include "base/str.h"
#include "store/schema.h"

typedef struct place {
    gzt_str *terms;
    size_t count;
} place;

static void place_terms(walk *w, const gzt_node *node, place *out,
                        parts *queries);

static void
place_term(walk *w, place *out, gzt_str term)
{
    out->terms =
        gzt_arena_more(w->p.arena, out->terms, out->count, sizeof(term));
    out->terms[out->count++] = term;
}

// A name at its place: org:cica w/s Putin.
static void
place_entity(walk *w, const gzt_node *node, place *out, parts *queries)
{
    unsigned outer = w->p.entities;

    if (node->kind == GZT_NODE_FIELD) {
        w->p.entities = gzt_planner_entity_types(node->field);
        place_terms(w, node->kids[0], out, queries);
        w->p.entities = outer;
    } else {
        size_t word = gzt_planner_word(&w->p, node->text), count;
        gzt_str *terms = gzt_walk_entity(w, node->text, word, &count);
        const gzt_xquery *q = gzt_plan_any_term(&w->p, terms, count);

        for (size_t i = 0; i < count; i++)
            place_term(w, out, terms[i]);
        if (!count) // or its place would take any word
            place_term(w, out, GZT_S(GZT_PREFIX_ENTITY));
        w->p.words[word].query = q;
        gzt_walk_add(w, queries, (part){ .query = q });
    }
}

static bool
names_entity(const walk *w, const gzt_node *node)
{
    if (node->kind == GZT_NODE_FIELD)
        return gzt_planner_entity_types(node->field) != 0;
    return w->p.entities &&
           (node->kind == GZT_NODE_WORDS || node->kind == GZT_NODE_PHRASE);
}

static void
place_terms(walk *w, const gzt_node *node, place *out, parts *queries)
{
    units u;

    if (names_entity(w, node)) {
        place_entity(w, node, out, queries);
        return;
    }

    if (node->kind == GZT_NODE_OR || node->kind == GZT_NODE_LIST) {
        if (node->kind == GZT_NODE_LIST && node->count != 1)
            gzt_walk_refuse(w, node, "only single words can be near each other",
                            "write one word, or (word OR word), on each side");
        for (size_t i = 0; i < node->count && !w->status; i++)
            place_terms(w, node->kids[i], out, queries);
        return;
    }
    u = node->kind == GZT_NODE_WORDS || node->kind == GZT_NODE_PHRASE
            ? gzt_planner_units(&w->p, node->text)
            : (units){ 0 };
    if (u.count != 1 || !u.items[0].term_count) {
        gzt_walk_refuse(w, node, "only single words can be near each other",
                        "write one word, or (word OR word), on each side");
        return;
    }
    for (size_t i = 0; i < u.items[0].term_count; i++)
        place_term(w, out, u.items[0].terms[i]);
    gzt_walk_add(w, queries, (part){ .query = u.items[0].query });
}

const gzt_xquery *
gzt_walk_near(walk *w, const gzt_node *node, gzt_trace_kind kind)
{
    planner *p = &w->p;
    gzt_str **terms = gzt_arena_array(p->arena, node->count, sizeof(*terms));
    size_t *counts = gzt_arena_array(p->arena, node->count, sizeof(*counts));
    const gzt_xquery **kids =
        gzt_arena_array(p->arena, node->count, sizeof(*kids));

    if (p->prefix.len) {
        gzt_walk_refuse(w, node, "the words of this field have no order",
                        "write AND between them");
        return NULL;
    }
    if (node->count > GZT_TRACE_PLACES) {
        gzt_walk_refuse(w, node, "too many words to be near each other",
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

const gzt_xquery *
gzt_walk_mentions(walk *w, const gzt_node *node)
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
    for (size_t i = word + 1; i < p->word_count; i++)
        p->words[i].within = true;
    return q;
}
