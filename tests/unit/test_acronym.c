/* test_acronym.c - definitions of short forms by table, and the limits.
 *
 * usage: test_acronym [TABLE]; the table is tests/tables/acronyms.tsv: text
 * (\n is an escape), short form, long form; "-" where nothing is defined.
 */
#include "entity/acronym.h"

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

static size_t
find(gzt_analyzer *analyzer, gzt_str text, gzt_arena *arena,
     const gzt_definition **out)
{
    gzt_tokens tokens;

    gzt_analyze(analyzer, text, GZT_S("en"), 0, arena, &tokens);
    return gzt_acronyms_find(text, &tokens, arena, out);
}

static void
check_line(gzt_analyzer *analyzer, char *line)
{
    gzt_arena arena;
    gzt_str rest, text, brief, full;
    const gzt_definition *found;
    size_t count;

    line[strcspn(line, "\n")] = 0;
    if (!*line || *line == '#')
        return;
    unescape(line);
    rest = gzt_str_of(line);
    gzt_str_cut(&rest, '\t', &text);
    gzt_str_cut(&rest, '\t', &brief);
    gzt_str_cut(&rest, '\t', &full);
    gzt_arena_init(&arena);
    count = find(analyzer, text, &arena, &found);
    if (gzt_str_eq(brief, GZT_S("-")))
        tap_check(!count, line, "acronyms.tsv", 0);
    else if (tap_check(count == 1, line, "acronyms.tsv", 1)) {
        gzt_str got =
            gzt_str_slice(text, found[0].short_start, found[0].short_end);
        char *want = gzt_arena_cstr(&arena, brief);

        CHECK_STR(got, want);
        got = gzt_str_slice(text, found[0].long_start, found[0].long_end);
        want = gzt_arena_cstr(&arena, full);
        CHECK_STR(got, want);
    }
    gzt_arena_release(&arena);
}

// Thousands of definitions, and brackets within brackets, end in time.
static void
check_limits(gzt_analyzer *analyzer)
{
    gzt_arena arena;
    gzt_buf many, nested;
    const gzt_definition *found;

    gzt_arena_init(&arena);
    gzt_buf_init(&many, 1 << 20);
    gzt_buf_init(&nested, 1 << 20);
    for (int i = 0; i < 1000; i++)
        gzt_buf_put(&many, GZT_S("the World Health Organization (WHO) "));
    for (int i = 0; i < 5000; i++)
        gzt_buf_put(&nested, GZT_S("(A B "));
    CHECK(find(analyzer, gzt_buf_str(&many), &arena, &found) ==
          GZT_ACRONYM_DEFINITIONS);
    CHECK(find(analyzer, gzt_buf_str(&nested), &arena, &found) == 0);
    CHECK(find(analyzer, GZT_S(""), &arena, &found) == 0);
    CHECK(find(analyzer, GZT_S("()(\xff)("), &arena, &found) == 0);
    gzt_buf_release(&many);
    gzt_buf_release(&nested);
    gzt_arena_release(&arena);
}

int
main(int argc, char **argv)
{
    gzt_analyzer *analyzer = gzt_analyzer_new();
    FILE *table = fopen(argc > 1 ? argv[1] : "tests/tables/acronyms.tsv", "r");
    char line[LINE_MAX];

    if (CHECK(table != NULL)) {
        while (fgets(line, sizeof(line), table))
            check_line(analyzer, line);
        fclose(table);
    }
    check_limits(analyzer);
    gzt_analyzer_free(analyzer);
    return tap_done();
}
