/* similar.c - a text as a query for others like it. */
#include "answer/similar.h"

#include "answer/names.h"
#include "base/str.h"
#include "store/entities.h"
#include "store/schema.h"

#include <math.h>
#include <stdlib.h>

enum {
    DISTINCT_MAX = 4096, // words of a text that are weighed
    TABLE = 4 * DISTINCT_MAX,
    TITLE_FACTOR = 3,
    NOTED = 10 // words that the note names
};

typedef struct word {
    gzt_str term, shown;
    double frequency; // in the text
    double weight;    // tf-idf
} word;

typedef struct similar {
    gzt_reader *reader;
    gzt_arena *arena;
    gzt_plan *plan;
    gzt_err *err;
    uint32_t documents; // of the index
    word *words;
    size_t count;
    uint32_t *slots; // number of a word plus 1, by hash
} similar;

// ---- the words of the text -------------------------------------------------

static word *
find_word(similar *s, gzt_str term)
{
    size_t at = gzt_str_hash(term, 0) % TABLE;

    for (; s->slots[at]; at = (at + 1) % TABLE)
        if (gzt_str_eq(s->words[s->slots[at] - 1].term, term))
            return &s->words[s->slots[at] - 1];
    if (s->count == DISTINCT_MAX)
        return NULL;
    s->words[s->count].term = term;
    s->slots[at] = (uint32_t)++s->count;
    return &s->words[s->count - 1];
}

static bool
tells(const gzt_token *token)
{
    return (token->kind == GZT_TOKEN_WORD || token->kind == GZT_TOKEN_ACRONYM ||
            token->kind == GZT_TOKEN_BIGRAM) &&
           !(token->flags & GZT_TOKEN_STOP);
}

static void
add_text(similar *s, gzt_analyzer *analyzer, gzt_str text, gzt_str lang,
         double factor)
{
    gzt_tokens t;

    gzt_analyze(analyzer, text, lang, 0, s->arena, &t);
    for (size_t i = 0; i < t.count; i++) {
        word *w = tells(&t.tokens[i])
                      ? find_word(s, gzt_schema_term(&t.tokens[i], s->arena))
                      : NULL;

        if (!w)
            continue;
        w->shown = t.tokens[i].word;
        w->frequency += factor;
    }
}

// ---- which of them count ---------------------------------------------------

// Of what only this text has there is nothing to be found.
static gzt_status
weigh(similar *s, uint32_t least)
{
    for (size_t i = 0; i < s->count; i++) {
        word *w = &s->words[i];
        uint32_t documents;
        gzt_status status = gzt_xdb_freqs(gzt_reader_db(s->reader), w->term,
                                          &documents, NULL, s->err);

        if (status)
            return status;
        w->weight = documents < least
                        ? 0
                        : (1 + log(w->frequency)) *
                              log((s->documents + 1.0) / documents);
    }
    return GZT_OK;
}

static int
by_weight(const void *a, const void *b)
{
    const word *x = a, *y = b;

    if (x->weight != y->weight)
        return x->weight < y->weight ? 1 : -1;
    return gzt_str_cmp(x->term, y->term);
}

static size_t
best_words(similar *s)
{
    size_t kept = 0;

    qsort(s->words, s->count, sizeof(*s->words), by_weight);
    while (kept < s->count && kept < GZT_SIMILAR_WORDS &&
           s->words[kept].weight > 0)
        kept++;
    return kept;
}

// ---- as a query ------------------------------------------------------------

static const gzt_xquery *
scaled_term(similar *s, gzt_str term, double factor)
{
    gzt_xquery *leaf = gzt_arena_alloc(s->arena, sizeof(*leaf));
    gzt_xquery *scale = gzt_arena_alloc(s->arena, sizeof(*scale));
    const gzt_xquery **kids = gzt_arena_array(s->arena, 1, sizeof(*kids));

    leaf->op = GZT_XTERM;
    leaf->term = term;
    kids[0] = leaf;
    *scale = (gzt_xquery){
        .op = GZT_XSCALE, .factor = factor, .kids = kids, .count = 1
    };
    return scale;
}

static void
add_form(similar *s, const word *w, const gzt_xquery *q)
{
    gzt_plan *p = s->plan;
    gzt_form *forms =
        gzt_arena_more(s->arena, p->forms, p->form_count, sizeof(*forms));
    gzt_plan_word *words =
        gzt_arena_more(s->arena, p->words, p->word_count, sizeof(*words));

    words[p->word_count] = (gzt_plan_word){ .text = w->shown, .query = q };
    forms[p->form_count++] = (gzt_form){ .term = w->term,
                                         .folded = w->shown,
                                         .word = p->word_count++ };
    p->forms = forms;
    p->words = words;
}

static void
add_note(similar *s, size_t count)
{
    gzt_str note = GZT_S("like it are articles with: ");
    gzt_str *notes = gzt_arena_more(s->arena, s->plan->notes,
                                    s->plan->note_count, sizeof(*notes));

    for (size_t i = 0; i < count && i < NOTED; i++)
        note = gzt_arena_printf(s->arena, "%.*s%s%.*s", GZT_ARG(note),
                                i ? ", " : "", GZT_ARG(s->words[i].shown));
    if (count > NOTED)
        note = gzt_arena_printf(s->arena, "%.*s and %zu more", GZT_ARG(note),
                                count - NOTED);
    notes[s->plan->note_count++] = note;
    s->plan->notes = notes;
}

static int
by_mentions(const void *a, const void *b)
{
    const gzt_xterm *x = a, *y = b;

    if (x->wdf != y->wdf)
        return x->wdf < y->wdf ? 1 : -1;
    return gzt_str_cmp(x->term, y->term);
}

static gzt_status
add_entities(similar *s, uint32_t docid, const gzt_xquery **kids, size_t *n)
{
    gzt_xterm *ids;
    size_t count;
    gzt_status status = gzt_names_ids(s->reader, docid, GZT_ENTITY_TYPES,
                                      s->arena, &ids, &count, s->err);

    if (status || !count)
        return status;
    qsort(ids, count, sizeof(*ids), by_mentions);
    for (size_t i = 0; i < count && i < GZT_SIMILAR_ENTITIES; i++)
        kids[(*n)++] = scaled_term(s, gzt_entity_term(ids[i].term, s->arena),
                                   1 + log(ids[i].wdf));
    return GZT_OK;
}

static const gzt_xquery *
any_of(similar *s, const gzt_xquery *const *kids, size_t count, gzt_str but)
{
    gzt_xquery *any = gzt_arena_alloc(s->arena, sizeof(*any));
    gzt_xquery *not_itself = gzt_arena_alloc(s->arena, sizeof(*not_itself));
    gzt_xquery *itself = gzt_arena_alloc(s->arena, sizeof(*itself));
    const gzt_xquery **pair = gzt_arena_array(s->arena, 2, sizeof(*pair));

    *any = (gzt_xquery){ .op = GZT_XOR, .kids = kids, .count = count };
    if (!but.len)
        return any;
    itself->op = GZT_XTERM;
    itself->term = gzt_schema_key(GZT_S(GZT_PREFIX_ID), but, s->arena);
    pair[0] = any;
    pair[1] = itself;
    *not_itself = (gzt_xquery){ .op = GZT_XAND_NOT, .kids = pair, .count = 2 };
    return not_itself;
}

// ---- the whole -------------------------------------------------------------

static gzt_status
read_text(similar *s, gzt_analyzer *analyzer, const gzt_similar *what,
          uint32_t *docid)
{
    gzt_str rest = what->text, title = { 0 };
    gzt_article a;
    gzt_status status;

    if (!what->id.len) {
        gzt_str_cut(&rest, '\n', &title);
        add_text(s, analyzer, title, gzt_reader_lang(s->reader), TITLE_FACTOR);
        add_text(s, analyzer, rest, gzt_reader_lang(s->reader), 1);
        return GZT_OK;
    }
    status = gzt_reader_find(s->reader, what->id, docid, s->err);
    if (!status)
        status = gzt_reader_article(s->reader, *docid, s->arena, &a, s->err);
    if (status)
        return status;
    add_text(s, analyzer, a.title, a.lang, TITLE_FACTOR);
    add_text(s, analyzer, a.body, a.lang, 1);
    return GZT_OK;
}

gzt_status
gzt_similar_plan(gzt_reader *reader, gzt_analyzer *analyzer,
                 const gzt_similar *what, gzt_arena *arena, gzt_plan *plan,
                 gzt_err *err)
{
    similar s = { .reader = reader, .arena = arena, .plan = plan, .err = err };
    const gzt_xquery **kids = gzt_arena_array(
        arena, GZT_SIMILAR_WORDS + GZT_SIMILAR_ENTITIES, sizeof(*kids));
    size_t count, n = 0;
    uint32_t docid = 0;
    gzt_xstats stats;
    gzt_status status = gzt_xdb_stats(gzt_reader_db(reader), &stats, err);

    s.documents = stats.documents;
    s.words = gzt_arena_array(arena, DISTINCT_MAX, sizeof(*s.words));
    s.slots = gzt_arena_array(arena, TABLE, sizeof(*s.slots));
    if (!status)
        status = read_text(&s, analyzer, what, &docid);
    if (!status)
        status = weigh(&s, docid ? 2 : 1);
    if (status)
        return status;
    count = best_words(&s);
    for (size_t i = 0; i < count; i++) {
        kids[n] =
            scaled_term(&s, s.words[i].term, 1 + log(s.words[i].frequency));
        add_form(&s, &s.words[i], kids[n++]);
    }
    if (docid)
        status = add_entities(&s, docid, kids, &n);
    if (!status && !n)
        status = gzt_fail(err, GZT_EINVAL,
                          "--similar: no other article has a word of it");
    add_note(&s, count);
    plan->query = any_of(&s, kids, n, what->id);
    return status;
}
