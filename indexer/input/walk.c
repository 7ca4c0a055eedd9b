/* walk.c - the files behind the places that the user named. */
#include "input/walk.h"

#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

typedef struct names {
    const char **items;
    size_t count, capacity;
} names;

static gzt_walk_file *
add_file(gzt_walk *walk, gzt_str path, const struct stat *st, bool walked)
{
    if (walk->count == walk->capacity) {
        walk->capacity = walk->capacity ? 2 * walk->capacity : 64;
        walk->files =
            gzt_xrealloc(walk->files, walk->capacity, sizeof(*walk->files));
    }
    walk->files[walk->count] = (gzt_walk_file){ .path = path, //
                                                .walked = walked };
    if (st && S_ISREG(st->st_mode))
        walk->files[walk->count].look = gzt_look_of(st);
    return &walk->files[walk->count++];
}

static void
add_problem(gzt_walk *walk, gzt_str folder, const char *why)
{
    gzt_walk_file *file = add_file(walk, folder, NULL, true);

    file->problem =
        gzt_arena_printf(&walk->arena, "the folder cannot be read: %s", why);
}

static int
compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// The names in a folder but for the hidden ones, sorted.
static void
read_names(gzt_walk *walk, DIR *dir, names *out)
{
    struct dirent *entry;

    while ((entry = readdir(dir)) != NULL) {
        gzt_str name = gzt_str_of(entry->d_name);

        if (name.ptr[0] == '.') {
            walk->skipped += strcmp(name.ptr, ".") && strcmp(name.ptr, "..");
            continue;
        }
        if (out->count == out->capacity) {
            out->capacity = out->capacity ? 2 * out->capacity : 64;
            out->items =
                gzt_xrealloc(out->items, out->capacity, sizeof(*out->items));
        }
        out->items[out->count++] = gzt_arena_cstr(&walk->arena, name);
    }
    if (out->count)
        qsort(out->items, out->count, sizeof(*out->items), compare_names);
}

static void walk_folder(gzt_walk *walk, gzt_str folder, int depth);

static void
walk_entry(gzt_walk *walk, gzt_str path, int depth)
{
    struct stat st;

    if (lstat(path.ptr, &st)) {
        walk->skipped++; // gone since its folder was read
    } else if (S_ISDIR(st.st_mode)) {
        walk_folder(walk, path, depth + 1);
    } else if (S_ISREG(st.st_mode)) {
        walk->bytes += (uint64_t)st.st_size;
        add_file(walk, path, &st, true);
    } else {
        walk->skipped++;
    }
}

static void
walk_folder(gzt_walk *walk, gzt_str folder, int depth)
{
    const char *slash = gzt_str_ends(folder, GZT_S("/")) ? "" : "/";
    DIR *dir = depth < GZT_WALK_DEPTH ? opendir(folder.ptr) : NULL;
    names found = { 0 };

    if (!dir) {
        add_problem(walk, folder,
                    depth < GZT_WALK_DEPTH ? strerror(errno)
                                           : "nested too deeply");
        return;
    }
    read_names(walk, dir, &found);
    // Closed before descending: the depth must not use up descriptors.
    closedir(dir);
    for (size_t i = 0; i < found.count; i++)
        walk_entry(walk,
                   gzt_arena_printf(&walk->arena, "%s%s%s", folder.ptr, slash,
                                    found.items[i]),
                   depth);
    free(found.items);
}

static gzt_status
add_place(gzt_walk *walk, const char *place, gzt_err *err)
{
    gzt_str path = gzt_arena_copy(&walk->arena, gzt_str_of(place));
    struct stat st;

    if (!strcmp(place, "-")) {
        add_file(walk, path, NULL, false);
        walk->unsized = true;
        return GZT_OK;
    }
    if (stat(place, &st))
        return gzt_fail_errno(err, "%s", place);
    if (S_ISDIR(st.st_mode)) {
        walk_folder(walk, path, 0);
        return GZT_OK;
    }
    walk->bytes += (uint64_t)st.st_size;
    walk->unsized |= !S_ISREG(st.st_mode);
    add_file(walk, path, &st, false);
    return GZT_OK;
}

gzt_status
gzt_walk_init(gzt_walk *walk, const char *const *places, size_t count,
              gzt_err *err)
{
    gzt_status status = GZT_OK;

    *walk = (gzt_walk){ 0 };
    for (size_t i = 0; i < count && !status; i++)
        status = add_place(walk, places[i], err);
    if (status)
        gzt_walk_release(walk);
    return status;
}

void
gzt_walk_release(gzt_walk *walk)
{
    free(walk->files);
    gzt_arena_release(&walk->arena);
    *walk = (gzt_walk){ 0 };
}
