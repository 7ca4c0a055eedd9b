/* merge.c - several databases of the glass backend into one. The tables by
 * document are copied, item by item, with new keys. The postlist table is
 * merged: lists are decoded and cut into chunks anew, value streams go over
 * chunk by chunk. */
#include "glass/merge.h"

#include "base/file.h"
#include "base/str.h"
#include "glass/glass.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    SOURCES_MAX = 4096,
};

// ---- sources ---------------------------------------------------------------

static gzt_status
refuse_tables(const char *path, const gzt_glass_version *v, gzt_err *err)
{
    for (unsigned i = GZT_GLASS_POSITION; i < GZT_GLASS_TABLES; i++)
        if (v->roots[i].entries)
            return gzt_fail(err, GZT_EUNSUPPORTED,
                            "%s has positions, spelling or synonyms, which "
                            "are not folded here",
                            path);
    return GZT_OK;
}

static void
add_stats(gzt_glass_stats *sum, const gzt_glass_stats *s)
{
    sum->documents += s->documents;
    sum->last_docid += s->last_docid;
    if (s->length_least &&
        (!sum->length_least || s->length_least < sum->length_least))
        sum->length_least = s->length_least;
    if (s->length_most > sum->length_most)
        sum->length_most = s->length_most;
    if (s->wdf_most > sum->wdf_most)
        sum->wdf_most = s->wdf_most;
    sum->length_total += s->length_total;
}

static gzt_status
open_sources(gzt_merge *m, const char *const *paths, gzt_err *err)
{
    gzt_status status = GZT_OK;

    for (size_t i = 0; !status && i < m->count; i++) {
        gzt_merge_source *s = &m->sources[i];
        uint64_t last = m->version.stats.last_docid;

        s->path = paths[i];
        s->offset = (uint32_t)last;
        status = gzt_glass_version_read(s->path, &s->version, err);
        if (!status)
            status = refuse_tables(s->path, &s->version, err);
        if (!status && last + s->version.stats.last_docid > UINT32_MAX)
            status = gzt_fail(err, GZT_EINVAL,
                              "%s: there are no docids for so many documents",
                              s->path);
        if (!status)
            add_stats(&m->version.stats, &s->version.stats);
    }
    return status;
}

// ---- tables by document ----------------------------------------------------

static gzt_status
copy_item(gzt_btree *out, const gzt_cursor *c, uint32_t offset, gzt_err *err)
{
    uint8_t key[GZT_GLASS_KEY_CAP];
    gzt_str rest = c->key;
    gzt_btree_tag tag = { .head = c->tag, .deflated = c->deflated };
    uint32_t docid;
    uint8_t *end;

    if (!gzt_glass_take_id(&rest, &docid) || rest.len > 1)
        return gzt_merge_damaged(c, err);
    end = gzt_glass_put_id(key, docid + offset);
    if (rest.len)
        *end++ = (uint8_t)*rest.ptr;
    return gzt_btree_add(
        out, (gzt_str){ (const char *)key, (size_t)(end - key) }, &tag, err);
}

static gzt_status
copy_all(gzt_btree *out, gzt_merge_source *s, const char *name,
         gzt_glass_table table, gzt_err *err)
{
    gzt_cursor *c = &s->cursor;
    gzt_status status = gzt_cursor_open(
        c, s->path, name, &s->version.roots[table], s->version.revision, err);

    if (!status)
        status = gzt_cursor_next(c, err);
    while (!status && !c->done) {
        status = copy_item(out, c, s->offset, err);
        if (!status)
            status = gzt_cursor_next(c, err);
    }
    gzt_cursor_close(c);
    return status;
}

static gzt_status
merge_by_document(gzt_merge *m, const char *name, gzt_glass_table table,
                  gzt_err *err)
{
    gzt_btree out;
    gzt_status status = gzt_btree_open(&out, m->path, name, err);

    for (size_t i = 0; !status && i < m->count; i++)
        status = copy_all(&out, &m->sources[i], name, table, err);
    if (!status)
        return gzt_btree_finish(&out, &m->version.roots[table], err);
    gzt_btree_release(&out);
    return status;
}

// ---- the whole -------------------------------------------------------------

static gzt_status
prepare(const char *path, size_t count, gzt_err *err)
{
    char version[PATH_MAX + 16];

    snprintf(version, sizeof(version), "%s/iamglass", path);
    if (!access(version, F_OK))
        return gzt_fail(err, GZT_EINVAL, "%s: there is a database already",
                        path);
    if (!count || count > SOURCES_MAX)
        return gzt_fail(err, GZT_EINVAL, "%s: %zu databases to fold", path,
                        count);
    return gzt_folder_make(path, err);
}

gzt_status
gzt_glass_merge(const char *path, const char *const *sources, size_t count,
                gzt_err *err)
{
    gzt_merge m = { .path = path, .count = count };
    gzt_status status = prepare(path, count, err);

    if (status)
        return status;
    m.sources = gzt_xrealloc(NULL, count, sizeof(*m.sources));
    memset(m.sources, 0, count * sizeof(*m.sources));
    status = open_sources(&m, sources, err);
    if (!status)
        status = gzt_merge_postlist(&m, err);
    if (!status)
        status = merge_by_document(&m, "termlist", GZT_GLASS_TERMLIST, err);
    if (!status)
        status = merge_by_document(&m, "docdata", GZT_GLASS_DOCDATA, err);
    if (!status)
        status = gzt_glass_version_write(path, &m.version, err);
    free(m.sources);
    return status;
}
