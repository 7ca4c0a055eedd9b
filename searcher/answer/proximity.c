/* proximity.c - words of the query that stand close together. */
#include "answer/proximity.h"

#include "store/document.h"
#include "store/impact.h"
#include "store/schema.h"

#include <endian.h>
#include <math.h>
#include <string.h>

enum {
    CONCEPTS = 64, // words of a query that are looked for
    TERMS = 256,   // and their forms
    FAR = 16,      // positions that are not near any more
    DEPTH = 200,
    WORD = 64
};

// By measurement: docs/BENCHMARKS.md.
static const double SHARE = 0.15;
static const double GRAIN = 1 << 20; // as in weigh.c

typedef struct form {
    uint16_t print;
    uint8_t concept;
} form;

// The words of a query: all forms of one are one concept.
typedef struct concepts {
    uint64_t bits[(UINT16_MAX + 1) / WORD]; // fingerprints that are forms
    form forms[TERMS];
    size_t form_count;
    double weights[CONCEPTS];
    size_t count;
} concepts;

static void
add_form(concepts *c, gzt_str term)
{
    uint16_t print = gzt_trace_print(term);

    // Of a word that is there twice the first counts.
    if (c->form_count == TERMS || (c->bits[print / WORD] >> print % WORD & 1))
        return;
    c->bits[print / WORD] |= UINT64_C(1) << print % WORD;
    c->forms[c->form_count++] = (form){ print, (uint8_t)c->count };
}

static bool
is_word(const gzt_xquery *q)
{
    return q->op == GZT_XSCALE && q->kids[0]->op == GZT_XTERM;
}

static void
add_word(concepts *c, const gzt_xquery *const *kids, size_t count)
{
    size_t before = c->form_count;

    c->weights[c->count] = kids[0]->factor * GZT_IMPACT_MAX;
    for (size_t i = 0; i < count; i++)
        if (is_word(kids[i]))
            add_form(c, kids[i]->kids[0]->term);
    c->count += c->form_count > before;
}

static void
add_query(concepts *c, const gzt_xquery *q, int depth)
{
    if (c->count == CONCEPTS || depth == DEPTH)
        return;
    if (is_word(q))
        add_word(c, &q, 1);
    else if (q->op == GZT_XMAX && is_word(q->kids[0]))
        add_word(c, q->kids, q->count);
    else if (q->op == GZT_XAND || q->op == GZT_XOR)
        for (size_t i = 0; i < q->count; i++)
            add_query(c, q->kids[i], depth + 1);
    else if (q->count)
        add_query(c, q->kids[0], depth + 1);
}

bool
gzt_proximity_counts(const gzt_xquery *query)
{
    concepts c = { 0 };

    add_query(&c, query, 0);
    return c.count > 1;
}

static int
concept_of(const concepts *c, uint16_t print)
{
    if (!(c->bits[print / WORD] >> print % WORD & 1))
        return -1;
    for (size_t i = 0; i < c->form_count; i++)
        if (c->forms[i].print == print)
    return c->forms[i].concept;
    return -1;
}

// Where the walk through a trace is.
typedef struct walk {
    const concepts *concepts;
    double gathered[CONCEPTS];
    size_t position, last_position;
    size_t title; // positions in it
    int last;     // concept, or -1
} walk;

static void
meet(walk *w, int concept)
{
    size_t distance = w->position - w->last_position;

    if (w->last >= 0 && w->last != concept && distance && distance <= FAR) {
        const double *weights = w->concepts->weights;

        w->gathered[concept] += weights[w->last] / (double)distance;
        w->gathered[w->last] += weights[concept] / (double)distance;
    }
    w->last = concept;
    w->last_position = w->position;
}

static void
follow(walk *w, gzt_str trace)
{
    bool same = false;

    for (size_t i = 0; i + 1 < trace.len; i += 2) {
        uint16_t code;
        int concept;

        memcpy(&code, trace.ptr + i, sizeof(code));
        code = le16toh(code);
        if (code < GZT_TRACE_FIRST) {
            same = code == GZT_TRACE_SAME;
            if (code == GZT_TRACE_FIELD) {
                w->last = -1;
                w->title = w->position;
            }
            continue;
        }
        w->position += !same;
        same = false;
        concept = concept_of(w->concepts, code);
        if (concept >= 0)
            meet(w, concept);
    }
}

static double
bonus(const concepts *c, gzt_str trace)
{
    walk w = { .concepts = c, .last = -1 };
    double room, sum = 0;

    follow(&w, trace);
    // About every second word has weight, in the title several times as much.
    room = gzt_impact_room((w.position + (GZT_TITLE_WEIGHT - 1) * w.title) / 2 +
                           1);
    for (size_t i = 0; i < c->count; i++)
        sum += c->weights[i] * w.gathered[i] / (w.gathered[i] + room);
    return floor(SHARE * sum * GRAIN) / GRAIN;
}

gzt_status
gzt_proximity_add(gzt_reader *reader, const gzt_xquery *query,
                  gzt_candidates *c, gzt_arena *arena, gzt_err *err)
{
    size_t pool = c->count < GZT_PROXIMITY_POOL ? c->count : GZT_PROXIMITY_POOL;
    concepts words = { 0 };
    gzt_status status = GZT_OK;

    add_query(&words, query, 0);
    for (size_t i = 0; i < pool && !status; i++) {
        gzt_str trace;

        status = gzt_reader_trace(reader, c->items[i].docid, &trace, err);
        if (status)
            break;
        c->items[i].near = bonus(&words, trace);
        c->items[i].score += c->items[i].near;
    }
    return status ? status : gzt_candidates_sort(reader, c, arena, err);
}
