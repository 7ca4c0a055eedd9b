/* trace_pack.h - a trace as it is stored: codes below 256, which are those of
 * frequent terms and the marks, in one byte, or plain where that is smaller.
 * docs/INDEX.md has the format, "The trace".
 *
 * Prefix codes would take a seventh less, but phrases are looked for in
 * thousands of traces: this unpacks ten times as fast.
 */
#ifndef GZT_XAPIAN_TRACE_PACK_H
#define GZT_XAPIAN_TRACE_PACK_H

#include "base/buf.h"
#include "base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    GZT_TRACE_ROOM = 512 << 20, /**< a limit for the buffer to unpack into */
};

/** The stored form of a trace (trace.h) into `out`, which is emptied first. */
void gzt_trace_pack(gzt_str trace, gzt_buf *out);

/** The trace again, borrowed from `stored` or from `buf`, which is kept from
 *  one to the next. GZT_EFORMAT: damaged, or of a later version. */
gzt_status gzt_trace_unpack(gzt_str stored, gzt_buf *buf, gzt_str *trace,
                            gzt_err *err);

#ifdef __cplusplus
}
#endif
#endif /* GZT_XAPIAN_TRACE_PACK_H */
