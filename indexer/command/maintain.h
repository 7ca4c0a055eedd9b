/* maintain.h - what the indexer does besides adding articles: delete, export,
 * compact, verify, statistics. Floor 4. Each prints its result on stdout. */
#ifndef GZT_COMMAND_MAINTAIN_H
#define GZT_COMMAND_MAINTAIN_H

#include "store/writer.h"

/** Asked between steps: has the user had enough? */
typedef bool gzt_stopped(void *self);

typedef struct gzt_maintain {
    const char *place;
    unsigned wait; /**< seconds for another writer */
    bool json, quiet;
    gzt_stopped *stopped;
} gzt_maintain;

/** Delete the articles; `ids` with one "-" reads them from stdin, a line
 *  each, or NUL-separated. Unknown ones are named on stderr and counted. */
gzt_status gzt_maintain_delete(const gzt_maintain *m, const char *const *ids,
                               size_t count, bool nul, uint64_t *missing,
                               gzt_err *err);

/** All articles as JSON Lines, in docid order. */
gzt_status gzt_maintain_export(const gzt_maintain *m, gzt_err *err);

gzt_status gzt_maintain_compact(const gzt_maintain *m, gzt_err *err);

/** Check every table and every record; GZT_EFORMAT when something is wrong,
 *  after all of it has been named. */
gzt_status gzt_maintain_verify(const gzt_maintain *m, gzt_err *err);

gzt_status gzt_maintain_stats(const gzt_maintain *m, gzt_err *err);

#endif /* GZT_COMMAND_MAINTAIN_H */
