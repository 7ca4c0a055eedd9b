/* lookup.c - single values of a database. The file may be written to while it
 * is read here: a number is loaded once, then held against its limits, and what
 * was read counts only if no block has got a later revision meanwhile. */
#include "glass/lookup.h"

#include "base/buf.h"
#include "base/str.h"
#include "glass/version.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    DIR_START = 11,
    CHUNK_MAX = 256 << 20,
    PARTS_MAX = 65535,
    SEEN_MAX = 64, // blocks of one lookup
};

// In the first byte of an item's size.
enum {
    DEFLATED = 0x80,
    LAST_PART = 0x40,
    FIRST_PART = 0x20,
    SIZE_MASK = 0x1f,
};

struct gzt_lookup {
    const uint8_t *map;
    size_t blocks; // that are mapped
    gzt_btree_root root;
    uint32_t revision;
    const uint8_t *seen[SEEN_MAX];
    size_t seen_count;
    // The chunk that was looked up last: values of neighbours.
    gzt_buf chunk;
    uint32_t slot, first, next; // docids: its first, where `rest` is
    gzt_str rest;               // of the chunk: behind the docid
};

/** The part `part` of a key. */
typedef struct place {
    gzt_str key;
    unsigned part;
} place;

/** Where a search went, from the root down to a leaf. */
typedef struct step {
    const uint8_t *block;
    unsigned at, end; // in the directory
} step;

/** An item of a leaf, as it lies there. */
typedef struct leaf_item {
    step step;
    gzt_str key, bytes;
    unsigned flags, part;
} leaf_item;

// ---- opening ---------------------------------------------------------------

static bool
map_table(gzt_lookup *l, const char *folder)
{
    char path[PATH_MAX];
    struct stat info;
    void *map = MAP_FAILED;
    int fd;

    snprintf(path, sizeof(path), "%s/postlist.glass", folder);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    if (!fstat(fd, &info) && info.st_size >= GZT_GLASS_BLOCK) {
        l->blocks = (size_t)info.st_size / GZT_GLASS_BLOCK;
        map = mmap(NULL, l->blocks * GZT_GLASS_BLOCK, PROT_READ, MAP_SHARED, fd,
                   0);
    }
    close(fd);
    if (map == MAP_FAILED)
        return false;
    l->map = map;
    return true;
}

gzt_lookup *
gzt_lookup_open(const char *folder, uint64_t revision)
{
    gzt_glass_version version;
    gzt_lookup *l;

    if (gzt_glass_version_read(folder, &version, NULL) ||
        version.revision != revision ||
        version.roots[GZT_GLASS_POSTLIST].level >= GZT_BTREE_LEVELS ||
        !version.roots[GZT_GLASS_POSTLIST].entries)
        return NULL;
    l = gzt_xrealloc(NULL, 1, sizeof(*l));
    *l = (gzt_lookup){ .root = version.roots[GZT_GLASS_POSTLIST],
                       .revision = version.revision };
    gzt_buf_init(&l->chunk, CHUNK_MAX);
    if (map_table(l, folder))
        return l;
    gzt_lookup_close(l);
    return NULL;
}

void
gzt_lookup_close(gzt_lookup *l)
{
    if (!l)
        return;
    if (l->map)
        munmap((void *)l->map, l->blocks * GZT_GLASS_BLOCK);
    gzt_buf_release(&l->chunk);
    free(l);
}

// ---- blocks ----------------------------------------------------------------

static unsigned
load_u8(const uint8_t *p)
{
    return __atomic_load_n(p, __ATOMIC_RELAXED);
}

static unsigned
load_u16(const uint8_t *p)
{
    return load_u8(p) << 8 | load_u8(p + 1);
}

static uint32_t
load_u32(const uint8_t *p)
{
    return (uint32_t)load_u16(p) << 16 | load_u16(p + 2);
}

/** Block `number`, which must be of this level, and the end of its directory;
 *  NULL: not sure. */
static const uint8_t *
enter(gzt_lookup *l, uint32_t number, unsigned level, unsigned *end)
{
    const uint8_t *block = l->map + (size_t)number * GZT_GLASS_BLOCK;

    if (number >= l->blocks || l->seen_count == SEEN_MAX)
        return NULL;
    l->seen[l->seen_count++] = block;
    *end = load_u16(block + 9);
    if (load_u32(block) > l->revision || load_u8(block + 4) != level ||
        *end <= DIR_START || *end > GZT_GLASS_BLOCK || *end % 2 != 1)
        return NULL;
    return block;
}

// A block that the writer uses again gets its revision first.
static bool
is_untouched(const gzt_lookup *l)
{
    atomic_thread_fence(memory_order_acquire);
    for (size_t i = 0; i < l->seen_count; i++)
        if (load_u32(l->seen[i]) > l->revision)
            return false;
    return true;
}

/** The item of a step, and how many bytes it may have. */
static const uint8_t *
item_at(const step *s, size_t *room)
{
    unsigned offset = load_u16(s->block + s->at);

    if (offset < s->end || offset >= GZT_GLASS_BLOCK)
        return NULL;
    *room = GZT_GLASS_BLOCK - offset;
    return s->block + offset;
}

static bool
read_branch(const step *s, uint32_t *child, place *out)
{
    size_t room;
    const uint8_t *p = item_at(s, &room);
    size_t len;

    if (!p || room < 5)
        return false;
    *child = load_u32(p);
    len = load_u8(p + 4);
    if (room < 5 + len + 2)
        return false;
    out->key = (gzt_str){ (const char *)p + 5, len };
    out->part = load_u16(p + 5 + len);
    return true;
}

static bool
read_leaf(const step *from, leaf_item *out)
{
    step s = *from; // may be that of `out`
    size_t room, size, head, len;
    const uint8_t *p = item_at(&s, &room);
    unsigned first;

    if (!p || room < 3)
        return false;
    first = load_u8(p);
    size = ((size_t)(first & SIZE_MASK) << 8 | load_u8(p + 1)) + 3;
    len = load_u8(p + 2);
    head = 3 + len + (first & FIRST_PART ? 0 : 2);
    if (size > room || head > size)
        return false;
    *out =
        (leaf_item){ .step = s,
                     .key = { (const char *)p + 3, len },
                     .bytes = { (const char *)p + head, size - head },
                     .flags = first,
                     .part = first & FIRST_PART ? 1 : load_u16(p + 3 + len) };
    return true;
}

// ---- searching -------------------------------------------------------------

static bool
is_behind(gzt_str key, unsigned part, place wanted)
{
    int order = gzt_str_cmp(key, wanted.key);

    return order > 0 || (order == 0 && part > wanted.part);
}

/** Put `at` at the last item that is not behind `wanted`, or at the first. */
static bool
choose(step *s, unsigned level, place wanted)
{
    unsigned low = 0, high = (s->end - DIR_START) / 2;

    while (high - low > 1) {
        unsigned middle = (low + high) / 2;
        uint32_t child;
        leaf_item item;
        place found;

        s->at = DIR_START + 2 * middle;
        if (level ? !read_branch(s, &child, &found) : !read_leaf(s, &item))
            return false;
        if (!level)
            found = (place){ item.key, item.part };
        if (is_behind(found.key, found.part, wanted))
            high = middle;
        else
            low = middle;
    }
    s->at = DIR_START + 2 * low;
    return true;
}

/** Into the block that `path[level + 1]` points to. */
static bool
descend(gzt_lookup *l, step *path, unsigned level)
{
    uint32_t number = l->root.block;
    place unused;

    if (level < l->root.level &&
        !read_branch(&path[level + 1], &number, &unused))
        return false;
    path[level].block = enter(l, number, level, &path[level].end);
    path[level].at = DIR_START;
    return path[level].block != NULL;
}

/** To the last item before the leaf where the path ends. */
static bool
step_back(gzt_lookup *l, step *path)
{
    unsigned level = 0;

    while (path[level].at == DIR_START)
        if (++level > l->root.level)
            return false;
    for (path[level].at -= 2; level > 0; path[level].at = path[level].end - 2)
        if (!descend(l, path, --level))
            return false;
    return true;
}

/** The last item that is not behind `wanted`. Keys in branches are cut short,
 *  so it may be the last one of the leaf before. */
static bool
find(gzt_lookup *l, place wanted, leaf_item *out)
{
    step path[GZT_BTREE_LEVELS];

    for (unsigned level = l->root.level + 1; level-- > 0;)
        if (!descend(l, path, level) || !choose(&path[level], level, wanted))
            return false;
    if (!read_leaf(&path[0], out))
        return false;
    return !is_behind(out->key, out->part, wanted) ||
           (step_back(l, path) && read_leaf(&path[0], out));
}

// From some part of an item to its first.
static bool
find_first_part(gzt_lookup *l, leaf_item *item, gzt_str key)
{
    while (!(item->flags & FIRST_PART) && item->step.at > DIR_START) {
        unsigned part = item->part;

        item->step.at -= 2;
        if (!read_leaf(&item->step, item) || !gzt_str_eq(item->key, key) ||
            item->part + 1 != part)
            return false;
    }
    return item->flags & FIRST_PART ||
           (find(l, (place){ key, 1 }, item) && item->flags & FIRST_PART &&
            gzt_str_eq(item->key, key));
}

static bool
find_next_part(gzt_lookup *l, leaf_item *item, gzt_str key)
{
    unsigned part = item->part + 1;
    bool found;

    item->step.at += 2;
    if (item->step.at < item->step.end)
        found = read_leaf(&item->step, item);
    else
        found = part <= PARTS_MAX && find(l, (place){ key, part }, item);
    return found && item->part == part && gzt_str_eq(item->key, key) &&
           !(item->flags & FIRST_PART);
}

/** All parts of the item into the chunk. */
static bool
copy_chunk(gzt_lookup *l, leaf_item *item, gzt_str key)
{
    if (!find_first_part(l, item, key))
        return false;
    gzt_buf_clear(&l->chunk);
    gzt_buf_put(&l->chunk, item->bytes);
    while (!(item->flags & LAST_PART)) {
        if (!find_next_part(l, item, key))
            return false;
        gzt_buf_put(&l->chunk, item->bytes);
    }
    return !(item->flags & DEFLATED) && !l->chunk.full;
}

// ---- values ----------------------------------------------------------------

/** Have the chunk that would have the document; an empty one: there is none. */
static bool
load_chunk(gzt_lookup *l, uint32_t slot, uint32_t docid)
{
    uint8_t wanted[GZT_GLASS_KEY_CAP] = { 0, GZT_GLASS_VALUES };
    uint8_t copy[GZT_GLASS_KEY_CAP];
    uint8_t *id = gzt_glass_put_uint(wanted + 2, slot);
    size_t prefix = (size_t)(id - wanted);
    size_t size = (size_t)(gzt_glass_put_id(id, docid) - wanted);
    leaf_item item;
    gzt_str key, rest;

    l->seen_count = 0;
    gzt_buf_clear(&l->chunk);
    l->rest = (gzt_str){ 0 };
    if (!find(l, (place){ { (char *)wanted, size }, PARTS_MAX }, &item))
        return false;
    memcpy(copy, item.key.ptr, item.key.len);
    key = (gzt_str){ (const char *)copy, item.key.len };
    if (key.len < prefix || memcmp(copy, wanted, prefix) != 0)
        return is_untouched(l);
    rest = gzt_str_slice(key, prefix, key.len);
    if (!gzt_glass_take_id(&rest, &l->first) || rest.len ||
        !copy_chunk(l, &item, key) || !is_untouched(l))
        return false;
    l->slot = slot;
    l->next = l->first;
    l->rest = gzt_buf_str(&l->chunk);
    return true;
}

/** From where the chunk was left to the document. False: damaged. */
static bool
scan(gzt_lookup *l, uint32_t docid, gzt_str *out)
{
    while (l->rest.len && l->next <= docid) {
        uint64_t len, more = 0;
        gzt_str value;

        if (!gzt_varint_take(&l->rest, &len) || len > l->rest.len)
            return false;
        value = gzt_str_slice(l->rest, 0, (size_t)len);
        l->rest = gzt_str_slice(l->rest, (size_t)len, l->rest.len);
        if (l->next == docid)
            *out = value;
        if (l->rest.len &&
            (!gzt_varint_take(&l->rest, &more) || more >= UINT32_MAX - l->next))
            return false;
        l->next += (uint32_t)more + 1;
    }
    return true;
}

bool
gzt_lookup_value(gzt_lookup *l, uint32_t slot, uint32_t docid, gzt_str *out)
{
    *out = (gzt_str){ 0 };
    if (!l->rest.len || l->slot != slot || docid < l->next) {
        if (!load_chunk(l, slot, docid))
            return false;
        return !l->rest.len || scan(l, docid, out);
    }
    if (!scan(l, docid, out))
        return false;
    // The chunk has come to its end: the document may be in another.
    if (l->rest.len || out->len)
        return true;
    return load_chunk(l, slot, docid) && (!l->rest.len || scan(l, docid, out));
}
