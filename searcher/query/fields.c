/* fields.c - what is asked of a field, and of the date. */
#include "query/walk.h"

#include "base/str.h"
#include "store/schema.h"
#include "text/date.h"

static const gzt_xquery *
lookup(walk *w, const gzt_node *node, gzt_str prefix_of_key, bool lower)
{
    gzt_str value = node->text;
    size_t word = gzt_planner_word(&w->p, value);

    if (node->kind != GZT_NODE_WORDS && node->kind != GZT_NODE_PHRASE) {
        gzt_walk_refuse(w, node, "this field takes one value",
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
    q = gzt_walk_node(w, node);
    w->p.prefix = outer;
    return q;
}

// entity:org:x is of both: an org.
static const gzt_xquery *
in_entities(walk *w, const gzt_node *node, unsigned types)
{
    unsigned outer = w->p.entities;
    const gzt_xquery *q;

    w->p.entities = outer ? outer & types : types;
    if (!w->p.entities) {
        gzt_walk_refuse(w, node, "nothing is of both these types",
                        "leave one out");
        return NULL;
    }
    q = gzt_walk_node(w, node);
    w->p.entities = outer;
    return q;
}

static const gzt_xquery *
flagged(walk *w, const gzt_node *node, bool *flag)
{
    bool outer = *flag;
    const gzt_xquery *q;

    *flag = true;
    q = gzt_walk_node(w, node);
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
        gzt_walk_refuse(w, node, "this is no amount of money",
                        "write money:>=100bn, money:$400bn or money:$1m..$5m");
    return w->status ? NULL : w->p.words[word].query;
}

const gzt_xquery *
gzt_walk_field(walk *w, const gzt_node *node)
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
    return in_entities(w, kid, gzt_planner_entity_types(name));
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

const gzt_xquery *
gzt_walk_range(walk *w, const gzt_node *node)
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
        gzt_walk_refuse(
            w, node,
            good ? "this range ends before it begins" : "this is no date",
            "write date:2014, date:2014-05 or date:2014-05-01..2014-06");
        return NULL;
    }
    w->p.words[word].query = gzt_plan_dates(first, last, w->p.arena);
    return w->p.words[word].query;
}
