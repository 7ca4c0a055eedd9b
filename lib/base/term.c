/* term.c - the terminal and the output. */
#include "base/term.h"

#include "base/str.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

bool
gzt_when_parse(const char *text, gzt_when *out)
{
    static const char *const names[] = { "auto", "always", "never" };

    for (int i = 0; i < 3; i++)
        if (!strcmp(text, names[i])) {
            *out = (gzt_when)i;
            return true;
        }
    return false;
}

static bool
is_set(const char *variable)
{
    const char *value = getenv(variable);

    return value && *value;
}

bool
gzt_term_colour(gzt_when when, int fd)
{
    const char *term = getenv("TERM");

    if (when != GZT_WHEN_AUTO)
        return when == GZT_WHEN_ALWAYS;
    return isatty(fd) && !is_set("NO_COLOR") && term && strcmp(term, "dumb");
}

unsigned
gzt_term_columns(int fd)
{
    struct winsize size;
    uint64_t columns;

    if (!ioctl(fd, TIOCGWINSZ, &size) && size.ws_col)
        return size.ws_col;
    if (is_set("COLUMNS") &&
        gzt_str_to_u64(gzt_str_of(getenv("COLUMNS")), 10000, &columns) &&
        columns)
        return (unsigned)columns;
    return 80;
}

// A pipe that was made non-blocking by someone else is waited for.
static bool
try_again(int fd)
{
    struct pollfd wait = { .fd = fd, .events = POLLOUT };

    return errno == EINTR ||
           (errno == EAGAIN && (poll(&wait, 1, -1) >= 0 || errno == EINTR));
}

gzt_status
gzt_term_write(int fd, gzt_buf *buf, gzt_err *err)
{
    gzt_str rest = gzt_buf_str(buf);

    while (rest.len) {
        ssize_t n = write(fd, rest.ptr, rest.len);

        if (n < 0 && try_again(fd))
            continue;
        if (n < 0 && errno == EPIPE)
            return gzt_fail(err, GZT_EINTERRUPTED, "the reader has gone");
        if (n < 0)
            return gzt_fail_errno(err, "cannot write the output");
        rest = gzt_str_slice(rest, (size_t)n, rest.len);
    }
    gzt_buf_clear(buf);
    return GZT_OK;
}

int64_t
gzt_now(void)
{
    uint64_t now;

    if (is_set("GAZETTE_NOW") &&
        gzt_str_to_u64(gzt_str_of(getenv("GAZETTE_NOW")), INT64_MAX, &now))
        return (int64_t)now;
    return (int64_t)time(NULL);
}

void
gzt_default_place(char *out, size_t size)
{
    if (is_set("GAZETTE_INDEX"))
        snprintf(out, size, "%s", getenv("GAZETTE_INDEX"));
    else if (is_set("XDG_DATA_HOME"))
        snprintf(out, size, "%s/gazette/index", getenv("XDG_DATA_HOME"));
    else
        snprintf(out, size, "%s/.local/share/gazette/index",
                 is_set("HOME") ? getenv("HOME") : "");
}
