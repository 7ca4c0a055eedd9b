/* deflate.h - raw deflate streams (RFC 1951) of short texts, such as the terms
 * of an article. zlib makes them as short, but takes four times as long: most
 * of what it does prepares for long ones.
 */
#ifndef GZT_GLASS_DEFLATE_H
#define GZT_GLASS_DEFLATE_H

#include "base/buf.h"

typedef struct gzt_deflater gzt_deflater;

gzt_deflater *gzt_deflater_new(void);

/** NULL is allowed. */
void gzt_deflater_free(gzt_deflater *deflater);

/** Put the stream of `text` into `out`, in place of what is in it. False: it
 *  would not be shorter than the text (or is past the buffer's limit). */
bool gzt_deflater_run(gzt_deflater *deflater, gzt_str text, gzt_buf *out);

#endif /* GZT_GLASS_DEFLATE_H */
