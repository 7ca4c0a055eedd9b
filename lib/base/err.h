/* err.h - how a failure is worded, and what happens when memory runs out. */
#ifndef GZT_BASE_ERR_H
#define GZT_BASE_ERR_H

#include "gazette.h"

#include <stdarg.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Describe a failure in `err` (may be NULL) and return `status`, so that a
 *  caller can write `return gzt_fail(err, GZT_EIO, "%s: short read", path);`.
 */
__attribute__((format(printf, 3, 4))) gzt_status
gzt_fail(gzt_err *err, gzt_status status, const char *fmt, ...);

/** The same for a failed system call: appends strerror(errno), and turns
 *  ENOSPC and EDQUOT into GZT_ENOSPC, ENOENT into GZT_ENOTFOUND, all else
 *  into GZT_EIO. Call it before errno can change. */
__attribute__((format(printf, 2, 3))) gzt_status
gzt_fail_errno(gzt_err *err, const char *fmt, ...);

/** Resize to `count` items of `size` bytes. Never returns NULL: when memory
 *  runs out it says so on stderr and aborts. */
void *gzt_xrealloc(void *ptr, size_t count, size_t size);

enum {
    GZT_CACHE_LINE = 64,
    GZT_LARGE_PAGE =
        2 << 20, /**< a large page of the memory, where there are */
};

/** Memory for a table that is asked here and there: it begins with a line of
 *  the processor's cache, and with a page if it has GZT_LARGE_PAGE bytes; that
 *  lies in large pages then, if the system has them, so that finding an
 *  address costs no miss of its own. For free(); never NULL. */
void *gzt_xtable(size_t count, size_t size);

#ifdef __cplusplus
}
#endif
#endif /* GZT_BASE_ERR_H */
