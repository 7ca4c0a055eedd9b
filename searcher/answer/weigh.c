/* weigh.c - what the words of a query weigh. */
#include "answer/weigh.h"

#include "store/impact.h"

#include <math.h>

// A weight is a multiple of 2^-20: with impacts of 7 bits there is room in a
// double for sums up to 2^26.
static const double GRAIN = 1 << 20;

typedef struct weighing {
    gzt_xdb *db;
    gzt_arena *arena;
    double documents;
    gzt_err *err;
    gzt_status status;
} weighing;

static const gzt_xquery *weigh(weighing *w, const gzt_xquery *q, double factor);

static const gzt_xquery *
nothing(weighing *w)
{
    gzt_xquery *q = gzt_arena_alloc(w->arena, sizeof(*q));

    q->op = GZT_XNOTHING;
    return q;
}

static uint32_t
frequency(weighing *w, gzt_str term)
{
    uint32_t documents = 0;

    if (!w->status)
        w->status = gzt_xdb_freqs(w->db, term, &documents, NULL, w->err);
    return documents;
}

static const gzt_xquery *
scaled(weighing *w, const gzt_xquery *leaf, double weight)
{
    gzt_xquery *q = gzt_arena_alloc(w->arena, sizeof(*q));
    const gzt_xquery **kids = gzt_arena_array(w->arena, 1, sizeof(*kids));

    kids[0] = leaf;
    q->op = GZT_XSCALE;
    q->factor = floor(weight / GZT_IMPACT_MAX * GRAIN + 0.5) / GRAIN;
    q->kids = kids;
    q->count = 1;
    return q;
}

static double
rarity(const weighing *w, double documents)
{
    return log((w->documents + 1) / documents);
}

static const gzt_xquery *
weigh_term(weighing *w, const gzt_xquery *q, double factor)
{
    uint32_t documents;

    if (!q->term.len)
        return q; // all documents
    documents = frequency(w, q->term);
    return documents ? scaled(w, q, factor * rarity(w, documents)) : nothing(w);
}

// In how many articles is any of the terms, if they know nothing of each other?
static double
together(weighing *w, const gzt_xquery *q, uint32_t *each)
{
    double without = 1, most = 0;

    for (size_t i = 0; i < q->count; i++) {
        if (q->kids[i]->op != GZT_XTERM)
            continue;
        each[i] = frequency(w, q->kids[i]->term);
        without *= 1 - each[i] / w->documents;
        if (each[i] > most)
            most = each[i];
    }
    return fmax(most, w->documents * (1 - without));
}

static const gzt_xquery *
list(weighing *w, gzt_xop op, const gzt_xquery **kids, size_t count)
{
    gzt_xquery *q;

    if (!count)
        return nothing(w);
    if (count == 1 && op != GZT_XAND_NOT)
        return kids[0];
    q = gzt_arena_alloc(w->arena, sizeof(*q));
    q->op = op;
    q->kids = kids;
    q->count = count;
    return q;
}

static const gzt_xquery *
weigh_synonym(weighing *w, const gzt_xquery *q, double factor)
{
    uint32_t *each = gzt_arena_array(w->arena, q->count, sizeof(*each));
    const gzt_xquery **kids =
        gzt_arena_array(w->arena, q->count, sizeof(*kids));
    double documents = together(w, q, each);
    size_t kept = 0;

    for (size_t i = 0; i < q->count; i++) {
        if (q->kids[i]->op != GZT_XTERM)
            kids[kept++] = weigh(w, q->kids[i], factor);
        else if (each[i])
            kids[kept++] = scaled(w, q->kids[i], factor * rarity(w, documents));
    }
    return list(w, GZT_XMAX, kids, kept);
}

static bool
is_nothing(const gzt_xquery *q)
{
    return q->op == GZT_XNOTHING;
}

// Any of the kids: those that nothing has make no difference.
static const gzt_xquery *
weigh_any(weighing *w, const gzt_xquery *q, double factor)
{
    const gzt_xquery **kids =
        gzt_arena_array(w->arena, q->count + 1, sizeof(*kids));
    size_t kept = 0;

    for (size_t i = 0; i < q->count; i++) {
        kids[kept] = weigh(w, q->kids[i], factor);
        kept += !is_nothing(kids[kept]);
    }
    return list(w, q->op, kids, kept);
}

static const gzt_xquery *
weigh_all(weighing *w, const gzt_xquery *q, double factor)
{
    const gzt_xquery **kids =
        gzt_arena_array(w->arena, q->count + 1, sizeof(*kids));

    for (size_t i = 0; i < q->count; i++) {
        kids[i] = weigh(w, q->kids[i], factor);
        if (is_nothing(kids[i]))
            return kids[i];
    }
    return list(w, q->op, kids, q->count);
}

// Only the first kid has weight; MAYBE's others have, too, but need not be.
static const gzt_xquery *
weigh_first(weighing *w, const gzt_xquery *q, double factor)
{
    gzt_xquery *copy = gzt_arena_alloc(w->arena, sizeof(*copy));
    const gzt_xquery **kids =
        gzt_arena_array(w->arena, q->count + 1, sizeof(*kids));
    size_t kept = 1;

    *copy = *q;
    copy->kids = kids;
    kids[0] = weigh(w, q->kids[0], factor);
    if (is_nothing(kids[0]))
        return kids[0];
    for (size_t i = 1; i < q->count; i++) {
        kids[kept] =
            q->op == GZT_XMAYBE ? weigh(w, q->kids[i], factor) : q->kids[i];
        if (q->op == GZT_XFILTER && is_nothing(kids[kept]))
            return kids[kept];
        kept += !is_nothing(kids[kept]);
    }
    copy->count = kept;
    return kept == 1 && q->op != GZT_XTRACE ? kids[0] : copy;
}

static const gzt_xquery *
weigh(weighing *w, const gzt_xquery *q, double factor)
{
    switch (q->op) {
    case GZT_XTERM:
        return weigh_term(w, q, factor);
    case GZT_XSYNONYM:
        return weigh_synonym(w, q, factor);
    case GZT_XOR:
    case GZT_XMAX:
        return weigh_any(w, q, factor);
    case GZT_XAND:
        return weigh_all(w, q, factor);
    case GZT_XAND_NOT:
    case GZT_XFILTER:
    case GZT_XMAYBE:
    case GZT_XTRACE:
        return weigh_first(w, q, factor);
    case GZT_XSCALE:
        return weigh(w, q->kids[0], factor * q->factor);
    case GZT_XNOTHING:
    case GZT_XRANGE:
    case GZT_XPREFIX:
        break;
    }
    return q;
}

gzt_status
gzt_weigh(gzt_reader *reader, const gzt_xquery *query, gzt_arena *arena,
          const gzt_xquery **out, gzt_err *err)
{
    weighing w = { .db = gzt_reader_db(reader), .arena = arena, .err = err };
    gzt_xstats stats;

    w.status = gzt_xdb_stats(w.db, &stats, err);
    if (w.status)
        return w.status;
    w.documents = stats.documents ? stats.documents : 1;
    *out = weigh(&w, query, 1);
    return w.status;
}
