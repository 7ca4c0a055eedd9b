/* json.h - writing JSON into a buffer. (Reading: input/json_read.h.) */
#ifndef GZT_BASE_JSON_H
#define GZT_BASE_JSON_H

#include "base/buf.h"

/** `s` as a JSON string, quotes and all; what is not UTF-8 becomes U+FFFD.
 *  Bidi controls and U+2028/9 are escaped, so that a line stays a line. */
void gzt_json_string(gzt_buf *buf, gzt_str s);

/** `"name":`, with a comma before it unless an object or array has just been
 *  opened. `name` is written as it is. */
void gzt_json_key(gzt_buf *buf, const char *name);

/** A key and a string, left out altogether when `s` is empty. */
void gzt_json_field(gzt_buf *buf, const char *name, gzt_str s);

#endif /* GZT_BASE_JSON_H */
