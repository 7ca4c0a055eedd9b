/* file.c - whole small files, and folders. */
#include "base/file.h"

#include "base/buf.h"
#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    CHUNK = 64 * 1024
};

// Read to the end: a pipe does not say its size, and a file may grow. False
// with errno; with `full` where there is more than the buffer may hold.
static bool
read_all(int fd, size_t expected, gzt_buf *out)
{
    size_t want = expected < out->max ? expected + 1 : out->max;

    for (;;) {
        ssize_t n = read(fd, gzt_buf_room(out, want), want);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return !n;
        out->len += (size_t)n;
        if (out->len == out->max) {
            out->full = true;
            return false;
        }
        want = out->max - out->len < CHUNK ? out->max - out->len : CHUNK;
    }
}

static gzt_status
read_within(int fd, const char *path, size_t max, gzt_arena *arena,
            gzt_str *out, gzt_err *err)
{
    gzt_status status = GZT_OK;
    struct stat info;
    gzt_buf bytes;

    gzt_buf_init(&bytes, max + 1); // one more, to see that there is more
    if (fstat(fd, &info))
        status = gzt_fail_errno(err, "%s", path);
    else if (info.st_size > (off_t)max)
        status =
            gzt_fail(err, GZT_EINVAL, "%s: larger than %zu bytes", path, max);
    else if (!read_all(fd, (size_t)info.st_size, &bytes))
        status = bytes.full ? gzt_fail(err, GZT_EINVAL,
                                       "%s: larger than %zu bytes", path, max)
                            : gzt_fail_errno(err, "%s", path);
    if (!status)
        *out = gzt_arena_copy(arena, gzt_buf_str(&bytes));
    gzt_buf_release(&bytes);
    return status;
}

gzt_status
gzt_file_read(const char *path, size_t max, gzt_arena *arena, gzt_str *out,
              gzt_err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    gzt_status status;

    if (fd < 0)
        return gzt_fail_errno(err, "%s", path);
    status = read_within(fd, path, max, arena, out, err);
    close(fd);
    return status;
}

static bool
write_all(int fd, gzt_str content)
{
    while (content.len) {
        ssize_t n = write(fd, content.ptr, content.len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        content = gzt_str_slice(content, (size_t)n, content.len);
    }
    return true;
}

// The folder that `path` lies in.
static void
parent_of(const char *path, char *parent, size_t size)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        snprintf(parent, size, ".");
    else
        snprintf(parent, size, "%.*s", slash == path ? 1 : (int)(slash - path),
                 path);
}

gzt_status
gzt_file_read_stdin(gzt_buf *out, gzt_err *err)
{
    char chunk[1 << 14];
    ssize_t got;

    while (!out->full &&
           (got = read(STDIN_FILENO, chunk, sizeof(chunk))) != 0) {
        if (got < 0)
            return gzt_fail_errno(err, "standard input");
        gzt_buf_put(out, (gzt_str){ chunk, (size_t)got });
    }
    return GZT_OK;
}

gzt_status
gzt_file_replace(const char *path, gzt_str content, gzt_err *err)
{
    char temporary[PATH_MAX], parent[PATH_MAX];
    gzt_status status;
    bool written;
    int fd;

    if (snprintf(temporary, sizeof(temporary), "%s.new", path) >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return gzt_fail_errno(err, "%s", path);
    }
    fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return gzt_fail_errno(err, "%s", temporary);
    written = write_all(fd, content) && !fsync(fd);
    status = written ? GZT_OK : gzt_fail_errno(err, "%s", temporary);
    if (close(fd) && !status)
        status = gzt_fail_errno(err, "%s", temporary);
    if (!status && rename(temporary, path))
        status = gzt_fail_errno(err, "%s", path);
    if (status) {
        unlink(temporary);
        return status;
    }
    parent_of(path, parent, sizeof(parent));
    return gzt_folder_sync(parent, err);
}

gzt_status
gzt_folder_sync(const char *path, gzt_err *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    gzt_status status = GZT_OK;

    if (fd < 0)
        return gzt_fail_errno(err, "%s", path);
    // Some file systems cannot sync a folder; that is no failure of ours.
    if (fsync(fd) && errno != EINVAL && errno != ENOTSUP)
        status = gzt_fail_errno(err, "%s", path);
    close(fd);
    return status;
}

static bool
make_one(const char *path)
{
    struct stat info;
    int code;

    if (!mkdir(path, 0777) || errno == EEXIST)
        return true;
    code = errno; // some file systems do not say EEXIST
    if (!stat(path, &info))
        return true;
    errno = code;
    return false;
}

gzt_status
gzt_folder_make(const char *path, gzt_err *err)
{
    char part[PATH_MAX];
    size_t len = strlen(path);
    struct stat info;

    if (!stat(path, &info)) {
        if (S_ISDIR(info.st_mode))
            return GZT_OK;
        return gzt_fail(err, GZT_EINVAL, "%s: not a folder", path);
    }
    if (!len || len >= sizeof(part)) {
        errno = len ? ENAMETOOLONG : ENOENT;
        return gzt_fail_errno(err, "cannot create the folder %s", path);
    }
    // From the top down; what is there already is fine.
    for (size_t i = 1; i <= len; i++) {
        if (i < len && path[i] != '/')
            continue;
        snprintf(part, sizeof(part), "%.*s", (int)i, path);
        if (!make_one(part))
            return gzt_fail_errno(err, "cannot create the folder %s", path);
    }
    return GZT_OK;
}

gzt_status
gzt_folder_remove(const char *path, gzt_err *err)
{
    char file[PATH_MAX];
    DIR *folder = opendir(path);
    struct dirent *entry;

    if (!folder)
        return gzt_fail_errno(err, "%s", path);
    while ((entry = readdir(folder))) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        if (snprintf(file, sizeof(file), "%s/%s", path, entry->d_name) <
            PATH_MAX)
            unlink(file);
    }
    closedir(folder);
    if (rmdir(path))
        return gzt_fail_errno(err, "%s", path);
    return GZT_OK;
}
