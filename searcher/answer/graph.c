/* graph.c - entities that share a sentence.
 *
 * The trace of an article has each entity at its place as the fingerprint of
 * its term; its list of entities says which these can be. An entity's term is
 * read once, from the first article that names it.
 */
#include "answer/graph.h"

#include "answer/hits.h"
#include "answer/names.h"
#include "base/str.h"
#include "store/schema.h"
#include "xapian/trace_pack.h"

#include <endian.h>
#include <stdlib.h>

enum {
    TOGETHER_MAX = 32, // entities of a sentence
    CHUNK = 512,       // articles whose traces are in memory
    TABLE_MIN = 4096,  // slots
};

#define FREE UINT32_MAX

typedef struct node {
    uint64_t key; // gzt_entity_key()
    gzt_str id;
    uint32_t docid, articles;
    uint32_t shown; // its number in the answer, or FREE
    uint16_t print;
} node;

typedef struct edge {
    uint32_t from, to, articles, sentences;
    uint32_t last; // article that it was counted in
} edge;

// Numbers of items by hash; the items are elsewhere.
typedef struct table {
    uint32_t *slots;
    size_t mask;
} table;

typedef struct graphing {
    gzt_reader *reader;
    gzt_analyzer *analyzer;
    const gzt_search_options *options;
    gzt_str query;
    gzt_arena *arena;
    gzt_err *err;
    node *nodes;
    size_t node_count, node_room;
    edge *edges;
    size_t edge_count, edge_room;
    table node_table, edge_table;
    gzt_buf trace;
} graphing;

// ---- tables ----------------------------------------------------------------

static void
table_init(table *t, size_t size)
{
    t->slots = gzt_xrealloc(NULL, size, sizeof(*t->slots));
    t->mask = size - 1;
    memset(t->slots, 0xff, size * sizeof(*t->slots));
}

static size_t
place_of(const table *t, uint64_t hash)
{
    return (size_t)(hash * 0x9e3779b97f4a7c15u >> 24) & t->mask;
}

static uint64_t
hash_of_edge(const edge *e)
{
    return (uint64_t)e->from << 32 | e->to;
}

static void
table_put(table *t, uint64_t hash, uint32_t number)
{
    size_t at = place_of(t, hash);

    while (t->slots[at] != FREE)
        at = (at + 1) & t->mask;
    t->slots[at] = number;
}

static node *
find_node(const graphing *g, uint64_t key)
{
    const table *t = &g->node_table;
    size_t at = place_of(t, key);

    for (; t->slots[at] != FREE; at = (at + 1) & t->mask)
        if (g->nodes[t->slots[at]].key == key)
            return &g->nodes[t->slots[at]];
    return NULL;
}

static void
add_node(graphing *g, const node *item)
{
    if (2 * g->node_count > g->node_table.mask) {
        size_t size = 2 * (g->node_table.mask + 1);

        free(g->node_table.slots);
        table_init(&g->node_table, size);
        for (size_t i = 0; i < g->node_count; i++)
            table_put(&g->node_table, g->nodes[i].key, (uint32_t)i);
    }
    if (g->node_count == g->node_room) {
        g->node_room = g->node_room ? 2 * g->node_room : 256;
        g->nodes = gzt_xrealloc(g->nodes, g->node_room, sizeof(*g->nodes));
    }
    table_put(&g->node_table, item->key, (uint32_t)g->node_count);
    g->nodes[g->node_count++] = *item;
}

static edge *
find_edge(graphing *g, uint32_t from, uint32_t to)
{
    edge wanted = { .from = from, .to = to };
    table *t = &g->edge_table;
    size_t at = place_of(t, hash_of_edge(&wanted));

    for (; t->slots[at] != FREE; at = (at + 1) & t->mask)
        if (g->edges[t->slots[at]].from == from &&
            g->edges[t->slots[at]].to == to)
            return &g->edges[t->slots[at]];
    if (2 * g->edge_count > t->mask) {
        size_t size = 2 * (t->mask + 1);

        free(t->slots);
        table_init(t, size);
        for (size_t i = 0; i < g->edge_count; i++)
            table_put(t, hash_of_edge(&g->edges[i]), (uint32_t)i);
    }
    if (g->edge_count == g->edge_room) {
        g->edge_room = g->edge_room ? 2 * g->edge_room : 1024;
        g->edges = gzt_xrealloc(g->edges, g->edge_room, sizeof(*g->edges));
    }
    table_put(t, hash_of_edge(&wanted), (uint32_t)g->edge_count);
    g->edges[g->edge_count] = wanted;
    return &g->edges[g->edge_count++];
}

// ---- one article -----------------------------------------------------------

// Learn the entities of an article whose keys are new.
static gzt_status
learn(graphing *g, uint32_t docid, gzt_arena *scratch)
{
    gzt_xterm *ids;
    size_t count;
    gzt_status status = gzt_names_ids(g->reader, docid, GZT_ENTITY_TYPES,
                                      scratch, &ids, &count, g->err);

    for (size_t i = 0; !status && i < count; i++) {
        gzt_str term = gzt_entity_term(ids[i].term, scratch);
        node item = { .key = gzt_entity_key(term),
                      .docid = docid,
                      .shown = FREE,
                      .print = gzt_trace_print(term) };

        if (find_node(g, item.key))
            continue;
        item.id = gzt_arena_copy(g->arena, ids[i].term);
        add_node(g, &item);
    }
    return status;
}

// The numbers of the article's entities.
static gzt_status
entities_of(graphing *g, uint32_t docid, gzt_str value, gzt_arena *scratch,
            uint32_t **out, size_t *count)
{
    gzt_entity_entry entry;
    gzt_status status = GZT_OK;
    bool learned = false;

    *count = 0;
    *out = gzt_arena_array(scratch, value.len / GZT_ENTRY_BYTES + 1,
                           sizeof(**out));
    while (!status && gzt_entities_take(&value, &entry)) {
        node *known = find_node(g, entry.key);

        if (!known && !learned) {
            status = learn(g, docid, scratch);
            learned = true;
            known = find_node(g, entry.key);
        }
        if (!known)
            continue;
        known->articles++;
        (*out)[(*count)++] = (uint32_t)(known - g->nodes);
    }
    return status;
}

static int
by_id(const graphing *g, uint32_t a, uint32_t b)
{
    return gzt_str_cmp(g->nodes[a].id, g->nodes[b].id);
}

static void
add_sentence(graphing *g, uint32_t article, const uint32_t *together,
             size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count; k++) {
            bool swap = by_id(g, together[i], together[k]) > 0;
            edge *e =
                find_edge(g, together[swap ? k : i], together[swap ? i : k]);

            e->sentences++;
            e->articles += e->last != article;
            e->last = article;
        }
}

// The entity of the article that a fingerprint stands for, or FREE.
static uint32_t
entity_of(const graphing *g, const uint32_t *entities, size_t count,
          uint16_t print)
{
    for (size_t i = 0; i < count; i++)
        if (g->nodes[entities[i]].print == print)
            return entities[i];
    return FREE;
}

static size_t
put_once(uint32_t *together, size_t count, uint32_t entity)
{
    for (size_t i = 0; i < count; i++)
        if (together[i] == entity)
            return count;
    if (count < TOGETHER_MAX)
        together[count++] = entity;
    return count;
}

// Entities stand behind a SAME: they share the place of a word.
static void
read_trace(graphing *g, uint32_t article, gzt_str trace,
           const uint32_t *entities, size_t count)
{
    uint32_t together[TOGETHER_MAX];
    size_t n = 0;
    uint16_t before = 0;

    for (size_t i = 0; i + 1 < trace.len; i += 2) {
        uint16_t code;

        memcpy(&code, trace.ptr + i, sizeof(code));
        code = le16toh(code);
        if (code == GZT_TRACE_SENTENCE || code == GZT_TRACE_PARAGRAPH ||
            code == GZT_TRACE_FIELD) {
            add_sentence(g, article, together, n);
            n = 0;
        } else if (before == GZT_TRACE_SAME && code >= GZT_TRACE_FIRST) {
            uint32_t entity = entity_of(g, entities, count, code);

            if (entity != FREE)
                n = put_once(together, n, entity);
        }
        before = code;
    }
    add_sentence(g, article, together, n);
}

static gzt_status
read_chunk(graphing *g, const uint32_t *docids, size_t count, uint32_t first,
           gzt_arena *scratch)
{
    gzt_xdb *db = gzt_reader_db(g->reader);
    gzt_str *traces, *lists, trace;
    gzt_status status = gzt_xdb_values_of(db, GZT_SLOT_ENTITIES, docids, count,
                                          scratch, &lists, g->err);

    if (!status)
        status = gzt_xdb_values_of(db, GZT_SLOT_TRACE, docids, count, scratch,
                                   &traces, g->err);
    for (size_t i = 0; i < count && !status; i++) {
        uint32_t *entities;
        size_t found;

        status =
            entities_of(g, docids[i], lists[i], scratch, &entities, &found);
        if (status || found < 2)
            continue;
        status = gzt_trace_unpack(traces[i], &g->trace, &trace, g->err);
        if (!status) // counted from 1: 0 is no article
            read_trace(g, first + (uint32_t)i + 1, trace, entities, found);
    }
    return status;
}

static gzt_status
read_all(graphing *g, const gzt_hits *hits)
{
    gzt_arena scratch;
    gzt_status status = GZT_OK;

    gzt_arena_init(&scratch);
    for (size_t at = 0; at < hits->count && !status; at += CHUNK) {
        size_t count = hits->count - at < CHUNK ? hits->count - at : CHUNK;

        gzt_arena_reset(&scratch);
        status =
            read_chunk(g, hits->docids + at, count, (uint32_t)at, &scratch);
    }
    gzt_arena_release(&scratch);
    return status;
}

// ---- the answer ------------------------------------------------------------

// The order of edges with their ends at hand.
typedef struct ranked {
    edge e;
    gzt_str from, to;
} ranked;

static int
by_strength(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    int order;

    if (x->e.articles != y->e.articles)
        return x->e.articles < y->e.articles ? 1 : -1;
    if (x->e.sentences != y->e.sentences)
        return x->e.sentences < y->e.sentences ? 1 : -1;
    order = gzt_str_cmp(x->from, y->from);
    return order ? order : gzt_str_cmp(x->to, y->to);
}

static gzt_status
show_node(graphing *g, uint32_t number, gzt_graph *out)
{
    node *n = &g->nodes[number];
    gzt_graph_node *list = (gzt_graph_node *)out->nodes;
    gzt_entity_type type = GZT_ENTITY_PERSON;
    gzt_graph_node shown = { .id = n->id, .articles = n->articles };

    if (n->shown != FREE)
        return GZT_OK;
    n->shown = (uint32_t)out->node_count;
    gzt_entity_type_of(n->id, &type);
    shown.type = gzt_entity_type_name(type);
    list = gzt_arena_more(g->arena, list, out->node_count, sizeof(*list));
    list[out->node_count++] = shown;
    out->nodes = list;
    return gzt_names_find(g->options->plan.lexicon, g->reader, g->analyzer,
                          n->docid, n->id, g->arena,
                          &list[out->node_count - 1].name, g->err);
}

static gzt_str
query_of(graphing *g, gzt_str from, gzt_str to)
{
    gzt_str clause =
        gzt_arena_printf(g->arena, "(%.*s w/s %.*s)",
                         GZT_ARG(gzt_hits_entity_clause(from, g->arena)),
                         GZT_ARG(gzt_hits_entity_clause(to, g->arena)));

    return gzt_hits_and(g->query, clause, g->arena);
}

static gzt_status
show(graphing *g, uint32_t min, size_t limit, gzt_graph *out)
{
    ranked *all = gzt_arena_array(g->arena, g->edge_count + 1, sizeof(*all));
    gzt_graph_edge *edges;
    gzt_status status = GZT_OK;

    for (size_t i = 0; i < g->edge_count; i++)
        if (g->edges[i].articles >= min)
            all[out->edges_in_all++] =
                (ranked){ g->edges[i], g->nodes[g->edges[i].from].id,
                          g->nodes[g->edges[i].to].id };
    qsort(all, out->edges_in_all, sizeof(*all), by_strength);
    out->edge_count = out->edges_in_all < limit ? out->edges_in_all : limit;
    edges = gzt_arena_array(g->arena, out->edge_count + 1, sizeof(*edges));
    out->edges = edges;
    for (size_t i = 0; i < out->edge_count && !status; i++) {
        const edge *e = &all[i].e;

        status = show_node(g, e->from, out);
        if (!status)
            status = show_node(g, e->to, out);
        edges[i] =
            (gzt_graph_edge){ g->nodes[e->from].shown, g->nodes[e->to].shown,
                              e->articles, e->sentences,
                              query_of(g, all[i].from, all[i].to) };
    }
    return status;
}

static gzt_status
make_once(graphing *g, uint32_t min, size_t limit, gzt_graph *out,
          gzt_query_fault *fault)
{
    gzt_hits hits = { 0 };
    gzt_status status =
        gzt_hits_find(g->reader, g->analyzer, g->query, g->options, g->arena,
                      &hits, fault, g->err);

    *out = (gzt_graph){ .hits = (uint32_t)hits.count };
    if (status)
        return status;
    g->node_count = g->edge_count = 0;
    table_init(&g->node_table, TABLE_MIN);
    table_init(&g->edge_table, TABLE_MIN);
    status = read_all(g, &hits);
    if (!status)
        status = show(g, min, limit, out);
    free(g->node_table.slots);
    free(g->edge_table.slots);
    return status;
}

gzt_status
gzt_graph_make(gzt_reader *reader, gzt_analyzer *analyzer, gzt_str query,
               const gzt_search_options *options, uint32_t min, size_t limit,
               gzt_arena *arena, gzt_graph *out, gzt_query_fault *fault,
               gzt_err *err)
{
    graphing g = { .reader = reader,
                   .analyzer = analyzer,
                   .options = options,
                   .query = gzt_str_trim(query),
                   .arena = arena,
                   .err = err };
    gzt_status status;
    int attempt = 0;

    gzt_buf_init(&g.trace, GZT_TRACE_ROOM);
    do {
        gzt_arena_reset(arena);
        status = make_once(&g, min, limit, out, fault);
    } while (gzt_search_again(reader, &status, attempt++, err));
    free(g.nodes);
    free(g.edges);
    gzt_buf_release(&g.trace);
    return status;
}
