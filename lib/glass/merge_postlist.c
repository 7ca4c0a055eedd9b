/* merge_postlist.c - several postlist tables into one.
 *
 * Items go in groups: a metadata key, the statistics of a slot, the chunks of a
 * slot, the lengths, the chunks of a term. Groups come in the order of their
 * bytes, and within a group the sources in their own order, so that docids
 * ascend. */
#include "glass/merge.h"

#include "base/str.h"
#include "glass/list.h"

#include <stdlib.h>

enum {
    PAIRS = 1024, // decoded at a time
    VALUE_MAX = 128 << 20,
};

typedef struct postlist {
    gzt_merge *merge;
    gzt_merge_source **heap; // the next group on top
    size_t count;
    gzt_merge_source **members; // of the group, in the order of the sources
    size_t member_count;
    gzt_btree out;
    gzt_list list;
    gzt_buf low, high, tag; // of statistics
} postlist;

gzt_status
gzt_merge_damaged(const gzt_cursor *c, gzt_err *err)
{
    return gzt_fail(err, GZT_EFORMAT,
                    "%s is damaged: check the index with `indexer --verify`",
                    c->path);
}

// ---- groups ----------------------------------------------------------------

static unsigned
kind_of(gzt_str key)
{
    unsigned second = key.len > 1 && !*key.ptr ? (uint8_t)key.ptr[1] : 0;

    return second == 0xff ? 0 : second;
}

// The length of a term in a key, up to a NUL that stands for none of it.
static size_t
term_size(gzt_str key)
{
    size_t i = 0;

    for (; i < key.len; i++)
        if (!key.ptr[i]) {
            if (i + 1 == key.len || (uint8_t)key.ptr[i + 1] != 0xff)
                break;
            i++;
        }
    return i;
}

static bool
find_group(gzt_str key, size_t *out)
{
    gzt_str rest = key;
    uint64_t slot;

    switch (kind_of(key)) {
    case 0:
        *out = term_size(key);
        return true;
    case GZT_GLASS_METADATA:
    case GZT_GLASS_VALUE_STATS:
        *out = key.len;
        return true;
    case GZT_GLASS_LENGTHS:
        *out = 2;
        return true;
    case GZT_GLASS_VALUES:
        rest = gzt_str_slice(key, 2, key.len);
        *out = 0;
        if (!gzt_varint_take(&rest, &slot))
            return false;
        *out = key.len - rest.len;
        return true;
    default:
        return false;
    }
}

static gzt_status
step(gzt_merge_source *s, gzt_err *err)
{
    gzt_status status = gzt_cursor_next(&s->cursor, err);
    size_t len;

    if (status || s->cursor.done)
        return status;
    if (s->cursor.deflated)
        return gzt_fail(err, GZT_EUNSUPPORTED,
                        "%s: a kind of item that is not known here",
                        s->cursor.path);
    if (!find_group(s->cursor.key, &len))
        return gzt_merge_damaged(&s->cursor, err);
    s->group = gzt_str_slice(s->cursor.key, 0, len);
    return GZT_OK;
}

static bool
is_before(const gzt_merge_source *a, const gzt_merge_source *b)
{
    int order = gzt_str_cmp(a->group, b->group);

    return order ? order < 0 : a < b;
}

static void
heap_push(postlist *p, gzt_merge_source *s)
{
    size_t i = p->count++;

    for (; i && is_before(s, p->heap[(i - 1) / 2]); i = (i - 1) / 2)
        p->heap[i] = p->heap[(i - 1) / 2];
    p->heap[i] = s;
}

static gzt_merge_source *
heap_pop(postlist *p)
{
    gzt_merge_source *top = p->heap[0], *last = p->heap[--p->count];
    size_t i = 0, kid;

    while ((kid = 2 * i + 1) < p->count) {
        if (kid + 1 < p->count && is_before(p->heap[kid + 1], p->heap[kid]))
            kid++;
        if (!is_before(p->heap[kid], last))
            break;
        p->heap[i] = p->heap[kid];
        i = kid;
    }
    p->heap[i] = last;
    return top;
}

static void
take_members(postlist *p)
{
    p->member_count = 0;
    do
        p->members[p->member_count++] = heap_pop(p);
    while (p->count && gzt_str_eq(p->heap[0]->group, p->members[0]->group));
}

// ---- metadata, values ------------------------------------------------------

// The first one's.
static gzt_status
merge_metadata(postlist *p, gzt_err *err)
{
    const gzt_cursor *c = &p->members[0]->cursor;
    gzt_btree_tag tag = { .head = c->tag };
    gzt_status status = gzt_btree_add(&p->out, c->key, &tag, err);

    for (size_t i = 0; !status && i < p->member_count; i++)
        status = step(p->members[i], err);
    return status;
}

static void
keep(gzt_buf *bound, gzt_str value)
{
    gzt_buf_clear(bound);
    gzt_buf_put(bound, value);
}

static gzt_status
add_value_stats(postlist *p, const gzt_cursor *c, uint64_t *documents,
                gzt_err *err)
{
    gzt_str rest = c->tag, low, high;
    uint64_t count, len;

    if (!gzt_varint_take(&rest, &count) || !gzt_varint_take(&rest, &len) ||
        len > rest.len || !count)
        return gzt_merge_damaged(c, err);
    low = gzt_str_slice(rest, 0, (size_t)len);
    high = gzt_str_slice(rest, (size_t)len, rest.len);
    if (!high.len) // the same
        high = low;
    if (!*documents || gzt_str_cmp(low, gzt_buf_str(&p->low)) < 0)
        keep(&p->low, low);
    if (!*documents || gzt_str_cmp(high, gzt_buf_str(&p->high)) > 0)
        keep(&p->high, high);
    *documents += count;
    return GZT_OK;
}

static gzt_status
merge_value_stats(postlist *p, gzt_err *err)
{
    uint8_t bytes[GZT_GLASS_KEY_CAP];
    gzt_str key = p->members[0]->cursor.key;
    gzt_btree_tag tag = { .deflated = false };
    uint64_t documents = 0;
    gzt_status status = GZT_OK;

    memcpy(bytes, key.ptr, key.len);
    key.ptr = (const char *)bytes;
    for (size_t i = 0; !status && i < p->member_count; i++) {
        status = add_value_stats(p, &p->members[i]->cursor, &documents, err);
        if (!status)
            status = step(p->members[i], err);
    }
    if (status)
        return status;
    gzt_buf_clear(&p->tag);
    gzt_buf_put_varint(&p->tag, documents);
    gzt_buf_put_varint(&p->tag, p->low.len);
    gzt_buf_put(&p->tag, gzt_buf_str(&p->low));
    tag.head = gzt_buf_str(&p->tag);
    if (!gzt_str_eq(gzt_buf_str(&p->low), gzt_buf_str(&p->high)))
        tag.rest = gzt_buf_str(&p->high);
    return gzt_btree_add(&p->out, key, &tag, err);
}

static bool
in_group(const gzt_merge_source *s, gzt_str group)
{
    return !s->cursor.done && gzt_str_eq(s->group, group);
}

// All chunks of one slot of one source: only the docid in the key is absolute.
static gzt_status
copy_values(postlist *p, gzt_merge_source *s, gzt_err *err)
{
    uint8_t key[GZT_GLASS_KEY_CAP + GZT_GLASS_ID_CAP];
    gzt_str group = { (const char *)key, s->group.len };
    gzt_status status = GZT_OK;

    memcpy(key, s->group.ptr, s->group.len);
    while (!status && in_group(s, group)) {
        gzt_str rest =
            gzt_str_slice(s->cursor.key, group.len, s->cursor.key.len);
        gzt_btree_tag tag = { .head = s->cursor.tag };
        uint32_t docid;
        uint8_t *end;

        if (!gzt_glass_take_id(&rest, &docid) || rest.len)
            return gzt_merge_damaged(&s->cursor, err);
        end = gzt_glass_put_id(key + group.len, docid + s->offset);
        status = gzt_btree_add(
            &p->out, (gzt_str){ (const char *)key, (size_t)(end - key) }, &tag,
            err);
        if (!status)
            status = step(s, err);
    }
    return status;
}

static gzt_status
merge_values(postlist *p, gzt_err *err)
{
    gzt_status status = GZT_OK;

    for (size_t i = 0; !status && i < p->member_count; i++)
        status = copy_values(p, p->members[i], err);
    return status;
}

// ---- lists -----------------------------------------------------------------

static bool
take_u32(gzt_str *rest, uint32_t *out)
{
    uint64_t value;

    if (rest->len && !(*rest->ptr & 0x80)) { // most are so short
        *out = (uint32_t)*rest->ptr;
        rest->ptr++;
        rest->len--;
        return true;
    }
    if (!gzt_varint_take(rest, &value) || value > UINT32_MAX)
        return false;
    *out = (uint32_t)value;
    return true;
}

// The pairs of one chunk, which begins at document `docid`.
static gzt_status
copy_pairs(postlist *p, gzt_merge_source *s, gzt_str rest, uint32_t docid,
           gzt_err *err)
{
    uint32_t docids[PAIRS], numbers[PAIRS], gap, last = docid + s->offset;
    size_t n = 0;
    gzt_status status = GZT_OK;

    if (rest.len < 2 || (*rest.ptr & 0xfe) != '0')
        return gzt_merge_damaged(&s->cursor, err);
    rest = gzt_str_slice(rest, 1, rest.len);
    if (!take_u32(&rest, &gap)) // to the last document
        return gzt_merge_damaged(&s->cursor, err);
    for (bool first = true; !status && rest.len; first = false) {
        if (!first && !take_u32(&rest, &gap))
            return gzt_merge_damaged(&s->cursor, err);
        last += first ? 0 : gap + 1;
        docids[n] = last;
        if (!take_u32(&rest, &numbers[n]))
            return gzt_merge_damaged(&s->cursor, err);
        if (++n == PAIRS) {
            status = gzt_list_add(&p->list, docids, numbers, n, err);
            n = 0;
        }
    }
    return status ? status : gzt_list_add(&p->list, docids, numbers, n, err);
}

// What stands at the front of a list.
static gzt_status
take_head(const gzt_cursor *c, gzt_str *rest, uint32_t *documents,
          uint32_t *collection, uint32_t *first)
{
    *rest = c->tag;
    return take_u32(rest, documents) && take_u32(rest, collection) &&
                   take_u32(rest, first) && *first != UINT32_MAX
               ? GZT_OK
               : GZT_EFORMAT;
}

static gzt_status
copy_list(postlist *p, gzt_merge_source *s, gzt_str group, gzt_err *err)
{
    uint32_t documents, collection, docid;
    gzt_str rest;
    gzt_status status = GZT_OK;

    // The first chunk's key is the group itself.
    if (s->cursor.key.len != group.len ||
        take_head(&s->cursor, &rest, &documents, &collection, &docid))
        return gzt_merge_damaged(&s->cursor, err);
    docid++;
    // Xapian begins the lengths with a chunk that may have nothing in it.
    if (p->list.is_term || rest.len > 2)
        status = copy_pairs(p, s, rest, docid, err);
    if (!status)
        status = step(s, err);
    while (!status && in_group(s, group)) {
        gzt_str key =
            gzt_str_slice(s->cursor.key, group.len, s->cursor.key.len);

        if (p->list.is_term && key.len) // a NUL parts it from the term
            key = gzt_str_slice(key, 1, key.len);
        if (!gzt_glass_take_id(&key, &docid) || key.len)
            return gzt_merge_damaged(&s->cursor, err);
        status = copy_pairs(p, s, s->cursor.tag, docid, err);
        if (!status)
            status = step(s, err);
    }
    return status;
}

static gzt_status
begin_list(postlist *p, gzt_str group, gzt_err *err)
{
    uint32_t documents = 0, collection = 0;

    for (size_t i = 0; i < p->member_count; i++) {
        uint32_t d, c, first;
        gzt_str rest;

        if (take_head(&p->members[i]->cursor, &rest, &d, &c, &first))
            return gzt_merge_damaged(&p->members[i]->cursor, err);
        documents += d;
        collection += c;
    }
    if (kind_of(group) == GZT_GLASS_LENGTHS)
        gzt_list_begin_lengths(&p->list, &p->out,
                               p->merge->version.stats.documents);
    else
        gzt_list_begin_key(&p->list, &p->out, group, documents, collection);
    return GZT_OK;
}

static gzt_status
merge_list(postlist *p, gzt_err *err)
{
    uint8_t bytes[GZT_GLASS_KEY_CAP];
    gzt_str group = p->members[0]->group;
    gzt_status status;

    memcpy(bytes, group.ptr, group.len);
    group.ptr = (const char *)bytes;
    status = begin_list(p, group, err);
    for (size_t i = 0; !status && i < p->member_count; i++)
        status = copy_list(p, p->members[i], group, err);
    return status ? status : gzt_list_end(&p->list, err);
}

// ---- the table -------------------------------------------------------------

static gzt_status
merge_group(postlist *p, gzt_err *err)
{
    switch (kind_of(p->members[0]->group)) {
    case GZT_GLASS_METADATA:
        return merge_metadata(p, err);
    case GZT_GLASS_VALUE_STATS:
        return merge_value_stats(p, err);
    case GZT_GLASS_VALUES:
        return merge_values(p, err);
    default:
        return merge_list(p, err);
    }
}

static gzt_status
open_cursors(postlist *p, gzt_err *err)
{
    gzt_merge *m = p->merge;
    gzt_status status = GZT_OK;

    for (size_t i = 0; !status && i < m->count; i++) {
        gzt_merge_source *s = &m->sources[i];

        status = gzt_cursor_open(&s->cursor, s->path, "postlist",
                                 &s->version.roots[GZT_GLASS_POSTLIST],
                                 s->version.revision, err);
        if (!status)
            status = step(s, err);
        if (!status && !s->cursor.done)
            heap_push(p, s);
    }
    return status;
}

static gzt_status
merge_groups(postlist *p, gzt_err *err)
{
    gzt_status status = open_cursors(p, err);

    while (!status && p->count) {
        take_members(p);
        status = merge_group(p, err);
        for (size_t i = 0; i < p->member_count; i++)
            if (!p->members[i]->cursor.done)
                heap_push(p, p->members[i]);
    }
    return status;
}

gzt_status
gzt_merge_postlist(gzt_merge *m, gzt_err *err)
{
    postlist p = { .merge = m };
    gzt_status status = gzt_btree_open(&p.out, m->path, "postlist", err);

    p.heap = gzt_xrealloc(NULL, m->count, sizeof(gzt_merge_source *));
    p.members = gzt_xrealloc(NULL, m->count, sizeof(gzt_merge_source *));
    gzt_buf_init(&p.low, VALUE_MAX);
    gzt_buf_init(&p.high, VALUE_MAX);
    gzt_buf_init(&p.tag, (size_t)VALUE_MAX + 64);
    if (!status)
        status = merge_groups(&p, err);
    if (!status)
        status = gzt_btree_finish(&p.out, &m->version.roots[GZT_GLASS_POSTLIST],
                                  err);
    gzt_btree_release(&p.out);
    for (size_t i = 0; i < m->count; i++)
        gzt_cursor_close(&m->sources[i].cursor);
    gzt_buf_release(&p.low);
    gzt_buf_release(&p.high);
    gzt_buf_release(&p.tag);
    free(p.heap);
    free(p.members);
    return status;
}
