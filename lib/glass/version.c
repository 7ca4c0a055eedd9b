/* version.c - the file "iamglass". */
#include "glass/version.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"
#include "glass/glass.h"

#include <stdio.h>
#include <sys/random.h>

enum {
    MAGIC = 14,
    HEADER = MAGIC + 2,
    UUID = 16,
    FILE_MAX = 4096,
    BLOCK_UNIT = 11, // block sizes are in units of 2^11
};

// What the format is called, and the day it is of: 2016-03-14.
static const char header[HEADER] = {
    0x0f,        0x0d, 'X', 'a', 'p',
    'i',         'a',  'n', ' ', 'G',
    'l',         'a',  's', 's', (2016 - 2014) << 1,
    3 << 5 | 14,
};

void
gzt_glass_stats_add(gzt_glass_stats *s, uint32_t docid, uint32_t length,
                    uint32_t wdf_most)
{
    s->documents++;
    s->last_docid = docid;
    if (length && (!s->length_least || length < s->length_least))
        s->length_least = length;
    if (length > s->length_most)
        s->length_most = length;
    if (wdf_most > s->wdf_most)
        s->wdf_most = wdf_most;
    s->length_total += length;
}

// ---- writing ---------------------------------------------------------------

static void
put_root(gzt_buf *file, const gzt_btree_root *root, gzt_glass_table table)
{
    bool fake = !root->entries;
    // Longer tags than this are tried with zlib when Xapian adds them later.
    // Our documents' data come deflated.
    unsigned deflate_from = table == GZT_GLASS_POSTLIST ||
                                    table == GZT_GLASS_DOCDATA ||
                                    table == GZT_GLASS_POSITION
                                ? 0
                                : 18;

    gzt_buf_put_varint(file, root->block);
    gzt_buf_put_varint(file, root->level << 2 | 2u /* in order */ | fake);
    gzt_buf_put_varint(file, root->entries);
    gzt_buf_put_varint(file, GZT_GLASS_BLOCK >> BLOCK_UNIT);
    gzt_buf_put_varint(file, deflate_from);
    if (fake) {
        gzt_buf_put_varint(file, 0);
        return;
    }
    // The list of free blocks, which has none: its revision, the first block
    // that was never used, where the list begins and ends.
    {
        uint8_t list[2 * GZT_GLASS_UINT_CAP + 4], *p = list;

        p = gzt_glass_put_uint(p, 1);
        p = gzt_glass_put_uint(p, root->blocks);
        memset(p, 0, 4);
        p += 4;
        gzt_buf_put_varint(file, (size_t)(p - list));
        gzt_buf_put(file, (gzt_str){ (const char *)list, (size_t)(p - list) });
    }
}

static void
put_stats(gzt_buf *file, const gzt_glass_stats *s)
{
    gzt_buf_put_varint(file, s->documents);
    gzt_buf_put_varint(file, s->last_docid - s->documents);
    gzt_buf_put_varint(file, s->length_least);
    gzt_buf_put_varint(file, s->wdf_most);
    gzt_buf_put_varint(file, s->length_most - s->wdf_most);
    gzt_buf_put_varint(file, 0); // no changesets
    gzt_buf_put_varint(file, s->length_total);
    gzt_buf_put_varint(file, 0); // no spelling
}

gzt_status
gzt_glass_version_write(const char *folder, const gzt_glass_version *v,
                        gzt_err *err)
{
    char path[PATH_MAX];
    unsigned char uuid[UUID];
    gzt_buf file;
    gzt_status status;

    if (getrandom(uuid, sizeof(uuid), 0) != sizeof(uuid))
        return gzt_fail_errno(err, "%s: no random number for it", folder);
    uuid[6] = (uuid[6] & 0x0f) | 0x40; // version 4 of RFC 4122
    uuid[8] = (uuid[8] & 0x3f) | 0x80;
    gzt_buf_init(&file, FILE_MAX);
    gzt_buf_put(&file, (gzt_str){ header, HEADER });
    gzt_buf_put(&file, (gzt_str){ (const char *)uuid, UUID });
    gzt_buf_put_varint(&file, 1); // revision
    for (unsigned i = 0; i < GZT_GLASS_TABLES; i++)
        put_root(&file, &v->roots[i], i);
    put_stats(&file, &v->stats);
    snprintf(path, sizeof(path), "%s/iamglass", folder);
    status = gzt_file_replace(path, gzt_buf_str(&file), err);
    gzt_buf_release(&file);
    return status;
}

// ---- reading ---------------------------------------------------------------

static bool
take_u32(gzt_str *rest, uint32_t *out)
{
    uint64_t value;

    if (!gzt_varint_take(rest, &value) || value > UINT32_MAX)
        return false;
    *out = (uint32_t)value;
    return true;
}

static bool
take_root(gzt_str *rest, gzt_btree_root *root, uint32_t *block_size)
{
    uint32_t flags, units, deflate_from;
    uint64_t len;
    gzt_str list;

    *root = (gzt_btree_root){ 0 };
    if (!take_u32(rest, &root->block) || !take_u32(rest, &flags) ||
        !gzt_varint_take(rest, &root->entries) || !take_u32(rest, &units) ||
        !take_u32(rest, &deflate_from) || !gzt_varint_take(rest, &len) ||
        len > rest->len || units > 32)
        return false;
    list = gzt_str_slice(*rest, 0, (size_t)len);
    *rest = gzt_str_slice(*rest, (size_t)len, rest->len);
    *block_size = units << BLOCK_UNIT;
    root->level = flags >> 2;
    if (flags & 1)
        root->entries = 0;
    else if (!take_u32(&list, &flags) || !take_u32(&list, &root->blocks))
        return false;
    return true;
}

static bool
take_stats(gzt_str rest, gzt_glass_stats *s)
{
    uint32_t unused;

    if (!rest.len) { // nothing was ever added
        *s = (gzt_glass_stats){ 0 };
        return true;
    }
    if (!take_u32(&rest, &s->documents) || !take_u32(&rest, &s->last_docid) ||
        !take_u32(&rest, &s->length_least) || !take_u32(&rest, &s->wdf_most) ||
        !take_u32(&rest, &s->length_most) || !take_u32(&rest, &unused) ||
        !gzt_varint_take(&rest, &s->length_total) || !take_u32(&rest, &unused))
        return false;
    s->last_docid += s->documents;
    s->length_most += s->wdf_most;
    return true;
}

static gzt_status
parse(const char *path, gzt_str file, gzt_glass_version *out, gzt_err *err)
{
    gzt_str rest;
    bool good;

    if (file.len < HEADER + UUID || memcmp(file.ptr, header, MAGIC))
        return gzt_fail(err, GZT_EFORMAT, "%s: this is no glass database",
                        path);
    if (memcmp(file.ptr, header, HEADER))
        return gzt_fail(err, GZT_EUNSUPPORTED,
                        "%s: a version of the glass format that is not known "
                        "here",
                        path);
    rest = gzt_str_slice(file, HEADER + UUID, file.len);
    good = take_u32(&rest, &out->revision);
    for (unsigned i = 0; good && i < GZT_GLASS_TABLES; i++) {
        good = take_root(&rest, &out->roots[i], &out->block_size);
        if (good && out->block_size != GZT_GLASS_BLOCK)
            return gzt_fail(err, GZT_EUNSUPPORTED, "%s: blocks of %u bytes",
                            path, out->block_size);
    }
    if (!good || !take_stats(rest, &out->stats))
        return gzt_fail(err, GZT_EFORMAT,
                        "%s is damaged: check the index with `indexer "
                        "--verify`",
                        path);
    return GZT_OK;
}

gzt_status
gzt_glass_version_read(const char *folder, gzt_glass_version *out, gzt_err *err)
{
    char path[PATH_MAX];
    gzt_arena arena;
    gzt_str file;
    gzt_status status;

    gzt_arena_init(&arena);
    snprintf(path, sizeof(path), "%s/iamglass", folder);
    status = gzt_file_read(path, FILE_MAX, &arena, &file, err);
    if (!status)
        status = parse(path, file, out, err);
    gzt_arena_release(&arena);
    return status;
}

gzt_status
gzt_glass_check(const char *library, const char *database, gzt_err *err)
{
    gzt_glass_version version;
    gzt_str name = gzt_str_of(library);

    // All of 1.4 have one format: Xapian changes it between series only.
    if (!gzt_str_starts(name, GZT_S("1.4.")))
        return gzt_fail(err, GZT_EUNSUPPORTED,
                        "the tables of Xapian %s are not known here", library);
    return gzt_glass_version_read(database, &version, err);
}
