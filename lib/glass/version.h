/* version.h - the file "iamglass": which format, where the tables' roots are,
 * and the statistics of the whole.
 *
 * Source: Xapian 1.4, backends/glass/glass_version.cc.
 */
#ifndef GZT_GLASS_VERSION_H
#define GZT_GLASS_VERSION_H

#include "glass/btree.h"

/** In the order of the file. */
typedef enum gzt_glass_table {
    GZT_GLASS_POSTLIST,
    GZT_GLASS_DOCDATA,
    GZT_GLASS_TERMLIST,
    GZT_GLASS_POSITION,
    GZT_GLASS_SPELLING,
    GZT_GLASS_SYNONYM,
    GZT_GLASS_TABLES
} gzt_glass_table;

typedef struct gzt_glass_stats {
    uint32_t documents;
    uint32_t last_docid;   /**< the highest ever used */
    uint32_t length_least; /**< of those above 0, or 0 */
    uint32_t length_most, wdf_most;
    uint64_t length_total;
} gzt_glass_stats;

typedef struct gzt_glass_version {
    gzt_btree_root roots[GZT_GLASS_TABLES];
    gzt_glass_stats stats;
    uint32_t revision;   /**< when read */
    uint32_t block_size; /**< likewise */
} gzt_glass_version;

/** Count one more document of this length. */
void gzt_glass_stats_add(gzt_glass_stats *stats, uint32_t docid,
                         uint32_t length, uint32_t wdf_most);

/** Write the file in `folder` and sync both: from here on it is a database. */
gzt_status gzt_glass_version_write(const char *folder,
                                   const gzt_glass_version *version,
                                   gzt_err *err);

/** GZT_EUNSUPPORTED: another format, or sizes of blocks other than ours.
 *  GZT_EFORMAT: damaged. */
gzt_status gzt_glass_version_read(const char *folder, gzt_glass_version *out,
                                  gzt_err *err);

#endif /* GZT_GLASS_VERSION_H */
