/* source.h - the file, or the member of an archive, that is being read: its
 * stream, a window onto it, and how far it has been taken apart. The cutters
 * (cut.h) make records of it. */
#ifndef GZT_INPUT_SOURCE_H
#define GZT_INPUT_SOURCE_H

#include "input/sniff.h"
#include "input/stream.h"

typedef struct gzt_feed gzt_feed;

typedef struct gzt_source {
    gzt_stream *stream; /**< NULL: there is nothing to read (any more) */
    gzt_str path;       /**< as shown; its owner keeps it */
    bool walked;        /**< found in a folder or an archive, not named */
    bool judged;        /**< `kind` is known */
    bool ended;         /**< the stream has no more than the window holds */
    bool skipping;      /**< the rest of a record that was refused */
    gzt_sniff kind;
    uint64_t file;       /**< which of the walk's files it lies in */
    uint64_t line, byte; /**< of what is unread, in the expanded bytes */
    uint64_t passed;     /**< records that hold no article, such as requests */
    uint64_t to_skip;    /**< bytes of a record that is passed over */
    gzt_feed *feed;      /**< whose items come next, or NULL */

    char *window;
    size_t start, end, capacity;
    size_t scanned; /**< bytes from start known to hold no end of a record */
} gzt_source;

/** A source that has nothing to read yet. */
gzt_source gzt_source_of(gzt_str path, bool walked, uint64_t file);

/** Close what it reads from; the window stays for another. */
void gzt_source_close(gzt_source *source);
void gzt_source_release(gzt_source *source);

/** What the window holds; valid until more is read. */
gzt_str gzt_source_unread(const gzt_source *source);

/** Read on; sets `ended` when there is no more to be had. GZT_EINTERRUPTED
 *  loses nothing. */
gzt_status gzt_source_more(gzt_source *source);

/** Read until `len` bytes are unread, or all there are. */
gzt_status gzt_source_want(gzt_source *source, size_t len);

/** Take bytes off the window's front. Lines are the caller's to count. */
void gzt_source_pass(gzt_source *source, size_t len);

/** Make `out` of `record`, whose strings are borrowed: they are copied, and
 *  path, file and place are those of the source. A line or byte that is set
 *  stays. */
void gzt_source_emit(const gzt_source *source, const gzt_raw *record,
                     gzt_raw *out);

/** A record that says why `bytes`, of which the first 4 KiB are shown, are
 *  none. */
void gzt_source_refuse(const gzt_source *source, gzt_str bytes, gzt_str why,
                       gzt_raw *out);

/** The source ends here. True, and a record in `out`, if the user must hear
 *  that it ended before its end, with `loss` to say what that means. */
bool gzt_source_finish(gzt_source *source, const char *loss, gzt_raw *out);

#endif /* GZT_INPUT_SOURCE_H */
