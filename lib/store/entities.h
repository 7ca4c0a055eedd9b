/* entities.h - the list of an article's entities as a document's value: what
 * is counted over all hits, without a look at the articles themselves.
 *
 * An entry has GZT_ENTRY_BYTES: one of type and mentions, then the upper six
 * of the hash of the entity's term. The term itself is in the document.
 */
#ifndef GZT_STORE_ENTITIES_H
#define GZT_STORE_ENTITIES_H

#include "base/arena.h"

enum {
    GZT_ENTRY_BYTES = 7,
    GZT_ENTRY_MENTIONS = 31, /**< so many, or more */
};

typedef struct gzt_entity_entry {
    gzt_entity_type type;
    uint32_t mentions; /**< at most GZT_ENTRY_MENTIONS */
    uint64_t key;      /**< 48 bits: gzt_entity_key() */
} gzt_entity_entry;

/** The index term of an entity: its id behind the prefix. */
gzt_str gzt_entity_term(gzt_str id, gzt_arena *arena);

/** By what an entity is known in entries: 48 bits of its term's hash. */
uint64_t gzt_entity_key(gzt_str term);

/** The value of an article: an entry for each entity, by type, then by key. */
gzt_str gzt_entities_pack(const gzt_mentions *mentions, gzt_arena *arena);

/** Take the first entry off `value`; false at its end. */
bool gzt_entities_take(gzt_str *value, gzt_entity_entry *out);

#endif /* GZT_STORE_ENTITIES_H */
