/* child.h - a program run to turn bytes into other bytes, under limits. */
#ifndef GZT_INPUT_CHILD_H
#define GZT_INPUT_CHILD_H

#include "base/buf.h"

typedef struct gzt_child {
    const char *program;     /**< found along PATH */
    const char *const *argv; /**< ends in NULL */
    unsigned seconds;        /**< of time and of CPU */
    size_t memory;           /**< bytes of address space */
} gzt_child;

/** Give `input` to the program and take what it prints, until it ends.
 *  GZT_ENOTFOUND: there is no such program; GZT_EINVAL: it failed, or took
 *  more than it may, or printed more than `out` takes; then it and all that it
 *  started have been ended. */
gzt_status gzt_child_run(const gzt_child *child, gzt_str input, gzt_buf *out,
                         gzt_err *err);

#endif /* GZT_INPUT_CHILD_H */
