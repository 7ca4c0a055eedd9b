/* ids.h - which articles a shard that is being written has already, by the
 * hash of their id: so that of two with one id the later one stays. */
#ifndef GZT_BUILD_IDS_H
#define GZT_BUILD_IDS_H

#include "gazette.h"

typedef struct gzt_ids gzt_ids;

gzt_ids *gzt_ids_new(void);

/** NULL is allowed. */
void gzt_ids_free(gzt_ids *ids);

/** Forget all. */
void gzt_ids_clear(gzt_ids *ids);

/** The newest document of the article `id`, 0: none; `*content` is the hash
 *  of what it holds. */
uint32_t gzt_ids_find(const gzt_ids *ids, gzt_str id, uint64_t *content);

/** The next document, counted from 1, is of the article `id`. Returns its
 *  number. */
uint32_t gzt_ids_put(gzt_ids *ids, gzt_str id, uint64_t content);

/** Memory in use. */
size_t gzt_ids_bytes(const gzt_ids *ids);

#endif /* GZT_BUILD_IDS_H */
