/* compile_traces.c - the table of traces, from its lines on standard input to
 * the image that is built into the programs (lib/xapian/trace_table.h), on
 * standard output. A program of the build. */
#include "xapian/trace_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LINE_MAX_BYTES = 200
};

typedef struct line {
    unsigned code;
    char kind;
    char lengths[GZT_TRACE_CLASSES + 1];
} line;

static gzt_trace_table table; // zeros, too large for the stack
static uint16_t codes[GZT_TRACE_SYMBOLS];
static int lengths[GZT_TRACE_SYMBOLS][GZT_TRACE_CLASSES];
static size_t seconds; // in use

static void
die(const char *what)
{
    fprintf(stderr, "compile_traces: %s\n", what);
    exit(1);
}

static void
take_line(const char *text, size_t number)
{
    line l;

    if (sscanf(text, "%5u\t%c\t%16[a-p]", &l.code, &l.kind, l.lengths) != 3 ||
        strlen(l.lengths) != GZT_TRACE_CLASSES || l.code > UINT16_MAX ||
        l.kind < 'a' || l.kind >= 'a' + GZT_TRACE_CLASSES)
        die("a line is not CODE, CLASS, LENGTHS");
    if (number ? codes[number - 1] >= l.code : l.code)
        die("codes do not ascend from 0");
    codes[number] = (uint16_t)l.code;
    table.places[l.code] = (uint16_t)number;
    table.kinds[number] = (uint8_t)(l.kind - 'a');
    for (int i = 0; i < GZT_TRACE_CLASSES; i++)
        lengths[number][i] = l.lengths[i] - 'a' + 1;
}

// Prefix codes ascend with their lengths, within one length with the symbols.
static void
make_prefixes(int set)
{
    uint32_t code = 0;

    for (int bits = 1; bits <= GZT_TRACE_BITS; bits++) {
        code <<= 1;
        for (size_t i = 0; i < GZT_TRACE_SYMBOLS; i++)
            if (lengths[i][set] == bits)
                table.prefixes[set][i] =
                    (gzt_trace_prefix){ (uint16_t)code++, (uint16_t)bits };
    }
    if (code != 1u << GZT_TRACE_BITS)
        die("the lengths of a class are not those of a complete code");
}

// How many bits follow some first bits, at most: those are looked up at once.
static void
make_steps(int set)
{
    int most[1 << GZT_TRACE_FIRST_BITS] = { 0 };

    for (size_t i = 0; i < GZT_TRACE_SYMBOLS; i++) {
        gzt_trace_prefix p = table.prefixes[set][i];
        int more = p.bits - GZT_TRACE_FIRST_BITS;

        if (more > most[p.code >> (more > 0 ? more : 0)] && more > 0)
            most[p.code >> more] = more;
    }
    for (int i = 0; i < 1 << GZT_TRACE_FIRST_BITS; i++) {
        table.steps[set][i] =
            (gzt_trace_step){ (uint32_t)seconds & 0xffffff,
                              (uint32_t)(63 - most[i]) & 0xff };
        seconds += (size_t)1 << most[i];
    }
    if (seconds > GZT_TRACE_SECONDS)
        die("the table of second steps is too small");
}

// Every number of GZT_TRACE_BITS that begins with the prefix code leads here.
static void
put_symbol(int set, size_t symbol)
{
    gzt_trace_prefix p = table.prefixes[set][symbol];
    uint64_t begin = (uint64_t)p.code << (64 - p.bits);

    for (uint64_t i = 0; i < 1u << (GZT_TRACE_BITS - p.bits); i++) {
        uint64_t next = begin + (i << (64 - GZT_TRACE_BITS));
        gzt_trace_step step =
            table.steps[set][next >> (64 - GZT_TRACE_FIRST_BITS)];

        table.symbols[step.start +
                      (next << GZT_TRACE_FIRST_BITS >> 1 >> step.shift)] =
            (gzt_trace_symbol){ codes[symbol], table.kinds[symbol],
                                (uint8_t)p.bits };
    }
}

int
main(void)
{
    char text[LINE_MAX_BYTES];
    size_t count = 0;

    while (fgets(text, sizeof(text), stdin)) {
        if (*text == '#')
            continue;
        if (count == GZT_TRACE_SYMBOLS)
            die("too many lines");
        take_line(text, count++);
    }
    if (count != GZT_TRACE_SYMBOLS)
        die("lines are missing");
    for (int set = 0; set < GZT_TRACE_CLASSES; set++) {
        make_prefixes(set);
        make_steps(set);
        for (size_t i = 0; i < GZT_TRACE_SYMBOLS; i++)
            put_symbol(set, i);
    }
    if (fwrite(&table, sizeof(table), 1, stdout) != 1 || fflush(stdout))
        die("cannot write");
    return 0;
}
