/* bulk.h - many articles as new shards that are written whole, beside the
 * index, and published with it in one rename.
 *
 * Documents go to tables and to the inverter as they come, in their order;
 * postings are spilled when memory is full and merged at the end. Articles
 * that the index has already are replaced where they are, through Xapian.
 */
#ifndef GZT_BUILD_BULK_H
#define GZT_BUILD_BULK_H

#include "glass/glass.h"
#include "store/writer.h"

typedef struct gzt_bulk gzt_bulk;

/** Begin. It takes its memory from the writer's. */
gzt_bulk *gzt_bulk_new(gzt_writer *writer);

/** Free; what was not finished is dropped. NULL is allowed. */
void gzt_bulk_free(gzt_bulk *bulk);

/** As gzt_writer_put(). `terms` are those of the document, packed. After a
 *  failure the writer commits nothing further. */
gzt_status gzt_bulk_put(gzt_bulk *bulk, const gzt_document *document,
                        const gzt_glass_terms *terms, gzt_outcome *outcome,
                        gzt_err *err);

/** Finish the shards; the writer's next commit publishes them. */
gzt_status gzt_bulk_finish(gzt_bulk *bulk, gzt_err *err);

#endif /* GZT_BUILD_BULK_H */
