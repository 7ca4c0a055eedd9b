/* folder.h - the index folder: what lies in it, and how it changes so that a
 * reader at any moment, and a writer after any crash, finds a whole index.
 *
 *   XAPIANDB       stub naming the published shards; renaming it publishes
 *   shard-000001/  a glass database
 *   settings       `key: value` lines
 *   lock           held (flock) by the one writer, with its process id
 *   journal        the shards that the last publish retired
 *
 * A shard that neither the stub nor the journal names was never published, or
 * was retired two publishes ago: the next writer removes it.
 * Knows nothing of what is inside a shard.
 */
#ifndef GZT_STORE_FOLDER_H
#define GZT_STORE_FOLDER_H

#include "base/arena.h"
#include "base/err.h"

enum {
    GZT_SHARDS_MAX = 1000,
    GZT_SHARD_ARTICLES = 8000000 /**< default of settings.shard_articles */
};

typedef struct gzt_settings {
    uint32_t format;         /**< GZT_INDEX_FORMAT */
    char lang[32];           /**< of articles that did not say */
    uint64_t shard_articles; /**< a shard with so many takes no more */
} gzt_settings;

/** The names of shards, as "shard-000001". */
typedef struct gzt_shards {
    const char **names;
    size_t count;
} gzt_shards;

/** Is `path` a folder with a stub? */
bool gzt_folder_exists(const char *path);

/** Read the settings. GZT_ENOTFOUND: no index there; GZT_EFORMAT: of another
 *  version, or damaged; the sentence says what to do. */
gzt_status gzt_folder_settings(const char *path, gzt_settings *out,
                               gzt_err *err);

/** Write them, by rename. */
gzt_status gzt_folder_save_settings(const char *path,
                                    const gzt_settings *settings, gzt_err *err);

/** Take the lock, creating the folder (and those above it) when `create`;
 *  `*fd` holds it until it is closed. Waits `wait` seconds for another
 *  writer, then GZT_ELOCKED, naming its process. */
gzt_status gzt_folder_lock(const char *path, bool create, unsigned wait,
                           int *fd, gzt_err *err);

/** The published shards, in order; none when there is no stub. GZT_EFORMAT:
 *  the stub is damaged. */
gzt_status gzt_folder_shards(const char *path, gzt_arena *arena,
                             gzt_shards *out, gzt_err *err);

/** A name no shard has, published or not. Under the lock. */
gzt_status gzt_folder_new_shard(const char *path, gzt_arena *arena,
                                const char **name, gzt_err *err);

/** Make `shards` what readers see: sync, journal what is retired, rename the
 *  stub, then remove what the publish before had retired. Under the lock. */
gzt_status gzt_folder_publish(const char *path, const gzt_shards *shards,
                              gzt_err *err);

/** Remove shards that a crash or an older publish left behind. Under the
 *  lock. `*removed` (may be NULL) counts them. */
gzt_status gzt_folder_clean(const char *path, size_t *removed, gzt_err *err);

/** Bytes on disk of everything in the folder. */
uint64_t gzt_folder_size(const char *path);

#endif /* GZT_STORE_FOLDER_H */
