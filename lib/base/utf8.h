/* utf8.h - walking, checking and mending UTF-8; the decoding is utf8proc's. */
#ifndef GZT_BASE_UTF8_H
#define GZT_BASE_UTF8_H

#include "base/arena.h"

/** Take the first character off `rest` (not empty). What is not UTF-8 comes
 *  back as U+FFFD, a byte at a time. */
uint32_t gzt_utf8_take(gzt_str *rest);

/** Write `code` at `out` (room for 4 bytes); returns how many it took. */
size_t gzt_utf8_write(uint32_t code, char *out);

bool gzt_utf8_valid(gzt_str s);

bool gzt_utf8_is_ascii(gzt_str s);

/** `s` itself when it is valid UTF-8; else a copy in which every offending
 *  byte is U+FFFD, and `*mended` is set. */
gzt_str gzt_utf8_mend(gzt_arena *arena, gzt_str s, bool *mended);

/** How many terminal columns `code` takes: 0, 1 or 2. */
int gzt_utf8_width(uint32_t code);

/** Control characters, bidi overrides and isolates, and whatever else could
 *  move the cursor or reorder a line on a terminal. */
bool gzt_utf8_is_unsafe(uint32_t code);

/** The largest length <= `at` that does not cut a character of `s` in two. */
size_t gzt_utf8_floor(gzt_str s, size_t at);

#endif /* GZT_BASE_UTF8_H */
