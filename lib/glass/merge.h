/* merge.h - what the two halves of folding share. */
#ifndef GZT_GLASS_MERGE_H
#define GZT_GLASS_MERGE_H

#include "glass/cursor.h"
#include "glass/version.h"

typedef struct gzt_merge_source {
    const char *path;
    uint32_t offset; /**< what is added to its docids */
    gzt_glass_version version;
    gzt_cursor cursor;
    gzt_str group; /**< of the cursor's key: all but a docid at its end */
} gzt_merge_source;

typedef struct gzt_merge {
    const char *path; /**< of the new database */
    gzt_merge_source *sources;
    size_t count;
    gzt_glass_version version; /**< of the new one, so far */
} gzt_merge;

gzt_status gzt_merge_damaged(const gzt_cursor *cursor, gzt_err *err);

/** Merge the postlist tables. */
gzt_status gzt_merge_postlist(gzt_merge *merge, gzt_err *err);

#endif /* GZT_GLASS_MERGE_H */
