/* record.h - an article as the bytes of a document's data.
 *
 * What a list of hits shows (id, title, date, source, url ...) stands at the
 * front, packed by itself; the body and the rest follow. zstd packs them with a
 * preset dictionary: on articles of some kilobytes it is several times as fast
 * as zlib, and smaller. docs/INDEX.md has the layout.
 */
#ifndef GZT_STORE_RECORD_H
#define GZT_STORE_RECORD_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum {
    GZT_DICTIONARY_MAX = 64 * 1024,
    GZT_BODY_MAX = 256 << 20, /**< bytes, of what is unpacked */
};

/** Packs and unpacks; one per thread. */
typedef struct gzt_codec gzt_codec;

gzt_codec *gzt_codec_new(void);
void gzt_codec_free(gzt_codec *codec);

/** Pack with this dictionary from now on; it is kept as one that records
 *  may ask for, too. Empty: without. */
void gzt_codec_set_dictionary(gzt_codec *codec, gzt_str dictionary);

/** Records of other indexes may ask for this one. */
void gzt_codec_add_dictionary(gzt_codec *codec, gzt_str dictionary);

/** Append the record of `article` to `out`. */
void gzt_record_encode(gzt_codec *codec, const gzt_article *article,
                       gzt_buf *out);

/** What a dictionary should know of `article` besides its body: its fields as
 *  a record has them before they are packed. */
gzt_str gzt_record_sample(const gzt_article *article, gzt_arena *arena);

/** All fields but body and extra; they lie in `record` or in the arena.
 *  GZT_EFORMAT when it is damaged. */
gzt_status gzt_record_header(gzt_codec *codec, gzt_str record, gzt_arena *arena,
                             gzt_article *out, gzt_err *err);

/** The whole article, likewise. */
gzt_status gzt_record_decode(gzt_codec *codec, gzt_str record, gzt_arena *arena,
                             gzt_article *out, gzt_err *err);

/** A hash of everything in an article but its path. */
uint64_t gzt_article_hash(const gzt_article *article);

#endif /* GZT_STORE_RECORD_H */
