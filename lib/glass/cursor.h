/* cursor.h - the items of a table in the order of their keys, of any table
 * that Xapian or btree.h wrote. What it reads is not trusted.
 */
#ifndef GZT_GLASS_CURSOR_H
#define GZT_GLASS_CURSOR_H

#include "base/buf.h"
#include "glass/btree.h"

typedef struct gzt_cursor_level {
    uint8_t *block;
    unsigned at, end; /**< in the directory: the next item, the end */
} gzt_cursor_level;

typedef struct gzt_cursor {
    char path[PATH_MAX];
    int fd;
    gzt_btree_root root;
    uint32_t revision;
    gzt_cursor_level levels[GZT_BTREE_LEVELS];
    gzt_buf parts; /**< a tag that lies in more than one item */
    uint8_t key_bytes[GZT_GLASS_KEY_CAP];
    gzt_str key, tag; /**< of the item; valid until the next step */
    bool deflated;    /**< the tag is */
    bool done;        /**< there are no more */
} gzt_cursor;

/** Open the table NAME.glass in `folder`, before its first item. */
gzt_status gzt_cursor_open(gzt_cursor *cursor, const char *folder,
                           const char *name, const gzt_btree_root *root,
                           uint32_t revision, gzt_err *err);

/** Fine for zeros, and after a failed open. */
void gzt_cursor_close(gzt_cursor *cursor);

/** Step to the next item, or be done. GZT_EFORMAT: damaged. */
gzt_status gzt_cursor_next(gzt_cursor *cursor, gzt_err *err);

#endif /* GZT_GLASS_CURSOR_H */
