/* known.c - the files that were read into an index. */
#include "input/known.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"

#include <stdlib.h>
#include <sys/stat.h>

enum {
    FILE_MAX = 1 << 30,
    SLOTS_MIN = 256
};

static const gzt_str header = { "gazette files 1\n", 16 };

static int64_t
nanoseconds(struct timespec t)
{
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

gzt_look
gzt_look_of(const struct stat *st)
{
    return (gzt_look){ .size = (uint64_t)st->st_size,
                       .inode = st->st_ino,
                       .device = st->st_dev,
                       .modified = nanoseconds(st->st_mtim),
                       .changed = nanoseconds(st->st_ctim) };
}

bool
gzt_look_eq(const gzt_look *a, const gzt_look *b)
{
    return a->size == b->size && a->inode == b->inode &&
           a->device == b->device && a->modified == b->modified &&
           a->changed == b->changed;
}

// ---- The table --------------------------------------------------------------

// The slot of the path, or the empty one where it belongs.
static size_t
slot_of(const gzt_known *known, gzt_str path)
{
    size_t at = (size_t)gzt_str_hash(path, 0) & (known->slots - 1);

    while (known->table[at] &&
           !gzt_str_eq(known->files[known->table[at] - 1].path, path))
        at = (at + 1) & (known->slots - 1);
    return at;
}

static void
rehash(gzt_known *known, size_t slots)
{
    free(known->table);
    known->slots = slots;
    known->table = gzt_xrealloc(NULL, slots, sizeof(*known->table));
    memset(known->table, 0, slots * sizeof(*known->table));
    for (size_t i = 0; i < known->count; i++)
        known->table[slot_of(known, known->files[i].path)] = (uint32_t)i + 1;
}

gzt_known_file *
gzt_known_find(const gzt_known *known, gzt_str path)
{
    size_t at = known->slots ? slot_of(known, path) : 0;

    return known->slots && known->table[at]
               ? &known->files[known->table[at] - 1]
               : NULL;
}

// Without a copy of the path.
static void
add(gzt_known *known, const gzt_known_file *file)
{
    if (known->count == known->capacity) {
        known->capacity = known->capacity ? 2 * known->capacity : SLOTS_MIN;
        known->files =
            gzt_xrealloc(known->files, known->capacity, sizeof(*known->files));
    }
    known->files[known->count++] = *file;
    if (known->count * 2 > known->slots)
        rehash(known, known->slots ? 2 * known->slots : SLOTS_MIN);
    else
        known->table[slot_of(known, file->path)] = (uint32_t)known->count;
}

void
gzt_known_put(gzt_known *known, const gzt_known_file *file)
{
    gzt_known_file *old = gzt_known_find(known, file->path);
    gzt_known_file copy = *file;

    known->changed = true;
    copy.path = old ? old->path : gzt_arena_copy(&known->arena, file->path);
    if (old)
        *old = copy;
    else
        add(known, &copy);
}

// Those that stay close up; the table is made again.
static void
keep(gzt_known *known, size_t count)
{
    if (count == known->count)
        return;
    known->count = count;
    known->changed = true;
    rehash(known, known->slots);
}

bool
gzt_known_drop(gzt_known *known, gzt_str path)
{
    gzt_known_file *file = gzt_known_find(known, path);

    if (!file)
        return false;
    *file = known->files[known->count - 1];
    keep(known, known->count - 1);
    return true;
}

void
gzt_known_drop_unmet(gzt_known *known, gzt_str place)
{
    size_t count = 0;

    while (place.len > 1 && gzt_str_ends(place, GZT_S("/")))
        place.len--;
    for (size_t i = 0; i < known->count; i++) {
        const gzt_known_file *file = &known->files[i];
        bool within = gzt_str_starts(file->path, place) &&
                      file->path.len > place.len &&
                      (file->path.ptr[place.len] == '/' ||
                       gzt_str_ends(place, GZT_S("/")));

        if (!within || file->met)
            known->files[count++] = *file;
    }
    keep(known, count);
}

void
gzt_known_drop_others(gzt_known *known)
{
    size_t count = 0;

    for (size_t i = 0; i < known->count; i++)
        if (known->files[i].met)
            known->files[count++] = known->files[i];
    keep(known, count);
}

// ---- On disk ----------------------------------------------------------------

static void
put_file(gzt_buf *buf, const gzt_known_file *file)
{
    gzt_buf_put_varint(buf, file->path.len);
    gzt_buf_put(buf, file->path);
    gzt_buf_put_varint(buf, file->look.size);
    gzt_buf_put_varint(buf, file->look.inode);
    gzt_buf_put_varint(buf, file->look.device);
    gzt_buf_put_varint(buf, (uint64_t)file->look.modified);
    gzt_buf_put_varint(buf, (uint64_t)file->look.changed);
    gzt_buf_put_varint(buf, file->stamp);
    gzt_buf_put_varint(buf, file->articles);
    gzt_buf_put_varint(buf, file->skipped);
}

static bool
take_file(gzt_str *rest, gzt_known_file *out)
{
    uint64_t len, modified, changed;

    *out = (gzt_known_file){ 0 };
    if (!gzt_varint_take(rest, &len) || len > rest->len)
        return false;
    out->path = gzt_str_slice(*rest, 0, (size_t)len);
    *rest = gzt_str_slice(*rest, (size_t)len, rest->len);
    if (!gzt_varint_take(rest, &out->look.size) ||
        !gzt_varint_take(rest, &out->look.inode) ||
        !gzt_varint_take(rest, &out->look.device) ||
        !gzt_varint_take(rest, &modified) || !gzt_varint_take(rest, &changed) ||
        !gzt_varint_take(rest, &out->stamp) ||
        !gzt_varint_take(rest, &out->articles) ||
        !gzt_varint_take(rest, &out->skipped))
        return false;
    out->look.modified = (int64_t)modified;
    out->look.changed = (int64_t)changed;
    return true;
}

// The checksum at the end of the file, and the rest without it.
static bool
is_whole(gzt_str *content)
{
    const unsigned char *end;
    uint64_t sum = 0;

    if (content->len < header.len + 8 || !gzt_str_starts(*content, header))
        return false;
    content->len -= 8;
    end = (const unsigned char *)content->ptr + content->len;
    for (int i = 0; i < 8; i++)
        sum = sum << 8 | end[i];
    return sum == gzt_str_hash(*content, 0);
}

void
gzt_known_open(gzt_known *known, const char *path, uint64_t articles)
{
    gzt_known_file file;
    gzt_str content;
    uint64_t then;

    *known = (gzt_known){ 0 };
    gzt_arena_init(&known->arena);
    if (gzt_file_read(path, FILE_MAX, &known->arena, &content, NULL) ||
        !is_whole(&content))
        return;
    content = gzt_str_slice(content, header.len, content.len);
    if (!gzt_varint_take(&content, &then) || then > articles)
        return;
    while (content.len && take_file(&content, &file))
        add(known, &file);
}

void
gzt_known_release(gzt_known *known)
{
    free(known->files);
    free(known->table);
    gzt_arena_release(&known->arena);
    *known = (gzt_known){ 0 };
}

gzt_status
gzt_known_save(const gzt_known *known, const char *path, uint64_t articles,
               gzt_err *err)
{
    gzt_status status = GZT_OK;
    uint64_t sum;
    gzt_buf buf;

    if (!known->changed)
        return GZT_OK;
    gzt_buf_init(&buf, FILE_MAX);
    gzt_buf_put(&buf, header);
    gzt_buf_put_varint(&buf, articles);
    for (size_t i = 0; i < known->count; i++)
        put_file(&buf, &known->files[i]);
    sum = gzt_str_hash(gzt_buf_str(&buf), 0);
    for (int i = 7; i >= 0; i--)
        gzt_buf_putc(&buf, (char)(sum >> (8 * i)));
    if (!buf.full)
        status = gzt_file_replace(path, gzt_buf_str(&buf), err);
    gzt_buf_release(&buf);
    return status;
}
