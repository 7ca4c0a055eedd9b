/* traces.c - the table that traces are packed with, from the traces of indexes:
 * which codes get prefix codes, and the lengths of these, by Huffman. */
#include "train.h"

#include "store/schema.h"
#include "xapian/trace.h"
#include "xapian/trace_pack.h"
#include "xapian/trace_table.h"
#include "xapian/xapian_c.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    CODES = UINT16_MAX + 1,
    DOCUMENTS = 1000, // read at a time
    NODES = 2 * GZT_TRACE_SYMBOLS
};

typedef struct counts {
    uint64_t times[CODES];
    uint16_t places[CODES]; // among the symbols; 0: none
    uint16_t symbols[GZT_TRACE_SYMBOLS];
    double uses[GZT_TRACE_SYMBOLS];
    uint8_t lengths[GZT_TRACE_SYMBOLS];
} counts;

// ---- reading ---------------------------------------------------------------

typedef void (*each_trace)(counts *c, gzt_str trace);

static void
read_index(const char *place, each_trace each, counts *c)
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
            each(c, trace);
            from = values[i].docid + 1;
        }
    }
    gzt_xdb_close(db);
    gzt_buf_release(&buf);
    gzt_arena_release(&arena);
}

static uint16_t
code_at(gzt_str trace, size_t i)
{
    uint16_t code;

    memcpy(&code, trace.ptr + 2 * i, sizeof(code));
    return le16toh(code);
}

static void
count_codes(counts *c, gzt_str trace)
{
    for (size_t i = 0; i < trace.len / 2; i++)
        c->times[code_at(trace, i)]++;
}

// As the packer does it.
static void
count_symbols(counts *c, gzt_str trace)
{
    static bool met[CODES];

    memset(met, 0, sizeof(met));
    for (size_t i = 0; i < trace.len / 2; i++) {
        uint16_t code = code_at(trace, i);
        size_t place = c->places[code];

        if (!place && met[code])
            place = c->places[GZT_TRACE_AGAIN];
        met[code] = true;
        c->uses[place]++;
    }
}

// ---- symbols ---------------------------------------------------------------

typedef struct ranked {
    uint64_t times;
    uint16_t code;
} ranked;

static int
by_times(const void *a, const void *b)
{
    const ranked *x = a, *y = b;

    if (x->times != y->times)
        return x->times < y->times ? 1 : -1;
    return x->code < y->code ? -1 : 1;
}

static int
by_code(const void *a, const void *b)
{
    return *(const uint16_t *)a - *(const uint16_t *)b;
}

// The two symbols for other codes, and the most frequent codes.
static void
choose_symbols(counts *c)
{
    static ranked all[CODES];
    size_t count = 0;

    for (size_t i = 0; i < CODES; i++)
        all[i] = (ranked){ c->times[i], (uint16_t)i };
    qsort(all, CODES, sizeof(*all), by_times);
    c->symbols[count++] = GZT_TRACE_PLAIN;
    c->symbols[count++] = GZT_TRACE_AGAIN;
    for (size_t i = 0; count < GZT_TRACE_SYMBOLS; i++)
        if (all[i].code != GZT_TRACE_PLAIN && all[i].code != GZT_TRACE_AGAIN)
            c->symbols[count++] = all[i].code;
    qsort(c->symbols, count, sizeof(*c->symbols), by_code);
    for (size_t i = 0; i < count; i++)
        c->places[c->symbols[i]] = (uint16_t)i;
}

// ---- lengths ---------------------------------------------------------------

typedef struct node {
    double weight;
    int parent;
} node;

static int
lightest(const node *nodes, int count)
{
    int found = -1;

    for (int i = 0; i < count; i++)
        if (nodes[i].parent < 0 &&
            (found < 0 || nodes[i].weight < nodes[found].weight))
            found = i;
    return found;
}

// Huffman's method, plainly.
static void
find_lengths(const double *times, uint8_t *lengths)
{
    static node nodes[NODES];
    int count = GZT_TRACE_SYMBOLS;

    for (int i = 0; i < count; i++)
        nodes[i] = (node){ times[i], -1 };
    while (count < NODES - 1) {
        int a = lightest(nodes, count), b;

        nodes[a].parent = count;
        b = lightest(nodes, count);
        nodes[b].parent = count;
        nodes[count] = (node){ nodes[a].weight + nodes[b].weight, -1 };
        count++;
    }
    for (int i = 0; i < GZT_TRACE_SYMBOLS; i++) {
        unsigned length = 0;

        for (int at = i; nodes[at].parent >= 0; at = nodes[at].parent)
            length++;
        lengths[i] = (uint8_t)length;
    }
}

static int
rarest_of_length(const double *times, const uint8_t *lengths, unsigned length,
                 bool most)
{
    int found = -1;

    for (int i = 0; i < GZT_TRACE_SYMBOLS; i++)
        if (lengths[i] == length &&
            (found < 0 ||
             (most ? times[i] > times[found] : times[i] < times[found])))
            found = i;
    return found;
}

// Cut what is too long. For each unit of space that is then missing the rarest
// of those next to the limit gets a bit more, and shares its place with the
// most frequent one at the limit.
static void
cut_lengths(const double *times, uint8_t *lengths)
{
    uint32_t space = 0; // taken, in units of the longest code

    for (int i = 0; i < GZT_TRACE_SYMBOLS; i++) {
        if (lengths[i] > GZT_TRACE_BITS)
            lengths[i] = GZT_TRACE_BITS;
        space += 1u << (GZT_TRACE_BITS - lengths[i]);
    }
    for (; space > 1u << GZT_TRACE_BITS; space--) {
        unsigned length = GZT_TRACE_BITS;
        int longer = -1,
            shorter = rarest_of_length(times, lengths, length, true);

        while (longer < 0)
            longer = rarest_of_length(times, lengths, --length, false);
        lengths[longer] = lengths[shorter] = (uint8_t)(length + 1);
    }
}

static void
make_lengths(counts *c)
{
    double bits = 0, all = 0;

    for (size_t i = 0; i < GZT_TRACE_SYMBOLS; i++)
        c->uses[i]++; // none is never used
    find_lengths(c->uses, c->lengths);
    cut_lengths(c->uses, c->lengths);
    for (size_t i = 0; i < GZT_TRACE_SYMBOLS; i++) {
        all += c->uses[i];
        bits += c->uses[i] * c->lengths[i];
    }
    fprintf(stderr, "%.3f bits for a code\n", bits / all);
}

static void
write_table(const counts *c, const char *file)
{
    FILE *out = fopen(file, "w");

    if (!out)
        train_die("%s: cannot be written", file);
    fprintf(out, "# What traces are packed with: docs/INDEX.md, \"The trace, "
                 "packed\". Table 1: never to be changed.\n");
    for (size_t i = 0; i < GZT_TRACE_SYMBOLS; i++)
        fprintf(out, "%u\t%u\n", c->symbols[i], c->lengths[i]);
    if (fclose(out))
        train_die("%s: cannot be written", file);
}

void
train_traces(const char *file, const char *const *indexes, size_t count)
{
    counts *c = gzt_xrealloc(NULL, 1, sizeof(*c));

    memset(c, 0, sizeof(*c));
    for (size_t i = 0; i < count; i++)
        read_index(indexes[i], count_codes, c);
    choose_symbols(c);
    for (size_t i = 0; i < count; i++)
        read_index(indexes[i], count_symbols, c);
    make_lengths(c);
    write_table(c, file);
    free(c);
}
