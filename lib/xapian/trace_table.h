/* trace_table.h - the table that traces are packed with, as it lies in the
 * programs: compile_traces.c makes it of corpus/lexicon/traces.tsv.
 *
 * A symbol is a line of that file: a code of a trace that has a prefix code of
 * its own, or one of the two that stand for all others. It is small, so that all
 * of what unpacking needs stays in the inner cache.
 */
#ifndef GZT_XAPIAN_TRACE_TABLE_H
#define GZT_XAPIAN_TRACE_TABLE_H

#include <stdint.h>

enum {
    GZT_TRACE_SYMBOLS = 3072,
    GZT_TRACE_BITS = 13, /**< of a prefix code, at most */
    GZT_TRACE_PLAIN = 0, /**< symbol: the code is among the others, plain */
    GZT_TRACE_AGAIN = 5, /**< symbol: ... by its number */
};

/** What the next bits stand for, in one number: in the lowest 8 bits the length
 *  of the prefix code; then 1 << 8 for one of the two symbols above; in the
 *  highest 16 bits the code of the trace, or the symbol. */
typedef uint32_t gzt_trace_symbol;

/** A prefix code, in the lowest bits, and how many they are. */
typedef struct gzt_trace_prefix {
    uint16_t code;
    uint16_t bits; /**< 0: this code of the trace has none */
} gzt_trace_prefix;

typedef struct gzt_trace_table {
    gzt_trace_prefix prefixes[UINT16_MAX + 1];     /**< by code of the trace */
    gzt_trace_symbol symbols[1 << GZT_TRACE_BITS]; /**< by the next bits */
} gzt_trace_table;

#endif /* GZT_XAPIAN_TRACE_TABLE_H */
