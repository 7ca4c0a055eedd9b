/* entities.c - the list of an article's entities, packed and read. */
#include "store/entities.h"

#include "base/str.h"
#include "store/schema.h"

#include <stdlib.h>

enum {
    TYPE_SHIFT = 5,
    KEY_BYTES = GZT_ENTRY_BYTES - 1
};

gzt_str
gzt_entity_term(gzt_str id, gzt_arena *arena)
{
    return gzt_schema_key(GZT_S(GZT_PREFIX_ENTITY), id, arena);
}

uint64_t
gzt_entity_key(gzt_str term)
{
    return gzt_str_hash(term, 0) >> 16;
}

static int
by_type_and_key(const void *a, const void *b)
{
    const gzt_entity_entry *x = a, *y = b;

    if (x->type != y->type)
        return x->type < y->type ? -1 : 1;
    return x->key < y->key ? -1 : x->key > y->key;
}

static char *
put_entry(char *at, const gzt_entity_entry *entry)
{
    uint32_t mentions = entry->mentions < GZT_ENTRY_MENTIONS
                            ? entry->mentions
                            : GZT_ENTRY_MENTIONS;

    *at++ = (char)((unsigned)entry->type << TYPE_SHIFT | mentions);
    for (int i = KEY_BYTES - 1; i >= 0; i--)
        *at++ = (char)(entry->key >> (8 * i));
    return at;
}

gzt_str
gzt_entities_pack(const gzt_mentions *mentions, gzt_arena *arena)
{
    gzt_entity_entry *entries =
        gzt_arena_array(arena, mentions->count, sizeof(*entries));
    char *room = gzt_arena_array(arena, mentions->count, GZT_ENTRY_BYTES);
    char *at = room;
    size_t count = mentions->count;

    for (size_t i = 0; i < count; i++)
        entries[i] = (gzt_entity_entry){
            mentions->items[i].type, 1,
            gzt_entity_key(gzt_entity_term(mentions->items[i].entity, arena))
        };
    qsort(entries, count, sizeof(*entries), by_type_and_key);
    for (size_t i = 0; i < count; i++)
        if (i + 1 < count && !by_type_and_key(&entries[i], &entries[i + 1]))
            entries[i + 1].mentions += entries[i].mentions;
        else
            at = put_entry(at, &entries[i]);
    return (gzt_str){ room, (size_t)(at - room) };
}

bool
gzt_entities_take(gzt_str *value, gzt_entity_entry *out)
{
    const unsigned char *at = (const unsigned char *)value->ptr;

    if (value->len < GZT_ENTRY_BYTES)
        return false;
    out->type = (gzt_entity_type)(at[0] >> TYPE_SHIFT);
    out->mentions = at[0] & GZT_ENTRY_MENTIONS;
    out->key = 0;
    for (size_t i = 1; i < GZT_ENTRY_BYTES; i++)
        out->key = out->key << 8 | at[i];
    *value = gzt_str_slice(*value, GZT_ENTRY_BYTES, value->len);
    return true;
}
