/* walk.h - what the files that walk a query's tree share; not for others. Each
 * function takes a node and returns what Xapian is to be asked for; NULL where
 * the node asks for nothing, or with a status in the walk.
 */
#ifndef GZT_QUERY_WALK_H
#define GZT_QUERY_WALK_H

#include "query/planner.h"

/** What a node came to, on its way into a list. */
typedef struct part {
    const gzt_xquery *query;
    bool negative, stop, asking;
    size_t word;
} part;

typedef struct parts {
    part *items;
    size_t count;
} parts;

typedef struct walk {
    planner p;
    gzt_str text; // the whole query
    gzt_query_fault *fault;
    gzt_err *err;
    gzt_status status;
} walk;

/** Set a fault at the node, and the status GZT_EINVAL; the first one stays. */
void gzt_walk_refuse(walk *w, const gzt_node *node, const char *message,
                     const char *hint);

void gzt_walk_add(walk *w, parts *list, part item);

/** Any node. */
const gzt_xquery *gzt_walk_node(walk *w, const gzt_node *node);

/** Words near each other, in one sentence or one paragraph. */
const gzt_xquery *gzt_walk_near(walk *w, const gzt_node *node,
                                gzt_trace_kind kind);

/** mentions(x)>=3 */
const gzt_xquery *gzt_walk_mentions(walk *w, const gzt_node *node);

/** gaz* */
const gzt_xquery *gzt_walk_prefix(walk *w, const gzt_node *node);

/** Gazprum~1 */
const gzt_xquery *gzt_walk_fuzzy(walk *w, const gzt_node *node);

/** title:gas and all other fields but date: */
const gzt_xquery *gzt_walk_field(walk *w, const gzt_node *node);

/** date:2014..2016 */
const gzt_xquery *gzt_walk_range(walk *w, const gzt_node *node);

/** The terms of the entities that `text` names in the field where the walk is:
 *  see gzt_planner_entity(). */
gzt_str *gzt_walk_entity(walk *w, gzt_str text, size_t word, size_t *count);

#endif /* GZT_QUERY_WALK_H */
