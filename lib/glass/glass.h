/* glass.h - writes a database of Xapian's glass backend from sorted input:
 * each table is written front to back, in full blocks, without a tree to
 * update and without memory for a posting.
 *
 * The order of calls is
 *
 *     gzt_glass_open()
 *     gzt_glass_set_metadata() ...    any time before the first term
 *     gzt_glass_add() ...             documents, by ascending docid
 *     for each term in bytewise order:
 *         gzt_glass_begin_term(), gzt_glass_add_postings() ...
 *     gzt_glass_finish()              or gzt_glass_abandon()
 *
 * A handle belongs to one thread at a time. A packer belongs to one thread and
 * to no handle, so that the dear part of a document (sorting its terms and
 * deflating the list of them) can be done by many threads.
 *
 * What is written can be read, changed, checked and compacted by Xapian itself
 * (versions that gzt_glass_check() lets pass). Nothing at `path` is a database
 * before finish() has succeeded. Statuses:
 *   GZT_EINVAL       out of order, or past a limit of Xapian's
 *   GZT_ENOSPC, GZT_EIO   the disk
 *   GZT_EUNSUPPORTED a format that this module does not know
 * After a failure of any call but one with GZT_EINVAL, only
 * gzt_glass_abandon() makes sense.
 */
#ifndef GZT_GLASS_GLASS_H
#define GZT_GLASS_GLASS_H

#include "base/err.h"

enum {
    GZT_GLASS_TERM_MAX = 245, /**< bytes of a term; a NUL counts twice */
    GZT_GLASS_KEY_MAX = 240,  /**< bytes of a metadata key; likewise */
    GZT_GLASS_SLOTS_MAX = 64, /**< different value slots of a database */
};

/** Is what this module writes what the Xapian library at run time reads?
 *  `library` is its version ("1.4.22"), `database` the folder of any database
 *  that it has opened. GZT_EUNSUPPORTED: no; go the native way. */
gzt_status gzt_glass_check(const char *library, const char *database,
                           gzt_err *err);

/* ---- Packing the terms of a document ----------------------------------- */

typedef struct gzt_glass_term {
    gzt_str term;
    uint32_t wdf;
} gzt_glass_term;

typedef struct gzt_glass_packer gzt_glass_packer;

/** A document's terms as the termlist table has them. */
typedef struct gzt_glass_terms {
    const gzt_glass_term *terms; /**< sorted bytewise, each once */
    size_t count;
    gzt_str packed;
    bool deflated;     /**< `packed` is */
    uint32_t length;   /**< sum of the wdf: the length of the document */
    uint32_t wdf_most; /**< the greatest wdf */
} gzt_glass_terms;

gzt_glass_packer *gzt_glass_packer_new(void);

/** NULL is allowed. */
void gzt_glass_packer_free(gzt_glass_packer *packer);

/** Sort `terms` in place, add up the wdf of equal ones, pack the list.
 *  `out->terms` is `terms`; `out->packed` lives until the packer's next call.
 *  GZT_EINVAL: a term too long or empty, or a length past 32 bits. */
gzt_status gzt_glass_pack(gzt_glass_packer *packer, gzt_glass_term *terms,
                          size_t count, gzt_glass_terms *out, gzt_err *err);

/* ---- Writing ----------------------------------------------------------- */

typedef struct gzt_glass gzt_glass;

typedef struct gzt_glass_value {
    uint32_t slot;
    gzt_str value; /**< an empty one is none */
} gzt_glass_value;

typedef struct gzt_glass_doc {
    uint32_t docid; /**< from 1, above that of the document before */
    const gzt_glass_terms *terms;  /**< as gzt_glass_pack() made them; the
                                        field `terms` in it is not used */
    const gzt_glass_value *values; /**< in any order, each slot once */
    size_t value_count;
    gzt_str data;
} gzt_glass_doc;

/** Begin a database in the folder `path`, which is made if it is not there
 *  and must hold no database. GZT_EINVAL: it does. */
gzt_status gzt_glass_open(gzt_glass **out, const char *path, gzt_err *err);

gzt_status gzt_glass_set_metadata(gzt_glass *glass, gzt_str key, gzt_str value,
                                  gzt_err *err);

/** Everything of a document but its postings. */
gzt_status gzt_glass_add(gzt_glass *glass, const gzt_glass_doc *doc,
                         gzt_err *err);

/** Begin the posting list of `term`, above the term before in bytewise order:
 *  `documents` (not 0) postings will follow, whose wdf add up to `collection`.
 *  After the first one there are no more documents and no more metadata. */
gzt_status gzt_glass_begin_term(gzt_glass *glass, gzt_str term,
                                uint32_t documents, uint32_t collection,
                                gzt_err *err);

/** The next `count` postings of the term, docids ascending. */
gzt_status gzt_glass_add_postings(gzt_glass *glass, const uint32_t *docids,
                                  const uint32_t *wdfs, size_t count,
                                  gzt_err *err);

/** What was written, for those who report it. The parts of the postlist table
 *  are in bytes of items, which fill its blocks but for some hundredths. */
typedef struct gzt_glass_slot_size {
    uint32_t slot;
    uint64_t bytes;
} gzt_glass_slot_size;

typedef struct gzt_glass_size {
    uint64_t postlist, termlist, docdata; /**< bytes of the files */
    uint64_t metadata, value_stats, lengths, postings;
    gzt_glass_slot_size values[GZT_GLASS_SLOTS_MAX];
    size_t value_count;
} gzt_glass_size;

/** Write what is left and the version file, sync all of it, free the handle
 *  (in any case). From here on `path` is a database. `size` may be NULL. */
gzt_status gzt_glass_finish(gzt_glass *glass, gzt_glass_size *size,
                            gzt_err *err);

/** Free without finishing: what is at `path` is no database. NULL is
 *  allowed. */
void gzt_glass_abandon(gzt_glass *glass);

/* ---- Folding ------------------------------------------------------------ */

/** Write one new database at `path` that holds all documents of `sources`, in
 *  that order: those of the first keep their docids, those of the next follow
 *  behind the highest that the one before has ever used. Metadata keys that
 *  several have: the first one's value. Memory does not grow with them.
 *  GZT_EUNSUPPORTED: a source has a table that this does not fold (positions,
 *  spelling, synonyms); GZT_EFORMAT: one is damaged. */
gzt_status gzt_glass_merge(const char *path, const char *const *sources,
                           size_t count, gzt_err *err);

#endif /* GZT_GLASS_GLASS_H */
