/* walk.h - the files behind the places that the user named, in the order in
 * which they are read. Looks at names and kinds, never into a file. */
#ifndef GZT_INPUT_WALK_H
#define GZT_INPUT_WALK_H

#include "base/arena.h"
#include "base/err.h"
#include "input/known.h"

enum {
    GZT_WALK_DEPTH = 100 /**< folders within each other */
};

typedef struct gzt_walk_file {
    gzt_str path;    /**< as shown; NUL-terminated; "-" is standard input */
    gzt_str problem; /**< not empty: a folder that cannot be entered, and why */
    bool walked;     /**< found in a folder, not named by the user */
    gzt_look look;   /**< all zero if it is no regular file */
} gzt_walk_file;

typedef struct gzt_walk {
    gzt_walk_file *files;
    size_t count, capacity;
    uint64_t skipped; /**< hidden, links, neither file nor folder */
    uint64_t bytes;   /**< sizes of all files; meaningless if `unsized` */
    bool unsized;     /**< standard input or a pipe is among them */
    gzt_arena arena;  /**< of the paths */
} gzt_walk;

/** Find all files of the `count` places. Fails, and leaves an empty walk, if
 *  one of them does not exist or cannot be looked at. A link in a folder is
 *  not followed: what it leads to inside is read there anyway, and what it
 *  leads to outside was not asked for. */
gzt_status gzt_walk_init(gzt_walk *walk, const char *const *places,
                         size_t count, gzt_err *err);

void gzt_walk_release(gzt_walk *walk);

#endif /* GZT_INPUT_WALK_H */
