/* list.h - a list of (document, number) pairs as the postlist table has them,
 * cut into chunks: the postings of a term, or the lengths of all documents.
 *
 * Source: Xapian 1.4, backends/glass/glass_postlist.cc.
 */
#ifndef GZT_GLASS_LIST_H
#define GZT_GLASS_LIST_H

#include "glass/btree.h"

typedef struct gzt_list {
    gzt_btree *tree;
    uint8_t key[GZT_GLASS_KEY_CAP];
    size_t key_len;       /**< of the first chunk's key */
    bool is_term;         /**< else the lengths */
    uint32_t documents;   /**< that the head says */
    uint32_t collection;  /**< likewise */
    uint64_t due;         /**< pairs that there will be */
    uint64_t count, sum;  /**< pairs so far, and their numbers */
    uint32_t first, last; /**< documents of the chunk */
    bool later;           /**< a chunk was written already */
    size_t len, cap;      /**< of the chunk's pairs */
    uint8_t chunk[GZT_BTREE_ITEM_MAX + 2 * GZT_GLASS_UINT_CAP];
} gzt_list;

/** Begin the postings of a term that gzt_glass_key_size() finds short
 *  enough; `documents` is not 0. */
void gzt_list_begin_term(gzt_list *list, gzt_btree *tree, gzt_str term,
                         uint32_t documents, uint32_t collection);

/** The same for a term as its key has it, at most GZT_GLASS_TERM_MAX bytes. */
void gzt_list_begin_key(gzt_list *list, gzt_btree *tree, gzt_str key,
                        uint32_t documents, uint32_t collection);

/** Begin the list of the lengths of `documents` documents. */
void gzt_list_begin_lengths(gzt_list *list, gzt_btree *tree,
                            uint32_t documents);

/** The next `count` pairs. GZT_EINVAL: documents that do not ascend, or more
 *  than was said. */
gzt_status gzt_list_add(gzt_list *list, const uint32_t *docids,
                        const uint32_t *numbers, size_t count, gzt_err *err);

/** Is it as long as it should be, and does the sum agree? */
gzt_status gzt_list_end(const gzt_list *list, gzt_err *err);

#endif /* GZT_GLASS_LIST_H */
