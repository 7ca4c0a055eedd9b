/* again.h - files that need not be read again: the tie between an index, what
 * is known of the files that were read into it, and a run. Floor 4. */
#ifndef GZT_COMMAND_AGAIN_H
#define GZT_COMMAND_AGAIN_H

#include "build/build.h"
#include "input/known.h"

typedef struct gzt_again {
    gzt_known known;
    char path[4200]; /**< of the file in the index folder */
    char busy[4208]; /**< of the mark that a run is under way */
} gzt_again;

/** Let `input` pass over what the index at `place` has already. A writer that
 *  is NULL leaves nothing to be passed over. */
void gzt_again_begin(gzt_again *again, const char *place, gzt_writer *writer,
                     gzt_input *input);

/** After the commit: what passed counts as unchanged, and what was read is
 *  known from now on. `status` is that of the run: 0, or it was interrupted;
 *  else nothing is learned. Always releases. */
void gzt_again_end(gzt_again *again, gzt_writer *writer, gzt_input *input,
                   const char *const *places, size_t count, gzt_status status,
                   gzt_account *account);

/** Of articles that are deleted: their files have to be read again. */
typedef struct gzt_forget {
    gzt_again again;
    bool all; /**< it is not known which files */
} gzt_forget;

void gzt_forget_begin(gzt_forget *forget, const char *place,
                      gzt_writer *writer);

/** The article came from `path`, as it is stored. */
void gzt_forget_path(gzt_forget *forget, gzt_str path);

/** After the commit. Always releases. */
void gzt_forget_end(gzt_forget *forget, uint64_t articles);

#endif /* GZT_COMMAND_AGAIN_H */
