/* meta.h - what a shard says of itself in Xapian's metadata, so that a reader
 * far from the folder (a server, a stub file) knows it too. */
#ifndef GZT_STORE_META_H
#define GZT_STORE_META_H

#include "store/folder.h"
#include "xapian/xapian_c.h"

/** Set the format, the language and the dictionary. */
gzt_status gzt_meta_write(gzt_xwriter *writer, const gzt_settings *settings,
                          gzt_str dictionary, gzt_err *err);

/** Read them; `lang` and `dictionary` may be NULL. GZT_EFORMAT: not one of
 *  ours, or of another version. An empty database says nothing, and passes. */
gzt_status gzt_meta_read(gzt_xdb *db, gzt_arena *arena, gzt_str *lang,
                         gzt_str *dictionary, gzt_err *err);

#endif /* GZT_STORE_META_H */
