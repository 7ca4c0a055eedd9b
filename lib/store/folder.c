/* folder.c - the index folder. */
#include "store/folder.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"
#include "store/schema.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define STUB "XAPIANDB"
#define SHARD_PREFIX "shard-"

enum {
    SMALL_FILE = 1 << 20,
    RETRY_MS = 50
};

static void
path_in(char out[PATH_MAX], const char *folder, const char *name)
{
    int len = snprintf(out, PATH_MAX, "%s/%s", folder, name);

    if (len >= PATH_MAX) // such a path cannot be opened: let that say so
        out[PATH_MAX - 1] = '\0';
}

bool
gzt_folder_exists(const char *path)
{
    char stub[PATH_MAX];

    path_in(stub, path, STUB);
    return !access(stub, F_OK);
}

// ---- settings --------------------------------------------------------------

static void
take_setting(gzt_settings *settings, gzt_str key, gzt_str value)
{
    uint64_t number;

    if (gzt_str_eq(key, GZT_S("format")) &&
        gzt_str_to_u64(value, UINT32_MAX, &number))
        settings->format = (uint32_t)number;
    else if (gzt_str_eq(key, GZT_S("lang")))
        snprintf(settings->lang, sizeof(settings->lang), "%.*s",
                 GZT_ARG(value));
    else if (gzt_str_eq(key, GZT_S("shard_articles")) &&
             gzt_str_to_u64(value, UINT32_MAX / 2, &number) && number)
        settings->shard_articles = number;
}

static gzt_status
check_format(const char *path, uint32_t format, gzt_err *err)
{
    if (format == GZT_INDEX_FORMAT)
        return GZT_OK;
    if (!format)
        return gzt_fail(err, GZT_EFORMAT,
                        "%s/settings is damaged: it names no format; index "
                        "the articles again into a new folder",
                        path);
    if (format > GZT_INDEX_FORMAT)
        return gzt_fail(err, GZT_EFORMAT,
                        "%s has index format %u, and this gazette reads "
                        "format %d: use a newer gazette",
                        path, format, GZT_INDEX_FORMAT);
    return gzt_fail(err, GZT_EFORMAT,
                    "%s has the older index format %u, and this gazette "
                    "reads format %d: index the articles again into a new "
                    "folder (the gazette that made it can --export them)",
                    path, format, GZT_INDEX_FORMAT);
}

gzt_status
gzt_folder_settings(const char *path, gzt_settings *out, gzt_err *err)
{
    char file[PATH_MAX];
    gzt_arena arena;
    gzt_str text, line, key;
    gzt_status status;

    *out = (gzt_settings){ .lang = "en", .shard_articles = GZT_SHARD_ARTICLES };
    gzt_arena_init(&arena);
    path_in(file, path, "settings");
    status = gzt_file_read(file, SMALL_FILE, &arena, &text, err);
    if (status == GZT_ENOTFOUND && gzt_folder_exists(path))
        status = gzt_fail(err, GZT_EFORMAT,
                          "%s/settings is missing; index the articles again "
                          "into a new folder",
                          path);
    else if (status == GZT_ENOTFOUND)
        status = gzt_fail(err, GZT_ENOTFOUND,
                          "%s is no index; `indexer -d %s FILE...` makes one",
                          path, path);
    if (!status) {
        while (gzt_str_cut(&text, '\n', &line))
            if (gzt_str_cut(&line, ':', &key))
                take_setting(out, gzt_str_trim(key), gzt_str_trim(line));
        status = check_format(path, out->format, err);
    }
    gzt_arena_release(&arena);
    return status;
}

gzt_status
gzt_folder_save_settings(const char *path, const gzt_settings *settings,
                         gzt_err *err)
{
    char file[PATH_MAX];
    gzt_buf text;
    gzt_status status;

    gzt_buf_init(&text, SMALL_FILE);
    gzt_buf_printf(&text, "format: %u\nlang: %s\nshard_articles: %llu\n",
                   settings->format, settings->lang,
                   (unsigned long long)settings->shard_articles);
    path_in(file, path, "settings");
    status = gzt_file_replace(file, gzt_buf_str(&text), err);
    gzt_buf_release(&text);
    return status;
}

// ---- lock ------------------------------------------------------------------

static gzt_status
locked_by_other(const char *path, int fd, gzt_err *err)
{
    char pid[32] = "";
    ssize_t len = pread(fd, pid, sizeof(pid) - 1, 0);

    if (len < 0)
        len = 0;
    pid[strspn(pid, "0123456789")] = '\0';
    return gzt_fail(err, GZT_ELOCKED,
                    "another writer%s%s holds %s; try again later, or wait "
                    "for it with --wait SECONDS",
                    *pid ? ", process " : "", pid, path);
}

static double
now_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

// False with errno.
static bool
flock_within(int fd, unsigned wait)
{
    double end = now_seconds() + wait;
    struct timespec pause = { 0, RETRY_MS * 1000000 };

    while (flock(fd, LOCK_EX | LOCK_NB)) {
        if (errno == EINTR)
            continue;
        if (errno != EWOULDBLOCK || now_seconds() >= end)
            return false;
        nanosleep(&pause, NULL);
    }
    return true;
}

gzt_status
gzt_folder_lock(const char *path, bool create, unsigned wait, int *fd,
                gzt_err *err)
{
    char file[PATH_MAX], pid[32];
    gzt_status status = create ? gzt_folder_make(path, err) : GZT_OK;
    int len;

    *fd = -1;
    if (status)
        return status;
    if (!create && !gzt_folder_exists(path))
        return gzt_fail(err, GZT_ENOTFOUND,
                        "%s is no index; `indexer -d %s FILE...` makes one",
                        path, path);
    path_in(file, path, "lock");
    *fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (*fd < 0)
        return gzt_fail_errno(err, "%s", file);
    if (!flock_within(*fd, wait)) {
        status = errno == EWOULDBLOCK ? locked_by_other(path, *fd, err)
                                      : gzt_fail_errno(err, "%s", file);
        close(*fd);
        *fd = -1;
        return status;
    }
    len = snprintf(pid, sizeof(pid), "%ld\n", (long)getpid());
    // Only a courtesy for the message above: a full disk must not matter.
    if (ftruncate(*fd, 0) || pwrite(*fd, pid, (size_t)len, 0) < 0)
        errno = 0;
    return GZT_OK;
}

// ---- shards ----------------------------------------------------------------

static bool
is_shard_name(gzt_str name)
{
    uint64_t number;

    return gzt_str_starts(name, GZT_S(SHARD_PREFIX)) &&
           gzt_str_to_u64(gzt_str_slice(name, strlen(SHARD_PREFIX), name.len),
                          UINT32_MAX, &number);
}

// Collect the second word of lines that begin with `word`; `*odd` counts the
// lines that are neither that nor blank nor a comment.
static void
names_in(gzt_str text, gzt_str word, gzt_arena *arena, gzt_shards *out,
         size_t *odd)
{
    gzt_str line, first;

    out->names = gzt_arena_array(arena, GZT_SHARDS_MAX, sizeof(*out->names));
    out->count = 0;
    *odd = 0;
    while (gzt_str_cut(&text, '\n', &line)) {
        line = gzt_str_trim(line);
        if (!line.len || line.ptr[0] == '#')
            continue;
        gzt_str_cut(&line, ' ', &first);
        line = gzt_str_trim(line);
        if (gzt_str_eq(first, word) && is_shard_name(line) &&
            out->count < GZT_SHARDS_MAX)
            out->names[out->count++] = gzt_arena_cstr(arena, line);
        else
            ++*odd;
    }
}

static gzt_status
read_names(const char *path, const char *file, gzt_str word, gzt_arena *arena,
           gzt_shards *out, size_t *odd, gzt_err *err)
{
    char full[PATH_MAX];
    gzt_str text;
    gzt_status status;

    *out = (gzt_shards){ 0 };
    path_in(full, path, file);
    status = gzt_file_read(full, SMALL_FILE, arena, &text, err);
    if (!status)
        names_in(text, word, arena, out, odd);
    return status;
}

// A stub that is not as we wrote it is refused: by what it names, shards are
// kept or removed.
gzt_status
gzt_folder_shards(const char *path, gzt_arena *arena, gzt_shards *out,
                  gzt_err *err)
{
    size_t odd;
    gzt_status status =
        read_names(path, STUB, GZT_S("auto"), arena, out, &odd, err);

    if (status == GZT_ENOTFOUND)
        return GZT_OK;
    if (!status && (odd || !out->count))
        status = gzt_fail(err, GZT_EFORMAT,
                          "%s/" STUB " is damaged: it should name the shards, "
                          "a line `auto shard-...` each",
                          path);
    return status;
}

// What cannot be read of the journal retires nothing.
static gzt_status
retired_shards(const char *path, gzt_arena *arena, gzt_shards *out,
               gzt_err *err)
{
    size_t odd;
    gzt_status status =
        read_names(path, "journal", GZT_S("retired"), arena, out, &odd, err);

    return status == GZT_ENOTFOUND ? GZT_OK : status;
}

static bool
has_name(const gzt_shards *shards, const char *name)
{
    for (size_t i = 0; i < shards->count; i++)
        if (!strcmp(shards->names[i], name))
            return true;
    return false;
}

gzt_status
gzt_folder_new_shard(const char *path, gzt_arena *arena, const char **name,
                     gzt_err *err)
{
    unsigned long highest = 0;
    struct dirent *entry;
    DIR *folder = opendir(path);

    if (!folder)
        return gzt_fail_errno(err, "%s", path);
    while ((entry = readdir(folder))) {
        unsigned long number;

        if (!is_shard_name(gzt_str_of(entry->d_name)))
            continue;
        number = strtoul(entry->d_name + strlen(SHARD_PREFIX), NULL, 10);
        if (number > highest)
            highest = number;
    }
    closedir(folder);
    *name = gzt_arena_printf(arena, SHARD_PREFIX "%06lu", highest + 1).ptr;
    return GZT_OK;
}

static gzt_status
write_names(const char *path, const char *file, const char *word,
            const gzt_shards *shards, gzt_err *err)
{
    char full[PATH_MAX];
    gzt_buf text;
    gzt_status status;

    gzt_buf_init(&text, SMALL_FILE);
    for (size_t i = 0; i < shards->count; i++)
        gzt_buf_printf(&text, "%s %s\n", word, shards->names[i]);
    path_in(full, path, file);
    status = gzt_file_replace(full, gzt_buf_str(&text), err);
    gzt_buf_release(&text);
    return status;
}

// Remove every shard that is in neither list.
static gzt_status
remove_others(const char *path, const gzt_shards *keep, const gzt_shards *also,
              size_t *removed, gzt_err *err)
{
    char full[PATH_MAX];
    struct dirent *entry;
    DIR *folder = opendir(path);

    if (!folder)
        return gzt_fail_errno(err, "%s", path);
    while ((entry = readdir(folder))) {
        const char *name = entry->d_name;

        if (!is_shard_name(gzt_str_of(name)) || has_name(keep, name) ||
            has_name(also, name))
            continue;
        path_in(full, path, name);
        // What cannot be removed now is tried again by the next writer.
        if (!gzt_folder_remove(full, NULL) && removed)
            ++*removed;
    }
    closedir(folder);
    return GZT_OK;
}

gzt_status
gzt_folder_publish(const char *path, const gzt_shards *shards, gzt_err *err)
{
    gzt_arena arena;
    gzt_shards before, retired = { 0 };
    gzt_status status;

    gzt_arena_init(&arena);
    status = gzt_folder_shards(path, &arena, &before, err);
    if (status)
        goto out;
    retired.names =
        gzt_arena_array(&arena, before.count + 1, sizeof(*retired.names));
    for (size_t i = 0; i < before.count; i++)
        if (!has_name(shards, before.names[i]))
            retired.names[retired.count++] = before.names[i];
    status = gzt_folder_sync(path, err);
    if (!status)
        status = write_names(path, "journal", "retired", &retired, err);
    if (!status)
        status = write_names(path, STUB, "auto", shards, err);
    if (!status)
        status = remove_others(path, shards, &retired, NULL, err);
out:
    gzt_arena_release(&arena);
    return status;
}

gzt_status
gzt_folder_clean(const char *path, size_t *removed, gzt_err *err)
{
    gzt_arena arena;
    gzt_shards live, retired;
    gzt_status status;

    if (removed)
        *removed = 0;
    gzt_arena_init(&arena);
    status = gzt_folder_shards(path, &arena, &live, err);
    if (!status)
        status = retired_shards(path, &arena, &retired, err);
    if (!status)
        status = remove_others(path, &live, &retired, removed, err);
    gzt_arena_release(&arena);
    return status;
}

static uint64_t
size_of_files(const char *path, bool shards_too)
{
    char full[PATH_MAX];
    struct dirent *entry;
    struct stat info;
    uint64_t total = 0;
    DIR *folder = opendir(path);

    while (folder && (entry = readdir(folder))) {
        path_in(full, path, entry->d_name);
        if (stat(full, &info))
            continue;
        if (S_ISREG(info.st_mode))
            total += (uint64_t)info.st_size;
        else if (shards_too && is_shard_name(gzt_str_of(entry->d_name)))
            total += size_of_files(full, false);
    }
    if (folder)
        closedir(folder);
    return total;
}

uint64_t
gzt_folder_size(const char *path)
{
    return size_of_files(path, true);
}
