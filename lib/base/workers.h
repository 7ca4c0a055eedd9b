/* workers.h - a few threads that do jobs side by side and give them back in
 * the order they were handed in. */
#ifndef GZT_BASE_WORKERS_H
#define GZT_BASE_WORKERS_H

#include "base/err.h"

typedef struct gzt_workers gzt_workers;

/** Do `job` on thread number `thread` (from 0); `shared` is everyone's. */
typedef void gzt_work(void *shared, void *job, unsigned thread);

/** Start `threads` (at least 1). `window` is how many jobs may be on their
 *  way at once. */
gzt_status gzt_workers_open(gzt_workers **out, unsigned threads, size_t window,
                            gzt_work *work, void *shared, gzt_err *err);

/** Jobs handed in and not yet taken back. */
size_t gzt_workers_pending(const gzt_workers *workers);

/** Hand in a job. Only when fewer than `window` are pending. */
void gzt_workers_put(gzt_workers *workers, void *job);

/** Take back the oldest job, waiting until it is done; NULL when none is
 *  pending. */
void *gzt_workers_take(gzt_workers *workers);

/** End the threads; jobs still pending are dropped as they are: take them
 *  back before. NULL is allowed. */
void gzt_workers_close(gzt_workers *workers);

/** How many processors this process may use. */
unsigned gzt_processors(void);

#endif /* GZT_BASE_WORKERS_H */
