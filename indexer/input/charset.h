/* charset.h - texts in any encoding that iconv knows, made UTF-8. */
#ifndef GZT_INPUT_CHARSET_H
#define GZT_INPUT_CHARSET_H

#include "base/arena.h"

/** The text of `bytes` in the encoding `label`, as pages, feeds and messages
 *  call it ("ISO-8859-1" means windows-1252, as in every browser: WHATWG
 *  Encoding Standard, section 4.2). Bytes that stand for nothing become
 *  U+FFFD and set `*mended`. False, and `out` untouched, if nobody knows the
 *  label. */
bool gzt_charset_decode(gzt_arena *arena, gzt_str bytes, gzt_str label,
                        gzt_str *out, bool *mended);

/** The encoding in "text/html; charset=koi8-r"; empty if there is none. */
gzt_str gzt_charset_of_type(gzt_str type);

/** The text of `bytes`, which are said to be `declared` (empty: nothing is
 *  said). Valid UTF-8 with a character beyond ASCII is UTF-8 whatever is said:
 *  other text is not so by chance. What is said to be UTF-8 and is not, or
 *  mostly not, is taken for windows-1252. `*mended` is set if characters were
 *  lost or the declaration was wrong. */
gzt_str gzt_charset_guess(gzt_arena *arena, gzt_str bytes, gzt_str declared,
                          bool *mended);

#endif /* GZT_INPUT_CHARSET_H */
