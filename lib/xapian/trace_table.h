/* trace_table.h - the table that traces are packed with, as it lies in the
 * programs: compile_traces.c makes it of corpus/lexicon/traces.tsv.
 *
 * A symbol is a line of that file: a code of a trace that has prefix codes of
 * its own, or one of the two that stand for all others. Each has a class, and
 * there is a set of prefix codes for each class of the symbol before.
 */
#ifndef GZT_XAPIAN_TRACE_TABLE_H
#define GZT_XAPIAN_TRACE_TABLE_H

#include <stdint.h>

enum {
    GZT_TRACE_CLASSES = 16,
    GZT_TRACE_SYMBOLS = 4096,
    GZT_TRACE_BITS = 16,         /**< of a prefix code, at most */
    GZT_TRACE_FIRST_BITS = 8,    /**< that are looked up first */
    GZT_TRACE_SECONDS = 1 << 17, /**< room for entries of the second step */
    GZT_TRACE_PLAIN = 0, /**< symbol: the code is among the others, plain */
    GZT_TRACE_AGAIN = 5, /**< symbol: ... by its number */
};

/** What a prefix code stands for. */
typedef struct gzt_trace_symbol {
    uint16_t code; /**< of the trace, or one of the two symbols above */
    uint8_t kind;  /**< the class: chooses the prefix codes of what follows */
    uint8_t bits;  /**< of the prefix code */
} gzt_trace_symbol;

/** A prefix code, in the lowest bits, and how many they are. */
typedef struct gzt_trace_prefix {
    uint16_t code;
    uint16_t bits;
} gzt_trace_prefix;

/** Where to look up what follows the first bits. Of the next 64 bits x it is
 *  `start + ((x << GZT_TRACE_FIRST_BITS) >> 1 >> shift)`. */
typedef struct gzt_trace_step {
    uint32_t start : 24, shift : 8;
} gzt_trace_step;

typedef struct gzt_trace_table {
    /** The place of a code among the symbols, 0 (GZT_TRACE_PLAIN) if it has
     *  none. */
    uint16_t places[UINT16_MAX + 1];
    uint8_t kinds[GZT_TRACE_SYMBOLS];
    gzt_trace_prefix prefixes[GZT_TRACE_CLASSES][GZT_TRACE_SYMBOLS];
    gzt_trace_step steps[GZT_TRACE_CLASSES][1 << GZT_TRACE_FIRST_BITS];
    gzt_trace_symbol symbols[GZT_TRACE_SECONDS];
} gzt_trace_table;

#endif /* GZT_XAPIAN_TRACE_TABLE_H */
