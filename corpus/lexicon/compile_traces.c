/* compile_traces.c - the table of traces, from its lines on standard input to
 * the image that is built into the programs (lib/xapian/trace_table.h), on
 * standard output. A program of the build. */
#include "xapian/trace_table.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    LINE_MAX_BYTES = 200
};

static gzt_trace_table table; // zeros, too large for the stack
static uint16_t codes[GZT_TRACE_SYMBOLS];
static uint16_t lengths[GZT_TRACE_SYMBOLS];

static void
die(const char *what)
{
    fprintf(stderr, "compile_traces: %s\n", what);
    exit(1);
}

static void
take_line(const char *text, size_t number)
{
    unsigned code, length;

    if (sscanf(text, "%5u\t%2u", &code, &length) != 2 || code > UINT16_MAX ||
        !length || length > GZT_TRACE_BITS)
        die("a line is not CODE, LENGTH");
    if (number ? codes[number - 1] >= code : code)
        die("codes do not ascend from 0");
    codes[number] = (uint16_t)code;
    lengths[number] = (uint16_t)length;
}

// All bits that begin with the prefix code lead to the symbol.
static void
put_symbol(size_t number, uint32_t code)
{
    unsigned more = GZT_TRACE_BITS - lengths[number];

    table.prefixes[codes[number]] =
        (gzt_trace_prefix){ (uint16_t)code, lengths[number] };
    for (uint32_t i = 0; i < 1u << more; i++)
        table.symbols[(code << more) + i] =
            (uint32_t)codes[number] << 16 | lengths[number] |
            (uint32_t)(codes[number] == GZT_TRACE_PLAIN ||
                       codes[number] == GZT_TRACE_AGAIN)
                << 8;
}

// Prefix codes ascend with their lengths, within one length with the symbols.
static void
make_table(void)
{
    uint32_t code = 0;

    for (unsigned bits = 1; bits <= GZT_TRACE_BITS; bits++) {
        code <<= 1;
        for (size_t i = 0; i < GZT_TRACE_SYMBOLS; i++)
            if (lengths[i] == bits && code < 1u << bits)
                put_symbol(i, code++);
    }
    if (code != 1u << GZT_TRACE_BITS)
        die("the lengths are not those of a complete code");
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
    make_table();
    if (fwrite(&table, sizeof(table), 1, stdout) != 1 || fflush(stdout))
        die("cannot write");
    return 0;
}
