/* term.h - what the programs know of the terminal and of their output. */
#ifndef GZT_BASE_TERM_H
#define GZT_BASE_TERM_H

#include "base/buf.h"
#include "base/err.h"

typedef enum gzt_when {
    GZT_WHEN_AUTO,
    GZT_WHEN_ALWAYS,
    GZT_WHEN_NEVER,
} gzt_when;

/** "auto", "always", "never". */
bool gzt_when_parse(const char *text, gzt_when *out);

/** Colour on `fd`? Auto: a terminal that is not dumb, and no NO_COLOR. */
bool gzt_term_colour(gzt_when when, int fd);

/** Width of the terminal on `fd`; $COLUMNS, or 80 where there is none. */
unsigned gzt_term_columns(int fd);

/** Write all of `buf` to `fd` and clear it. GZT_EINTERRUPTED: the reader of
 *  the pipe has gone (SIGPIPE must be ignored); GZT_ENOSPC, GZT_EIO. */
gzt_status gzt_term_write(int fd, gzt_buf *buf, gzt_err *err);

/** What the present holds for --last and for undated times: seconds since
 *  1970, or $GAZETTE_NOW (seconds) where a test sets it. */
int64_t gzt_now(void);

/** Where the index is when no -d says so: $GAZETTE_INDEX, else
 *  $XDG_DATA_HOME/gazette/index, else ~/.local/share/gazette/index. */
void gzt_default_place(char *out, size_t size);

#endif /* GZT_BASE_TERM_H */
