/* alias_key.h - the form under which a name is looked up: its folded words
 * with a blank between. One place, for the table that is compiled in and for
 * lists that are loaded. */
#ifndef GZT_QUERY_ALIAS_KEY_H
#define GZT_QUERY_ALIAS_KEY_H

#include "base/arena.h"
#include "text/analyzer.h"

enum {
    GZT_ALIAS_WORDS = 12, /**< of one name; longer ones are passed over */
    GZT_ALIAS_KEYS = 2    /**< forms of one name */
};

/** The words with a blank between. */
gzt_str gzt_alias_key(const gzt_str *words, size_t count, gzt_arena *arena);

/** The keys of `name`: as it is, and joined where a hyphen or apostrophe holds
 *  all of it together (al-Qaeda, alqaeda). Returns how many, 0 to 2. */
size_t gzt_alias_keys(gzt_analyzer *analyzer, gzt_str name, gzt_arena *arena,
                      gzt_str keys[GZT_ALIAS_KEYS]);

#endif /* GZT_QUERY_ALIAS_KEY_H */
