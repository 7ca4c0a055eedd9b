/* ids.c - an open-addressing table of document numbers. */
#include "build/ids.h"

#include "base/err.h"
#include "base/str.h"

#include <stdlib.h>

enum {
    FIRST_ROOM = 1 << 10
};

// Not the hash that the index stores: whoever picks ids so that two of those
// are equal has not got two equal ones here.
static const uint64_t SEED = 0x6a09e667f3bcc908u;

typedef struct document {
    uint64_t id, content; // hashes
} document;

struct gzt_ids {
    document *documents; // number 1 first
    uint32_t *slots;     // numbers; 0: free
    size_t count, room;  // room for slots; half as many documents
};

gzt_ids *
gzt_ids_new(void)
{
    gzt_ids *ids = gzt_xrealloc(NULL, 1, sizeof(*ids));

    *ids = (gzt_ids){ 0 };
    return ids;
}

void
gzt_ids_clear(gzt_ids *ids)
{
    free(ids->documents);
    free(ids->slots);
    *ids = (gzt_ids){ 0 };
}

void
gzt_ids_free(gzt_ids *ids)
{
    if (ids)
        gzt_ids_clear(ids);
    free(ids);
}

static uint32_t *
find(const gzt_ids *ids, uint64_t id)
{
    size_t at = id & (ids->room - 1);

    while (ids->slots[at] && ids->documents[ids->slots[at] - 1].id != id)
        at = (at + 1) & (ids->room - 1);
    return &ids->slots[at];
}

static void
grow(gzt_ids *ids)
{
    ids->room = ids->room ? 2 * ids->room : FIRST_ROOM;
    ids->documents =
        gzt_xrealloc(ids->documents, ids->room / 2, sizeof(*ids->documents));
    free(ids->slots);
    ids->slots = gzt_xrealloc(NULL, ids->room, sizeof(*ids->slots));
    memset(ids->slots, 0, ids->room * sizeof(*ids->slots));
    for (size_t i = 0; i < ids->count; i++) // the newest of an id is the last
        *find(ids, ids->documents[i].id) = (uint32_t)i + 1;
}

uint32_t
gzt_ids_find(const gzt_ids *ids, gzt_str id, uint64_t *content)
{
    uint32_t number = ids->room ? *find(ids, gzt_str_hash(id, SEED)) : 0;

    if (number)
        *content = ids->documents[number - 1].content;
    return number;
}

uint32_t
gzt_ids_put(gzt_ids *ids, gzt_str id, uint64_t content)
{
    document d = { gzt_str_hash(id, SEED), content };

    if (ids->count == ids->room / 2)
        grow(ids);
    ids->documents[ids->count++] = d;
    *find(ids, d.id) = (uint32_t)ids->count;
    return (uint32_t)ids->count;
}

size_t
gzt_ids_bytes(const gzt_ids *ids)
{
    return ids->room * sizeof(*ids->slots) +
           ids->room / 2 * sizeof(*ids->documents);
}
