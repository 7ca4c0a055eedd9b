/* btree.c - one table of a glass database, written front to back. */
#include "glass/btree.h"

#include "base/str.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    DIR_START = 11,
    DIR_ENTRY = 2,
    REVISION = 1, // of every block that we write
    OUT_BLOCKS = 64,
    START_BYTES = 8 << 20,
    PARTS_MAX = 65535,
    SPLIT_MIN = 24, // payload worth a part of its own
};

// In the first byte of an item's size.
enum {
    DEFLATED = 0x80,
    LAST_PART = 0x40,
    FIRST_PART = 0x20,
};

// ---- the file --------------------------------------------------------------

static gzt_status
out_write(gzt_btree *t, gzt_err *err)
{
    for (size_t done = 0; done < t->out_len;) {
        ssize_t n = write(t->fd, t->out + done, t->out_len - done);

        if (n < 0)
            return gzt_fail_errno(err, "%s: cannot write", t->path);
        done += (size_t)n;
    }
    t->out_len = 0;
    return GZT_OK;
}

// Have the disk begin early, so that the sync at the end does not wait for all
// of the file. Only a hint: what fails here fails again in fsync().
static void
out_start(gzt_btree *t)
{
    uint64_t end = (uint64_t)t->blocks * GZT_GLASS_BLOCK;

    if (end - t->started < START_BYTES)
        return;
    sync_file_range(t->fd, (off_t)t->started, (off_t)(end - t->started),
                    SYNC_FILE_RANGE_WRITE);
    t->started = end;
}

// ---- blocks ----------------------------------------------------------------

static void
level_reset(gzt_btree_level *l)
{
    l->dir = DIR_START;
    l->data = GZT_GLASS_BLOCK;
    l->key_len = l->part = 0;
}

static void
level_init(gzt_btree_level *l)
{
    l->block = gzt_xrealloc(NULL, 1, GZT_GLASS_BLOCK);
    level_reset(l);
}

static unsigned
level_free(const gzt_btree_level *l)
{
    return l->data - l->dir;
}

// Room for an item of `size` bytes, which must be there.
static uint8_t *
level_item(gzt_btree *t, gzt_btree_level *l, unsigned size)
{
    l->data -= size;
    gzt_glass_put_u16(l->block + l->dir, l->data);
    l->dir += DIR_ENTRY;
    t->bytes += size + DIR_ENTRY;
    return l->block + l->data;
}

// Give the block of a level its number and send it on its way.
static gzt_status
level_write(gzt_btree *t, unsigned level, uint32_t *number, gzt_err *err)
{
    gzt_btree_level *l = &t->levels[level];
    uint8_t *p = l->block;
    unsigned gap = level_free(l);

    if (t->out_len == (size_t)OUT_BLOCKS * GZT_GLASS_BLOCK) {
        gzt_status status = out_write(t, err);

        if (status)
            return status;
        out_start(t);
    }
    if (t->blocks == UINT32_MAX)
        return gzt_fail(err, GZT_EINVAL, "%s: as large as a table can be",
                        t->path);
    p = gzt_glass_put_u32(p, REVISION);
    *p++ = (uint8_t)level;
    p = gzt_glass_put_u16(p, gap); // in one piece
    p = gzt_glass_put_u16(p, gap); // in all
    gzt_glass_put_u16(p, l->dir);
    memset(l->block + l->dir, 0, gap);
    memcpy(t->out + t->out_len, l->block, GZT_GLASS_BLOCK);
    t->out_len += GZT_GLASS_BLOCK;
    *number = t->blocks++;
    return GZT_OK;
}

static void
put_branch(gzt_btree *t, gzt_btree_level *l, const gzt_btree_level *child,
           uint32_t number)
{
    uint8_t *p = level_item(t, l, 4 + 1 + child->key_len + 2);

    p = gzt_glass_put_u32(p, number);
    *p++ = (uint8_t)child->key_len;
    memcpy(p, child->key, child->key_len);
    gzt_glass_put_u16(p + child->key_len, child->part);
}

// The first item of a branch needs no key: all that is below its block is at
// or above the key that the block itself has one level up.
static void
begin_branch(gzt_btree *t, gzt_btree_level *l, const gzt_btree_level *child,
             uint32_t number)
{
    const gzt_btree_level none = { .key_len = 0 };

    level_reset(l);
    l->key_len = child->key_len;
    l->part = child->part;
    memcpy(l->key, child->key, child->key_len);
    put_branch(t, l, &none, number);
}

// Write the block of `level` and enter it above. A full block above is written
// and entered in the same way, and so on up.
static gzt_status
close_block(gzt_btree *t, unsigned level, gzt_err *err)
{
    gzt_btree_level child = t->levels[level];
    uint32_t number;
    gzt_status status = level_write(t, level, &number, err);

    while (!status && ++level < GZT_BTREE_LEVELS) {
        gzt_btree_level *l = &t->levels[level], full = *l;
        uint32_t above;

        if (!l->block) {
            level_init(l);
            begin_branch(t, l, &child, number);
            return GZT_OK;
        }
        if (level_free(l) >= 4 + 1 + child.key_len + 2 + DIR_ENTRY) {
            put_branch(t, l, &child, number);
            return GZT_OK;
        }
        status = level_write(t, level, &above, err);
        begin_branch(t, l, &child, number);
        child = full;
        number = above;
    }
    return status ? status
                  : gzt_fail(err, GZT_EINVAL, "%s: too many levels", t->path);
}

// ---- items -----------------------------------------------------------------

// Begin the next leaf, whose first item will be part `part` of `key`. What
// parts it from the one before is as much of the key as differs.
static gzt_status
next_leaf(gzt_btree *t, gzt_str key, unsigned part, gzt_err *err)
{
    gzt_btree_level *l = &t->levels[0];
    gzt_status status = close_block(t, 0, err);
    unsigned n = 0;

    level_reset(l);
    while (n < key.len && n < t->last_len && (uint8_t)key.ptr[n] == t->last[n])
        n++;
    l->key_len = n < key.len ? n + 1 : n;
    l->part = part;
    memcpy(l->key, key.ptr, l->key_len);
    return status;
}

typedef struct rest { // of a tag
    const char *ptr;
    size_t len;
    gzt_str next;
} rest;

static void
rest_copy(rest *r, uint8_t *to, size_t len)
{
    while (len) {
        size_t n = len < r->len ? len : r->len;

        memcpy(to, r->ptr, n);
        r->ptr += n;
        r->len -= n;
        to += n;
        len -= n;
        if (!r->len) {
            r->ptr = r->next.ptr;
            r->len = r->next.len;
            r->next = (gzt_str){ NULL, 0 };
        }
    }
}

static size_t
rest_len(const rest *r)
{
    return r->len + r->next.len;
}

static void
put_leaf(gzt_btree *t, gzt_str key, unsigned part, unsigned flags, rest *r,
         size_t len)
{
    size_t size = 2 + 1 + key.len + (part > 1 ? 2 : 0) + len;
    uint8_t *p = level_item(t, &t->levels[0], (unsigned)size);

    p = gzt_glass_put_u16(p, (unsigned)(size - 3) | flags << 8);
    *p++ = (uint8_t)key.len;
    memcpy(p, key.ptr, key.len);
    p += key.len;
    if (part > 1)
        p = gzt_glass_put_u16(p, part);
    rest_copy(r, p, len);
}

// How much of `len` bytes goes into the leaf as it is; less than 0 if none can
// and the next leaf must begin.
static long
part_size(const gzt_btree *t, size_t overhead, size_t len)
{
    long most = (long)(GZT_BTREE_ITEM_MAX - overhead);
    long room = (long)level_free(&t->levels[0]) - (long)overhead - DIR_ENTRY;

    if ((long)len < most)
        most = (long)len;
    return most <= room ? most : room < SPLIT_MIN ? -1 : room;
}

static gzt_status
put_parts(gzt_btree *t, gzt_str key, const gzt_btree_tag *tag, gzt_err *err)
{
    rest r = { tag->head.ptr, tag->head.len, tag->rest };
    unsigned flags = FIRST_PART | (tag->deflated ? DEFLATED : 0);
    gzt_status status = GZT_OK;

    for (unsigned part = 1; !status && part <= PARTS_MAX; part++) {
        size_t overhead = 2 + 1 + key.len + (part > 1 ? 2 : 0);
        size_t left = rest_len(&r);
        long n = part_size(t, overhead, left);

        if (n < 0) {
            status = next_leaf(t, key, part, err);
            n = part_size(t, overhead, left);
        }
        if ((size_t)n == left)
            flags |= LAST_PART;
        put_leaf(t, key, part, flags, &r, (size_t)n);
        flags &= ~(unsigned)FIRST_PART;
        // The next part may begin a block: then this is the key before it.
        memcpy(t->last, key.ptr, key.len);
        t->last_len = (unsigned)key.len;
        if ((size_t)n == left)
            return status;
    }
    return status ? status
                  : gzt_fail(err, GZT_EINVAL,
                             "%s: an item of %zu bytes is too large", t->path,
                             tag->head.len + tag->rest.len);
}

static int
key_order(const gzt_btree *t, gzt_str key)
{
    return gzt_str_cmp(key, (gzt_str){ (const char *)t->last, t->last_len });
}

gzt_status
gzt_btree_add(gzt_btree *t, gzt_str key, const gzt_btree_tag *tag, gzt_err *err)
{
    if (!key.len || key.len > GZT_GLASS_KEY_CAP || key_order(t, key) <= 0)
        return gzt_fail(err, GZT_EINVAL,
                        "%s: a key is too long or not in order", t->path);
    t->entries++;
    return put_parts(t, key, tag, err);
}

// ---- beginning and end -----------------------------------------------------

gzt_status
gzt_btree_open(gzt_btree *t, const char *folder, const char *name, gzt_err *err)
{
    rest nothing = { NULL, 0, { NULL, 0 } };

    *t = (gzt_btree){ .fd = -1 };
    snprintf(t->path, sizeof(t->path), "%s/%s.glass", folder, name);
    t->fd = open(t->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (t->fd < 0)
        return gzt_fail_errno(err, "%s: cannot create", t->path);
    t->out = gzt_xrealloc(NULL, OUT_BLOCKS, GZT_GLASS_BLOCK);
    level_init(&t->levels[0]);
    // Every table begins with an item that has neither key nor tag.
    put_leaf(t, (gzt_str){ "", 0 }, 1, FIRST_PART | LAST_PART, &nothing, 0);
    return GZT_OK;
}

static gzt_status
finish_blocks(gzt_btree *t, gzt_btree_root *out, gzt_err *err)
{
    gzt_status status = GZT_OK;
    unsigned level = 0;

    // Entering a block above may add a level at the top.
    while (!status && level + 1 < GZT_BTREE_LEVELS &&
           t->levels[level + 1].block)
        status = close_block(t, level++, err);
    out->level = level;
    if (!status)
        status = level_write(t, level, &out->block, err);
    return status ? status : out_write(t, err);
}

gzt_status
gzt_btree_finish(gzt_btree *t, gzt_btree_root *out, gzt_err *err)
{
    gzt_status status = GZT_OK;

    *out = (gzt_btree_root){ .entries = t->entries };
    if (t->entries)
        status = finish_blocks(t, out, err);
    out->blocks = t->blocks;
    if (!status && fsync(t->fd))
        status = gzt_fail_errno(err, "%s: cannot sync", t->path);
    if (close(t->fd) && !status)
        status = gzt_fail_errno(err, "%s: cannot close", t->path);
    t->fd = -1;
    gzt_btree_release(t);
    return status;
}

void
gzt_btree_release(gzt_btree *t)
{
    if (t->out && t->fd >= 0)
        close(t->fd);
    t->fd = -1;
    free(t->out);
    t->out = NULL;
    for (unsigned i = 0; i < GZT_BTREE_LEVELS; i++) {
        free(t->levels[i].block);
        t->levels[i].block = NULL;
    }
}
