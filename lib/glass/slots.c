/* slots.c - the values of all documents, by slot. */
#include "glass/slots.h"

#include "base/str.h"

#include <stdlib.h>

enum {
    // A reader fetches a chunk whole to find one value in it.
    CHUNK_SIZE = 1900,
    VALUE_MAX = 128 << 20, // more would not fit into a table's item
};

void
gzt_slots_init(gzt_slots *s, const char *folder)
{
    s->folder = folder;
    s->count = 0;
}

void
gzt_slots_release(gzt_slots *s)
{
    while (s->count) {
        gzt_slot *slot = &s->slots[--s->count];

        gzt_buf_release(&slot->low);
        gzt_buf_release(&slot->high);
        gzt_buf_release(&slot->chunk);
        gzt_spill_release(&slot->chunks);
    }
}

static gzt_slot *
find_slot(gzt_slots *s, uint32_t number)
{
    gzt_slot *slot = s->slots;

    for (size_t i = 0; i < s->count; i++, slot++)
        if (slot->slot == number)
            return slot;
    if (s->count == GZT_GLASS_SLOTS_MAX)
        return NULL;
    s->count++;
    *slot = (gzt_slot){ .slot = number };
    gzt_buf_init(&slot->low, VALUE_MAX);
    gzt_buf_init(&slot->high, VALUE_MAX);
    gzt_buf_init(&slot->chunk, (size_t)VALUE_MAX + 2 * CHUNK_SIZE);
    gzt_spill_init(&slot->chunks, s->folder);
    return slot;
}

static gzt_status
end_chunk(gzt_slot *s, gzt_err *err)
{
    uint32_t head[2] = { s->first, (uint32_t)s->chunk.len };
    gzt_status status = gzt_spill_put(&s->chunks, head, sizeof(head), err);

    if (!status)
        status = gzt_spill_put(&s->chunks, s->chunk.ptr, s->chunk.len, err);
    gzt_buf_clear(&s->chunk);
    return status;
}

static void
keep(gzt_buf *bound, gzt_str value)
{
    gzt_buf_clear(bound);
    gzt_buf_put(bound, value);
}

static void
count_value(gzt_slot *s, gzt_str value)
{
    if (!s->documents++) {
        keep(&s->low, value);
        keep(&s->high, value);
        return;
    }
    if (gzt_str_cmp(value, gzt_buf_str(&s->low)) < 0)
        keep(&s->low, value);
    else if (gzt_str_cmp(value, gzt_buf_str(&s->high)) > 0)
        keep(&s->high, value);
}

static gzt_status
add_value(gzt_slots *s, uint32_t docid, const gzt_glass_value *v, gzt_err *err)
{
    gzt_slot *slot = find_slot(s, v->slot);

    if (!slot)
        return gzt_fail(err, GZT_EINVAL,
                        "%s: more than %d different value slots", s->folder,
                        GZT_GLASS_SLOTS_MAX);
    if (v->value.len > VALUE_MAX)
        return gzt_fail(err, GZT_EINVAL,
                        "%s: the value of document %u in slot %u is too long",
                        s->folder, docid, v->slot);
    count_value(slot, v->value);
    if (!slot->chunk.len)
        slot->first = docid;
    else
        gzt_buf_put_varint(&slot->chunk, docid - slot->last - 1);
    slot->last = docid;
    gzt_buf_put_varint(&slot->chunk, v->value.len);
    gzt_buf_put(&slot->chunk, v->value);
    return slot->chunk.len >= CHUNK_SIZE ? end_chunk(slot, err) : GZT_OK;
}

gzt_status
gzt_slots_add(gzt_slots *s, uint32_t docid, const gzt_glass_value *values,
              size_t count, gzt_buf *used, gzt_err *err)
{
    uint64_t next = 0; // the lowest slot that may come

    gzt_buf_clear(used);
    for (;;) {
        const gzt_glass_value *least = NULL;
        gzt_status status;

        for (size_t i = 0; i < count; i++)
            if (values[i].value.len && values[i].slot >= next &&
                (!least || values[i].slot < least->slot))
                least = &values[i];
        if (!least)
            return GZT_OK;
        gzt_buf_put_varint(used, least->slot - next);
        next = (uint64_t)least->slot + 1;
        status = add_value(s, docid, least, err);
        if (status)
            return status;
    }
}

// ---- writing ---------------------------------------------------------------

static gzt_str
make_key(uint8_t key[GZT_GLASS_KEY_CAP], unsigned kind, uint32_t slot,
         uint32_t docid)
{
    uint8_t *p = key;

    *p++ = 0;
    *p++ = (uint8_t)kind;
    if (kind == GZT_GLASS_VALUE_STATS)
        p = gzt_glass_put_uint_last(p, slot);
    else
        p = gzt_glass_put_id(gzt_glass_put_uint(p, slot), docid);
    return (gzt_str){ (const char *)key, (size_t)(p - key) };
}

// Neither key sorts as the slots' numbers do.
static int
key_order(unsigned kind, uint32_t a, uint32_t b)
{
    uint8_t ka[GZT_GLASS_KEY_CAP], kb[GZT_GLASS_KEY_CAP];

    return gzt_str_cmp(make_key(ka, kind, a, 1), make_key(kb, kind, b, 1));
}

static void
sort_slots(const gzt_slots *s, unsigned kind, size_t order[GZT_GLASS_SLOTS_MAX])
{
    for (size_t i = 0; i < s->count; i++) {
        size_t at = i;

        for (; at && key_order(kind, s->slots[i].slot,
                               s->slots[order[at - 1]].slot) < 0;
             at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}

static gzt_status
write_stats(const gzt_slot *s, gzt_btree *tree, gzt_err *err)
{
    uint8_t key[GZT_GLASS_KEY_CAP];
    gzt_buf head;
    gzt_btree_tag tag = { .deflated = false };
    gzt_status status;

    gzt_buf_init(&head, (size_t)VALUE_MAX + 64);
    gzt_buf_put_varint(&head, s->documents);
    gzt_buf_put_varint(&head, s->low.len);
    gzt_buf_put(&head, gzt_buf_str(&s->low));
    tag.head = gzt_buf_str(&head);
    if (!gzt_str_eq(gzt_buf_str(&s->low), gzt_buf_str(&s->high)))
        tag.rest = gzt_buf_str(&s->high);
    status = gzt_btree_add(
        tree, make_key(key, GZT_GLASS_VALUE_STATS, s->slot, 0), &tag, err);
    gzt_buf_release(&head);
    return status;
}

static gzt_status
write_chunks(gzt_slot *s, gzt_btree *tree, gzt_err *err)
{
    uint8_t key[GZT_GLASS_KEY_CAP];
    gzt_status status = s->chunk.len ? end_chunk(s, err) : GZT_OK;

    if (!status)
        status = gzt_spill_rewind(&s->chunks, err);
    while (!status && gzt_spill_left(&s->chunks)) {
        uint32_t head[2];
        gzt_btree_tag tag = { .deflated = false };

        status = gzt_spill_take(&s->chunks, head, sizeof(head), err);
        if (status)
            break;
        gzt_buf_clear(&s->chunk);
        tag.head = (gzt_str){ gzt_buf_room(&s->chunk, head[1]), head[1] };
        status = gzt_spill_take(&s->chunks, s->chunk.ptr, head[1], err);
        if (!status)
            status = gzt_btree_add(
                tree, make_key(key, GZT_GLASS_VALUES, s->slot, head[0]), &tag,
                err);
    }
    return status;
}

gzt_status
gzt_slots_write(gzt_slots *s, gzt_btree *tree, gzt_glass_size *size,
                gzt_err *err)
{
    size_t order[GZT_GLASS_SLOTS_MAX];
    uint64_t before = tree->bytes;
    gzt_status status = GZT_OK;

    sort_slots(s, GZT_GLASS_VALUE_STATS, order);
    for (size_t i = 0; !status && i < s->count; i++)
        status = write_stats(&s->slots[order[i]], tree, err);
    size->value_stats = tree->bytes - before;
    sort_slots(s, GZT_GLASS_VALUES, order);
    for (size_t i = 0; !status && i < s->count; i++) {
        before = tree->bytes;
        status = write_chunks(&s->slots[order[i]], tree, err);
        size->values[i] = (gzt_glass_slot_size){ s->slots[order[i]].slot,
                                                 tree->bytes - before };
    }
    size->value_count = s->count;
    return status;
}
