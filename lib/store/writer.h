/* writer.h - the index open for writing: put and delete articles, commit,
 * compact. One writer per index; one thread per writer.
 *
 * Nothing is visible to readers, nor safe from a crash, before a commit; a
 * commit happens by itself when what is pending passes the memory budget.
 */
#ifndef GZT_STORE_WRITER_H
#define GZT_STORE_WRITER_H

#include "store/document.h"
#include "store/folder.h"

typedef struct gzt_writer gzt_writer;

typedef struct gzt_writer_options {
    bool create;             /**< make the index when there is none */
    unsigned wait;           /**< seconds, for another writer */
    gzt_str lang;            /**< default language of a new index; empty: en */
    uint64_t shard_articles; /**< of a new index; 0: the default */
    size_t memory;           /**< bytes pending at most; 0: 256 MiB */
} gzt_writer_options;

typedef enum gzt_outcome {
    GZT_ADDED,
    GZT_REPLACED,
    GZT_UNCHANGED,
} gzt_outcome;

/** Take the lock, clean up after a crash, open. */
gzt_status gzt_writer_open(gzt_writer **out, const char *path,
                           const gzt_writer_options *options, gzt_err *err);

const gzt_settings *gzt_writer_settings(const gzt_writer *writer);

/** The dictionary records are deflated with; empty when there is none yet. */
gzt_str gzt_writer_dictionary(const gzt_writer *writer);

/** Give a new index its dictionary. Only before the first article. */
gzt_status gzt_writer_set_dictionary(gzt_writer *writer, gzt_str dictionary,
                                     gzt_err *err);

/** Articles in the index, uncommitted ones included. */
gzt_status gzt_writer_count(gzt_writer *writer, uint64_t *out, gzt_err *err);

/** Add the document, or put it in place of the one with its id, unless that
 *  has the same content. */
gzt_status gzt_writer_put(gzt_writer *writer, const gzt_document *document,
                          gzt_outcome *outcome, gzt_err *err);

/** What gzt_writer_put() would do, without doing it. */
gzt_status gzt_writer_look(gzt_writer *writer, const gzt_document *document,
                           gzt_outcome *outcome, gzt_err *err);

/** Delete the article `id`; `*found` says whether there was one. */
gzt_status gzt_writer_delete(gzt_writer *writer, gzt_str id, bool *found,
                             gzt_err *err);

/** Make all changes so far visible and durable. Publishes adopted shards, and
 *  folds them with shards before them that are not much larger. */
gzt_status gzt_writer_commit(gzt_writer *writer, gzt_err *err);

/** Can shards be adopted that lib/glass wrote? GZT_EUNSUPPORTED: no, and why:
 *  this Xapian has another format. */
gzt_status gzt_writer_can_adopt(gzt_writer *writer, gzt_err *err);

/** The path of a new shard that is to be written by other means than this
 *  one; it lives as long as the writer. Nothing is there yet. */
gzt_status gzt_writer_new_shard(gzt_writer *writer, const char **path,
                                gzt_err *err);

/** Take in the finished database at `path` as the newest shard, without the
 *  `count` documents `dead`. It takes the place of a shard that holds
 *  nothing. gzt_writer_commit() publishes it; until then only this writer
 *  sees it. */
gzt_status gzt_writer_adopt(gzt_writer *writer, const char *path,
                            const uint32_t *dead, size_t count, gzt_err *err);

/** Something failed elsewhere: commit nothing further, and remove shards that
 *  are not part of the index. */
void gzt_writer_give_up(gzt_writer *writer);

/** Bytes that may be pending, as the options said or as set since. */
size_t gzt_writer_memory(const gzt_writer *writer);
void gzt_writer_set_memory(gzt_writer *writer, size_t memory);

/** Commit, fold all shards into one compact one, publish it. The old ones
 *  stay until the next publish, for readers that have them open. */
gzt_status gzt_writer_compact(gzt_writer *writer, gzt_err *err);

/** Commit (unless something failed before) and free, in any case. NULL is
 *  allowed. */
gzt_status gzt_writer_close(gzt_writer *writer, gzt_err *err);

#endif /* GZT_STORE_WRITER_H */
