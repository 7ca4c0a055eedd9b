/* child.c - a program run to turn bytes into other bytes, under limits. */
#include "input/child.h"

#include "base/err.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum {
    STEP = 64 * 1024
};

// A file that is nowhere, with `input` in it, to be read from its beginning.
static int
make_input(gzt_str input, gzt_err *err)
{
    int fd = memfd_create("input", MFD_CLOEXEC);
    size_t at = 0;

    while (fd >= 0 && at < input.len) {
        ssize_t n = write(fd, input.ptr + at, input.len - at);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            gzt_fail_errno(err, "cannot hand over %zu bytes", input.len);
            close(fd);
            return -1;
        }
        at += (size_t)n;
    }
    if (fd < 0)
        gzt_fail_errno(err, "memfd_create");
    else
        lseek(fd, 0, SEEK_SET);
    return fd;
}

// Its own group, so that it can be ended with all that it starts; signals as
// programs expect them, whatever the caller did with his.
static void
set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t signals;

    posix_spawnattr_init(attributes);
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(attributes, &signals);
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(attributes, &signals);
    posix_spawnattr_setpgroup(attributes, 0);
    posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP |
                                             POSIX_SPAWN_SETSIGDEF |
                                             POSIX_SPAWN_SETSIGMASK);
}

static gzt_status
start(const gzt_child *child, int in, int out, pid_t *pid, gzt_err *err)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int code;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null",
                                     O_WRONLY, 0);
    set_attributes(&attributes);
    code = posix_spawnp(pid, child->program, &actions, &attributes,
                        (char *const *)child->argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    errno = code;
    if (code)
        return gzt_fail_errno(err, "%s", child->program);
    // It has hardly begun.
    prlimit(*pid, RLIMIT_AS, &(struct rlimit){ child->memory, child->memory },
            NULL);
    prlimit(*pid, RLIMIT_CPU,
            &(struct rlimit){ child->seconds, child->seconds }, NULL);
    prlimit(*pid, RLIMIT_FSIZE, &(struct rlimit){ 0, 0 }, NULL);
    return GZT_OK;
}

static int64_t
milliseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static gzt_status
collect(const gzt_child *child, int fd, gzt_buf *out, gzt_err *err)
{
    int64_t end = milliseconds() + (int64_t)child->seconds * 1000;

    for (;;) {
        struct pollfd wait = { .fd = fd, .events = POLLIN };
        int64_t left = end - milliseconds();
        char *at = gzt_buf_room(out, STEP);
        ssize_t n;

        if (!at)
            return gzt_fail(err, GZT_EINVAL, "%s prints too much",
                            child->program);
        if (left <= 0 || poll(&wait, 1, (int)left) == 0)
            return gzt_fail(err, GZT_EINVAL, "%s takes more than %u seconds",
                            child->program, child->seconds);
        if (!wait.revents) // a signal, which is the caller's to see
            continue;
        n = read(fd, at, STEP);
        if (n < 0 && errno != EINTR)
            return gzt_fail_errno(err, "%s", child->program);
        if (n == 0)
            return GZT_OK;
        out->len += n > 0 ? (size_t)n : 0;
    }
}

static gzt_status
finish(const gzt_child *child, pid_t pid, gzt_status status, gzt_err *err)
{
    int how = 0;

    if (status)
        kill(-pid, SIGKILL);
    while (waitpid(pid, &how, 0) < 0 && errno == EINTR)
        ;
    kill(-pid, SIGKILL); // what it left behind
    if (status)
        return status;
    if (WIFSIGNALED(how))
        return gzt_fail(err, GZT_EINVAL, "%s was ended by signal %d",
                        child->program, WTERMSIG(how));
    if (WEXITSTATUS(how))
        return gzt_fail(err, GZT_EINVAL, "%s cannot read it (exit status %d)",
                        child->program, WEXITSTATUS(how));
    return GZT_OK;
}

gzt_status
gzt_child_run(const gzt_child *child, gzt_str input, gzt_buf *out, gzt_err *err)
{
    int in = make_input(input, err), ends[2];
    gzt_status status;
    pid_t pid;

    if (in < 0)
        return GZT_EIO;
    if (pipe2(ends, O_CLOEXEC)) {
        status = gzt_fail_errno(err, "pipe");
        close(in);
        return status;
    }
    status = start(child, in, ends[1], &pid, err);
    close(in);
    close(ends[1]);
    if (!status)
        status = finish(child, pid, collect(child, ends[0], out, err), err);
    close(ends[0]);
    return status;
}
