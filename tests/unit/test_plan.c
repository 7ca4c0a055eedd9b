/* test_plan.c - what queries become: which terms are asked for. */
#include "query/plan.h"

#include "indexes.h"

static gzt_reader *reader;
static gzt_analyzer *analyzer;
static gzt_plan_options options;
static gzt_plan plan;

// The plan of `query` in Xapian's words, or the failure.
static gzt_str
planned(const char *query)
{
    gzt_str text = gzt_str_of(query), said;
    gzt_query_fault fault;
    const gzt_node *node;

    if (gzt_query_parse(text, options.strict, &arena, &node, &fault, &err) ||
        gzt_plan_make(node, text, reader, analyzer, &options, &arena, &plan,
                      &fault, &err) ||
        gzt_xquery_describe(plan.query, &arena, &said, &err))
        return gzt_str_of(err.text);
    return said;
}

int
main(int argc, char **argv)
{
    gzt_article articles[] = {
        article("1", "Gas deal signed", "Gazprom and gas in Gaza.", ""),
        article("2", "L'accord", "Le gaz russe.", "2014-05-21"),
    };

    indexes_init();
    articles[1].lang = GZT_S("fr");
    index_make("i", 0, articles, 2);
    reader = reader_open("i");
    analyzer = gzt_analyzer_new();
    for (int i = 1; i < argc; i++) printf("%s\n  %.*s  notes %zu trace %d exact %d\n", argv[i], GZT_ARG(planned(argv[i])), plan.note_count, plan.has_trace, plan.has_exact);
    gzt_analyzer_free(analyzer);
    gzt_reader_close(reader);
    indexes_release();
    return tap_done();
}
