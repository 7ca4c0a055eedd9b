/* test_resolve.c - the lexicon and resolution by table, without the model.
 *
 * usage: test_resolve [--print] [TABLE]; the table is
 * tests/tables/entities.tsv: text (\n is an escape), and what it names, as
 * "text=id" with "; " between; "/adj" behind an id is an adjective, "<role>" a
 * title. With --print the table is written as it would have to be.
 */
#include "entity/resolve.h"

#include "base/buf.h"
#include "base/str.h"
#include "tap.h"

#include <stdlib.h>

enum {
    LINE_MAX = 4096
};

// "\n" becomes a newline, in place.
static void
unescape(char *line)
{
    char *out = line;

    for (const char *in = line; *in; in++)
        if (in[0] == '\\' && in[1] == 'n') {
            *out++ = '\n';
            in++;
        } else
            *out++ = *in;
    *out = 0;
}

static void
render(gzt_str text, const gzt_mentions *mentions, gzt_buf *out)
{
    gzt_buf_clear(out);
    gzt_buf_putc(out, ' ');
    for (size_t i = 0; i < mentions->count; i++) {
        const gzt_mention *m = &mentions->items[i];
        gzt_str name = gzt_str_slice(text, m->start, m->end);

        gzt_buf_printf(out, "%s%.*s=%.*s%s", i ? "; " : "", GZT_ARG(name),
                       GZT_ARG(m->entity), m->adjective ? "/adj" : "");
        if (m->role.len)
            gzt_buf_printf(out, "<%.*s>", GZT_ARG(m->role));
    }
}

static void
resolve(gzt_analyzer *analyzer, const gzt_lexicon *lexicon, gzt_str text,
        gzt_arena *arena, gzt_mentions *out)
{
    gzt_resolve_part parts[GZT_PARTS] = { 0 };
    gzt_resolve_part *body = &parts[GZT_IN_BODY];
    gzt_tokens tokens;
    gzt_unit *units;

    gzt_analyze(analyzer, text, GZT_S("en"), 0, arena, &tokens);
    body->text = text;
    body->tokens = &tokens;
    body->unit_count = gzt_units_make(text, &tokens, arena, &units);
    body->units = units;
    body->match_count = gzt_lexicon_scan(lexicon, units, body->unit_count,
                                         arena, &body->matches);
    gzt_resolve(lexicon, parts, arena, out);
}

static void
check_line(gzt_analyzer *analyzer, const gzt_lexicon *lexicon, char *line,
           bool print)
{
    gzt_arena arena;
    gzt_mentions mentions;
    gzt_buf got;
    char *tab = strchr(line, '\t');
    char shown[LINE_MAX];

    line[strcspn(line, "\n")] = 0;
    if (!*line || *line == '#' || !tab) {
        if (print)
            puts(line);
        return;
    }
    *tab = 0;
    memcpy(shown, line, strlen(line) + 1);
    unescape(line);
    gzt_arena_init(&arena);
    gzt_buf_init(&got, LINE_MAX);
    resolve(analyzer, lexicon, gzt_str_of(line), &arena, &mentions);
    render(gzt_str_of(line), &mentions, &got);
    if (print)
        printf("%s\t%s\n", shown, got.ptr + 1);
    else if (!tap_check(!strcmp(got.ptr + 1, tab + 1), shown, "entities.tsv",
                        0))
        printf("# got  %s\n# want %s\n", got.ptr + 1, tab + 1);
    gzt_buf_release(&got);
    gzt_arena_release(&arena);
}

// Any bytes, and many names, end in time and within the text.
static void
check_limits(gzt_analyzer *analyzer, const gzt_lexicon *lexicon)
{
    static const char *const parts[] = { "Vladimir Putin ",
                                         "Putin ",
                                         "(NATO) ",
                                         "World Health Organization (WHO) ",
                                         "the Council ",
                                         "\xff\xc3(",
                                         ".\n\n" };
    gzt_arena arena;
    gzt_mentions mentions;
    gzt_buf text;
    bool ordered = true;

    gzt_arena_init(&arena);
    gzt_buf_init(&text, 1 << 20);
    for (unsigned i = 0; i < 20000; i++)
        gzt_buf_put(&text, gzt_str_of(parts[i * i % 7]));
    resolve(analyzer, lexicon, gzt_buf_str(&text), &arena, &mentions);
    CHECK(mentions.count > 5000);
    for (size_t i = 0; i < mentions.count; i++)
        ordered = ordered && mentions.items[i].start < mentions.items[i].end &&
                  mentions.items[i].end <= text.len &&
                  (!i || mentions.items[i - 1].end <= mentions.items[i].start);
    CHECK(ordered);
    resolve(analyzer, lexicon, GZT_S(""), &arena, &mentions);
    CHECK(mentions.count == 0);
    gzt_buf_release(&text);
    gzt_arena_release(&arena);
}

int
main(int argc, char **argv)
{
    bool print = argc > 1 && !strcmp(argv[1], "--print");
    const char *path =
        argc > 1 + print ? argv[1 + print] : "tests/tables/entities.tsv";
    gzt_analyzer *analyzer = gzt_analyzer_new();
    gzt_lexicon *lexicon = NULL;
    FILE *table = fopen(path, "r");
    char line[LINE_MAX];
    gzt_err err;

    if (gzt_lexicon_open(&lexicon, NULL, &err) != GZT_OK || !table)
        CHECK(!"the lexicon and the table are there");
    while (table && lexicon && fgets(line, sizeof(line), table))
        check_line(analyzer, lexicon, line, print);
    if (table)
        fclose(table);
    if (lexicon && !print)
        check_limits(analyzer, lexicon);
    gzt_lexicon_close(lexicon);
    gzt_analyzer_free(analyzer);
    return print ? 0 : tap_done();
}
