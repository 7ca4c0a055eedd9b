/* known.h - the files that were read into an index, and how they looked then:
 * a file that looks the same need not be read again.
 *
 * It is kept in the index folder as `files` (docs/INDEX.md). Losing it costs
 * time, never an article: what is not known is read.
 */
#ifndef GZT_INPUT_KNOWN_H
#define GZT_INPUT_KNOWN_H

#include "base/arena.h"
#include "base/err.h"

enum {
    GZT_READERS_VERSION = 1, /**< counts up when readers make other articles of
                                  the same files */
    GZT_RACY_SECONDS = 2     /**< a file that was changed so shortly before it
                                  was read may change again unnoticed: the
                                  clock of some file systems is that coarse */
};

/** How a file looks from outside. All zero: like nothing that is known. */
typedef struct gzt_look {
    uint64_t size, inode, device;
    int64_t modified, changed; /**< nanoseconds since 1970 */
} gzt_look;

struct stat;
gzt_look gzt_look_of(const struct stat *st);
bool gzt_look_eq(const gzt_look *a, const gzt_look *b);

typedef struct gzt_known_file {
    gzt_str path; /**< as the user gave it */
    gzt_look look;
    uint64_t stamp;    /**< of the options that it was read with */
    uint64_t articles; /**< that came of it */
    uint64_t skipped;  /**< what was passed over: itself, or its members */
    bool met;          /**< by the run at hand */
} gzt_known_file;

typedef struct gzt_known {
    gzt_arena arena;
    gzt_known_file *files;
    size_t count, capacity;
    uint32_t *table; /**< by hash of the path: a number from 1, or 0 */
    size_t slots;
    bool changed; /**< since it was read */
} gzt_known;

/** Read `path`, which may not be there. What is damaged, of another version,
 *  or saved when the index held more than `articles`, is as if it were not:
 *  somebody removed articles, and their files have to be read again. */
void gzt_known_open(gzt_known *known, const char *path, uint64_t articles);

void gzt_known_release(gzt_known *known);

/** Borrowed until the next put; NULL: not known. */
gzt_known_file *gzt_known_find(const gzt_known *known, gzt_str path);

/** Add it, or put it in place of the one with its path; copies the path. */
void gzt_known_put(gzt_known *known, const gzt_known_file *file);

/** Forget a file, if it is known. True if it was. */
bool gzt_known_drop(gzt_known *known, gzt_str path);

/** Forget every file that this run has not met. */
void gzt_known_drop_others(gzt_known *known);

/** Forget what lies in the folder `place` and was not met: it is gone. */
void gzt_known_drop_unmet(gzt_known *known, gzt_str place);

/** Write it, by rename, if it changed. `articles` are in the index now. */
gzt_status gzt_known_save(const gzt_known *known, const char *path,
                          uint64_t articles, gzt_err *err);

#endif /* GZT_INPUT_KNOWN_H */
