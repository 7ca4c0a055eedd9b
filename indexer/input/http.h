/* http.h - an HTTP response as a web archive keeps it: status, type, and the
 * page without its transfer and content encodings. */
#ifndef GZT_INPUT_HTTP_H
#define GZT_INPUT_HTTP_H

#include "base/arena.h"

enum {
    GZT_HTTP_LINES = 1000 /**< of a header; the rest is not looked at */
};

typedef struct gzt_http {
    unsigned status;  /**< 200 */
    gzt_str type;     /**< "text/html; charset=utf-8" */
    gzt_str encoding; /**< "gzip" */
    bool chunked;
    bool sized;      /**< `length` is known */
    uint64_t length; /**< of the body, as it was sent */
    gzt_str body;    /**< as it was sent */
} gzt_http;

/** "Name: value", of a header of HTTP or of a record of WARC: `line` becomes the
 *  value. False where there is no colon. */
bool gzt_http_field(gzt_str *line, gzt_str *name);

/** Read the header. False if `message` does not begin as a response. All
 *  strings lie in `message`. */
bool gzt_http_read(gzt_str message, gzt_http *out);

/** The page itself. Archives often keep it decoded under a header that says
 *  otherwise: what is not encoded as said is taken as it is. `*problem`, a
 *  static sentence, says what is missing if it could not be decoded whole. */
gzt_str gzt_http_body(const gzt_http *http, gzt_arena *arena,
                      const char **problem);

#endif /* GZT_INPUT_HTTP_H */
