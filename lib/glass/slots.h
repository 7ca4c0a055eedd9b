/* slots.h - the values of all documents: they come by document and go into
 * the postlist table by slot, as streams in chunks, with statistics.
 *
 * Source: Xapian 1.4, backends/glass/glass_values.cc.
 */
#ifndef GZT_GLASS_SLOTS_H
#define GZT_GLASS_SLOTS_H

#include "base/buf.h"
#include "glass/btree.h"
#include "glass/glass.h"
#include "glass/spill.h"

typedef struct gzt_slot {
    uint32_t slot;
    uint32_t documents;   /**< that have a value */
    gzt_buf low, high;    /**< the least and the greatest */
    gzt_buf chunk;        /**< being filled */
    uint32_t first, last; /**< documents of it */
    gzt_spill chunks;     /**< done: docid, length, bytes */
} gzt_slot;

typedef struct gzt_slots {
    const char *folder; /**< for what does not stay in memory; borrowed */
    gzt_slot slots[GZT_GLASS_SLOTS_MAX];
    size_t count;
} gzt_slots;

void gzt_slots_init(gzt_slots *slots, const char *folder);
void gzt_slots_release(gzt_slots *slots);

/** Add the values of a document and put which slots it uses, as the termlist
 *  table says it, into `used`. Documents ascend. */
gzt_status gzt_slots_add(gzt_slots *slots, uint32_t docid,
                         const gzt_glass_value *values, size_t count,
                         gzt_buf *used, gzt_err *err);

/** Write the statistics of all, then the streams of all. */
gzt_status gzt_slots_write(gzt_slots *slots, gzt_btree *tree,
                           gzt_glass_size *size, gzt_err *err);

#endif /* GZT_GLASS_SLOTS_H */
