/* list.c - (document, number) pairs in chunks. */
#include "glass/list.h"

enum {
    // A chunk is one item of the table: what stands before its pairs is at
    // most the head of a first chunk, the mark of the last one and a distance.
    HEAD_CAP = 3 * 5 + 1 + 5,
};

static void
begin(gzt_list *l, gzt_btree *tree, uint32_t documents)
{
    l->tree = tree;
    l->due = documents;
    l->count = l->sum = 0;
    l->later = false;
    l->len = 0;
    l->cap =
        GZT_BTREE_ITEM_MAX - 3 - (l->key_len + 1 + GZT_GLASS_ID_CAP) - HEAD_CAP;
}

void
gzt_list_begin_key(gzt_list *l, gzt_btree *tree, gzt_str key,
                   uint32_t documents, uint32_t collection)
{
    memcpy(l->key, key.ptr, key.len);
    l->key_len = key.len;
    l->is_term = true;
    l->documents = documents;
    l->collection = collection;
    begin(l, tree, documents);
}

void
gzt_list_begin_term(gzt_list *l, gzt_btree *tree, gzt_str term,
                    uint32_t documents, uint32_t collection)
{
    uint8_t key[GZT_GLASS_KEY_CAP], *end = gzt_glass_put_key(key, term);

    gzt_list_begin_key(l, tree,
                       (gzt_str){ (const char *)key, (size_t)(end - key) },
                       documents, collection);
}

void
gzt_list_begin_lengths(gzt_list *l, gzt_btree *tree, uint32_t documents)
{
    l->key[0] = 0;
    l->key[1] = GZT_GLASS_LENGTHS;
    l->key_len = 2;
    l->is_term = false;
    l->documents = l->collection = 0;
    begin(l, tree, documents);
}

static gzt_status
write_chunk(gzt_list *l, gzt_err *err)
{
    uint8_t key[GZT_GLASS_KEY_CAP + 1 + GZT_GLASS_ID_CAP], head[HEAD_CAP];
    uint8_t *k = key + l->key_len, *h = head;
    gzt_btree_tag tag = { .rest = { (const char *)l->chunk, l->len } };

    memcpy(key, l->key, l->key_len);
    if (!l->later) {
        h = gzt_glass_put_uint(h, l->documents);
        h = gzt_glass_put_uint(h, l->collection);
        h = gzt_glass_put_uint(h, l->first - 1);
    } else {
        if (l->is_term)
            *k++ = 0;
        k = gzt_glass_put_id(k, l->first);
    }
    *h++ = l->count == l->due ? '1' : '0'; // is it the last chunk?
    h = gzt_glass_put_uint(h, l->last - l->first);
    tag.head = (gzt_str){ (const char *)head, (size_t)(h - head) };
    l->later = true;
    l->len = 0;
    return gzt_btree_add(
        l->tree, (gzt_str){ (const char *)key, (size_t)(k - key) }, &tag, err);
}

static gzt_status
out_of_order(const gzt_list *l, uint32_t docid, gzt_err *err)
{
    return gzt_fail(err, GZT_EINVAL,
                    "%s: document %u is out of order, or one too many, in the "
                    "list of '%.*s'",
                    l->tree->path, docid, (int)l->key_len,
                    (const char *)l->key);
}

// The next pair, where there is room for it.
static uint8_t *
put_pair(uint8_t *p, uint32_t gap, uint32_t number)
{
    if ((gap | number) < 128) {
        p[0] = (uint8_t)gap;
        p[1] = (uint8_t)number;
        return p + 2;
    }
    return gzt_glass_put_uint(gzt_glass_put_uint(p, gap), number);
}

gzt_status
gzt_list_add(gzt_list *l, const uint32_t *docids, const uint32_t *numbers,
             size_t count, gzt_err *err)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t docid = docids[i];
        uint8_t *p = l->chunk + l->len;

        if ((l->count ? docid <= l->last : !docid) || l->count == l->due)
            return out_of_order(l, docid, err);
        if (!l->len) {
            l->first = docid;
            p = gzt_glass_put_uint(p, numbers[i]);
        } else {
            p = put_pair(p, docid - l->last - 1, numbers[i]);
        }
        l->last = docid;
        l->len = (size_t)(p - l->chunk);
        l->count++;
        l->sum += numbers[i];
        if (l->len + 10 > l->cap || l->count == l->due) {
            gzt_status status = write_chunk(l, err);

            if (status)
                return status;
        }
    }
    return GZT_OK;
}

gzt_status
gzt_list_end(const gzt_list *l, gzt_err *err)
{
    if (l->count == l->due &&
        (!l->is_term || (uint32_t)l->sum == l->collection))
        return GZT_OK;
    return gzt_fail(err, GZT_EINVAL,
                    "%s: the list of '%.*s' is not what was announced",
                    l->tree->path, (int)l->key_len, (const char *)l->key);
}
