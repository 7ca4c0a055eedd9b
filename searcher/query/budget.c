/* budget.c - a query that would take too long asks for less, and says so.
 *
 * What matching costs is known beforehand, roughly: a posting for each article
 * of each word that is looked at, and much more for each trace that is read.
 * Of words and phrases of which any will do, the rare ones tell most and cost
 * least: they stay.
 */
#include "query/planner.h"

#include "base/str.h"

#include <stdlib.h>

enum {
    POSTINGS = 1500000, // that may be read for one query
    TRACE = 16,         // postings that a trace costs
    KEPT = 20           // words of which any will do that always stay
};

typedef struct costing {
    planner *p;
    size_t asked, kept; // alternatives, where some were left out
    gzt_err *err;
    gzt_status status;
} costing;

typedef struct priced {
    const gzt_xquery *query;
    uint64_t cost;
    size_t at; // where it stood
} priced;

static bool
takes_any(const gzt_xquery *q)
{
    return q->op == GZT_XOR || q->op == GZT_XSYNONYM || q->op == GZT_XMAX;
}

static uint64_t
cost_of(costing *c, const gzt_xquery *q)
{
    uint64_t sum = 0, least = UINT64_MAX;
    uint32_t documents = 0;

    if (c->status)
        return 0;
    if (q->op == GZT_XTERM) {
        if (q->term.len)
            c->status = gzt_xdb_freqs(gzt_reader_db(c->p->reader), q->term,
                                      &documents, NULL, c->err);
        return documents;
    }
    for (size_t i = 0; i < q->count; i++) {
        uint64_t cost = cost_of(c, q->kids[i]);

        sum += cost;
        least = cost < least ? cost : least;
    }
    if (q->op == GZT_XTRACE)
        return TRACE * sum;
    if (q->op == GZT_XAND || q->op == GZT_XFILTER)
        return q->count ? least : 0;
    return sum;
}

static int
by_cost(const void *a, const void *b)
{
    const priced *x = a, *y = b;

    if (x->cost != y->cost)
        return x->cost < y->cost ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static int
by_place(const void *a, const void *b)
{
    const priced *x = a, *y = b;

    return (x->at > y->at) - (x->at < y->at);
}

static const gzt_xquery *trimmed(costing *c, const gzt_xquery *q,
                                 uint64_t budget);

// The matcher holds alternatives in a tree: a posting of many costs more.
static uint64_t
per_depth(uint64_t budget, size_t count)
{
    unsigned depth = 0;

    while (count >>= 1)
        depth++;
    return 4 * budget / (4 + depth);
}

// The cheapest alternatives that the budget pays for.
static const gzt_xquery *
trim_any(costing *c, const gzt_xquery *q, uint64_t budget)
{
    priced *all = gzt_arena_array(c->p->arena, q->count, sizeof(*all));
    const gzt_xquery **kids =
        gzt_arena_array(c->p->arena, q->count, sizeof(*kids));
    uint64_t spent = 0;
    size_t kept = 0;

    budget = per_depth(budget, q->count);
    for (size_t i = 0; i < q->count; i++)
        all[i] = (priced){ q->kids[i], cost_of(c, q->kids[i]), i };
    qsort(all, q->count, sizeof(*all), by_cost);
    while (kept < q->count && (kept < KEPT || spent + all[kept].cost <= budget))
        spent += all[kept++].cost;
    if (kept < q->count) {
        c->asked += q->count;
        c->kept += kept;
    }
    qsort(all, kept, sizeof(*all), by_place);
    for (size_t i = 0; i < kept; i++)
        kids[i] = all[i].cost > budget / kept
                      ? trimmed(c, all[i].query, budget / kept)
                      : all[i].query;
    return gzt_plan_kids(c->p, q->op, kids, kept);
}

static const gzt_xquery *
trimmed(costing *c, const gzt_xquery *q, uint64_t budget)
{
    gzt_xquery *copy;
    const gzt_xquery **kids;

    if (!q->count || c->status)
        return q;
    if (takes_any(q) && q->count > KEPT)
        return trim_any(c, q, budget);
    copy = gzt_arena_alloc(c->p->arena, sizeof(*copy));
    kids = gzt_arena_array(c->p->arena, q->count, sizeof(*kids));
    for (size_t i = 0; i < q->count; i++)
        kids[i] =
            trimmed(c, q->kids[i], takes_any(q) ? budget / q->count : budget);
    *copy = *q;
    copy->kids = kids;
    return copy;
}

// ---- the same thing twice --------------------------------------------------

static bool
is_same_pattern(const gzt_trace_pattern *a, const gzt_trace_pattern *b)
{
    if (a->kind != b->kind || a->count != b->count || a->window != b->window ||
        a->zone != b->zone || a->at_least != b->at_least)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->places[i].count != b->places[i].count ||
            (a->places[i].count &&
             memcmp(a->places[i].prints, b->places[i].prints,
                    a->places[i].count * sizeof(*a->places[i].prints))))
            return false;
    return true;
}

static bool
is_same(const gzt_xquery *a, const gzt_xquery *b)
{
    if (a->op != b->op || a->count != b->count ||
        !gzt_str_eq(a->term, b->term) || !gzt_str_eq(a->low, b->low) ||
        !gzt_str_eq(a->high, b->high) || a->slot != b->slot ||
        a->factor != b->factor || a->limit != b->limit)
        return false;
    if (a->op == GZT_XTRACE && !is_same_pattern(a->pattern, b->pattern))
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!is_same(a->kids[i], b->kids[i]))
            return false;
    return true;
}

static bool
reads_traces(const gzt_xquery *q)
{
    bool found = q->op == GZT_XTRACE;

    for (size_t i = 0; i < q->count && !found; i++)
        found = reads_traces(q->kids[i]);
    return found;
}

// What reads traces is asked once; a word twice weighs twice.
static const gzt_xquery *
once(planner *p, const gzt_xquery *q)
{
    const gzt_xquery **kids =
        gzt_arena_array(p->arena, q->count, sizeof(*kids));
    size_t kept = 0;

    if (!takes_any(q) && q->op != GZT_XAND)
        return q;
    for (size_t i = 0; i < q->count; i++) {
        bool again = false;

        for (size_t k = kept; k-- > 0 && kept - k <= KEPT && !again;)
            again = reads_traces(q->kids[i]) && is_same(kids[k], q->kids[i]);
        if (!again)
            kids[kept++] = q->kids[i];
    }
    return gzt_plan_kids(p, q->op, kids, kept);
}

const gzt_xquery *
gzt_planner_afford(planner *p, const gzt_xquery *query, gzt_err *err,
                   gzt_status *status)
{
    costing c = { .p = p, .err = err };
    uint64_t budget = p->options->postings ? p->options->postings : POSTINGS;

    if (!query->count)
        return query;
    query = once(p, query);
    if (cost_of(&c, query) > budget)
        query = trimmed(&c, query, budget);
    if (c.kept < c.asked)
        gzt_planner_note(
            p, gzt_arena_printf(p->arena,
                                "too much at once: of %zu alternatives the "
                                "%zu rarest are searched",
                                c.asked, c.kept));
    *status = c.status;
    return query;
}
