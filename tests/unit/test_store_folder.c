/* test_store_folder.c - the index folder: its lock, its settings, and what is
 * published and removed, whatever moment a crash came at. */
#include "store/folder.h"

#include "base/file.h"
#include "store/schema.h"

#include "scratch.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <time.h>

// A file within a folder of the scratch folder.
static void
put(const char *name, const char *text)
{
    write_file(in(name), gzt_str_of(text));
}

static void
make_shard(const char *name)
{
    CHECK_OK(gzt_folder_make(in(name), &err));
    write_file(gzt_arena_printf(&arena, "%s/iamglass", in(name)).ptr,
               GZT_S("x"));
}

static gzt_str
joined(const gzt_shards *shards)
{
    gzt_str all = { "", 0 };

    for (size_t i = 0; i < shards->count; i++)
        all = gzt_arena_printf(&arena, "%.*s%s%s", GZT_ARG(all), i ? " " : "",
                               shards->names[i]);
    return all;
}

// The published shards, or why they cannot be known.
static gzt_str
published(const char *folder)
{
    gzt_shards shards;

    if (gzt_folder_shards(in(folder), &arena, &shards, &err))
        return gzt_str_of(err.text);
    return joined(&shards);
}

static gzt_status
publish(const char *folder, const char *one, const char *two)
{
    const char *names[] = { one, two };
    gzt_shards shards = { names, two ? 2 : 1 };

    return gzt_folder_publish(in(folder), &shards, &err);
}

// ---- settings --------------------------------------------------------------

static void
test_settings(void)
{
    gzt_settings settings = { GZT_INDEX_FORMAT, "de", 12 }, got;

    CHECK_FAILS(gzt_folder_settings(in("none"), &got, &err), GZT_ENOTFOUND,
                "is no index; `indexer -d");
    CHECK_OK(gzt_folder_make(in("set"), &err));
    CHECK_OK(gzt_folder_save_settings(in("set"), &settings, &err));
    CHECK_OK(gzt_folder_settings(in("set"), &got, &err));
    CHECK(got.format == GZT_INDEX_FORMAT && got.shard_articles == 12);
    CHECK_STR(gzt_str_of(got.lang), "de");
    // Lines of a later gazette, blanks and odd ends are passed over.
    put("set/settings", "\nunknown: 7\n  format :  3  \nlang:\nno colon\r\n");
    CHECK_OK(gzt_folder_settings(in("set"), &got, &err));
    CHECK(got.shard_articles == GZT_SHARD_ARTICLES);
    put("set/settings",
        "format: 3\nlang: a-name-much-longer-than-any-language-has\n"
        "shard_articles: 0\n");
    CHECK_OK(gzt_folder_settings(in("set"), &got, &err));
    CHECK(strlen(got.lang) == sizeof(got.lang) - 1);
    CHECK(got.shard_articles == GZT_SHARD_ARTICLES); // 0 would never do
    CHECK_FAILS(gzt_folder_save_settings(in("none"), &settings, &err),
                GZT_ENOTFOUND, "settings");
}

static void
test_versions(void)
{
    gzt_settings got;

    put("set/settings", "format: 4\n");
    CHECK_FAILS(gzt_folder_settings(in("set"), &got, &err), GZT_EFORMAT,
                "use a newer gazette");
    CHECK(strstr(err.text, "format 4") && strstr(err.text, "format 3"));
    put("set/settings", "format: 1\n");
    CHECK_FAILS(gzt_folder_settings(in("set"), &got, &err), GZT_EFORMAT,
                "again into a new folder");
    put("set/settings", "format: 4294967295\n");
    CHECK_FAILS(gzt_folder_settings(in("set"), &got, &err), GZT_EFORMAT,
                "newer gazette");
    put("set/settings", "");
    CHECK_FAILS(gzt_folder_settings(in("set"), &got, &err), GZT_EFORMAT,
                "damaged");
    put("set/settings", "format: one\nlang: en\n");
    CHECK_FAILS(gzt_folder_settings(in("set"), &got, &err), GZT_EFORMAT,
                "damaged");
    put("set/settings", "format: 0\n");
    CHECK_FAILS(gzt_folder_settings(in("set"), &got, &err), GZT_EFORMAT,
                "again into a new folder");
    write_file(in("set/settings"), GZT_S("\0\xff\0format: 3"));
    CHECK_FAILS(gzt_folder_settings(in("set"), &got, &err), GZT_EFORMAT,
                "damaged");
    // An index whose settings have gone is damaged, not missing.
    put("set/XAPIANDB", "auto shard-000001\n");
    remove(in("set/settings"));
    CHECK_FAILS(gzt_folder_settings(in("set"), &got, &err), GZT_EFORMAT,
                "settings is missing");
}

// ---- lock ------------------------------------------------------------------

// A child that holds the lock for `ms`; returns once it does.
static pid_t
hold(const char *folder, int ms)
{
    int ends[2], fd;
    char byte;
    pid_t child;

    if (pipe(ends))
        exit(1);
    fflush(stdout);
    child = fork();
    if (!child) {
        gzt_status status = gzt_folder_lock(in(folder), true, 0, &fd, &err);

        if (write(ends[1], "x", 1) == 1 && !status)
            nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 },
                      NULL);
        _exit(status != GZT_OK);
    }
    if (read(ends[0], &byte, 1) != 1)
        exit(1);
    close(ends[0]);
    close(ends[1]);
    return child;
}

static void
test_lock(void)
{
    int fd, other;
    pid_t child;

    CHECK_FAILS(gzt_folder_lock(in("locked"), false, 0, &fd, &err),
                GZT_ENOTFOUND, "is no index");
    CHECK(fd == -1 && !is_there(in("locked"))); // and nothing was made
    CHECK_OK(gzt_folder_lock(in("locked"), true, 0, &fd, &err));
    CHECK_FAILS(gzt_folder_lock(in("locked"), true, 0, &other, &err),
                GZT_ELOCKED, "--wait SECONDS");
    CHECK(other == -1);
    close(fd);
    child = hold("locked", 60000);
    CHECK_FAILS(gzt_folder_lock(in("locked"), true, 0, &fd, &err), GZT_ELOCKED,
                gzt_arena_printf(&arena, "process %d holds", (int)child).ptr);
    kill(child, SIGKILL); // the system lets go of the lock
    waitpid(child, NULL, 0);
    CHECK_OK(gzt_folder_lock(in("locked"), true, 0, &fd, &err));
    close(fd);
    child = hold("locked", 300);
    CHECK_OK(gzt_folder_lock(in("locked"), true, 20, &fd, &err));
    close(fd);
    waitpid(child, NULL, 0);
    child = hold("locked", 60000);
    CHECK_FAILS(gzt_folder_lock(in("locked"), true, 1, &fd, &err), GZT_ELOCKED,
                "another writer");
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

static void
test_lock_odd(void)
{
    int held = open(in("locked/lock"), O_RDWR), fd;

    // Whatever stands in the file must not get into the sentence.
    CHECK(held >= 0 && !ftruncate(held, 0) && write(held, "\033[2J", 4) == 4 &&
          !flock(held, LOCK_EX));
    CHECK_FAILS(gzt_folder_lock(in("locked"), true, 0, &fd, &err), GZT_ELOCKED,
                "another writer holds");
    close(held);
    put("a file", "x");
    CHECK_FAILS(gzt_folder_lock(in("a file"), true, 0, &fd, &err), GZT_EINVAL,
                "not a folder");
    CHECK_OK(gzt_folder_make(in("odd/lock"), &err));
    CHECK_FAILS(gzt_folder_lock(in("odd"), true, 0, &fd, &err), GZT_EIO,
                "odd/lock");
}

// ---- publishing ------------------------------------------------------------

static void
test_names(void)
{
    const char *name;

    CHECK_FAILS(gzt_folder_new_shard(in("none"), &arena, &name, &err),
                GZT_ENOTFOUND, "none");
    CHECK_OK(gzt_folder_make(in("n"), &err));
    CHECK_OK(gzt_folder_new_shard(in("n"), &arena, &name, &err));
    CHECK_STR(gzt_str_of(name), "shard-000001");
    make_shard("n/shard-000007"); // never published
    put("n/shard-x", "");
    CHECK_OK(gzt_folder_make(in("n/shard-000009x"), &err));
    CHECK_OK(gzt_folder_new_shard(in("n"), &arena, &name, &err));
    CHECK_STR(gzt_str_of(name), "shard-000008");
    make_shard("n/shard-1234567");
    CHECK_OK(gzt_folder_new_shard(in("n"), &arena, &name, &err));
    CHECK_STR(gzt_str_of(name), "shard-1234568");
}

static void
test_publish(void)
{
    size_t removed;

    CHECK_OK(gzt_folder_make(in("p"), &err));
    CHECK(!gzt_folder_exists(in("p")));
    CHECK_STR(published("p"), "");
    make_shard("p/shard-000001");
    CHECK_OK(publish("p", "shard-000001", NULL));
    CHECK(gzt_folder_exists(in("p")));
    make_shard("p/shard-000002");
    CHECK_OK(publish("p", "shard-000001", "shard-000002"));
    CHECK_STR(published("p"), "shard-000001 shard-000002");
    make_shard("p/shard-000003");
    CHECK_OK(publish("p", "shard-000003", NULL));
    CHECK_STR(published("p"), "shard-000003");
    // Readers may have the retired ones open until the next publish.
    CHECK(is_there(in("p/shard-000001")) && is_there(in("p/shard-000002")));
    CHECK_OK(gzt_folder_clean(in("p"), &removed, &err));
    CHECK(removed == 0 && is_there(in("p/shard-000001")));
    make_shard("p/shard-000004");
    CHECK_OK(publish("p", "shard-000004", NULL));
    CHECK(!is_there(in("p/shard-000001")) && !is_there(in("p/shard-000002")));
    CHECK(is_there(in("p/shard-000003")) && is_there(in("p/shard-000004")));
    CHECK(gzt_folder_size(in("p")) > 2);
    CHECK(gzt_folder_size(in("none")) == 0);
}

// What a crash leaves behind, moment by moment.
static void
test_crashes(void)
{
    size_t removed;

    // A shard was begun and not published.
    make_shard("p/shard-000005");
    CHECK_OK(gzt_folder_clean(in("p"), &removed, &err));
    CHECK(removed == 1 && !is_there(in("p/shard-000005")));
    CHECK_STR(published("p"), "shard-000004");
    // The journal was written, the stub was not: both generations are there.
    make_shard("p/shard-000005");
    put("p/journal", "retired shard-000004\n");
    put("p/XAPIANDB.new", "auto shard-00");
    CHECK_OK(gzt_folder_clean(in("p"), &removed, &err));
    CHECK_STR(published("p"), "shard-000004");
    CHECK(is_there(in("p/shard-000004")) && !is_there(in("p/shard-000005")));
    CHECK(removed == 2); // and 3, which the publish before had retired
    // The stub was renamed, the older shards were not yet removed.
    make_shard("p/shard-000001");
    make_shard("p/shard-000006");
    put("p/journal", "retired shard-000004\n");
    put("p/XAPIANDB", "auto shard-000006\n");
    CHECK_OK(gzt_folder_clean(in("p"), &removed, &err));
    CHECK(removed == 1 && !is_there(in("p/shard-000001")));
    CHECK(is_there(in("p/shard-000004")) && is_there(in("p/shard-000006")));
    // A damaged journal retires nothing that is published.
    put("p/journal", "\0\0garbage\nretired\nretired ../..\nretired shard-x");
    CHECK_OK(gzt_folder_clean(in("p"), &removed, &err));
    CHECK(is_there(in("p/shard-000006")));
    CHECK_OK(gzt_folder_clean(in("p"), NULL, &err));
    // A crash while the index was made: settings, perhaps a shard, no stub.
    make_shard("m/shard-000001");
    put("m/settings", "format: 3\n");
    CHECK_OK(gzt_folder_clean(in("m"), &removed, &err));
    CHECK(removed == 1);
    CHECK_FAILS(gzt_folder_clean(in("none"), &removed, &err), GZT_ENOTFOUND,
                "none");
}

// A stub that cannot be understood must never have shards removed.
static void
test_damaged_stub(void)
{
    static const char *const bad[] = { "", "\n\n", "auto shard-00\xff\n",
                                       "auto shard-000006\nauto ../other\n",
                                       "auto shard-000006\nshard-000007\n" };

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        gzt_shards shards;

        put("p/XAPIANDB", bad[i]);
        CHECK_FAILS(gzt_folder_shards(in("p"), &arena, &shards, &err),
                    GZT_EFORMAT, "XAPIANDB is damaged");
        CHECK_FAILS(gzt_folder_clean(in("p"), NULL, &err), GZT_EFORMAT,
                    "damaged");
        CHECK_FAILS(publish("p", "shard-000004", NULL), GZT_EFORMAT, "damaged");
        CHECK(is_there(in("p/shard-000006")));
    }
    put("p/XAPIANDB", "# by hand\n\nauto shard-000006\r\n");
    CHECK_STR(published("p"), "shard-000006");
}

int
main(void)
{
    scratch_init();
    test_settings();
    test_versions();
    test_lock();
    test_lock_odd();
    test_names();
    test_publish();
    test_crashes();
    test_damaged_stub();
    scratch_release();
    return tap_done();
}
