/* alias.h - names that mean the same: canonical TAB other TAB other ..., a
 * line each. Applied to queries, so that editing the list needs no new index.
 */
#ifndef GZT_QUERY_ALIAS_H
#define GZT_QUERY_ALIAS_H

#include "base/arena.h"
#include "base/err.h"
#include "query/alias_key.h"

enum {
    GZT_ALIAS_NAMES = 64,     /**< that one name may bring in */
    GZT_ALIAS_FILE = 64 << 20 /**< bytes */
};

typedef struct gzt_aliases gzt_aliases;

/** The list that comes with gazette. Never fails. */
gzt_aliases *gzt_aliases_new(void);

/** Add the lines of a file; a name in several lines belongs to all of them.
 */
gzt_status gzt_aliases_load(gzt_aliases *aliases, const char *path,
                            gzt_err *err);

/** NULL is allowed. */
void gzt_aliases_free(gzt_aliases *aliases);

/** The other names of the name that `words[0..count)`, folded, make up;
 *  that one among them; 0 when it is none. The names are as written, the
 *  list's own; the array lies in the arena. */
size_t gzt_aliases_find(gzt_aliases *aliases, const gzt_str *words,
                        size_t count, gzt_arena *arena, const gzt_str **out);

#endif /* GZT_QUERY_ALIAS_H */
