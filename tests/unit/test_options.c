/* test_options.c - what the command line is understood as, and what is
 * written about it. */
#include "base/options.h"

#include "base/str.h"
#include "base/utf8.h"
#include "tap.h"

enum {
    WORDS_MAX = 12
};

static const gzt_option table[] = {
    { .id = -1, .help = "Finding" },
    { 1, 'd', "index", "PLACE", "the index; default $GAZETTE_INDEX", 0, 0 },
    { 2, 'n', NULL, "N", "how many hits", 0, 0 },
    { 3, 0, "sort", "score|date|-date", "the order of the hits", 0, 0 },
    { 4, 0, "show", "ID", "the stored articles", 0, 1 },
    { .id = -1, .help = "Printing" },
    { 5, 0, "format", "human|json|TEMPLATE", "how hits are printed", 0, 0 },
    { 6, 0, "json", NULL, "short for --format json", 0, 0 },
    { 7, 'q', "quiet", NULL, "don't say [much]. Or \\ anything", 0, 0 },
    { 8, 'c', "color", "auto|always", "colours", 1, 0 },
    { 9, 0, "colour", NULL, ".a dot comes first", 0, 0 },
    { 10, 0, "formosa", NULL, NULL, 0, 0 },
    { .id = 0 },
};

static const gzt_program program = {
    "searcher",
    "[OPTIONS] QUERY...",
    "Finds news.",
    "Exit codes, and what they mean to a script that calls:\n"
    "  0   at least one hit, so that something stands on standard output\n"
    "  75  try again\n\nLast\nwords.",
    table,
};

// What `line` is parsed to, "n=5 json [word]"; the error instead where there
// is one. Words are split at blanks.
static gzt_str
parse(const char *line, gzt_buf *out)
{
    char copy[200], *argv[WORDS_MAX] = { copy };
    gzt_parsed_option parsed;
    gzt_options options;
    gzt_err err = { 0 };
    bool more = true;
    int argc = 1;

    snprintf(copy, sizeof(copy), "%s", line);
    for (char *p = copy; *p; p++)
        if (*p == ' ') {
            *p = '\0';
            argv[argc++] = p + 1;
        }
    gzt_buf_clear(out);
    gzt_options_init(&options, &program, argc, argv);
    while (!gzt_options_next(&options, &parsed, &more, &err) && more) {
        const char *value = parsed.value ? parsed.value : "-none-";

        gzt_buf_printf(out, "%s", out->len ? " " : "");
        if (!parsed.option)
            gzt_buf_printf(out, "[%s]", value);
        else if (parsed.option->name)
            gzt_buf_printf(out, "%s=%s", parsed.option->name, value);
        else
            gzt_buf_printf(out, "%c=%s", parsed.option->letter, value);
    }
    if (err.status) {
        CHECK(err.status == GZT_EINVAL);
        gzt_buf_clear(out);
        gzt_buf_printf(out, "%s", err.text);
    }
    return gzt_buf_str(out);
}

static void
test_parsing_is_as_gnu_does(gzt_buf *b)
{
    static const char *const cases[][2] = {
        { "x", "" },
        { "x gas deal", "[gas] [deal]" },
        { "x -n5 -n 5", "n=5 n=5" },
        { "x -qn5 -qd x -n -5", "quiet=-none- n=5 quiet=-none- index=x n=-5" },
        { "x --index=a --index b --index=", "index=a index=b index=" },
        { "x --ind a --i=b --q", "index=a index=b quiet=-none-" },
        { "x gas -q deal --json", "[gas] quiet=-none- [deal] json=-none-" },
        { "x -- -q --json --", "[-q] [--json] [--]" },
        { "x -q -- a", "quiet=-none- [a]" },
        { "x - a", "[-] [a]" },
        { "x -d - -d -- a", "index=- index=-- [a]" },
        { "x --format={a}=b", "format={a}=b" },
        { "x  a", "[] [a]" },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        CHECK_STR(parse(cases[i][0], b), cases[i][1]);
}

static void
test_an_exact_name_wins_over_a_longer_one(gzt_buf *b)
{
    CHECK_STR(parse("x --color", b), "color=-none-");
    CHECK_STR(parse("x --col", b), "--col is ambiguous: --color, --colour");
    CHECK_STR(parse("x --colou", b), "colour=-none-");
    CHECK_STR(parse("x --s=a", b), "--s is ambiguous: --sort, --show");
}

static void
test_hidden_options_are_spelled_out(gzt_buf *b)
{
    CHECK_STR(parse("x --formosa", b), "formosa=-none-");
    CHECK_STR(parse("x --form a", b), "format=a");
    CHECK_STR(parse("x --formos", b),
              "unknown option --formos; did you mean --format?"
              " (--help lists all)");
}

static void
test_an_optional_argument_is_attached(gzt_buf *b)
{
    CHECK_STR(parse("x --color a", b), "color=-none- [a]");
    CHECK_STR(parse("x --color=a --color=", b), "color=a color=");
    CHECK_STR(parse("x -ca -c a -qc", b),
              "color=a color=-none- [a] quiet=-none- color=-none-");
}

static void
test_many_takes_operands_up_to_the_next_option(gzt_buf *b)
{
    CHECK_STR(parse("x z --show a b -q c", b),
              "[z] show=a show=b quiet=-none- [c]");
    CHECK_STR(parse("x --show=a b", b), "show=a show=b");
    CHECK_STR(parse("x --show - b", b), "show=- show=b");
    CHECK_STR(parse("x --show -- -a -b", b), "show=-a show=-b");
    CHECK_STR(parse("x --show a -- -b", b), "show=a show=-b");
    CHECK_STR(parse("x --show", b), "--show needs an argument: ID");
    CHECK_STR(parse("x --show --json", b), "--show needs an argument: ID");
    CHECK_STR(parse("x --show --", b), "--show needs an argument: ID");
    CHECK_STR(parse("x --show a --sort", b),
              "--sort needs an argument: score|date|-date");
}

static void
test_failures_name_what_was_meant(gzt_buf *b)
{
    CHECK_STR(parse("x --formt=a", b),
              "unknown option --formt; did you mean --format?"
              " (--help lists all)");
    CHECK_STR(parse("x --jsno", b), "unknown option --jsno; did you mean"
                                    " --json? (--help lists all)");
    CHECK_STR(parse("x --xylophone", b),
              "unknown option --xylophone (--help lists all)");
    CHECK_STR(parse("x -json", b), "unknown option -json; did you mean --json?"
                                   " (--help lists all)");
    CHECK_STR(parse("x -war", b),
              "unknown option -w in -war (--help lists all; behind -- a word"
              " may begin with a dash)");
    CHECK_STR(parse("x -q\xc3\xa9", b),
              "unknown option -\xc3\xa9 in -q\xc3\xa9 (--help lists all;"
              " behind -- a word may begin with a dash)");
    CHECK_STR(parse("x --json=1", b), "--json takes no argument: --json=1");
    CHECK_STR(parse("x -n", b), "-n needs an argument: N");
    CHECK_STR(parse("x -qd", b), "-d needs an argument: PLACE");
    CHECK_STR(parse("x --=a", b), "unknown option -- (--help lists all)");
}

static void
test_a_monstrous_option_is_cut_in_the_message(void)
{
    char word[4000] = "--", *argv[] = { "x", word };
    gzt_parsed_option parsed;
    gzt_options options;
    gzt_err err = { 0 };
    bool more;

    for (size_t i = 2; i < sizeof(word) - 2; i += 2)
        memcpy(word + i, "\xc3\xa9", 3);
    gzt_options_init(&options, &program, 2, argv);
    CHECK(gzt_options_next(&options, &parsed, &more, &err) == GZT_EINVAL);
    CHECK(gzt_utf8_valid(gzt_str_of(err.text)));
    CHECK(strstr(err.text, "--help lists all") != NULL);

    gzt_options_init(&options, &program, 2, argv);
    CHECK(gzt_options_next(&options, &parsed, &more, NULL) == GZT_EINVAL);
    gzt_options_init(&options, &program, 0, argv);
    CHECK(!gzt_options_next(&options, &parsed, &more, NULL) && !more);
}

static unsigned
widest_line(gzt_str text)
{
    unsigned widest = 0;
    gzt_str line;

    while (gzt_str_cut(&text, '\n', &line))
        widest = line.len > widest ? (unsigned)line.len : widest;
    return widest;
}

static void
test_help_is_in_two_columns(gzt_buf *b)
{
    gzt_buf_clear(b);
    gzt_options_help(&program, 80, b);
    CHECK_STR(
        gzt_buf_str(b),
        "Usage: searcher [OPTIONS] QUERY...\n"
        "Finds news.\n"
        "\n"
        "Finding:\n"
        "  -d, --index PLACE            the index; default $GAZETTE_INDEX\n"
        "  -n N                         how many hits\n"
        "      --sort score|date|-date  the order of the hits\n"
        "      --show ID...             the stored articles\n"
        "\n"
        "Printing:\n"
        "      --format human|json|TEMPLATE\n"
        "                               how hits are printed\n"
        "      --json                   short for --format json\n"
        "  -q, --quiet                  don't say [much]. Or \\ anything\n"
        "  -c, --color[=auto|always]    colours\n"
        "      --colour                 .a dot comes first\n"
        "\n"
        "Exit codes, and what they mean to a script that calls:\n"
        "  0   at least one hit, so that something stands on standard output\n"
        "  75  try again\n"
        "\n"
        "Last words.\n");
}

static void
test_help_fits_narrow_terminals(gzt_buf *b)
{
    gzt_str text;

    for (unsigned columns = 0; columns < 70; columns++) {
        gzt_buf_clear(b);
        gzt_options_help(&program, columns, b);
        if (widest_line(gzt_buf_str(b)) > (columns < 40 ? 40 : columns))
            CHECK(!"a line is too wide");
    }
    gzt_buf_clear(b);
    gzt_options_help(&program, 1, b);
    text = gzt_buf_str(b);
    CHECK(gzt_str_find(text, GZT_S("  -n N\n        how many hits\n")) <
          text.len);
    CHECK(gzt_str_find(text, GZT_S("  0   at least one hit, so that\n"
                                   "      something stands on")) < text.len);
    CHECK(gzt_str_find(text, GZT_S("formosa")) == text.len);
}

static void
test_man_page_escapes_what_roff_reads(gzt_buf *b)
{
    gzt_str text;

    gzt_buf_clear(b);
    gzt_options_man(&program, b);
    text = gzt_buf_str(b);
    CHECK(gzt_str_starts(text, GZT_S(".SH OPTIONS\n.SS Finding\n.TP\n"
                                     "\\fB\\-d\\fR, \\fB\\-\\-index\\fR"
                                     " \\fIPLACE\\fR\nthe index;")));
    CHECK(gzt_str_find(text, GZT_S("\\fIscore|date|\\-date\\fR\n")) < text.len);
    CHECK(gzt_str_find(text, GZT_S("\\fIID\\fR...\n")) < text.len);
    CHECK(gzt_str_find(text, GZT_S("\\fR[=\\fIauto|always\\fR]")) < text.len);
    CHECK(gzt_str_find(text, GZT_S("Or \\e anything")) < text.len);
    CHECK(gzt_str_find(text, GZT_S("\n\\&.a dot")) < text.len);
    CHECK(gzt_str_find(text, GZT_S("formosa")) == text.len);
}

static bool
completes(gzt_buf *b, gzt_str shell, gzt_str want)
{
    gzt_buf_clear(b);
    return gzt_options_complete(&program, shell, GZT_S("gz-searcher"), b) &&
           gzt_str_find(gzt_buf_str(b), want) < b->len;
}

static void
test_completions_quote_for_each_shell(gzt_buf *b)
{
    CHECK(completes(b, GZT_S("bash"),
                    GZT_S("--format) words='human json' kind=value ;;")));
    CHECK(completes(b, GZT_S("bash"), GZT_S("-d|--index) words='' kind=file")));
    CHECK(completes(b, GZT_S("bash"),
                    GZT_S("complete -F _gz-searcher gz-searcher\n")));
    CHECK(completes(b, GZT_S("zsh"), GZT_S("#compdef gz-searcher\n")));
    CHECK(completes(
        b, GZT_S("zsh"),
        GZT_S("'*--sort=[the order of the hits]:value:(score date -date)'")));
    CHECK(completes(b, GZT_S("zsh"), GZT_S("'*-q[don'\\''t say \\[much\\]]'")));
    CHECK(completes(b, GZT_S("zsh"),
                    GZT_S("'*--color=-[colours]::value:(auto always)'")));
    CHECK(completes(b, GZT_S("fish"), GZT_S("complete -c gz-searcher -f\n")));
    CHECK(completes(b, GZT_S("fish"), GZT_S(" -d 'don\\'t say [much]'\n")));
    CHECK(completes(b, GZT_S("fish"), GZT_S("-s d -l index -r -F -d")));
}

static void
test_no_completion_for_others(gzt_buf *b)
{
    gzt_buf_clear(b);
    CHECK(!gzt_options_complete(&program, GZT_S("tcsh"), GZT_S("x"), b));
    CHECK(!gzt_options_complete(&program, GZT_S(""), GZT_S("x"), b));
    CHECK(!gzt_options_complete(&program, GZT_S("bash"), GZT_S("a b"), b));
    CHECK(!gzt_options_complete(&program, GZT_S("bash"), GZT_S("$(x)"), b));
    CHECK(!gzt_options_complete(&program, GZT_S("zsh"), GZT_S("-x"), b));
    CHECK(!gzt_options_complete(&program, GZT_S("fish"), GZT_S(""), b));
    CHECK(!b->len);
}

int
main(void)
{
    gzt_buf b;

    gzt_buf_init(&b, 1 << 20);
    test_parsing_is_as_gnu_does(&b);
    test_an_exact_name_wins_over_a_longer_one(&b);
    test_hidden_options_are_spelled_out(&b);
    test_an_optional_argument_is_attached(&b);
    test_many_takes_operands_up_to_the_next_option(&b);
    test_failures_name_what_was_meant(&b);
    test_a_monstrous_option_is_cut_in_the_message();
    test_help_is_in_two_columns(&b);
    test_help_fits_narrow_terminals(&b);
    test_man_page_escapes_what_roff_reads(&b);
    test_completions_quote_for_each_shell(&b);
    test_no_completion_for_others(&b);
    gzt_buf_release(&b);
    return tap_done();
}
