/* gazette.h - the public API of libgazette: index articles, search them.
 *
 * Five rules hold for every function below:
 *   - it returns a gzt_status; results come back through `out` parameters;
 *   - `err` is written only on failure, and may be NULL;
 *   - a gzt_str is borrowed: the callee copies what it wants to keep;
 *   - what gzt_X_open() gave you, you end with gzt_X_close(); what lies in a
 *     result lives as long as that result;
 *   - a handle belongs to one thread at a time; the library never prints,
 *     never exits and touches no signal.
 */
#ifndef GAZETTE_H
#define GAZETTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A borrowed run of bytes; not necessarily NUL-terminated. */
typedef struct gzt_str {
    const char *ptr;
    size_t len;
} gzt_str;

/** What happened, in terms a caller can act on. */
typedef enum gzt_status {
    GZT_OK = 0,
    GZT_EINVAL,       /**< the request or the input makes no sense */
    GZT_ENOTFOUND,    /**< no such index, article or file */
    GZT_ELOCKED,      /**< another writer holds the index; try again later */
    GZT_EMODIFIED,    /**< the index changed under this reader; open again */
    GZT_ENETWORK,     /**< a server does not answer; try again later */
    GZT_EFORMAT,      /**< a damaged index, or one of another version */
    GZT_ENOSPC,       /**< the disk is full */
    GZT_EIO,          /**< any other failure of disk or operating system */
    GZT_EUNSUPPORTED, /**< this kind of place cannot do that */
    GZT_EINTERRUPTED, /**< the caller asked to stop, and so it did */
    GZT_EINTERNAL,    /**< a bug in gazette */
} gzt_status;

/** Why it happened: one line, fit to be shown to the user. */
typedef struct gzt_err {
    gzt_status status;
    char text[500];
} gzt_err;

/** An article: what readers produce and the index eats. All UTF-8; a field
 *  that the input did not have has length 0. */
typedef struct gzt_article {
    gzt_str id;      /**< unique in the index */
    gzt_str title;   /**< one line */
    gzt_str body;    /**< plain text; paragraphs are separated by "\n\n" */
    gzt_str date;    /**< ISO 8601, "2014-05-21" or "2014-05-21T10:05:00Z" */
    gzt_str updated; /**< like date */
    gzt_str source;
    gzt_str author;
    gzt_str lang; /**< ISO 639 code, "en" */
    gzt_str section;
    gzt_str tags; /**< a JSON array of strings, as text */
    gzt_str url;
    gzt_str path;  /**< the file it was read from; not part of its content */
    gzt_str extra; /**< a JSON object of all other fields, as text */
} gzt_article;

#ifdef __cplusplus
}
#endif
#endif /* GAZETTE_H */
