/* archive.h - the members of a zip, tar or 7z file, and what is inside of a
 * file packed with bzip2, xz, zstd, lz4 or compress; libarchive knows the
 * formats. Nothing is ever written to disk: names of members are only names.
 */
#ifndef GZT_INPUT_ARCHIVE_H
#define GZT_INPUT_ARCHIVE_H

#include "base/arena.h"
#include "input/source.h"

typedef struct gzt_archive gzt_archive;

/** What came out of one file on disk, over all archives within it. */
typedef struct gzt_expansion {
    const gzt_stream *stored; /**< the file */
    uint64_t bytes;
    bool exceeded; /**< more than GZT_EXPAND_RATIO times what was stored */
} gzt_expansion;

typedef struct gzt_member {
    gzt_str path;    /**< "news.zip!/a/b.txt"; that of the container itself if
                          it is just one packed file. Until the next member */
    gzt_str refused; /**< not empty: why it cannot be read */
    bool skip;       /**< hidden, or neither file nor folder */
} gzt_member;

/** Does an archive begin here? `head` should have 512 bytes, if there are. */
bool gzt_archive_is(gzt_str head);

/** Read the archive that `container` holds. It and `expansion` must outlive
 *  the archive, and nobody else reads from it. */
gzt_archive *gzt_archive_open(gzt_source *container, gzt_expansion *expansion);

/** NULL is allowed. */
void gzt_archive_close(gzt_archive *archive);

/** The next member; `*more` false at the end, and then gzt_archive_problem()
 *  may have something to say. Folders are no members. */
gzt_status gzt_archive_next(gzt_archive *archive, gzt_member *out, bool *more);

/** Why the archive could not be read to its end, or NULL. */
const char *gzt_archive_problem(const gzt_archive *archive);

/** A gzt_stream_reader of the member at hand. */
gzt_status gzt_archive_read(void *archive, void *out, size_t room, size_t *got,
                            const char **problem);

#endif /* GZT_INPUT_ARCHIVE_H */
