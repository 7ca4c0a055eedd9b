/* bulk.c - new shards, written whole. */
#include "build/bulk.h"

#include "build/ids.h"
#include "build/inverter.h"
#include "build/runs.h"

#include <stdlib.h>

enum {
    POSTINGS = 1024, // unpacked at once
    VALUES = 16,
    // Of the writer's memory: what articles that are replaced have of it.
    NATIVE_SHARE = 8
};

static const size_t MEMORY_MAX = (size_t)3 << 30;

struct gzt_bulk {
    gzt_writer *writer;
    size_t memory; // that postings may take before they are spilled
    // The shard that is being written, when there is one.
    const char *path;
    gzt_glass *glass;
    gzt_runs *runs;
    gzt_inverter *inverter; // kept for the next one
    gzt_ids *ids;           // likewise
    uint32_t count;         // documents, dead ones included
    uint32_t *dead;         // those that a later one replaced
    size_t dead_count, dead_room;
};

gzt_bulk *
gzt_bulk_new(gzt_writer *writer)
{
    gzt_bulk *bulk = gzt_xrealloc(NULL, 1, sizeof(*bulk));
    size_t memory = gzt_writer_memory(writer);

    gzt_writer_set_memory(writer, memory / NATIVE_SHARE);
    memory -= memory / NATIVE_SHARE;
    *bulk = (gzt_bulk){ .writer = writer,
                        // An address of the inverter has 32 bits.
                        .memory = memory < MEMORY_MAX ? memory : MEMORY_MAX,
                        .inverter = gzt_inverter_new(),
                        .ids = gzt_ids_new() };
    return bulk;
}

static void
drop_shard(gzt_bulk *b)
{
    gzt_glass_abandon(b->glass);
    gzt_runs_free(b->runs);
    b->glass = NULL;
    b->runs = NULL;
    b->count = 0;
    b->dead_count = 0;
}

void
gzt_bulk_free(gzt_bulk *bulk)
{
    if (!bulk)
        return;
    drop_shard(bulk);
    gzt_inverter_free(bulk->inverter);
    gzt_ids_free(bulk->ids);
    free(bulk->dead);
    free(bulk);
}

// Whatever failed: half of a shard is never published.
static gzt_status
give_up(gzt_bulk *b, gzt_status status)
{
    if (status) {
        drop_shard(b);
        gzt_writer_give_up(b->writer);
    }
    return status;
}

// ---- a shard at its end ----------------------------------------------------

static gzt_status
write_term(gzt_bulk *b, const gzt_list *list, gzt_err *err)
{
    uint32_t docids[POSTINGS], wdfs[POSTINGS];
    uint32_t total =
        list->collection < UINT32_MAX ? (uint32_t)list->collection : UINT32_MAX;
    bool more = true;
    gzt_status status =
        gzt_glass_begin_term(b->glass, list->term, list->documents, total, err);

    while (!status && more) {
        gzt_str packed = { 0 };
        uint32_t last = 0;
        size_t count;

        status = gzt_runs_part(b->runs, &packed, &more, err);
        while (!status &&
               (count = gzt_list_take(&packed, &last, docids, wdfs, POSTINGS)))
            status = gzt_glass_add_postings(b->glass, docids, wdfs, count, err);
    }
    return status;
}

static gzt_status
write_terms(gzt_bulk *b, gzt_err *err)
{
    gzt_list list;
    bool more = true;
    gzt_status status = GZT_OK;

    // What the merge reads with is little beside what was spilled.
    gzt_runs_merge(b->runs, b->inverter, b->memory / 16);
    while (!status) {
        status = gzt_runs_term(b->runs, &list, &more, err);
        if (status || !more)
            break;
        status = write_term(b, &list, err);
    }
    return status;
}

static gzt_status
finish_shard(gzt_bulk *b, gzt_err *err)
{
    gzt_glass *glass = b->glass;
    gzt_status status;

    if (!glass)
        return GZT_OK;
    status = write_terms(b, err);
    gzt_inverter_clear(b->inverter);
    gzt_ids_clear(b->ids);
    if (!status) {
        b->glass = NULL; // freed in any case
        status = gzt_glass_finish(glass, NULL, err);
    }
    if (!status)
        status =
            gzt_writer_adopt(b->writer, b->path, b->dead, b->dead_count, err);
    drop_shard(b);
    return status;
}

gzt_status
gzt_bulk_finish(gzt_bulk *bulk, gzt_err *err)
{
    return give_up(bulk, finish_shard(bulk, err));
}

// ---- documents -------------------------------------------------------------

static gzt_status
begin_shard(gzt_bulk *b, gzt_err *err)
{
    gzt_status status = gzt_writer_new_shard(b->writer, &b->path, err);

    if (!status)
        status = gzt_glass_open(&b->glass, b->path, err);
    if (!status)
        b->runs = gzt_runs_new(b->path);
    return status;
}

// A shard is full by its articles, or when knowing their ids takes too much.
static bool
is_full(const gzt_bulk *b)
{
    return b->count - b->dead_count >=
               gzt_writer_settings(b->writer)->shard_articles ||
           gzt_ids_bytes(b->ids) > b->memory / 4;
}

static void
bury(gzt_bulk *b, uint32_t docid)
{
    if (b->dead_count == b->dead_room) {
        b->dead_room = b->dead_room ? 2 * b->dead_room : 64;
        b->dead = gzt_xrealloc(b->dead, b->dead_room, sizeof(*b->dead));
    }
    b->dead[b->dead_count++] = docid;
}

static gzt_status
write_document(gzt_bulk *b, const gzt_document *document,
               const gzt_glass_terms *terms, gzt_err *err)
{
    gzt_glass_value values[VALUES];
    gzt_glass_doc doc = { .docid = b->count,
                          .terms = terms,
                          .values = values,
                          .data = document->doc.data };

    for (size_t i = 0; i < document->doc.value_count && i < VALUES; i++)
        values[doc.value_count++] =
            (gzt_glass_value){ document->doc.values[i].slot,
                               document->doc.values[i].value };
    return gzt_glass_add(b->glass, &doc, err);
}

static gzt_status
add(gzt_bulk *b, const gzt_document *document, const gzt_glass_terms *terms,
    uint32_t before, gzt_err *err)
{
    gzt_status status = GZT_OK;

    if (is_full(b) && !before) {
        status = finish_shard(b, err);
        if (status)
            return status;
    }
    if (!b->glass)
        status = begin_shard(b, err);
    if (status)
        return status;
    if (before)
        bury(b, before);
    b->count = gzt_ids_put(b->ids, document->id, document->hash);
    status = write_document(b, document, terms, err);
    if (status)
        return status;
    gzt_inverter_add(b->inverter, b->count, terms->terms, terms->count);
    if (gzt_inverter_bytes(b->inverter) + gzt_ids_bytes(b->ids) > b->memory)
        status = gzt_runs_spill(b->runs, b->inverter, err);
    return status;
}

gzt_status
gzt_bulk_put(gzt_bulk *bulk, const gzt_document *document,
             const gzt_glass_terms *terms, gzt_outcome *outcome, gzt_err *err)
{
    uint64_t content = 0;
    uint32_t before;
    gzt_status status = gzt_writer_look(bulk->writer, document, outcome, err);

    if (status || *outcome == GZT_UNCHANGED)
        return status;
    if (*outcome == GZT_REPLACED)
        return gzt_writer_put(bulk->writer, document, outcome, err);
    before = gzt_ids_find(bulk->ids, document->id, &content);
    if (before)
        *outcome = content == document->hash ? GZT_UNCHANGED : GZT_REPLACED;
    if (*outcome == GZT_UNCHANGED)
        return GZT_OK;
    return give_up(bulk, add(bulk, document, terms, before, err));
}
