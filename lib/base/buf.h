/* buf.h - a growing run of bytes with a limit. Every buffer that input can
 * drive has one; past it nothing more goes in and `full` is set. */
#ifndef GZT_BASE_BUF_H
#define GZT_BASE_BUF_H

#include "gazette.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct gzt_buf {
    char *ptr; /**< NUL-terminated once something was put */
    size_t len, cap;
    size_t max; /**< bytes; what would go beyond is dropped whole */
    bool full;  /**< something was dropped */
} gzt_buf;

void gzt_buf_init(gzt_buf *buf, size_t max);
void gzt_buf_release(gzt_buf *buf);

/** Empty it and keep the memory. */
void gzt_buf_clear(gzt_buf *buf);

/** Borrow what is in it, until the next put. */
gzt_str gzt_buf_str(const gzt_buf *buf);

void gzt_buf_put(gzt_buf *buf, gzt_str s);
void gzt_buf_putc(gzt_buf *buf, char c);
__attribute__((format(printf, 2, 3))) void gzt_buf_printf(gzt_buf *buf,
                                                          const char *fmt, ...);

/** Room for `extra` more bytes behind len, for the caller to fill and count;
 *  NULL when that is past the limit. */
char *gzt_buf_room(gzt_buf *buf, size_t extra);

/** LEB128: 7 bits a byte, the lowest first. */
void gzt_buf_put_varint(gzt_buf *buf, uint64_t value);

/** Take a LEB128 number off the front of `rest`; false if it is cut short or
 *  too long. */
bool gzt_varint_take(gzt_str *rest, uint64_t *out);

#ifdef __cplusplus
}
#endif
#endif /* GZT_BASE_BUF_H */
