/* reader.h - one or more places open for reading, as one index.
 *
 * A place is the folder of an index, a stub file, a bare shard, or
 * `tcp://host:port`. The view is that of the moment of opening; a status of
 * GZT_EMODIFIED from anything below says that it has gone: call
 * gzt_reader_reopen() and ask again.
 */
#ifndef GZT_STORE_READER_H
#define GZT_STORE_READER_H

#include "store/record.h"
#include "xapian/xapian_c.h"

typedef struct gzt_reader gzt_reader;

gzt_status gzt_reader_open(gzt_reader **out, const char *const *places,
                           size_t count, gzt_err *err);

/** Open all places again, at what they are now. */
gzt_status gzt_reader_reopen(gzt_reader *reader, gzt_err *err);

/** NULL is allowed. */
void gzt_reader_close(gzt_reader *reader);

gzt_xdb *gzt_reader_db(gzt_reader *reader);

/** No place is a server, so the trace can be asked while matching. */
bool gzt_reader_is_local(const gzt_reader *reader);

/** Default language of the first place. */
gzt_str gzt_reader_lang(const gzt_reader *reader);

/** The language terms (GZT_PREFIX_LANG) of the articles, at most `max`; looked
 *  up once. They live until the reader is reopened. */
gzt_status gzt_reader_langs(gzt_reader *reader, size_t max,
                            const gzt_xterm **out, size_t *count, gzt_err *err);

/** What a list of hits shows; body and extra stay empty. */
gzt_status gzt_reader_header(gzt_reader *reader, uint32_t docid,
                             gzt_arena *arena, gzt_article *out, gzt_err *err);

/** The whole stored article. */
gzt_status gzt_reader_article(gzt_reader *reader, uint32_t docid,
                              gzt_arena *arena, gzt_article *out, gzt_err *err);

/** The trace of an article (xapian/trace.h), until the next one is asked for;
 *  empty where it has none. */
gzt_status gzt_reader_trace(gzt_reader *reader, uint32_t docid, gzt_str *out,
                            gzt_err *err);

/** The same as it is stored, of a single shard, if it can be told without
 *  Xapian. For gzt_xrequest.look_up: `reader` is a gzt_reader. */
bool gzt_reader_look_up(void *reader, uint32_t docid, gzt_str *out);

/** The document of an article; GZT_ENOTFOUND when there is none. */
gzt_status gzt_reader_find(gzt_reader *reader, gzt_str id, uint32_t *docid,
                           gzt_err *err);

#endif /* GZT_STORE_READER_H */
