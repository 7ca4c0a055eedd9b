/* trace_pack.h - a trace as it is stored: packed by prefix codes, or plain
 * where that is smaller. docs/INDEX.md has the format, "The trace, packed".
 *
 * The table is in the program and the same for ever, so that neither shards nor
 * servers have any state.
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

/** What a packer remembers of one trace; for one thread. */
typedef struct gzt_trace_packer gzt_trace_packer;

gzt_trace_packer *gzt_trace_packer_new(void);

/** NULL is allowed. */
void gzt_trace_packer_free(gzt_trace_packer *packer);

/** The stored form of a trace (trace.h) into `out`, which is emptied first. */
void gzt_trace_pack(gzt_trace_packer *packer, gzt_str trace, gzt_buf *out);

/** The trace again, borrowed from `stored` or from `buf`, which is kept from
 *  one to the next. GZT_EFORMAT: damaged, or of a later version. */
gzt_status gzt_trace_unpack(gzt_str stored, gzt_buf *buf, gzt_str *trace,
                            gzt_err *err);

#ifdef __cplusplus
}
#endif
#endif /* GZT_XAPIAN_TRACE_PACK_H */
