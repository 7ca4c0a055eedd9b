/* sink.c - where finished articles go. */
#include "build/sink.h"

#include "build/bulk.h"

#include <stdlib.h>

enum {
    HELD_BYTES = 8 << 20, // of documents, until they count as many: measured
    // A budget's share of it, at most.
    HELD_SHARE = 4
};

struct gzt_sink {
    gzt_writer *writer;
    gzt_bulk *bulk; // not NULL: they are many
    bool holding;
    gzt_arena arena; // of what is held
    gzt_made *held;
    size_t count;
    gzt_outcomes outcomes;
};

gzt_sink *
gzt_sink_new(gzt_writer *writer, gzt_way way, gzt_err *why)
{
    gzt_sink *sink = gzt_xrealloc(NULL, 1, sizeof(*sink));

    *sink = (gzt_sink){ .writer = writer };
    *why = (gzt_err){ 0 };
    gzt_arena_init(&sink->arena);
    if (way == GZT_WAY_NATIVE || gzt_writer_can_adopt(writer, why))
        return sink;
    if (way == GZT_WAY_BULK)
        sink->bulk = gzt_bulk_new(writer);
    sink->holding = way == GZT_WAY_AUTO;
    return sink;
}

static void
let_go(gzt_sink *sink)
{
    gzt_arena_release(&sink->arena);
    free(sink->held);
    sink->held = NULL;
    sink->count = 0;
    sink->holding = false;
}

void
gzt_sink_free(gzt_sink *sink)
{
    if (!sink)
        return;
    gzt_bulk_free(sink->bulk);
    let_go(sink);
    free(sink);
}

bool
gzt_sink_packs(const gzt_sink *sink)
{
    return sink->bulk || sink->holding;
}

static gzt_status
write_one(gzt_sink *sink, const gzt_made *made, gzt_err *err)
{
    gzt_outcome outcome;
    gzt_status status =
        sink->bulk && made->packed
            ? gzt_bulk_put(sink->bulk, &made->document, &made->terms, &outcome,
                           err)
            : gzt_writer_put(sink->writer, &made->document, &outcome, err);

    if (status)
        return status;
    sink->outcomes.added += outcome == GZT_ADDED;
    sink->outcomes.replaced += outcome == GZT_REPLACED;
    sink->outcomes.unchanged += outcome == GZT_UNCHANGED;
    return GZT_OK;
}

static gzt_status
write_held(gzt_sink *sink, gzt_err *err)
{
    gzt_status status = GZT_OK;
    size_t count = sink->count;

    sink->count = 0;
    for (size_t i = 0; !status && i < count; i++)
        status = write_one(sink, &sink->held[i], err);
    let_go(sink);
    return status;
}

static void
hold(gzt_sink *sink, const gzt_made *made)
{
    if (!(sink->count & (sink->count - 1))) // full at every power of two
        sink->held =
            gzt_xrealloc(sink->held, 2 * sink->count + 1, sizeof(*sink->held));
    gzt_made_copy(made, &sink->arena, &sink->held[sink->count++]);
}

static bool
are_many(const gzt_sink *sink)
{
    size_t share = gzt_writer_memory(sink->writer) / HELD_SHARE;

    return sink->arena.total > (share < HELD_BYTES ? share : HELD_BYTES);
}

gzt_status
gzt_sink_put(gzt_sink *sink, const gzt_made *made, gzt_err *err)
{
    if (!sink->holding)
        return write_one(sink, made, err);
    hold(sink, made);
    if (!are_many(sink))
        return GZT_OK;
    sink->bulk = gzt_bulk_new(sink->writer);
    return write_held(sink, err);
}

gzt_status
gzt_sink_finish(gzt_sink *sink, gzt_err *err)
{
    if (sink->bulk)
        return gzt_bulk_finish(sink->bulk, err);
    return write_held(sink, err);
}

gzt_outcomes
gzt_sink_outcomes(const gzt_sink *sink)
{
    gzt_outcomes outcomes = sink->outcomes;

    outcomes.added += sink->count;
    return outcomes;
}
