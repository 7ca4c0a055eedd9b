/* test_base_system.c - files and folders, workers, the terminal. */
#include "base/file.h"
#include "base/term.h"
#include "base/workers.h"
#include "scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <time.h>

// ---- files -----------------------------------------------------------------

static void
test_read(void)
{
    const char *path = in("some file");
    gzt_str got;

    write_file(path, GZT_S("a\0b\n"));
    CHECK_OK(gzt_file_read(path, 4, &arena, &got, &err));
    CHECK(gzt_str_eq(got, GZT_S("a\0b\n")));
    CHECK(got.ptr[got.len] == '\0');
    CHECK_FAILS(gzt_file_read(path, 3, &arena, &got, &err), GZT_EINVAL,
                "some file: larger than 3 bytes");
    write_file(path, GZT_S(""));
    CHECK_OK(gzt_file_read(path, 0, &arena, &got, &err));
    CHECK(got.len == 0 && got.ptr);
    CHECK_FAILS(gzt_file_read(in("nothing"), 9, &arena, &got, &err),
                GZT_ENOTFOUND, "nothing: No such file");
    CHECK_FAILS(gzt_file_read(scratch, 1 << 20, &arena, &got, &err), GZT_EIO,
                "Is a directory");
    CHECK(gzt_file_read(in("nothing"), 9, &arena, &got, NULL) == GZT_ENOTFOUND);
}

// A pipe, as `--aliases <(command)` gives one, has no size.
static gzt_status
read_pipe(size_t bytes, size_t max, gzt_str *out)
{
    gzt_status status;
    char path[32];
    int ends[2];
    pid_t child;

    if (pipe(ends))
        return GZT_EINTERNAL;
    fflush(stdout);
    child = fork();
    if (!child) {
        close(ends[0]);
        for (size_t i = 0; i < bytes; i++)
            if (write(ends[1], "x", 1) != 1)
                break;
        _exit(0);
    }
    close(ends[1]);
    snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
    status = gzt_file_read(path, max, &arena, out, &err);
    close(ends[0]);
    waitpid(child, NULL, 0);
    return status;
}

static void
test_read_pipe(void)
{
    gzt_str got;

    CHECK_OK(read_pipe(70000, 1 << 20, &got));
    CHECK(got.len == 70000 && got.ptr[69999] == 'x');
    CHECK_OK(read_pipe(100, 100, &got));
    CHECK(got.len == 100);
    CHECK_FAILS(read_pipe(101, 100, &got), GZT_EINVAL, "larger than 100");
}

static void
test_replace(void)
{
    const char *path = in("replaced");
    char longest[PATH_MAX + 10];
    gzt_str got;

    CHECK_OK(gzt_file_replace(path, GZT_S("one"), &err));
    CHECK_OK(gzt_file_replace(path, GZT_S(""), &err));
    CHECK_OK(gzt_file_replace(path, GZT_S("three"), &err));
    CHECK_OK(gzt_file_read(path, 99, &arena, &got, &err));
    CHECK_STR(got, "three");
    CHECK(!is_there(in("replaced.new")));
    CHECK_FAILS(gzt_file_replace(in("no/such"), GZT_S(""), &err), GZT_ENOTFOUND,
                "no/such.new");
    // The new content cannot be put in the place of a folder.
    CHECK_OK(gzt_folder_make(in("a folder/x"), &err));
    CHECK_FAILS(gzt_file_replace(in("a folder"), GZT_S("x"), &err), GZT_EIO,
                "a folder");
    CHECK(!is_there(in("a folder.new")));
    memset(longest, 'x', sizeof(longest));
    longest[PATH_MAX - 1] = '\0';
    CHECK_FAILS(gzt_file_replace(longest, GZT_S(""), &err), GZT_EIO, "xxx");
}

// The disk is full: the old file stays whole, and no other is left.
static void
test_replace_full(void)
{
    if (access("/dev/full", W_OK) || symlink("/dev/full", in("victim.new"))) {
        printf("# no /dev/full here\n");
        return;
    }
    write_file(in("victim"), GZT_S("old"));
    CHECK_FAILS(gzt_file_replace(in("victim"), GZT_S("new"), &err), GZT_ENOSPC,
                "No space left");
    CHECK(!is_there(in("victim.new")));
    CHECK(is_there(in("victim")));
}

static void
test_folders(void)
{
    char deep[PATH_MAX];
    size_t len;

    CHECK_OK(gzt_folder_make(in("a/b//c/"), &err));
    CHECK_OK(gzt_folder_make(in("a/b/c"), &err));
    CHECK(is_there(in("a/b/c")));
    write_file(in("a/file"), GZT_S("x"));
    CHECK_FAILS(gzt_folder_make(in("a/file"), &err), GZT_EINVAL,
                "not a folder");
    CHECK_FAILS(gzt_folder_make(in("a/file/b"), &err), GZT_EIO,
                "cannot create the folder");
    CHECK_FAILS(gzt_folder_make("", &err), GZT_ENOTFOUND, "cannot create");
    len = (size_t)snprintf(deep, sizeof(deep), "%s", scratch);
    while (len + 2 < sizeof(deep) - 64) {
        deep[len++] = '/';
        deep[len++] = 'd';
    }
    deep[len] = '\0';
    CHECK_OK(gzt_folder_make(deep, &err)); // two thousand, one in the other
    CHECK(is_there(deep));
    CHECK_OK(gzt_folder_sync(in("a"), &err));
    CHECK_FAILS(gzt_folder_sync(in("nowhere"), &err), GZT_ENOTFOUND, "nowhere");
    write_file(in("a/b/c/one"), GZT_S("x"));
    write_file(in("a/b/c/two"), GZT_S("x"));
    CHECK_OK(gzt_folder_remove(in("a/b/c"), &err));
    CHECK(!is_there(in("a/b/c")));
    CHECK_FAILS(gzt_folder_remove(in("a/b/c"), &err), GZT_ENOTFOUND, "a/b/c");
    CHECK_OK(gzt_folder_make(in("a/b/c"), &err));
    CHECK_FAILS(gzt_folder_remove(in("a/b"), &err), GZT_EIO, "not empty");
}

// ---- workers ---------------------------------------------------------------

enum {
    WINDOW = 16,
    JOBS = 2000
};

typedef struct shared {
    atomic_int done;
    atomic_uint threads; // a bit for each that worked
    atomic_int signals_open;
} shared;

static void
square(void *argument, void *job, unsigned thread)
{
    shared *s = argument;
    struct timespec pause = { 0, (*(long *)job % 7) * 10000 };
    sigset_t mask;

    nanosleep(&pause, NULL); // so that they end out of order
    *(long *)job *= *(long *)job;
    atomic_fetch_add(&s->done, 1);
    atomic_fetch_or(&s->threads, 1u << thread);
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    if (!sigismember(&mask, SIGINT))
        atomic_fetch_add(&s->signals_open, 1);
}

static bool
in_order(unsigned threads, shared *s)
{
    static long jobs[JOBS];
    gzt_workers *w;
    size_t put = 0, taken = 0;
    bool good = true;
    long *job;

    if (gzt_workers_open(&w, threads, WINDOW, square, s, &err))
        return false;
    good &= gzt_workers_take(w) == NULL;
    while (taken < JOBS) {
        while (put < JOBS && gzt_workers_pending(w) < WINDOW) {
            jobs[put] = (long)put;
            gzt_workers_put(w, &jobs[put++]);
        }
        job = gzt_workers_take(w);
        good &= job == &jobs[taken] && *job == (long)(taken * taken);
        taken++;
    }
    good &= gzt_workers_pending(w) == 0 && gzt_workers_take(w) == NULL;
    gzt_workers_close(w);
    return good;
}

static void
test_workers(void)
{
    shared s = { 0 };
    gzt_workers *w;
    long job = 3;

    CHECK(in_order(4, &s));
    CHECK(s.done == JOBS);
    CHECK(s.threads == 15);
    CHECK(s.signals_open == 0);
    CHECK(in_order(1, &s));
    CHECK_OK(gzt_workers_open(&w, 2, 1, square, &s, &err));
    gzt_workers_put(w, &job);
    CHECK(gzt_workers_pending(w) == 1);
    gzt_workers_close(w); // with one on its way
    gzt_workers_close(NULL);
    CHECK(gzt_processors() >= 1);
}

// ---- the terminal ----------------------------------------------------------

static void
test_when(void)
{
    gzt_when when;

    CHECK(gzt_when_parse("auto", &when) && when == GZT_WHEN_AUTO);
    CHECK(gzt_when_parse("always", &when) && when == GZT_WHEN_ALWAYS);
    CHECK(gzt_when_parse("never", &when) && when == GZT_WHEN_NEVER);
    CHECK(!gzt_when_parse("", &when) && !gzt_when_parse("Auto", &when));
}

static void
test_terminal(void)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY), fd = -1;

    setenv("TERM", "xterm", 1);
    unsetenv("NO_COLOR");
    setenv("COLUMNS", "132", 1);
    CHECK(gzt_term_colour(GZT_WHEN_ALWAYS, -1));
    CHECK(!gzt_term_colour(GZT_WHEN_AUTO, -1));
    CHECK(gzt_term_columns(-1) == 132);
    setenv("COLUMNS", "wide", 1);
    CHECK(gzt_term_columns(-1) == 80);
    setenv("COLUMNS", "0", 1);
    CHECK(gzt_term_columns(-1) == 80);
    unsetenv("COLUMNS");
    CHECK(gzt_term_columns(-1) == 80);
    if (master >= 0 && !grantpt(master) && !unlockpt(master))
        fd = open(ptsname(master), O_RDWR | O_NOCTTY);
    if (fd < 0) {
        printf("# no pseudo-terminal here\n");
        return;
    }
    CHECK(gzt_term_colour(GZT_WHEN_AUTO, fd));
    CHECK(!gzt_term_colour(GZT_WHEN_NEVER, fd));
    setenv("NO_COLOR", "1", 1);
    CHECK(!gzt_term_colour(GZT_WHEN_AUTO, fd));
    CHECK(gzt_term_colour(GZT_WHEN_ALWAYS, fd));
    setenv("NO_COLOR", "", 1); // empty is as good as not there
    CHECK(gzt_term_colour(GZT_WHEN_AUTO, fd));
    setenv("TERM", "dumb", 1);
    CHECK(!gzt_term_colour(GZT_WHEN_AUTO, fd));
    unsetenv("TERM");
    CHECK(!gzt_term_colour(GZT_WHEN_AUTO, fd));
    close(fd);
    close(master);
}

static void
on_alarm(int number)
{
    (void)number;
}

// A slow reader of a pipe that does not block, with signals coming in.
static bool
write_slowly(gzt_buf *buf)
{
    struct sigaction action = { .sa_handler = on_alarm }, before;
    size_t total = 0, want = buf->len;
    char bytes[4096];
    int ends[2];
    ssize_t n;
    pid_t child;

    if (pipe2(ends, O_NONBLOCK))
        return false;
    fflush(stdout);
    child = fork();
    if (!child) { // the writer
        sigaction(SIGALRM, &action, &before);
        ualarm(2000, 2000);
        close(ends[0]);
        _exit(gzt_term_write(ends[1], buf, &err) || buf->len);
    }
    close(ends[1]);
    fcntl(ends[0], F_SETFL, 0);
    nanosleep(&(struct timespec){ 0, 50000000 }, NULL);
    while ((n = read(ends[0], bytes, sizeof(bytes))) > 0)
        total += (size_t)n;
    close(ends[0]);
    return waitpid(child, &(int){ 0 }, 0) == child && total == want;
}

static void
test_write(void)
{
    gzt_buf buf;
    int ends[2], full = open("/dev/full", O_WRONLY);

    gzt_buf_init(&buf, 1 << 20);
    signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < 300000; i++)
        gzt_buf_putc(&buf, 'x');
    CHECK(write_slowly(&buf));
    CHECK(!pipe(ends));
    close(ends[0]);
    CHECK_FAILS(gzt_term_write(ends[1], &buf, &err), GZT_EINTERRUPTED, "gone");
    close(ends[1]);
    if (full >= 0)
        CHECK_FAILS(gzt_term_write(full, &buf, &err), GZT_ENOSPC,
                    "cannot write the output: No space left");
    close(full);
    CHECK_FAILS(gzt_term_write(-1, &buf, &err), GZT_EIO, "cannot write");
    gzt_buf_clear(&buf);
    CHECK_OK(gzt_term_write(-1, &buf, &err)); // nothing to write
    gzt_buf_release(&buf);
}

static const char *
place(void)
{
    static char path[100];

    gzt_default_place(path, sizeof(path));
    return path;
}

static void
test_surroundings(void)
{
    setenv("GAZETTE_NOW", "1400000000", 1);
    CHECK(gzt_now() == 1400000000);
    setenv("GAZETTE_NOW", "soon", 1);
    CHECK(gzt_now() > 1600000000);
    unsetenv("GAZETTE_NOW");
    CHECK(gzt_now() > 1600000000);
    setenv("HOME", "/h", 1);
    setenv("XDG_DATA_HOME", "/x", 1);
    setenv("GAZETTE_INDEX", "/g", 1);
    CHECK_STR(gzt_str_of(place()), "/g");
    setenv("GAZETTE_INDEX", "", 1);
    CHECK_STR(gzt_str_of(place()), "/x/gazette/index");
    unsetenv("XDG_DATA_HOME");
    CHECK_STR(gzt_str_of(place()), "/h/.local/share/gazette/index");
}

int
main(void)
{
    scratch_init();
    test_read();
    test_read_pipe();
    test_replace();
    test_replace_full();
    test_folders();
    test_workers();
    test_when();
    test_terminal();
    test_write();
    test_surroundings();
    scratch_release();
    return tap_done();
}
