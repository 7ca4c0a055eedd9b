/* file.h - whole small files, and folders: read, replace by rename, remove. */
#ifndef GZT_BASE_FILE_H
#define GZT_BASE_FILE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/** The whole of a file of at most `max` bytes. */
gzt_status gzt_file_read(const char *path, size_t max, gzt_arena *arena,
                         gzt_str *out, gzt_err *err);

/** Append what is left of standard input; `out->full` says that it was more than
 *  the buffer takes. */
gzt_status gzt_file_read_stdin(gzt_buf *out, gzt_err *err);

/** Put `content` in place of `path`: a temporary neighbour, synced, renamed,
 *  the folder synced. The old file stays whole if anything fails. */
gzt_status gzt_file_replace(const char *path, gzt_str content, gzt_err *err);

/** Sync a folder's own entries. */
gzt_status gzt_folder_sync(const char *path, gzt_err *err);

/** Create a folder and those above it; one that is there is fine. */
gzt_status gzt_folder_make(const char *path, gzt_err *err);

/** Remove a folder and the plain files in it (no folders below). */
gzt_status gzt_folder_remove(const char *path, gzt_err *err);

#endif /* GZT_BASE_FILE_H */
