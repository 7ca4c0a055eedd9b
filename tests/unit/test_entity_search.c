/* test_entity_search.c - entities in the index: fields of the query language,
 * counts, graphs, names. The mentions are put in by hand; nothing is tagged. */
#include "answer/facet.h"
#include "answer/graph.h"
#include "answer/names.h"
#include "base/str.h"
#include "entity/lexicon.h"

#include "indexes.h"

static gzt_lexicon *lexicon;
static gzt_analyzer *analyzer;
static gzt_reader *reader;
static gzt_search_options options;
static gzt_query_fault fault;
static gzt_arena own; // of searches, which reset it

typedef struct named {
    const char *text, *id;
} named;

static const named names[] = {
    { "CICA", "org:cica" },
    { "China", "country:cn" },
    { "Russia", "country:ru" },
    { "Shanghai", "place:shanghai" },
    { "Zachary Keck", "person:zachary-keck" },
    { "Vladimir Putin", "person:vladimir-putin" },
    { "Putin", "person:vladimir-putin" },
};

// All names in the body, in order.
static void
mark(const gzt_article *a, gzt_analysis *analysis)
{
    gzt_mention *items = gzt_arena_array(&arena, 64, sizeof(*items));
    size_t count = 0;

    for (size_t at = 0; at < a->body.len; at++)
        for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
            gzt_str name = gzt_str_of(names[i].text);
            gzt_entity_type type;

            if (!gzt_str_starts(gzt_str_slice(a->body, at, a->body.len), name))
                continue;
            gzt_entity_type_of(gzt_str_of(names[i].id), &type);
            items[count++] = (gzt_mention){ .entity = gzt_str_of(names[i].id),
                                            .type = (uint8_t)type,
                                            .field = GZT_IN_BODY,
                                            .start = at,
                                            .end = at + name.len };
            at += name.len;
            break;
        }
    analysis->mentions = (gzt_mentions){ items, count };
}

static const char *const bodies[] = {
    "Vladimir Putin flew to Shanghai. China chairs CICA now.",
    "China and Russia signed. Putin smiled, said Zachary Keck of China.",
    "Shanghai hosted CICA, and China and Russia came to CICA.",
    "Nothing is named here.",
};

static void
make(const char *name, uint64_t shard_articles)
{
    gzt_writer *writer = index_open(name, shard_articles);

    for (size_t i = 0; i < sizeof(bodies) / sizeof(*bodies); i++) {
        char id[8] = { 'e', (char)('1' + i), 0 };
        gzt_article a = article(id, "A title", bodies[i], "2014-05-21");
        gzt_analysis analysis;
        gzt_document document;
        gzt_outcome outcome;

        gzt_document_analyze(&documenter, &a, &arena, &analysis);
        mark(&a, &analysis);
        gzt_document_make(&documenter, &a, &analysis, &arena, &document);
        CHECK_OK(gzt_writer_put(writer, &document, &outcome, &err));
    }
    index_close(writer);
}

// The ids of the hits, as "e1 e3".
static gzt_str
found(const char *query)
{
    gzt_answer answer;
    gzt_str ids = { "", 0 };

    options.count = 10;
    if (gzt_search(reader, analyzer, gzt_str_of(query), &options, &own, &answer,
                   &fault, &err))
        return gzt_str_of(err.text);
    for (unsigned n = 1; n < 9; n++)
        for (size_t i = 0; i < answer.count; i++)
            if (answer.hits[i].id.ptr[1] == (char)('0' + n))
                ids = gzt_arena_printf(&arena, "%.*s%s%.*s", GZT_ARG(ids),
                                       ids.len ? " " : "",
                                       GZT_ARG(answer.hits[i].id));
    return ids;
}

static void
test_fields(void)
{
    CHECK_STR(found("org:CICA"), "e1 e3");
    CHECK_STR(found("org:cica"), "e1 e3");
    CHECK_STR(found("entity:\"org:cica\""), "e1 e3");
    CHECK_STR(found("org:\"Conference on Interaction and Confidence-Building "
                    "Measures in Asia\""),
              "e1 e3");
    CHECK_STR(found("person:CICA"), "");
    CHECK_STR(found("country:China"), "e1 e2 e3");
    CHECK_STR(found("place:China"), "e1 e2 e3"); // countries too
    CHECK_STR(found("org:China"), "");
    CHECK_STR(found("place:Shanghai -person:Putin"), "e3");
    CHECK_STR(found("person:Putin"), "e1 e2");
    CHECK_STR(found("person:\"Vladimir Putin\""), "e1 e2");
    CHECK_STR(found("person:\"Zachary Keck\""), "e2"); // nobody knows him
    CHECK_STR(found("person:Keck"), "e2");             // by his last name
    CHECK_STR(found("country:(China AND Russia)"), "e2 e3");
    CHECK_STR(found("country:(Russia OR Japan)"), "e2 e3");
    CHECK_STR(found("entity:org:CICA"), "e1 e3");
    CHECK_STR(found("person:org:CICA"),
              "nothing is of both these types; leave one out");
    CHECK_STR(found("smiled country:Russia"), "e2");
}

static void
test_places(void)
{
    CHECK_STR(found("country:China w/s org:CICA"), "e1 e3");
    CHECK_STR(found("country:Russia w/s person:Putin"), "");
    CHECK_STR(found("country:Russia w/p person:Putin"), "e2");
    CHECK_STR(found("person:Putin w/s Shanghai"), "e1");
    CHECK_STR(found("person:Nobody w/s Shanghai"), "");
    CHECK_STR(found("mentions(org:CICA)>=2"), "e3");
    CHECK_STR(found("mentions(country:China)>=2"), "e2");
    CHECK_STR(found("mentions(person:Putin)=1"), "e1 e2");
}

static gzt_str
counted(unsigned kind, size_t limit)
{
    gzt_facets facets;
    gzt_str line = { "", 0 };

    if (gzt_facets_count(reader, analyzer, GZT_S("title"), &options, &kind, 1,
                         limit, &own, &facets, &fault, &err))
        return gzt_str_of(err.text);
    for (size_t i = 0; i < facets.items[0].count; i++) {
        const gzt_facet_count *c = &facets.items[0].counts[i];

        line = gzt_arena_printf(&arena, "%.*s%s%.*s=%.*s:%u", GZT_ARG(line),
                                i ? ", " : "", GZT_ARG(c->value),
                                GZT_ARG(c->name), c->articles);
    }
    return line;
}

static void
test_facets(void)
{
    CHECK_STR(counted(GZT_ENTITY_PERSON, 10),
              "person:vladimir-putin=Vladimir Putin:2, "
              "person:zachary-keck=Zachary Keck:1");
    CHECK_STR(counted(GZT_ENTITY_COUNTRY, 1), "country:cn=China:3");
    CHECK_STR(counted(GZT_ENTITY_PLACE, 10),
              "country:cn=China:3, country:ru=Russia:2, "
              "place:shanghai=Shanghai:2");
    CHECK_STR(counted(GZT_ENTITY_EVENT, 10), "");
    CHECK_STR(counted(GZT_FACET_YEAR, 10), "2014=2014:4");
}

// Every count is what the query that comes with it finds.
static void
test_counts_are_reproduced(void)
{
    gzt_facets facets;
    unsigned kind = GZT_FACET_ENTITY;
    gzt_arena kept;
    size_t wrong = 0;

    gzt_arena_init(&kept);
    CHECK_OK(gzt_facets_count(reader, analyzer, GZT_S(""), &options, &kind, 1,
                              100, &kept, &facets, &fault, &err));
    CHECK(facets.items[0].count == 6 && facets.hits == 4);
    for (size_t i = 0; i < facets.items[0].count; i++) {
        const gzt_facet_count *c = &facets.items[0].counts[i];
        gzt_str ids = found(gzt_arena_cstr(&arena, c->query));

        wrong += (ids.len + 1) / 3 != c->articles;
    }
    CHECK(wrong == 0);
    gzt_arena_release(&kept);
}

static gzt_str
graphed(uint32_t min)
{
    gzt_graph graph;
    gzt_str line = { "", 0 };

    if (gzt_graph_make(reader, analyzer, GZT_S(""), &options, min, 100, &own,
                       &graph, &fault, &err))
        return gzt_str_of(err.text);
    for (size_t i = 0; i < graph.edge_count; i++) {
        const gzt_graph_edge *e = &graph.edges[i];

        line = gzt_arena_printf(&arena, "%.*s%s%.*s-%.*s:%u/%u", GZT_ARG(line),
                                i ? ", " : "", GZT_ARG(graph.nodes[e->from].id),
                                GZT_ARG(graph.nodes[e->to].id), e->articles,
                                e->sentences);
    }
    return line;
}

static void
test_graph(void)
{
    gzt_graph graph;
    size_t wrong = 0;
    gzt_arena kept;

    CHECK_STR(graphed(2), "country:cn-country:ru:2/2, country:cn-org:cica:2/2");
    gzt_arena_init(&kept);
    CHECK_OK(gzt_graph_make(reader, analyzer, GZT_S(""), &options, 1, 100,
                            &kept, &graph, &fault, &err));
    CHECK(graph.edge_count == 10 && graph.node_count == 6);
    for (size_t i = 0; i < graph.edge_count; i++) {
        gzt_str ids = found(gzt_arena_cstr(&arena, graph.edges[i].query));

        wrong += (ids.len + 1) / 3 != graph.edges[i].articles;
    }
    CHECK(wrong == 0);
    gzt_arena_release(&kept);
}

static void
test_hit(void)
{
    gzt_answer answer;

    options.details = options.entities = true;
    CHECK_OK(gzt_search(reader, analyzer, GZT_S("id:e2 person:Keck"), &options,
                        &own, &answer, &fault, &err));
    CHECK(answer.count == 1 && answer.hits[0].entity_count == 4);
    CHECK_STR(answer.hits[0].entities[0].name, "China");
    CHECK(answer.hits[0].entities[0].mentions == 2);
    CHECK_STR(answer.hits[0].entities[3].name, "Zachary Keck");
    CHECK_STR(answer.hits[0].entities[3].type, "person");
    CHECK(answer.hits[0].matched_count > 0);
    CHECK_STR(answer.hits[0].matched[0].as, "Zachary Keck");
    CHECK(answer.note_count == 1);
    options.details = options.entities = false;
}

static void
test_place(const char *name)
{
    reader = reader_open(name);
    test_fields();
    test_places();
    test_facets();
    test_counts_are_reproduced();
    test_graph();
    test_hit();
    gzt_reader_close(reader);
}

int
main(void)
{
    indexes_init();
    gzt_arena_init(&own);
    CHECK_OK(gzt_lexicon_open(&lexicon, NULL, &err));
    analyzer = gzt_analyzer_new();
    gzt_search_defaults(&options);
    options.plan.lexicon = lexicon;
    make("one", 0);
    make("many", 1);
    test_place("one");
    test_place("many");
    gzt_analyzer_free(analyzer);
    gzt_lexicon_close(lexicon);
    gzt_arena_release(&own);
    indexes_release();
    return tap_done();
}
