/* plan.c - from the parsed query to what the index is asked for: the walk over
 * the tree. near.c, spelling.c and fields.c know the rarer nodes. */
#include "query/plan.h"

#include "base/str.h"
#include "query/walk.h"
#include "store/schema.h"

enum {
    ASKING_LIST = 6 // words make a long question
};

// What a word that only asks for texts weighs there, by measurement.
static const double ASKING_SHARE = 0.1;

void
gzt_walk_refuse(walk *w, const gzt_node *node, const char *message,
                const char *hint)
{
    if (w->status)
        return;
    w->fault->start = node->start;
    w->fault->end = node->end;
    w->fault->message = gzt_str_of(message);
    w->fault->hint = gzt_str_of(hint);
    w->status = gzt_fail(w->err, GZT_EINVAL, "%s; %s", message, hint);
}

void
gzt_walk_add(walk *w, parts *list, part item)
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

static bool
is_asking(const planner *p, const unit *u)
{
    return u->word_count == 1 && gzt_is_asking_word(u->words[0], p->lang);
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
        gzt_walk_add(w, list,
                     (part){ .query = u.items[i].query,
                             .stop = u.items[i].stop && !w->p.exact,
                             .asking = is_asking(&w->p, &u.items[i]),
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
            gzt_walk_add(
                w, &list,
                (part){ .query = gzt_plan_term(
                            &w->p, gzt_schema_key(w->p.prefix, t.tokens[i].word,
                                                  w->p.arena)) });
    kids = gzt_arena_array(w->p.arena, list.count + 1, sizeof(*kids));
    for (size_t i = 0; i < list.count; i++)
        kids[i] = list.items[i].query;
    return gzt_plan_kids(&w->p, GZT_XAND, kids, list.count);
}

// exact:source:"Delta Post" is that source and no other.
static const gzt_xquery *
whole_source(walk *w, gzt_str text)
{
    gzt_xquery *q = gzt_arena_alloc(w->p.arena, sizeof(*q));

    q->op = GZT_XRANGE;
    q->slot = GZT_SLOT_SOURCE;
    q->low = q->high = text;
    return q;
}

static void
add_field_words(walk *w, const gzt_node *node, parts *list)
{
    size_t word = gzt_planner_word(&w->p, node->text);
    bool whole =
        w->p.exact && gzt_str_eq(w->p.prefix, GZT_S(GZT_PREFIX_SOURCE));
    const gzt_xquery *q =
        whole ? whole_source(w, node->text) : field_words(w, node->text);

    w->p.words[word].query = q;
    gzt_walk_add(w, list, (part){ .query = q, .word = word });
}

gzt_str *
gzt_walk_entity(walk *w, gzt_str text, size_t word, size_t *count)
{
    gzt_str *terms = NULL;

    *count = 0;
    if (!w->status)
        w->status = gzt_planner_entity(&w->p, text, w->p.entities, word, &terms,
                                       count, w->err);
    return terms;
}

static void
add_entity(walk *w, const gzt_node *node, parts *list)
{
    size_t word = gzt_planner_word(&w->p, node->text), count;
    gzt_str *terms = gzt_walk_entity(w, node->text, word, &count);
    const gzt_xquery *q = gzt_plan_any_term(&w->p, terms, count);

    w->p.words[word].query = q;
    gzt_walk_add(w, list, (part){ .query = q, .word = word });
}

static void
add_node(walk *w, const gzt_node *node, parts *list)
{
    bool outer = w->p.negative;
    part item = { .word = SIZE_MAX };

    if (w->p.entities &&
        (node->kind == GZT_NODE_WORDS || node->kind == GZT_NODE_PHRASE)) {
        add_entity(w, node, list);
        return;
    }

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
        item.query = gzt_walk_node(w, node->kids[0]);
    } else {
        item.query = gzt_walk_node(w, node);
    }
    w->p.negative = outer;
    if (item.query)
        gzt_walk_add(w, list, item);
}

static parts
parts_of(walk *w, const gzt_node *node, bool side_by_side)
{
    parts list = { 0 };

    for (size_t i = 0; i < node->count && !w->status; i++) {
        size_t last = i;

        if (!side_by_side || !is_bare(node->kids[i]) || w->p.prefix.len ||
            w->p.entities) {
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

// Of a long list of words those that only ask for texts weigh little.
static void
weaken_asking(walk *w, parts *list)
{
    if (list->count < ASKING_LIST)
        return;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].asking && !list->items[i].negative)
            list->items[i].query =
                gzt_plan_scaled(&w->p, list->items[i].query, ASKING_SHARE);
}

static const gzt_xquery *
combine(walk *w, parts *list, bool any)
{
    planner *p = &w->p;
    const gzt_xquery **kids;
    const gzt_xquery *positive;
    size_t count = 0, negatives = 0;

    drop_stop_words(w, list);
    weaken_asking(w, list);
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

const gzt_xquery *
gzt_walk_node(walk *w, const gzt_node *node)
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
        return w->p.prefix.len || w->p.entities ? single(w, node)
                                                : phrase(w, node);
    case GZT_NODE_LIST:
        list = parts_of(w, node, true);
        return combine(w, &list, w->p.options->any && !w->p.prefix.len);
    case GZT_NODE_AND:
        list = parts_of(w, node, false);
        return combine(w, &list, false);
    case GZT_NODE_OR:
        return either(w, node);
    case GZT_NODE_NEAR:
        return gzt_walk_near(w, node, GZT_TRACE_NEAR);
    case GZT_NODE_SENTENCE:
        return gzt_walk_near(w, node, GZT_TRACE_IN_SENTENCE);
    case GZT_NODE_PARAGRAPH:
        return gzt_walk_near(w, node, GZT_TRACE_IN_PARAGRAPH);
    case GZT_NODE_PREFIX:
        return gzt_walk_prefix(w, node);
    case GZT_NODE_FUZZY:
        return gzt_walk_fuzzy(w, node);
    case GZT_NODE_FIELD:
        return gzt_walk_field(w, node);
    case GZT_NODE_RANGE:
        return gzt_walk_range(w, node);
    case GZT_NODE_MENTIONS:
        return gzt_walk_mentions(w, node);
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
    out->query = gzt_walk_node(&w, node);
    if (w.status)
        return w.status;
    if (!out->query)
        out->query = gzt_plan_nothing(p);
    out->query = gzt_planner_afford(p, out->query, err, &w.status);
    if (w.status)
        return w.status;
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
