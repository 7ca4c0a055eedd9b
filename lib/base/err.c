/* err.c - failure and memory. */
#include "base/err.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

gzt_status
gzt_fail(gzt_err *err, gzt_status status, const char *fmt, ...)
{
    va_list args;

    if (!err)
        return status;
    err->status = status;
    va_start(args, fmt);
    vsnprintf(err->text, sizeof(err->text), fmt, args);
    va_end(args);
    return status;
}

static gzt_status
status_of_errno(int code)
{
    if (code == ENOSPC || code == EDQUOT)
        return GZT_ENOSPC;
    return code == ENOENT ? GZT_ENOTFOUND : GZT_EIO;
}

gzt_status
gzt_fail_errno(gzt_err *err, const char *fmt, ...)
{
    int code = errno;
    gzt_status status = status_of_errno(code);
    size_t used;
    va_list args;

    if (!err)
        return status;
    err->status = status;
    va_start(args, fmt);
    vsnprintf(err->text, sizeof(err->text), fmt, args);
    va_end(args);
    used = strlen(err->text);
    snprintf(err->text + used, sizeof(err->text) - used, ": %s",
             strerror(code));
    return status;
}

static void
no_memory(void)
{
    fputs("gazette: out of memory\n", stderr);
    abort();
}

void *
gzt_xrealloc(void *ptr, size_t count, size_t size)
{
    // One spare byte: asking for nothing must not look like a failure.
    void *moved =
        count < SIZE_MAX / size ? realloc(ptr, count * size + 1) : NULL;

    if (!moved)
        no_memory();
    return moved;
}

void *
gzt_xtable(size_t count, size_t size)
{
    size_t bytes = count < SIZE_MAX / size / 2 ? count * size : SIZE_MAX / 2;
    size_t unit = bytes < GZT_LARGE_PAGE ? GZT_CACHE_LINE : GZT_LARGE_PAGE;
    size_t whole = (bytes + unit - 1) / unit * unit;
    void *table = aligned_alloc(unit, whole);

    if (!table)
        no_memory();
    if (unit == GZT_LARGE_PAGE) // only a hint
        madvise(table, whole, MADV_HUGEPAGE);
    return table;
}
