/* err.c - failure and memory. */
#include "base/err.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

void *
gzt_xrealloc(void *ptr, size_t count, size_t size)
{
    // One spare byte: asking for nothing must not look like a failure.
    void *moved =
        count < SIZE_MAX / size ? realloc(ptr, count * size + 1) : NULL;

    if (!moved) {
        fputs("gazette: out of memory\n", stderr);
        abort();
    }
    return moved;
}
