/* sink.h - where finished articles go: a few to Xapian one by one, many into
 * new shards of their own. Which it is turns out while they come: the first
 * are held back until there are enough of them, or no more.
 *
 * Both ways end in the same index, as far as a search can tell.
 */
#ifndef GZT_BUILD_SINK_H
#define GZT_BUILD_SINK_H

#include "build/made.h"
#include "store/writer.h"

typedef enum gzt_way {
    GZT_WAY_AUTO,   /**< by how many there are */
    GZT_WAY_NATIVE, /**< all through Xapian */
    GZT_WAY_BULK,   /**< all into new shards */
} gzt_way;

/** What became of them. */
typedef struct gzt_outcomes {
    uint64_t added, replaced, unchanged;
} gzt_outcomes;

typedef struct gzt_sink gzt_sink;

/** Begin. If the bulk builder cannot do this index, everything goes through
 *  Xapian; `why` then says why not (status GZT_OK otherwise). */
gzt_sink *gzt_sink_new(gzt_writer *writer, gzt_way way, gzt_err *why);

/** Free; what was not finished is dropped. NULL is allowed. */
void gzt_sink_free(gzt_sink *sink);

/** Are articles to be packed? */
bool gzt_sink_packs(const gzt_sink *sink);

/** Add or replace an article; an unchanged one is left as it is. */
gzt_status gzt_sink_put(gzt_sink *sink, const gzt_made *made, gzt_err *err);

/** Bring all to the writer, whose commit makes it visible. */
gzt_status gzt_sink_finish(gzt_sink *sink, gzt_err *err);

/** Right once finished; until then, what is held back counts as added. */
gzt_outcomes gzt_sink_outcomes(const gzt_sink *sink);

#endif /* GZT_BUILD_SINK_H */
