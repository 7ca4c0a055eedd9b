/* limits.h - what keeps hostile input from taking all of the memory or the
 * time, in words for the user. */
#ifndef GZT_INPUT_LIMITS_H
#define GZT_INPUT_LIMITS_H

#include "base/buf.h"

/** A line for each limit, "  64 MiB   what it is of". What goes beyond one is
 *  rejected, and its reason names it. */
void gzt_limits_describe(gzt_buf *out);

#endif /* GZT_INPUT_LIMITS_H */
