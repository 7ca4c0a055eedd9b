/* html_charset.h - the encoding of a page, and the page in UTF-8.
 *
 * In this order: a byte order mark; UTF-8 where all of it is valid and some of
 * it not ASCII, which does not happen by accident, whatever is claimed; what
 * HTTP says; what the page says near its beginning; what uchardet finds. A
 * claim that does not fit the bytes is passed over. Labels mean what browsers
 * take them to mean (WHATWG, Encoding Standard): ISO-8859-1 is windows-1252.
 */
#ifndef GZT_INPUT_HTML_CHARSET_H
#define GZT_INPUT_HTML_CHARSET_H

#include "base/arena.h"

typedef struct gzt_html_decoded {
    gzt_str text;    /**< valid UTF-8 without NUL, maybe in the input itself */
    gzt_str charset; /**< which it was: "UTF-8", "WINDOWS-1251" ... */
    size_t bad;      /**< bytes that it could not be; now U+FFFD */
} gzt_html_decoded;

/** Decode a page. `http` is its charset, or all of its content type, by HTTP;
 *  or empty. */
gzt_html_decoded gzt_html_decode(gzt_arena *arena, gzt_str bytes, gzt_str http);

#endif /* GZT_INPUT_HTML_CHARSET_H */
