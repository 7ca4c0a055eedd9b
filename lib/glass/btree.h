/* btree.h - one table of a glass database, written front to back: items come
 * in the order of their keys, blocks are filled to the last bytes and written
 * once. Knows nothing of what keys and tags mean.
 *
 * Source: Xapian 1.4, backends/glass/glass_table.cc, for the layout of blocks
 * and items.
 */
#ifndef GZT_GLASS_BTREE_H
#define GZT_GLASS_BTREE_H

#include "base/err.h"
#include "glass/code.h"

#include <limits.h>

enum {
    GZT_BTREE_LEVELS = 10,
    /** An item with its key. Four must fit into a block, else Xapian could
     *  not split it. */
    GZT_BTREE_ITEM_MAX = (GZT_GLASS_BLOCK - 11 - 4 * 2) / 4,
};

typedef struct gzt_btree_level {
    uint8_t *block;     /**< that is being filled; NULL: no such level yet */
    unsigned dir, data; /**< end of the directory, first byte of the items */
    uint8_t key[GZT_GLASS_KEY_CAP]; /**< what parts it from the one before */
    unsigned key_len, part;
} gzt_btree_level;

typedef struct gzt_btree {
    char path[PATH_MAX];
    int fd;
    uint8_t *out; /**< whole blocks on their way to the file */
    size_t out_len;
    uint64_t started; /**< bytes that the kernel was asked to write */
    uint32_t blocks;  /**< made so far */
    uint64_t entries;
    uint64_t bytes; /**< of items and their places in the directory */
    gzt_btree_level levels[GZT_BTREE_LEVELS];
    uint8_t last[GZT_GLASS_KEY_CAP];
    unsigned last_len;
} gzt_btree;

/** What the version file says of a table. */
typedef struct gzt_btree_root {
    uint32_t block, level, blocks;
    uint64_t entries;
} gzt_btree_root;

/** A tag; `deflated`: as a raw stream (RFC 1951), and to be marked so. */
typedef struct gzt_btree_tag {
    gzt_str head, rest; /**< one behind the other */
    bool deflated;
} gzt_btree_tag;

/** Begin the table NAME.glass in `folder`. */
gzt_status gzt_btree_open(gzt_btree *tree, const char *folder, const char *name,
                          gzt_err *err);

/** Add an item; `key` is above the one before it. */
gzt_status gzt_btree_add(gzt_btree *tree, gzt_str key, const gzt_btree_tag *tag,
                         gzt_err *err);

/** Write what is left, sync and close the file; release the rest in any case.
 *  An `out` with 0 entries is a table without a block. */
gzt_status gzt_btree_finish(gzt_btree *tree, gzt_btree_root *out, gzt_err *err);

/** Close and free without finishing; fine after finish(), and for zeros. */
void gzt_btree_release(gzt_btree *tree);

#endif /* GZT_GLASS_BTREE_H */
