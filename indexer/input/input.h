/* input.h - files, folders and streams in, articles out.
 *
 * In two steps, so that many workers can share the second: a gzt_input walks
 * its places in a stable order, looks into archives and feeds, and hands out
 * raw records (a line of JSON Lines, a whole text, a page of a web archive);
 * gzt_input_parse() makes an article of one, or says why it cannot.
 *
 * Knows nothing of the index.
 */
#ifndef GZT_INPUT_INPUT_H
#define GZT_INPUT_INPUT_H

#include "base/arena.h"
#include "base/err.h"

typedef enum gzt_format {
    GZT_FORMAT_AUTO, /**< by content, then by name */
    GZT_FORMAT_TEXT,
    GZT_FORMAT_MARKDOWN,
    GZT_FORMAT_JSONL,
    GZT_FORMAT_HTML, /**< a web page */
    GZT_FORMAT_FEED, /**< RSS, Atom, JSON Feed */
    GZT_FORMAT_WARC, /**< WARC or ARC; of a record: an HTTP response */
    GZT_FORMAT_MAIL, /**< a message, or an mbox file of them */
    GZT_FORMAT_PDF,
} gzt_format;

enum {
    GZT_RECORD_MAX = 64 << 20, /**< bytes of one record, expanded */
    GZT_EXPAND_RATIO = 1000,   /**< expanded over compressed bytes */
    GZT_NESTING_MAX = 4,       /**< archives within each other */
};

typedef struct gzt_input_options {
    gzt_format format;
    gzt_str id_field; /**< JSON field that identifies; empty: id, url, path */
    gzt_str lang, source, date; /**< for articles that do not say */
    gzt_str more; /**< what else decides what becomes of a file, in any form;
                       only compared with what it was when the file was read */
} gzt_input_options;

/** One record as it stands in the input, or, of a feed's items, as a line of
 *  JSON. All that it points to is in the one block of memory at `bytes`, the
 *  caller's to release with gzt_raw_release(); but `path` lives as long as the
 *  input. */
typedef struct gzt_raw {
    gzt_format format; /**< neither AUTO nor FEED */
    char *bytes;
    size_t len;
    gzt_str path;    /**< as shown to the user; "-" for standard input,
                          "news.zip!/a.txt" for a member of an archive */
    uint64_t file;   /**< which of the files found, from 0 */
    uint64_t line;   /**< of the record's beginning, from 1; 0: a whole file */
    uint64_t byte;   /**< offset of its beginning in the expanded input */
    uint64_t serial; /**< 0, 1, 2 ... in input order */
    gzt_str refused; /**< not empty: it could not even be read; `bytes` is what
                          there is, or the beginning of it */
    gzt_str warning; /**< what had to be mended to read it */
    // What a web archive knows of the page; each may be empty.
    gzt_str url, date; /**< for articles that do not say */
    gzt_str type;      /**< as HTTP says: "text/html; charset=koi8-r" */
} gzt_raw;

void gzt_raw_release(gzt_raw *raw);

typedef struct gzt_input gzt_input;

/** Begin to read the `count` places: files, folders (walked in bytewise order
 *  of names; hidden and binary files skipped and counted; links never lead
 *  out of the folder), or "-". Fails with GZT_ENOTFOUND if one does not
 *  exist, before anything is read. */
gzt_status gzt_input_open(gzt_input **out, const char *const *places,
                          size_t count, const gzt_input_options *options,
                          gzt_err *err);

void gzt_input_close(gzt_input *input);

/** The next record, `*more` false at the end. A file that cannot be opened or
 *  is not what it says (broken gzip, binary) comes as a record with `refused`
 *  set and reading goes on with the next. Blank lines of JSON Lines are no
 *  records, nor is standard input that gives nothing. Fails only with
 *  GZT_EINTERRUPTED, when a signal came while it waited for input: whoever
 *  does not want to stop calls it again, and has lost nothing. */
gzt_status gzt_input_next(gzt_input *input, gzt_raw *out, bool *more,
                          gzt_err *err);

/** Bytes as stored on disk: read so far, and in all (0: not known, as with
 *  standard input; the walk sums up file sizes first). */
void gzt_input_progress(const gzt_input *input, uint64_t *done,
                        uint64_t *total);

/** Some articles from all over the input, read aside; see input/sample.h. */
size_t gzt_input_sample(const gzt_input *input, size_t most, gzt_arena *arena,
                        gzt_article **out);

/** Files and members of archives that were passed over: hidden, binary, not
 *  regular. */
uint64_t gzt_input_skipped(const gzt_input *input);

/** Records of web archives that hold no article: requests, images, pages that
 *  were not found. */
uint64_t gzt_input_passed(const gzt_input *input);

/** Do not read what `known` knows and what still looks the same; a file that
 *  was read with other options is read again. `known` must outlive the input.
 *  Before the first record. */
typedef struct gzt_known gzt_known;
void gzt_input_use_known(gzt_input *input, gzt_known *known);

/** Articles that came of the files that were not read again. */
uint64_t gzt_input_unchanged(const gzt_input *input);

/** The record was rejected: its file is not to become known. */
void gzt_input_reject(gzt_input *input, const gzt_raw *raw);

/** Put into `known` the files that were read to their end, have only records
 *  below `settled`, none of them rejected, and did not change meanwhile. For
 *  when those records are safe. */
void gzt_input_learn(const gzt_input *input, uint64_t settled,
                     gzt_known *known);

/** What became of a record. */
typedef struct gzt_parsed {
    gzt_article article;     /**< strings in the arena, or in the raw record */
    gzt_str reject;          /**< not empty: why there is no article */
    const gzt_str *warnings; /**< what was mended: "bad date '31/31/2014'" */
    size_t warning_count;
} gzt_parsed;

/** Make an article of a record. Thread-safe. Everything in CLI.md's
 *  paragraph on fields holds: dates canonical (see text/date.h; a bad one:
 *  undated, with a warning), invalid UTF-8 mended with a warning, wrong types
 *  and records with neither title nor body rejected, unknown fields kept in
 *  `extra`, the id from id_field, id, url, path, or a hash of the text. The
 *  path of a text or Markdown file counts there, that of a file of JSON Lines
 *  does not; a field `path` in JSON does, and becomes the article's. A body
 *  in JSON stays byte for byte what it was. */
void gzt_input_parse(const gzt_raw *raw, const gzt_input_options *options,
                     gzt_arena *arena, gzt_parsed *out);

#endif /* GZT_INPUT_INPUT_H */
