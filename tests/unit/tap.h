/* tap.h - what every unit test needs: checks that speak TAP. */
#ifndef GZT_TESTS_TAP_H
#define GZT_TESTS_TAP_H

#include "gazette.h"

#include <stdio.h>
#include <string.h>

#define CHECK(cond) tap_check((cond), #cond, __FILE__, __LINE__)
#define CHECK_STR(got, want) tap_check_str((got), (want), __FILE__, __LINE__)

static int tap_checks, tap_failures;

__attribute__((unused)) static int
tap_check(int ok, const char *what, const char *file, int line)
{
    const char *slash = strrchr(file, '/');

    printf("%sok %d - %s:%d: %s\n", ok ? "" : "not ", ++tap_checks,
           slash ? slash + 1 : file, line, what);
    tap_failures += !ok;
    return ok;
}

__attribute__((unused)) static int
tap_check_str(gzt_str got, const char *want, const char *file, int line)
{
    int same = got.len == strlen(want) &&
               (!got.len || !memcmp(got.ptr, want, got.len));

    tap_check(same, want, file, line);
    if (!same)
        printf("# got [%.*s]\n", (int)got.len, got.ptr ? got.ptr : "");
    return same;
}

// The last line of every main().
static int
tap_done(void)
{
    printf("1..%d\n", tap_checks);
    return tap_failures != 0;
}

#endif /* GZT_TESTS_TAP_H */
