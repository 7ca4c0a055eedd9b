/* test_input_hostile.c - small files of every format, cut at every byte and
 * with a bit flipped in every byte: nothing crashes, and what comes out is as
 * gzt_article promises (../fuzz/fuzz_input.h traps where it is not). With
 * HOSTILE=all in the environment, every bit is flipped, which takes minutes.
 */
#include "../fuzz/fuzz_input.h"

#include "base/file.h"
#include "tap.h"

#include <dirent.h>

static void
cut_everywhere(const uint8_t *bytes, size_t len, gzt_format format)
{
    for (size_t i = 0; i <= len; i++)
        fuzz_input(bytes, i, format);
}

static void
flip_everywhere(uint8_t *bytes, size_t len, gzt_format format, bool all)
{
    for (size_t i = 0; i < len; i++)
        for (unsigned bit = all ? 0 : i % 8; bit < 8; bit += all ? 1 : 8) {
            bytes[i] ^= (uint8_t)(1u << bit);
            fuzz_input(bytes, len, format);
            bytes[i] ^= (uint8_t)(1u << bit);
        }
}

static void
try_folder(const char *folder, gzt_format format, gzt_arena *arena)
{
    const char *all = getenv("HOSTILE");
    DIR *dir = opendir(folder);
    struct dirent *entry;
    gzt_str content;
    int count = 0;

    while (dir && (entry = readdir(dir))) {
        gzt_str path = gzt_arena_printf(arena, "%s/%s", folder, entry->d_name);

        if (entry->d_name[0] == '.' ||
            gzt_file_read(path.ptr, 4096, arena, &content, NULL))
            continue;
        cut_everywhere((const uint8_t *)content.ptr, content.len, format);
        flip_everywhere((uint8_t *)content.ptr, content.len, format,
                        all && !strcmp(all, "all"));
        count++;
    }
    if (dir)
        closedir(dir);
    printf("# %d files of %s\n", count, folder);
    CHECK(count > 0);
}

int
main(void)
{
    gzt_arena arena;

    gzt_arena_init(&arena);
    try_folder("tests/fuzz/seeds/feed", GZT_FORMAT_FEED, &arena);
    try_folder("tests/fuzz/seeds/warc", GZT_FORMAT_WARC, &arena);
    try_folder("tests/fuzz/seeds/mail", GZT_FORMAT_MAIL, &arena);
    try_folder("tests/fuzz/seeds/jsonl", GZT_FORMAT_JSONL, &arena);
    try_folder("tests/fuzz/seeds/markdown", GZT_FORMAT_MARKDOWN, &arena);
    try_folder("tests/fuzz/seeds/html", GZT_FORMAT_HTML, &arena);
    try_folder("tests/fuzz/seeds/archive", GZT_FORMAT_AUTO, &arena);
    gzt_arena_release(&arena);
    return tap_done();
}
