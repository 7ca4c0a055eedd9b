/* inverter.h - postings in memory: documents with their terms go in, terms
 * with their documents come out, in order.
 *
 * A posting takes some three bytes in a chain of slices that its term owns; no
 * memory is allocated for one. Slices that grow as their list does are those
 * of Moffat and Bell, "In Situ Generation of Compressed Inverted Files" (JASIS
 * 1995), as Lucene has them too.
 *
 * Knows nothing of files.
 */
#ifndef GZT_BUILD_INVERTER_H
#define GZT_BUILD_INVERTER_H

#include "base/buf.h"
#include "glass/glass.h"

typedef struct gzt_inverter gzt_inverter;

gzt_inverter *gzt_inverter_new(void);

/** NULL is allowed. */
void gzt_inverter_free(gzt_inverter *inverter);

/** Add a document: its terms, each once, none longer than
 *  GZT_GLASS_TERM_MAX. Docids come in ascending order, from 1. */
void gzt_inverter_add(gzt_inverter *inverter, uint32_t docid,
                      const gzt_glass_term *terms, size_t count);

/** Memory in use, what sorting will take included. */
size_t gzt_inverter_bytes(const gzt_inverter *inverter);

/** Distinct terms. */
size_t gzt_inverter_count(const gzt_inverter *inverter);

/** A term's documents, packed: see gzt_list_take(). */
typedef struct gzt_list {
    gzt_str term;
    uint32_t documents;  /**< how many */
    uint64_t collection; /**< sum of the wdf */
    gzt_str packed;
} gzt_list;

/** Put the terms in order; from here on nothing is added until
 *  gzt_inverter_clear(). */
void gzt_inverter_sort(gzt_inverter *inverter);

/** The next term in bytewise order; `out->packed` lives until the next call.
 *  False at the end. */
bool gzt_inverter_next(gzt_inverter *inverter, gzt_list *out);

/** Forget all; the memory is kept for the next documents. */
void gzt_inverter_clear(gzt_inverter *inverter);

/** Unpack up to `max` postings off the front of `packed`; `*last` is the docid
 *  before, 0 in the beginning. Returns how many. */
size_t gzt_list_take(gzt_str *packed, uint32_t *last, uint32_t *docids,
                     uint32_t *wdfs, size_t max);

#endif /* GZT_BUILD_INVERTER_H */
