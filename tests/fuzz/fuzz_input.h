/* fuzz_input.h - any bytes as a file in some format: read, cut into records,
 * each made an article. What comes out must be as gzt_article promises.
 *
 * The file lies in memory only, and no program is found to run on it.
 */
#ifndef GZT_TESTS_FUZZ_INPUT_H
#define GZT_TESTS_FUZZ_INPUT_H

#include "base/str.h"
#include "base/utf8.h"
#include "input/input.h"
#include "text/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
fuzz_check_line(gzt_str s)
{
    if (!gzt_utf8_valid(s) || (s.len && memchr(s.ptr, '\n', s.len)))
        __builtin_trap();
}

static void
fuzz_check_date(gzt_str date)
{
    char again[24];

    if (date.len && (!gzt_date_canonical(date, again) ||
                     !gzt_str_eq(date, gzt_str_of(again))))
        __builtin_trap();
}

static void
fuzz_check(const gzt_parsed *parsed)
{
    const gzt_article *a = &parsed->article;

    if (!a->id.len || (!a->title.len && !a->body.len) ||
        !gzt_utf8_valid(a->body) || !gzt_utf8_valid(a->extra) ||
        !gzt_utf8_valid(a->tags))
        __builtin_trap();
    fuzz_check_line(a->id);
    fuzz_check_line(a->title);
    fuzz_check_line(a->source);
    fuzz_check_line(a->author);
    fuzz_check_line(a->url);
    fuzz_check_date(a->date);
    fuzz_check_date(a->updated);
}

__attribute__((unused)) static int
fuzz_input(const uint8_t *data, size_t size, gzt_format format)
{
    gzt_input_options options = { .format = format };
    gzt_input *input;
    gzt_arena arena;
    gzt_raw raw;
    char path[40];
    const char *place = path;
    bool more = true;
    int fd = memfd_create("fuzz", 0);

    if (fd < 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    unsetenv("PATH");
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    if (gzt_input_open(&input, &place, 1, &options, NULL))
        abort();
    gzt_arena_init(&arena);
    while (!gzt_input_next(input, &raw, &more, NULL) && more) {
        gzt_parsed parsed;

        gzt_input_parse(&raw, &options, &arena, &parsed);
        if (!parsed.reject.len)
            fuzz_check(&parsed);
        gzt_raw_release(&raw);
        gzt_arena_reset(&arena);
    }
    gzt_arena_release(&arena);
    gzt_input_close(input);
    close(fd);
    return 0;
}

#endif /* GZT_TESTS_FUZZ_INPUT_H */
