/* tagging.c - how fast articles are tagged: `tagging FILE...` reads them, and
 * prints CPU time and megabytes of text a second of analysing and of tagging,
 * each alone, on one core; and how long it takes until the first article. */
#include "base/buf.h"
#include "base/str.h"
#include "entity/lexicon.h"
#include "entity/tag.h"
#include "input/input.h"

#include <stdio.h>
#include <time.h>

typedef struct bench {
    gzt_analyzer *analyzer;
    gzt_tagger *tagger;
    gzt_arena arena;
    double analysis, tagging; // seconds
    size_t bytes, articles, mentions;
} bench;

static double
seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
take(bench *b, const gzt_article *article)
{
    gzt_tokens tokens[GZT_PARTS];
    gzt_tag_field fields[GZT_PARTS] = {
        [GZT_IN_TITLE] = { .text = article->title,
                           .tokens = &tokens[GZT_IN_TITLE] },
        [GZT_IN_BODY] = { .text = article->body,
                          .tokens = &tokens[GZT_IN_BODY] },
    };
    gzt_mentions mentions;
    double begin = seconds(), middle;

    for (int i = 0; i < GZT_PARTS; i++) {
        gzt_analyze(b->analyzer, fields[i].text, article->lang, 0, &b->arena,
                    &tokens[i]);
        b->bytes += fields[i].text.len;
    }
    middle = seconds();
    gzt_tag(b->tagger, fields, GZT_PARTS, article->lang, &b->arena, &mentions);
    b->analysis += middle - begin;
    b->tagging += seconds() - middle;
    b->mentions += mentions.count;
    b->articles++;
}

static int
read_all(bench *b, const char *const *files, size_t count)
{
    gzt_input_options options = { .lang = GZT_S("en") };
    gzt_input *input;
    gzt_raw raw;
    gzt_err err;
    bool more;
    gzt_status status = gzt_input_open(&input, files, count, &options, &err);

    while (!status && !(status = gzt_input_next(input, &raw, &more, &err)) &&
           more) {
        gzt_parsed parsed = { 0 };

        gzt_input_parse(&raw, &options, &b->arena, &parsed);
        if (!raw.refused.len && !parsed.reject.len)
            take(b, &parsed.article);
        gzt_raw_release(&raw);
        gzt_arena_reset(&b->arena);
    }
    if (status)
        fprintf(stderr, "tagging: %s\n", err.text);
    return status ? 2 : 0;
}

int
main(int argc, char **argv)
{
    bench b = { 0 };
    double begin = seconds();
    gzt_lexicon *lexicon;
    int status;
    double mb;

    if (gzt_lexicon_open(&lexicon, NULL, NULL))
        return 2;
    b.tagger = gzt_tagger_new(lexicon);
    printf("ready in %.3f ms\n", 1000 * (seconds() - begin));
    b.analyzer = gzt_analyzer_new();
    gzt_arena_init(&b.arena);
    status = read_all(&b, (const char *const *)argv + 1, (size_t)argc - 1);
    mb = (double)b.bytes / 1e6;
    printf("%zu articles, %.1f MB, %zu mentions\n", b.articles, mb, b.mentions);
    printf("analysis %.2f s, %.1f MB/s\n", b.analysis, mb / b.analysis);
    printf("tagging  %.2f s, %.1f MB/s\n", b.tagging, mb / b.tagging);
    printf("both     %.2f s, %.1f MB/s\n", b.analysis + b.tagging,
           mb / (b.analysis + b.tagging));
    gzt_arena_release(&b.arena);
    gzt_tagger_free(b.tagger);
    gzt_lexicon_close(lexicon);
    gzt_analyzer_free(b.analyzer);
    return status;
}
