/* lookup.h - single values of a database, by docid: the postlist table is
 * mapped and searched, where Xapian reads whole blocks for each value.
 *
 * It may not be sure, and says so: the database is of another format, damaged,
 * or at a later revision, whose writer may have used a block again. Whoever
 * asks then asks Xapian, which has words for all that. What it is sure of is
 * what Xapian would say.
 *
 * Source: Xapian 1.4, backends/glass/glass_table.cc and glass_values.cc.
 */
#ifndef GZT_GLASS_LOOKUP_H
#define GZT_GLASS_LOOKUP_H

#include "gazette.h"

typedef struct gzt_lookup gzt_lookup;

/** The database in `folder` at `revision`; NULL when it cannot be used, for
 *  whatever reason. For one thread. */
gzt_lookup *gzt_lookup_open(const char *folder, uint64_t revision);

/** NULL is allowed. */
void gzt_lookup_close(gzt_lookup *lookup);

/** The value of a document, valid until the next one is looked up; empty where
 *  there is none. False: not sure. */
bool gzt_lookup_value(gzt_lookup *lookup, uint32_t slot, uint32_t docid,
                      gzt_str *out);

#endif /* GZT_GLASS_LOOKUP_H */
