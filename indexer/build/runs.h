/* runs.h - sorted runs of postings in a temporary file, and merging them with
 * what is in memory into one sequence of terms.
 *
 * The file has no name once it is open, so it goes with the process, however
 * that ends.
 */
#ifndef GZT_BUILD_RUNS_H
#define GZT_BUILD_RUNS_H

#include "build/inverter.h"

typedef struct gzt_runs gzt_runs;

/** Keep the runs in a temporary file in `folder`, made with the first. */
gzt_runs *gzt_runs_new(const char *folder);

/** NULL is allowed. */
void gzt_runs_free(gzt_runs *runs);

/** Write all that the inverter has as one run, and clear it. The docids of a
 *  later run are above those of an earlier one. */
gzt_status gzt_runs_spill(gzt_runs *runs, gzt_inverter *inverter, gzt_err *err);

size_t gzt_runs_count(const gzt_runs *runs);

/** Begin to merge all runs and, last, what is still in the inverter; reading
 *  takes about `memory` bytes. Nothing is spilled after that. */
void gzt_runs_merge(gzt_runs *runs, gzt_inverter *inverter, size_t memory);

/** The next term in bytewise order, in how many documents it is and how often
 *  in all; `list->packed` is not set. `*more` is false at the end. */
gzt_status gzt_runs_term(gzt_runs *runs, gzt_list *list, bool *more,
                         gzt_err *err);

/** The next part of that term's documents, a list of its own that begins at
 *  docid 0; docids ascend from part to part. Lives until the next call. */
gzt_status gzt_runs_part(gzt_runs *runs, gzt_str *packed, bool *more,
                         gzt_err *err);

#endif /* GZT_BUILD_RUNS_H */
