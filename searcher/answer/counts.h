/* counts.h - what was counted over all hits, as plain data, ready to be
 * printed: values of a facet, and entities that share a sentence. */
#ifndef GZT_ANSWER_COUNTS_H
#define GZT_ANSWER_COUNTS_H

#include "base/arena.h"

enum {
    GZT_FACETS_MAX = 16 /**< in one request */
};

typedef struct gzt_facet_count {
    gzt_str value; /**< an entity's id, a source, a code, "2014-05" */
    gzt_str name;  /**< an entity's name; else as `value` */
    uint32_t articles;
    gzt_str query; /**< finds these articles */
} gzt_facet_count;

typedef struct gzt_facet {
    gzt_str name;
    const gzt_facet_count *counts; /**< the most frequent first; time in its
                                        own order */
    size_t count;
    size_t distinct; /**< values in all */
} gzt_facet;

typedef struct gzt_facets {
    gzt_facet items[GZT_FACETS_MAX];
    size_t count;
    uint32_t hits;
} gzt_facets;

typedef struct gzt_graph_node {
    gzt_str id, name, type;
    uint32_t articles; /**< of the hits that name it */
} gzt_graph_node;

typedef struct gzt_graph_edge {
    uint32_t from, to;  /**< nodes; the lesser id first */
    uint32_t articles;  /**< of the hits where both are in one sentence */
    uint32_t sentences; /**< in which they are */
    gzt_str query;      /**< finds these articles */
} gzt_graph_edge;

typedef struct gzt_graph {
    const gzt_graph_node *nodes; /**< those with an edge, by id */
    size_t node_count;
    const gzt_graph_edge *edges; /**< the strongest first */
    size_t edge_count;
    size_t edges_in_all; /**< of at least `min` articles */
    uint32_t hits;
} gzt_graph;

#endif /* GZT_ANSWER_COUNTS_H */
