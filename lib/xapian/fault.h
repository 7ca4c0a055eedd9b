/* fault.h - what a Xapian exception means to us, and how the user is told.
 *
 * Exceptions come by name: one thrown on a server arrives under the name it
 * had over there. Knows nothing else of Xapian, and no C++.
 */
#ifndef GZT_XAPIAN_FAULT_H
#define GZT_XAPIAN_FAULT_H

#include "gazette.h"

#ifdef __cplusplus
extern "C" {
#endif

/** An exception in parts; all but `reason` may be empty, none but it NULL. */
typedef struct gzt_fault {
    const char *place;   /**< what was being worked on */
    const char *type;    /**< the class, "DatabaseLockError" */
    const char *message; /**< what Xapian says */
    const char *context; /**< which server, when one is meant */
    const char *reason;  /**< strerror() of the system's part; NULL: none */
} gzt_fault;

/** Describe the fault in `err` (may be NULL) and return its status. */
gzt_status gzt_fault_fail(gzt_err *err, const gzt_fault *fault);

#ifdef __cplusplus
}
#endif
#endif /* GZT_XAPIAN_FAULT_H */
