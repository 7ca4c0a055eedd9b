/* traces.c - which fingerprints are frequent, from the traces of indexes: they
 * get the codes that take one byte. */
#include "train.h"

#include "store/schema.h"
#include "xapian/trace.h"
#include "xapian/trace_pack.h"
#include "xapian/xapian_c.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    CODES = UINT16_MAX + 1,
    FREQUENT = 256 - GZT_TRACE_FIRST,
    DOCUMENTS = 1000 // read at a time
};

typedef struct ranked {
    uint64_t times;
    uint16_t print; // the fingerprint of the code
} ranked;

// ---- reading ---------------------------------------------------------------

static void
count_codes(ranked *all, gzt_str trace)
{
    for (size_t i = 0; i + 1 < trace.len; i += 2) {
        uint16_t code;

        memcpy(&code, trace.ptr + i, sizeof(code));
        all[le16toh(code)].times++;
    }
}

static void
read_index(const char *place, ranked *all)
{
    gzt_arena arena;
    gzt_buf buf;
    gzt_xdb *db;
    gzt_err err;
    uint32_t from = 1;
    size_t count = 1;

    gzt_arena_init(&arena);
    gzt_buf_init(&buf, GZT_TRACE_ROOM);
    if (gzt_xdb_open(&db, place, &err))
        train_die("%s", err.text);
    while (count) {
        gzt_xdocvalue *values;

        gzt_arena_reset(&arena);
        if (gzt_xdb_values(db, GZT_SLOT_TRACE, from, DOCUMENTS, &arena, &values,
                           &count, NULL, &err))
            train_die("%s", err.text);
        for (size_t i = 0; i < count; i++) {
            gzt_str trace;

            if (gzt_trace_unpack(values[i].value, &buf, &trace, &err))
                train_die("%s", err.text);
            count_codes(all, trace);
            from = values[i].docid + 1;
        }
    }
    gzt_xdb_close(db);
    gzt_buf_release(&buf);
    gzt_arena_release(&arena);
}

// ---- writing ---------------------------------------------------------------

static int
by_times(const void *a, const void *b)
{
    const ranked *x = a, *y = b;

    if (x->times != y->times)
        return x->times < y->times ? 1 : -1;
    return x->print < y->print ? -1 : 1;
}

static void
write_table(const ranked *all, const char *file)
{
    FILE *out = fopen(file, "w");

    if (!out)
        train_die("%s: cannot be written", file);
    fprintf(out, "# Fingerprints whose codes take one byte in a trace "
                 "(docs/INDEX.md, \"The trace\"),\n# the most frequent first. "
                 "Never to be changed.\n");
    for (size_t i = 0; i < FREQUENT; i++)
        fprintf(out, "%u\n", all[i].print);
    if (fclose(out))
        train_die("%s: cannot be written", file);
}

void
train_traces(const char *file, const char *const *indexes, size_t count)
{
    static ranked all[CODES];

    for (uint16_t i = 0; i < CODES - GZT_TRACE_FIRST; i++)
        all[gzt_trace_print_of(i)].print = (uint16_t)(GZT_TRACE_FIRST + i);
    for (size_t i = 0; i < count; i++)
        read_index(indexes[i], all);
    for (size_t i = 0; i < GZT_TRACE_FIRST; i++)
        all[i].times = 0;
    qsort(all, CODES, sizeof(*all), by_times);
    write_table(all, file);
}
