/* cursor.c - the items of a table in the order of their keys. */
#include "glass/cursor.h"

#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    DIR_START = 11,
    TAG_MAX = 65535 * GZT_BTREE_ITEM_MAX,
};

// In the first byte of an item's size.
enum {
    DEFLATED = 0x80,
    LAST_PART = 0x40,
    FIRST_PART = 0x20,
    SIZE_MASK = 0x1f,
};

static gzt_status
damaged(const gzt_cursor *c, gzt_err *err)
{
    return gzt_fail(err, GZT_EFORMAT,
                    "%s is damaged: check the index with `indexer --verify`",
                    c->path);
}

// ---- blocks ----------------------------------------------------------------

static gzt_status
fetch(gzt_cursor *c, uint32_t number, uint8_t *block, gzt_err *err)
{
    size_t done = 0;

    while (done < GZT_GLASS_BLOCK) {
        ssize_t n = pread(c->fd, block + done, GZT_GLASS_BLOCK - done,
                          (off_t)number * GZT_GLASS_BLOCK + (off_t)done);

        if (n < 0)
            return gzt_fail_errno(err, "%s: cannot read", c->path);
        if (!n)
            return damaged(c, err);
        done += (size_t)n;
    }
    return GZT_OK;
}

// Put block `number` at `level`, before its first item.
static gzt_status
enter(gzt_cursor *c, unsigned level, uint32_t number, gzt_err *err)
{
    gzt_cursor_level *l = &c->levels[level];
    gzt_status status;

    if (number >= c->root.blocks)
        return damaged(c, err);
    if (!l->block)
        l->block = gzt_xrealloc(NULL, 1, GZT_GLASS_BLOCK);
    status = fetch(c, number, l->block, err);
    if (status)
        return status;
    l->at = DIR_START;
    l->end = gzt_glass_get_u16(l->block + 9);
    if (l->block[4] != level || gzt_glass_get_u32(l->block) > c->revision ||
        l->end <= DIR_START || l->end > GZT_GLASS_BLOCK || l->end % 2 != 1)
        return damaged(c, err);
    return GZT_OK;
}

// The next item of a level and how many bytes it may have, or NULL.
static const uint8_t *
take_item(gzt_cursor_level *l, size_t *room)
{
    unsigned offset = gzt_glass_get_u16(l->block + l->at);

    l->at += 2;
    if (offset < l->end || offset >= GZT_GLASS_BLOCK)
        return NULL;
    *room = GZT_GLASS_BLOCK - offset;
    return l->block + offset;
}

// Have an item at level 0, or be done.
static gzt_status
descend(gzt_cursor *c, gzt_err *err)
{
    unsigned level = 0;

    while (c->levels[level].at >= c->levels[level].end)
        if (++level > c->root.level) {
            c->done = true;
            return GZT_OK;
        }
    while (level > 0) {
        size_t room;
        const uint8_t *item = take_item(&c->levels[level], &room);
        gzt_status status;

        if (!item || room < 4)
            return damaged(c, err);
        status = enter(c, --level, gzt_glass_get_u32(item), err);
        if (status)
            return status;
    }
    return GZT_OK;
}

// ---- items -----------------------------------------------------------------

typedef struct leaf_item {
    gzt_str key, part;
    unsigned flags;
} leaf_item;

static gzt_status
take_leaf(gzt_cursor *c, leaf_item *out, gzt_err *err)
{
    size_t room, size, head;
    gzt_status status = descend(c, err);
    const uint8_t *p;

    if (status || c->done)
        return status;
    p = take_item(&c->levels[0], &room);
    if (!p || room < 3)
        return damaged(c, err);
    out->flags = p[0] & (DEFLATED | LAST_PART | FIRST_PART);
    size = ((size_t)(p[0] & SIZE_MASK) << 8 | p[1]) + 3;
    head = 3 + (size_t)p[2] + (out->flags & FIRST_PART ? 0 : 2);
    if (size > room || head > size)
        return damaged(c, err);
    out->key = (gzt_str){ (const char *)p + 3, p[2] };
    out->part = (gzt_str){ (const char *)p + head, size - head };
    return GZT_OK;
}

static gzt_status
take_parts(gzt_cursor *c, leaf_item *item, gzt_err *err)
{
    gzt_buf_clear(&c->parts);
    gzt_buf_put(&c->parts, item->part);
    while (!(item->flags & LAST_PART)) {
        gzt_status status = take_leaf(c, item, err);

        if (status)
            return status;
        if (c->done || item->flags & FIRST_PART ||
            !gzt_str_eq(item->key, c->key))
            return damaged(c, err);
        gzt_buf_put(&c->parts, item->part);
    }
    if (c->parts.full)
        return damaged(c, err);
    c->tag = gzt_buf_str(&c->parts);
    return GZT_OK;
}

gzt_status
gzt_cursor_next(gzt_cursor *c, gzt_err *err)
{
    leaf_item item;
    gzt_status status;

    if (c->done)
        return GZT_OK;
    status = take_leaf(c, &item, err);
    if (status || c->done)
        return status;
    if (!(item.flags & FIRST_PART) || gzt_str_cmp(item.key, c->key) <= 0)
        return damaged(c, err);
    memcpy(c->key_bytes, item.key.ptr, item.key.len);
    c->key = (gzt_str){ (const char *)c->key_bytes, item.key.len };
    c->deflated = item.flags & DEFLATED;
    c->tag = item.part;
    return item.flags & LAST_PART ? GZT_OK : take_parts(c, &item, err);
}

// ---- opening and closing ---------------------------------------------------

// The first item has neither key nor tag.
static gzt_status
pass_first(gzt_cursor *c, gzt_err *err)
{
    leaf_item item;
    gzt_status status = enter(c, c->root.level, c->root.block, err);

    if (!status)
        status = take_leaf(c, &item, err);
    if (!status && (c->done || item.key.len))
        status = damaged(c, err);
    return status;
}

gzt_status
gzt_cursor_open(gzt_cursor *c, const char *folder, const char *name,
                const gzt_btree_root *root, uint32_t revision, gzt_err *err)
{
    *c = (gzt_cursor){ .fd = -1, .root = *root, .revision = revision };
    gzt_buf_init(&c->parts, TAG_MAX);
    c->key = (gzt_str){ "", 0 };
    snprintf(c->path, sizeof(c->path), "%s/%s.glass", folder, name);
    c->done = !root->entries;
    if (c->done)
        return GZT_OK;
    if (root->level >= GZT_BTREE_LEVELS)
        return damaged(c, err);
    c->fd = open(c->path, O_RDONLY | O_CLOEXEC);
    if (c->fd < 0)
        return errno == ENOENT
                   ? damaged(c, err)
                   : gzt_fail_errno(err, "%s: cannot open", c->path);
    posix_fadvise(c->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    return pass_first(c, err);
}

void
gzt_cursor_close(gzt_cursor *c)
{
    if (!*c->path)
        return;
    if (c->fd >= 0)
        close(c->fd);
    for (unsigned i = 0; i < GZT_BTREE_LEVELS; i++)
        free(c->levels[i].block);
    gzt_buf_release(&c->parts);
    *c = (gzt_cursor){ .fd = -1 };
}
