/* facet.h - counts over all hits: how many of them name a person, come from a
 * source, are of a year. Each count comes with the query that finds just those
 * hits.
 */
#ifndef GZT_ANSWER_FACET_H
#define GZT_ANSWER_FACET_H

#include "answer/counts.h"
#include "answer/search.h"

/** What hits may be counted by. The first GZT_ENTITY_TYPES are the types of
 *  entities, in their order. */
typedef enum gzt_facet_kind {
    GZT_FACET_ENTITY = GZT_ENTITY_TYPES, /**< of any type */
    GZT_FACET_SOURCE,
    GZT_FACET_LANG,
    GZT_FACET_YEAR,
    GZT_FACET_MONTH,
    GZT_FACET_DAY,
    GZT_FACET_KINDS
} gzt_facet_kind;

/** The name of a kind: "org", "year". */
gzt_str gzt_facet_name(unsigned kind);

/** The kind of a name, or GZT_FACET_KINDS. */
unsigned gzt_facet_find(gzt_str name);

/** Count the hits of `query` (empty: all articles) by `kinds`, `count` of them;
 *  keep the `limit` most frequent values of each. Opens the index again when it
 *  changed meanwhile; resets the arena first. All of `out` lies in it. */
gzt_status gzt_facets_count(gzt_reader *reader, gzt_analyzer *analyzer,
                            gzt_str query, const gzt_search_options *options,
                            const unsigned *kinds, size_t count, size_t limit,
                            gzt_arena *arena, gzt_facets *out,
                            gzt_query_fault *fault, gzt_err *err);

#endif /* GZT_ANSWER_FACET_H */
