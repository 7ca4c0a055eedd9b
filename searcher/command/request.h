/* request.h - what the user of `searcher` wants, from the command line. */
#ifndef GZT_COMMAND_REQUEST_H
#define GZT_COMMAND_REQUEST_H

#include "answer/facet.h"
#include "answer/search.h"
#include "base/term.h"
#include "entity/lexicon.h"
#include "print/print.h"

enum {
    GZT_PLACES_MAX = 64
};

typedef enum gzt_task {
    GZT_TASK_SEARCH,
    GZT_TASK_COUNT,
    GZT_TASK_SHOW,
    GZT_TASK_EXPLAIN,
    GZT_TASK_WHY_NOT,
    GZT_TASK_BATCH,
    GZT_TASK_FACET,
    GZT_TASK_GRAPH,
} gzt_task;

typedef struct gzt_search_request {
    gzt_task task;
    const char *places[GZT_PLACES_MAX];
    size_t place_count;
    gzt_search_options search;
    gzt_style style;
    bool style_set, snippet_set, no_snippet, match_set, all, quiet, verbose;
    bool done; /**< --help and the like: nothing is left to do */
    gzt_when colour;
    unsigned jobs;
    const char *batch;   /**< file of queries */
    const char *why_not; /**< id */
    const char *name;    /**< of the program as installed, for completions */
    unsigned facets[GZT_FACETS_MAX];
    size_t facet_count;
    gzt_graph_format graph;
    uint32_t min; /**< articles of an edge of the graph */
    bool count_set;
    const char *entities; /**< file of entities */
    gzt_lexicon *lexicon;
    const char **ids; /**< of --show */
    size_t id_count;
    gzt_buf similar; /**< text of standard input */
    gzt_buf query;   /**< the operands, joined by blanks */
    gzt_aliases *aliases;
    char place[4096]; /**< the default */
} gzt_search_request;

gzt_status gzt_request_parse(gzt_search_request *request, int argc, char **argv,
                             gzt_err *err);
void gzt_request_release(gzt_search_request *request);

#endif /* GZT_COMMAND_REQUEST_H */
