/* feed_mend.h - XML as feeds write it, made XML as parsers want it, before any
 * parser sees it. */
#ifndef GZT_INPUT_FEED_MEND_H
#define GZT_INPUT_FEED_MEND_H

#include "base/buf.h"

/** Append `text` (UTF-8) to `out` with what hand-made feeds get wrong put
 *  right, outside of CDATA sections and comments: HTML's named characters
 *  become numbers, an ampersand that begins no reference stands for itself.
 *  Control characters become blanks everywhere. Lines stay lines. True if an
 *  ampersand or a control character was mended. */
bool gzt_feed_mend(gzt_str text, gzt_buf *out);

#endif /* GZT_INPUT_FEED_MEND_H */
