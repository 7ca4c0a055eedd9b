/* glass.c - a database of the glass backend, from sorted input. */
#include "glass/glass.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"
#include "glass/list.h"
#include "glass/slots.h"
#include "glass/spill.h"
#include "glass/version.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    METADATA_MAX = 64 << 20, // bytes, in memory until the first term
    USED_MAX = GZT_GLASS_SLOTS_MAX * GZT_GLASS_UINT_CAP,
    LENGTHS = 512, // at a time
};

// In which order things may come.
typedef enum stage {
    DOCUMENTS,
    TERMS,
} stage;

typedef struct pair { // of metadata
    gzt_str key, value;
} pair;

struct gzt_glass {
    char path[PATH_MAX];
    gzt_arena arena; // metadata
    pair *metadata;
    size_t metadata_count, metadata_bytes;
    gzt_btree postlist, termlist, docdata;
    gzt_slots slots;
    gzt_spill lengths; // docid and length of every document
    gzt_buf used;      // slots of one document
    gzt_glass_stats stats;
    gzt_list list;
    bool in_list;
    uint8_t term[GZT_GLASS_TERM_MAX]; // the last one
    size_t term_len;
    stage stage;
    gzt_glass_size size;
};

// ---- opening ---------------------------------------------------------------

static gzt_status
open_tables(gzt_glass *g, gzt_err *err)
{
    gzt_status status = gzt_btree_open(&g->postlist, g->path, "postlist", err);

    if (!status)
        status = gzt_btree_open(&g->termlist, g->path, "termlist", err);
    if (!status)
        status = gzt_btree_open(&g->docdata, g->path, "docdata", err);
    return status;
}

gzt_status
gzt_glass_open(gzt_glass **out, const char *path, gzt_err *err)
{
    gzt_glass *g = gzt_xrealloc(NULL, 1, sizeof(*g));
    char version[PATH_MAX + 16];
    gzt_status status;

    *g = (gzt_glass){ .stage = DOCUMENTS };
    *out = NULL;
    snprintf(g->path, sizeof(g->path), "%s", path);
    gzt_slots_init(&g->slots, g->path);
    gzt_spill_init(&g->lengths, g->path);
    gzt_buf_init(&g->used, USED_MAX);
    gzt_arena_init(&g->arena);
    snprintf(version, sizeof(version), "%s/iamglass", path);
    if (!access(version, F_OK))
        status =
            gzt_fail(err, GZT_EINVAL, "%s: there is a database already", path);
    else
        status = gzt_folder_make(path, err);
    if (!status)
        status = open_tables(g, err);
    if (status)
        gzt_glass_abandon(g);
    else
        *out = g;
    return status;
}

void
gzt_glass_abandon(gzt_glass *g)
{
    if (!g)
        return;
    gzt_btree_release(&g->postlist);
    gzt_btree_release(&g->termlist);
    gzt_btree_release(&g->docdata);
    gzt_slots_release(&g->slots);
    gzt_spill_release(&g->lengths);
    gzt_buf_release(&g->used);
    gzt_arena_release(&g->arena);
    free(g->metadata);
    free(g);
}

// ---- metadata --------------------------------------------------------------

static gzt_status
too_late(const gzt_glass *g, gzt_err *err)
{
    return gzt_fail(err, GZT_EINVAL,
                    "%s: documents and metadata come before the first term",
                    g->path);
}

gzt_status
gzt_glass_set_metadata(gzt_glass *g, gzt_str key, gzt_str value, gzt_err *err)
{
    size_t i = 0;

    if (g->stage != DOCUMENTS)
        return too_late(g, err);
    g->metadata_bytes += key.len + value.len;
    if (!key.len || gzt_glass_key_size(key) > GZT_GLASS_KEY_MAX ||
        g->metadata_bytes > METADATA_MAX)
        return gzt_fail(err, GZT_EINVAL,
                        "%s: a key of metadata is empty or too long, or there "
                        "is too much of it",
                        g->path);
    while (i < g->metadata_count && !gzt_str_eq(g->metadata[i].key, key))
        i++;
    if (i == g->metadata_count) {
        g->metadata = gzt_xrealloc(g->metadata, ++g->metadata_count,
                                   sizeof(*g->metadata));
        g->metadata[i].key = gzt_arena_copy(&g->arena, key);
    }
    g->metadata[i].value = gzt_arena_copy(&g->arena, value);
    return GZT_OK;
}

static int
pair_order(const void *a, const void *b)
{
    return gzt_str_cmp(((const pair *)a)->key, ((const pair *)b)->key);
}

static gzt_status
write_metadata(gzt_glass *g, gzt_err *err)
{
    gzt_status status = GZT_OK;

    if (g->metadata_count)
        qsort(g->metadata, g->metadata_count, sizeof(*g->metadata), pair_order);
    for (size_t i = 0; !status && i < g->metadata_count; i++) {
        gzt_str key = g->metadata[i].key;
        uint8_t bytes[GZT_GLASS_KEY_CAP] = { 0, GZT_GLASS_METADATA };
        gzt_btree_tag tag = { .head = g->metadata[i].value };

        memcpy(bytes + 2, key.ptr, key.len);
        if (tag.head.len)
            status = gzt_btree_add(
                &g->postlist, (gzt_str){ (const char *)bytes, 2 + key.len },
                &tag, err);
    }
    g->size.metadata = g->postlist.bytes;
    return status;
}

// ---- documents -------------------------------------------------------------

static gzt_status
add_keyed(gzt_btree *tree, uint32_t docid, bool used, const gzt_btree_tag *tag,
          gzt_err *err)
{
    uint8_t key[GZT_GLASS_ID_CAP + 1];
    uint8_t *end = gzt_glass_put_id(key, docid);

    if (used) // right behind the document's own key
        *end++ = 0;
    return gzt_btree_add(
        tree, (gzt_str){ (const char *)key, (size_t)(end - key) }, tag, err);
}

static gzt_status
add_tables(gzt_glass *g, const gzt_glass_doc *doc, gzt_err *err)
{
    gzt_btree_tag terms = { .head = doc->terms->packed,
                            .deflated = doc->terms->deflated };
    gzt_btree_tag data = { .head = doc->data }, used = { .deflated = false };
    gzt_status status = gzt_slots_add(&g->slots, doc->docid, doc->values,
                                      doc->value_count, &g->used, err);

    used.head = gzt_buf_str(&g->used);
    if (!status)
        status = add_keyed(&g->termlist, doc->docid, false, &terms, err);
    if (!status && used.head.len)
        status = add_keyed(&g->termlist, doc->docid, true, &used, err);
    if (!status && data.head.len)
        status = add_keyed(&g->docdata, doc->docid, false, &data, err);
    return status;
}

gzt_status
gzt_glass_add(gzt_glass *g, const gzt_glass_doc *doc, gzt_err *err)
{
    uint32_t length[2] = { doc->docid, doc->terms->length };
    gzt_status status;

    if (g->stage != DOCUMENTS)
        return too_late(g, err);
    if (doc->docid <= g->stats.last_docid)
        return gzt_fail(err, GZT_EINVAL, "%s: document %u is out of order",
                        g->path, doc->docid);
    status = add_tables(g, doc, err);
    if (!status)
        status = gzt_spill_put(&g->lengths, length, sizeof(length), err);
    gzt_glass_stats_add(&g->stats, doc->docid, doc->terms->length,
                        doc->terms->wdf_most);
    return status;
}

static gzt_status
write_lengths(gzt_glass *g, gzt_err *err)
{
    uint64_t before = g->postlist.bytes;
    gzt_status status = gzt_spill_rewind(&g->lengths, err);

    if (!status && g->stats.documents)
        gzt_list_begin_lengths(&g->list, &g->postlist, g->stats.documents);
    while (!status && gzt_spill_left(&g->lengths)) {
        uint32_t pairs[LENGTHS][2], docids[LENGTHS], lengths[LENGTHS];
        uint64_t left = gzt_spill_left(&g->lengths) / sizeof(*pairs);
        size_t n = left < LENGTHS ? (size_t)left : LENGTHS;

        status = gzt_spill_take(&g->lengths, pairs, n * sizeof(*pairs), err);
        for (size_t i = 0; !status && i < n; i++) {
            docids[i] = pairs[i][0];
            lengths[i] = pairs[i][1];
        }
        if (!status)
            status = gzt_list_add(&g->list, docids, lengths, n, err);
    }
    gzt_spill_release(&g->lengths);
    g->size.lengths = g->postlist.bytes - before;
    return status;
}

// All that stands before the terms in the postlist table.
static gzt_status
end_documents(gzt_glass *g, gzt_err *err)
{
    gzt_status status = write_metadata(g, err);

    if (!status)
        status = gzt_slots_write(&g->slots, &g->postlist, &g->size, err);
    gzt_slots_release(&g->slots);
    if (!status)
        status = write_lengths(g, err);
    g->stage = TERMS;
    return status;
}

// ---- postings --------------------------------------------------------------

static gzt_status
end_list(gzt_glass *g, gzt_err *err)
{
    bool was = g->in_list;

    g->in_list = false;
    return was ? gzt_list_end(&g->list, err) : GZT_OK;
}

gzt_status
gzt_glass_begin_term(gzt_glass *g, gzt_str term, uint32_t documents,
                     uint32_t collection, gzt_err *err)
{
    gzt_str last = { (const char *)g->term, g->term_len };
    gzt_status status = end_list(g, err);

    if (!status && g->stage == DOCUMENTS)
        status = end_documents(g, err);
    if (status)
        return status;
    if (!documents || !term.len || term.len > GZT_GLASS_TERM_MAX ||
        gzt_glass_key_size(term) > GZT_GLASS_TERM_MAX ||
        gzt_str_cmp(term, last) <= 0)
        return gzt_fail(err, GZT_EINVAL,
                        "%s: the term '%.*s' is too long, without postings or "
                        "out of order",
                        g->path, GZT_ARG(term));
    memcpy(g->term, term.ptr, term.len);
    g->term_len = term.len;
    gzt_list_begin_term(&g->list, &g->postlist, term, documents, collection);
    g->in_list = true;
    return GZT_OK;
}

gzt_status
gzt_glass_add_postings(gzt_glass *g, const uint32_t *docids,
                       const uint32_t *wdfs, size_t count, gzt_err *err)
{
    if (!g->in_list)
        return gzt_fail(err, GZT_EINVAL, "%s: postings without a term",
                        g->path);
    return gzt_list_add(&g->list, docids, wdfs, count, err);
}

// ---- the end ---------------------------------------------------------------

static gzt_status
finish_table(gzt_btree *tree, gzt_btree_root *root, uint64_t *size,
             gzt_err *err)
{
    gzt_status status = gzt_btree_finish(tree, root, err);

    *size = (uint64_t)root->blocks * GZT_GLASS_BLOCK;
    return status;
}

static gzt_status
finish_tables(gzt_glass *g, gzt_glass_version *v, gzt_err *err)
{
    gzt_status status = finish_table(
        &g->postlist, &v->roots[GZT_GLASS_POSTLIST], &g->size.postlist, err);

    if (!status)
        status = finish_table(&g->termlist, &v->roots[GZT_GLASS_TERMLIST],
                              &g->size.termlist, err);
    if (!status)
        status = finish_table(&g->docdata, &v->roots[GZT_GLASS_DOCDATA],
                              &g->size.docdata, err);
    return status;
}

gzt_status
gzt_glass_finish(gzt_glass *g, gzt_glass_size *size, gzt_err *err)
{
    gzt_glass_version version = { .stats = g->stats };
    gzt_status status = end_list(g, err);
    uint64_t before;

    if (!status && g->stage == DOCUMENTS)
        status = end_documents(g, err);
    before = g->size.metadata + g->size.value_stats + g->size.lengths;
    for (size_t i = 0; i < g->size.value_count; i++)
        before += g->size.values[i].bytes;
    g->size.postings = g->postlist.bytes - before;
    if (!status)
        status = finish_tables(g, &version, err);
    if (!status)
        status = gzt_glass_version_write(g->path, &version, err);
    if (size)
        *size = g->size;
    gzt_glass_abandon(g);
    return status;
}
