/* prints.c - whether an article's trace can be taken at its word. */
#include "answer/prints.h"

#include "base/str.h"

enum {
    WORD = 64,
    WORDS = (UINT16_MAX + 1) / WORD
};

struct gzt_prints {
    uint64_t bits[WORDS]; // one for each fingerprint
    const gzt_str *terms; // that the phrases want
    size_t count;
    bool clash; // two of them share a fingerprint
    gzt_arena *arena;
};

static bool
has_print(const gzt_prints *p, uint16_t print)
{
    return p->bits[print / WORD] >> print % WORD & 1;
}

static bool
is_wanted(const gzt_prints *p, gzt_str term)
{
    for (size_t i = 0; i < p->count; i++)
        if (gzt_str_eq(p->terms[i], term))
            return true;
    return false;
}

static void
add_term(gzt_prints *p, gzt_str term, uint16_t print)
{
    if (is_wanted(p, term))
        return;
    p->clash |= has_print(p, print);
    p->bits[print / WORD] |= UINT64_C(1) << print % WORD;
    p->terms = gzt_arena_more(p->arena, p->terms, p->count, sizeof(*p->terms));
    ((gzt_str *)p->terms)[p->count++] = term;
}

static void
add_phrase(gzt_prints *p, const gzt_phrase *phrase)
{
    const gzt_trace_place *places = phrase->pattern.places;

    for (size_t i = 0; i < phrase->pattern.count; i++)
        for (size_t k = 0; k < places[i].count; k++)
            add_term(p, phrase->terms[i][k], places[i].prints[k]);
}

static void
add_query(gzt_prints *p, const gzt_xquery *q)
{
    if (q->op == GZT_XTRACE)
        add_phrase(p, (const gzt_phrase *)q->pattern);
    for (size_t i = 0; i < q->count; i++)
        add_query(p, q->kids[i]);
}

gzt_prints *
gzt_prints_new(const gzt_xquery *query, gzt_arena *arena)
{
    gzt_prints *p = gzt_arena_alloc(arena, sizeof(*p));

    p->arena = arena;
    add_query(p, query);
    return p;
}

gzt_status
gzt_prints_are_true(const gzt_prints *prints, gzt_reader *reader,
                    uint32_t docid, gzt_arena *arena, bool *out, gzt_err *err)
{
    gzt_xterm *terms;
    size_t count;
    gzt_status status;

    *out = !prints->clash;
    if (prints->clash)
        return GZT_OK;
    status = gzt_xdb_doc_terms(gzt_reader_db(reader), docid, GZT_S(""), false,
                               arena, &terms, &count, err);
    for (size_t i = 0; i < count && !status && *out; i++)
        *out = !has_print(prints, gzt_trace_print(terms[i].term)) ||
               is_wanted(prints, terms[i].term);
    return status;
}
