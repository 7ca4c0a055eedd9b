/* reading.c - how fast records come out of files, and articles out of records:
 * `make build/bench/reading && build/bench/reading FILE...`. One thread; CPU
 * time, which another load on the machine hardly changes. */
#include "input/input.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static double
cpu_seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

int
main(int argc, char **argv)
{
    gzt_input_options options = { .lang = { "en", 2 } };
    double cut = 0, parsed = 0, begin;
    uint64_t records = 0, rejected = 0, bytes = 0, stored, total;
    gzt_input *input;
    gzt_arena arena;
    gzt_err err = { 0 };
    bool more = true;

    if (argc < 2 || gzt_input_open(&input, (const char *const *)argv + 1,
                                   (size_t)argc - 1, &options, &err)) {
        fprintf(stderr, "usage: reading FILE... %s\n", err.text);
        return 2;
    }
    gzt_arena_init(&arena);
    for (;;) {
        gzt_parsed out;
        gzt_raw raw;

        begin = cpu_seconds();
        if (gzt_input_next(input, &raw, &more, &err) || !more)
            break;
        cut += cpu_seconds() - begin;
        begin = cpu_seconds();
        gzt_input_parse(&raw, &options, &arena, &out);
        parsed += cpu_seconds() - begin;
        records++;
        rejected += out.reject.len > 0;
        bytes += raw.len;
        gzt_raw_release(&raw);
        gzt_arena_reset(&arena);
    }
    gzt_input_progress(input, &stored, &total);
    gzt_arena_release(&arena);
    gzt_input_close(input);
    printf("%llu records, %llu rejected, %.1f MB stored, %.1f MB of records\n"
           "to records: %.2f s, %.1f MB/s; to articles: %.2f s, %.1f MB/s\n",
           (unsigned long long)records, (unsigned long long)rejected,
           (double)stored / 1e6, (double)bytes / 1e6, cut,
           (double)bytes / 1e6 / cut, parsed, (double)bytes / 1e6 / parsed);
    return 0;
}
