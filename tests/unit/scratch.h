/* scratch.h - what tests of files and indexes share: a folder of their own and
 * an arena for the length of the program. */
#ifndef GZT_TESTS_SCRATCH_H
#define GZT_TESTS_SCRATCH_H

#include "base/arena.h"
#include "base/str.h"

#include "tap.h"

#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define UNUSED __attribute__((unused)) static

static char scratch[64];
static gzt_arena arena;
static gzt_err err;

#define CHECK_OK(call)                                                         \
    do {                                                                       \
        if (!CHECK((call) == GZT_OK))                                          \
            printf("# %s\n", err.text);                                        \
    } while (0)

// The failure must be this one, and its text must say what it is about.
#define CHECK_FAILS(call, wanted, about)                                       \
    do {                                                                       \
        err = (gzt_err){ GZT_OK, "" };                                         \
        if (!CHECK((call) == (wanted) && err.status == (wanted) &&             \
                   strstr(err.text, (about))))                                 \
            printf("# %d: %s\n", err.status, err.text);                        \
    } while (0)

UNUSED void
scratch_init(void)
{
    const char *base = getenv("TMPDIR");

    snprintf(scratch, sizeof(scratch), "%.40s/gzt-unit-XXXXXX",
             base && *base ? base : "/tmp");
    if (!mkdtemp(scratch))
        exit(1);
    gzt_arena_init(&arena);
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

UNUSED void
scratch_remove(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

UNUSED void
scratch_release(void)
{
    scratch_remove(scratch);
    gzt_arena_release(&arena);
}

/** `name` within the scratch folder. */
UNUSED const char *
in(const char *name)
{
    return gzt_arena_printf(&arena, "%s/%s", scratch, name).ptr;
}

UNUSED void
write_file(const char *path, gzt_str content)
{
    FILE *file = fopen(path, "w");

    if (!file || fwrite(content.ptr, 1, content.len, file) != content.len ||
        fclose(file))
        exit(1);
}

UNUSED bool
is_there(const char *path)
{
    return !access(path, F_OK);
}

#endif /* GZT_TESTS_SCRATCH_H */
