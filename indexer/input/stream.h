/* stream.h - the bytes of one file, of standard input or of a member of an
 * archive: plain or gzip, UTF-8 or UTF-16, which the bytes themselves tell.
 *
 * Out come the expanded bytes without a byte order mark, UTF-16 turned into
 * UTF-8. Other encodings are not recognised; mending is the reader's.
 */
#ifndef GZT_INPUT_STREAM_H
#define GZT_INPUT_STREAM_H

#include "base/err.h"

#include <stdatomic.h>

enum {
    GZT_STREAM_ROOM = 4096 /**< the least to offer gzt_stream_read() */
};

typedef struct gzt_stream gzt_stream;

/** Open `path`; NULL is standard input. `walked` files must be regular and
 *  are not reached through a link. Bytes read from disk are added to `done`.
 */
gzt_status gzt_stream_open(gzt_stream **out, const char *path, bool walked,
                           _Atomic uint64_t *done, gzt_err *err);

/** Where the bytes of a member come from: as gzt_stream_read(); what it puts
 *  at `problem` ends the stream and lives as long as that. */
typedef gzt_status gzt_stream_reader(void *self, void *out, size_t room,
                                     size_t *got, const char **problem);

gzt_stream *gzt_stream_of(gzt_stream_reader *reader, void *self);

void gzt_stream_close(gzt_stream *stream);

/** At most `room` more bytes to `out`; returns as soon as there are any. 0 is
 *  the end, or that gzt_stream_problem() has something to say. GZT_EINTERRUPTED
 *  when a signal came first: nothing is lost by calling again. */
gzt_status gzt_stream_read(gzt_stream *stream, char *out, size_t room,
                           size_t *got);

/** Why reading ended before the end, or NULL; lives as long as the stream. */
const char *gzt_stream_problem(const gzt_stream *stream);

/** Bytes that were read so far, as they are stored. */
uint64_t gzt_stream_stored(const gzt_stream *stream);

/** Go to a byte of a plain file, as lseek(2) does; from then on the bytes come
 *  out as they are stored. -1: it cannot, and stays where it is. */
int64_t gzt_stream_seek(gzt_stream *stream, int64_t offset, int whence);

/** After damage to gzip data: look for the next member, and read on from
 *  there. False if there is none. */
bool gzt_stream_resync(gzt_stream *stream);

#endif /* GZT_INPUT_STREAM_H */
