/* test_parse.c - the query language: what is understood, what is refused and
 * where, and that nothing a user can type takes long.
 *
 * usage: test_parse [TABLE]      (default tests/tables/parse.tsv)
 */
#include "base/str.h"
#include "base/utf8.h"
#include "query/lex.h"
#include "tap.h"

#include <stdlib.h>

enum {
    STEPS_PER_BYTE = 12, // what a linear lexer needs at most
    LONG = 1 << 13,
};

static const char *table = "tests/tables/parse.tsv";

// ---- The table -------------------------------------------------------------

static int
hex(char c)
{
    return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

// Bytes that a table cannot hold are written \xNN.
static gzt_str
unescape(gzt_arena *arena, gzt_str s)
{
    char *copy = gzt_arena_alloc(arena, s.len + 1);
    size_t len = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (s.len - i >= 4 && s.ptr[i] == '\\' && s.ptr[i + 1] == 'x') {
            copy[len++] = (char)(hex(s.ptr[i + 2]) << 4 | hex(s.ptr[i + 3]));
            i += 3;
        } else {
            copy[len++] = s.ptr[i];
        }
    }
    return (gzt_str){ copy, len };
}

// The tree, or "error@START message; hint".
static gzt_str
understood(gzt_arena *arena, gzt_str query, bool strict)
{
    const gzt_node *tree;
    gzt_query_fault fault;
    gzt_err err;

    if (gzt_query_parse(query, strict, arena, &tree, &fault, &err))
        return gzt_arena_printf(arena, "error@%zu %s", fault.start, err.text);
    return gzt_node_describe(tree, arena);
}

static bool
matches(gzt_str got, gzt_str want)
{
    gzt_str place;

    if (!gzt_str_starts(want, GZT_S("error@")))
        return gzt_str_eq(got, want);
    gzt_str_cut(&want, ' ', &place);
    return gzt_str_starts(got, place) && got.ptr[place.len] == ' ' &&
           gzt_str_find(got, want) < got.len;
}

static void
check_row(gzt_arena *arena, gzt_str row, int line)
{
    gzt_str query, want = { 0 }, mode = { 0 }, got, again;
    bool same;

    gzt_str_cut(&row, '\t', &query);
    gzt_str_cut(&row, '\t', &want);
    gzt_str_cut(&row, '\t', &mode);
    got = understood(arena, unescape(arena, query),
                     gzt_str_eq(mode, GZT_S("strict")));
    same = matches(got, want);
    // What a tree is described as must mean the same tree.
    if (same && !gzt_str_starts(want, GZT_S("error@")) && !mode.len &&
        !gzt_str_eq(want, GZT_S("()"))) {
        again = understood(arena, got, false);
        same = gzt_str_eq(again, got);
        got =
            same ? got : gzt_arena_printf(arena, "again: %.*s", GZT_ARG(again));
    }
    if (!tap_check(same, gzt_arena_cstr(arena, query), table, line))
        printf("# got [%.*s]\n# want [%.*s]\n", GZT_ARG(got), GZT_ARG(want));
}

static void
test_table(void)
{
    FILE *file = fopen(table, "r");
    char line[2048];
    int number = 0;
    gzt_arena arena;

    if (!file) {
        printf("Bail out! cannot read %s\n", table);
        exit(1);
    }
    gzt_arena_init(&arena);
    while (fgets(line, sizeof(line), file)) {
        gzt_str row = gzt_str_of(line);

        number++;
        while (row.len && row.ptr[row.len - 1] == '\n')
            row.len--;
        if (row.len && row.ptr[0] != '#')
            check_row(&arena, row, number);
        gzt_arena_reset(&arena);
    }
    fclose(file);
    gzt_arena_release(&arena);
}

// ---- Trees -----------------------------------------------------------------

static void
test_nodes_know_their_place(void)
{
    gzt_str query = GZT_S("(gas OR -title:\"oil deal\"~3) AND date:2014..");
    const gzt_node *tree, *either, *not, *range;
    gzt_arena arena;

    gzt_arena_init(&arena);
    CHECK(!gzt_query_parse(query, false, &arena, &tree, NULL, NULL));
    CHECK(tree->kind == GZT_NODE_AND && tree->count == 2);
    CHECK(tree->start == 0 && tree->end == query.len);
    either = tree->kids[0];
    CHECK(either->kind == GZT_NODE_OR && either->start == 1 &&
          either->end == 27);
    not = either->kids[1];
    CHECK(not ->kind == GZT_NODE_NOT && not ->start == 8);
    CHECK(not ->kids[0]->kind == GZT_NODE_FIELD && not ->kids[0]->start == 9);
    CHECK_STR(not ->kids[0]->field, "title");
    CHECK_STR(not ->kids[0]->kids[0]->text, "oil deal");
    CHECK(not ->kids[0]->kids[0]->distance == 3);
    range = tree->kids[1];
    CHECK(range->kind == GZT_NODE_RANGE && range->start == 33);
    CHECK_STR(range->low, "2014");
    CHECK_STR(range->high, "");
    gzt_arena_release(&arena);
}

static void
test_json_says_all(void)
{
    const gzt_node *tree;
    gzt_arena arena;
    gzt_buf buf;

    gzt_arena_init(&arena);
    gzt_buf_init(&buf, 4096);
    gzt_query_parse(GZT_S("gas NEAR/5 Gazprum~1 OR \"a \x1b\""), false, &arena,
                    &tree, NULL, NULL);
    gzt_node_json(tree, &buf);
    CHECK_STR(gzt_buf_str(&buf),
              "{\"op\":\"or\",\"start\":0,\"end\":29,\"kids\":["
              "{\"op\":\"near\",\"distance\":5,\"start\":0,\"end\":20,"
              "\"kids\":["
              "{\"op\":\"words\",\"text\":\"gas\",\"start\":0,\"end\":3},"
              "{\"op\":\"fuzzy\",\"text\":\"Gazprum\",\"distance\":1,"
              "\"start\":11,\"end\":20}]},"
              "{\"op\":\"phrase\",\"text\":\"a \\u001b\",\"start\":24,"
              "\"end\":29}]}");
    gzt_buf_clear(&buf);
    gzt_query_parse(GZT_S("date:..2014"), false, &arena, &tree, NULL, NULL);
    gzt_node_json(tree, &buf);
    CHECK_STR(gzt_buf_str(&buf),
              "{\"op\":\"range\",\"field\":\"date\",\"text\":\"..2014\","
              "\"high\":\"2014\",\"start\":0,\"end\":11}");
    gzt_buf_release(&buf);
    gzt_arena_release(&arena);
}

// ---- Faults ----------------------------------------------------------------

static gzt_str
shown(gzt_arena *arena, gzt_str query, unsigned columns)
{
    const gzt_node *tree;
    gzt_query_fault fault = { 0 };

    gzt_query_parse(query, false, arena, &tree, &fault, NULL);
    return gzt_query_fault_show(query, &fault, columns, arena);
}

static void
test_the_caret_stands_under_the_place(void)
{
    gzt_arena arena;

    gzt_arena_init(&arena);
    CHECK_STR(shown(&arena, GZT_S("gas autor:putin deal"), 80),
              "no field is called autor\n"
              "  gas autor:putin deal\n"
              "      ^~~~~\n"
              "did you mean author:?\n");
    // Wide characters take two columns, combining ones none, controls four.
    CHECK_STR(shown(&arena, GZT_S("中国 e\u0301 \x1b[31m \u202e \n ("), 80),
              "this bracket is never closed\n"
              "  中国 e\u0301 \\x1b[31m \\u202e   (\n"
              "                           ^\n"
              "close it, or leave it out\n");
    CHECK_STR(shown(&arena,
                    GZT_S("one two three four five six seven eight ( nine "
                          "ten eleven twelve"),
                    32),
              "this bracket is never closed\n"
              "  …x seven eight ( nine ten ele…\n"
              "                 ^\n"
              "close it, or leave it out\n");
    CHECK_STR(shown(&arena, GZT_S("中中中中中中中中中中中中中中中 (a"), 23),
              "this bracket is never closed\n"
              "  … 中中中中中中中中 (a\n"
              "                     ^\n"
              "close it, or leave it out\n");
    gzt_arena_release(&arena);
}

static void
test_err_has_it_in_one_line(void)
{
    const gzt_node *tree;
    gzt_arena arena;
    gzt_err err = { 0 };

    gzt_arena_init(&arena);
    CHECK(gzt_query_parse(GZT_S("x \"y"), false, &arena, &tree, NULL, &err) ==
          GZT_EINVAL);
    CHECK_STR(gzt_str_of(err.text),
              "this quote is never closed; close it, or leave it out");
    gzt_arena_release(&arena);
}

// ---- Limits ----------------------------------------------------------------

// `piece` again and again, `count` times, then `end`.
static gzt_str
repeat(gzt_arena *arena, const char *piece, size_t count, const char *end)
{
    size_t len = strlen(piece);
    char *text = gzt_arena_alloc(arena, len * count + strlen(end) + 1);

    for (size_t i = 0; i < count; i++)
        memcpy(text + i * len, piece, len);
    memcpy(text + count * len, end, strlen(end));
    return (gzt_str){ text, len * count + strlen(end) };
}

static bool
fails_with(gzt_arena *arena, gzt_str query, const char *part)
{
    gzt_str got = understood(arena, query, false);

    return gzt_str_starts(got, GZT_S("error@")) &&
           gzt_str_find(got, gzt_str_of(part)) < got.len;
}

static void
test_limits_are_named(void)
{
    const gzt_node *tree;
    gzt_arena arena;

    gzt_arena_init(&arena);
    CHECK(fails_with(&arena, repeat(&arena, "(", 200, "a"), "deeper than 64"));
    CHECK(fails_with(&arena, repeat(&arena, "NOT ", 200, "a"), "deeper"));
    CHECK(fails_with(&arena, repeat(&arena, "title:", 200, "a"), "deeper"));
    CHECK(fails_with(&arena, repeat(&arena, "a NEAR/1 b NEAR/2 ", 600, "c"),
                     "too many operators in each other"));
    CHECK(fails_with(&arena, repeat(&arena, "a ", GZT_QUERY_NODES + 1, ""),
                     "more than"));
    CHECK(fails_with(&arena, repeat(&arena, "a ", GZT_QUERY_BYTES, ""),
                     "longer than"));
    CHECK(!gzt_query_parse(repeat(&arena, "word ", 10000, ""), false, &arena,
                           &tree, NULL, NULL));
    CHECK(tree->kind == GZT_NODE_LIST && tree->count == 10000);
    CHECK(!gzt_query_parse(repeat(&arena, "a NEAR/5 ", 5000, "b"), false,
                           &arena, &tree, NULL, NULL));
    CHECK(tree->count == 5001);
    CHECK(!gzt_query_parse(repeat(&arena, "a ", GZT_QUERY_NODES, ""), false,
                           &arena, &tree, NULL, NULL));
    CHECK_STR(understood(&arena,
                         gzt_arena_printf(&arena, "%.*s%.*s",
                                          GZT_ARG(repeat(&arena, "(", 64, "a")),
                                          GZT_ARG(repeat(&arena, ")", 64, ""))),
                         false),
              "a");
    gzt_arena_release(&arena);
}

// ---- Hostile input ---------------------------------------------------------

// Counted, not timed: how often a character was looked at, and how much memory
// was asked for.
static bool
is_linear(gzt_str query)
{
    gzt_query_fault fault = { 0 };
    gzt_lexemes all;
    gzt_arena arena;
    bool linear;

    gzt_arena_init(&arena);
    gzt_lex(query, false, &arena, &all, &fault);
    linear = all.steps <= STEPS_PER_BYTE * query.len + 100;
    understood(&arena, query, false);
    understood(&arena, query, true);
    linear = linear && arena.total <= 2000 * query.len + 100000;
    gzt_arena_release(&arena);
    return linear;
}

static void
test_repeated_pieces_take_linear_work(void)
{
    static const char *const pieces[] = {
        "(",        ")",        "()",      "\"",      "\"\" ",   "- ",
        "-",        "~",        "*",       "* ",      ":",       "a:",
        "title:",   "date:",    "“",       "“ ",      "a“ ",     "”",
        "“”",       "“\"",      "-“",      "title:“", "NOT ",    "AND ",
        "a OR ",    "NEAR ",    "a~",      "a~9",     "a*",      "x w/s ",
        "w/p ",     "-(",       "(-",      "-.",      "-title:", "\xff",
        "\xe2\x80", "\xcc\x81", "date:..", "\"a\"~",  "\"a\"~9", "NEAR/9",
        "a",        "9",        ".",       "title:.", "a-",      "--",
        "中",       "a:\"",     "(a ",     "a) ",     "\x01",    "“a",
        "http://",  "::",
    };
    gzt_arena arena;
    bool all = true;

    gzt_arena_init(&arena);
    for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
        const char *ends[] = { "", "\"", "”", "a", ")", " -", "autor:x" };

        for (size_t j = 0; j < sizeof(ends) / sizeof(*ends); j++) {
            if (!is_linear(repeat(&arena, pieces[i], LONG, ends[j]))) {
                printf("# not linear: %s ... %s\n", pieces[i], ends[j]);
                all = false;
            }
            gzt_arena_reset(&arena);
        }
    }
    gzt_arena_release(&arena);
    CHECK(all && "steps and memory are linear");
}

static uint64_t
next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

// Faults lie inside the query and show; trees describe, and their kids lie in
// them.
static bool
is_sound(const gzt_node *node, gzt_str query, unsigned height)
{
    if (node->end > query.len || node->start > node->end ||
        height > GZT_QUERY_HEIGHT)
        return false;
    if ((node->kind == GZT_NODE_EMPTY && height > 1) ||
        (node->kind == GZT_NODE_NOT && node->count != 1))
        return false;
    for (size_t i = 0; i < node->count; i++)
        if (!is_sound(node->kids[i], query, height + 1))
            return false;
    return true;
}

static bool
survives(gzt_arena *arena, gzt_str query, bool strict)
{
    const gzt_node *tree = NULL;
    gzt_query_fault fault = { 0 };
    gzt_str text;

    if (!gzt_query_parse(query, strict, arena, &tree, &fault, NULL))
        return is_sound(tree, query, 1) && gzt_node_describe(tree, arena).len;
    text = gzt_query_fault_show(query, &fault, 40, arena);
    while (text.len) {
        uint32_t code = gzt_utf8_take(&text);

        if (code != '\n' && gzt_utf8_is_unsafe(code))
            return false;
    }
    return fault.start <= fault.end && fault.end <= query.len &&
           fault.message.len;
}

static void
test_random_queries_survive(void)
{
    static const char *const pieces[] = {
        "a",      "gas ", " ",        "(",      ")",        "\"",    "“",
        "”",      "-",    " -",       "AND",    " OR ",     " NOT ", "*",
        "~",      "~2",   ":",        "title:", "date:",    "..",    "foo:",
        "\xff",   "\x00", "中",       " w/s ",  " NEAR/5 ", "NEAR",  "http://",
        ".",      ",",    "\xcc\x81", "9",      "\u202e",   "\xe2",  " AND ",
        "exact:", "tag:", "\n",       "’",      "~12",
    };
    enum {
        KINDS = sizeof(pieces) / sizeof(*pieces)
    };
    uint64_t state = 88172645463325252u;
    gzt_arena arena;
    bool all = true;

    gzt_arena_init(&arena);
    for (int round = 0; round < 100000 && all; round++) {
        char text[256];
        size_t len = 0, count = next_random(&state) % 24;

        for (size_t i = 0; i < count; i++) {
            const char *piece = pieces[next_random(&state) % KINDS];
            size_t bytes = *piece ? strlen(piece) : 1;

            if (round % 5 == 0)
                text[len++] = (char)next_random(&state);
            else
                memcpy(text + len, piece, bytes);
            len += round % 5 == 0 ? 0 : bytes;
        }
        all = survives(&arena, (gzt_str){ text, len }, round & 1);
        if (!all)
            printf("# [%.*s]\n", (int)len, text);
        gzt_arena_reset(&arena);
    }
    gzt_arena_release(&arena);
    CHECK(all && "no fault lies outside, no tree is unsound");
}

int
main(int argc, char **argv)
{
    if (argc > 1)
        table = argv[1];
    test_table();
    test_nodes_know_their_place();
    test_json_says_all();
    test_the_caret_stands_under_the_place();
    test_err_has_it_in_one_line();
    test_limits_are_named();
    test_repeated_pieces_take_linear_work();
    test_random_queries_survive();
    return tap_done();
}
