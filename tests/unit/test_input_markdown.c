/* test_input_markdown.c - Markdown and front matter, down to plain text. */
#include "base/str.h"
#include "input/front_matter.h"
#include "input/input.h"
#include "tap.h"

#include <stdlib.h>

static gzt_article
parse(gzt_arena *arena, const char *text)
{
    gzt_raw raw = { .format = GZT_FORMAT_MARKDOWN,
                    .bytes = (char *)text,
                    .len = strlen(text),
                    .path = GZT_S("dir/file.md") };
    gzt_input_options options = { 0 };
    gzt_parsed parsed;

    gzt_arena_reset(arena);
    gzt_input_parse(&raw, &options, arena, &parsed);
    return parsed.article;
}

// `source`, the text under a title, becomes `want`.
static void
check_body(const char *source, const char *want, int line)
{
    gzt_arena arena;
    gzt_str body;
    size_t len = strlen(source) + 20;
    char *text = malloc(len);
    bool same;

    gzt_arena_init(&arena);
    snprintf(text, len, "# Title\n\n%s", source);
    body = parse(&arena, text).body;
    same = gzt_str_eq(body, gzt_str_of(want));
    tap_check(same, "Markdown is reduced", __FILE__, line);
    if (!same)
        printf("# got [%.*s]\n", GZT_ARG(body));
    gzt_arena_release(&arena);
    free(text);
}

static void
test_blocks(void)
{
    check_body("One\ntwo\n\nthree", "One two\n\nthree", __LINE__);
    check_body("One  \ntwo\\\nthree", "One\ntwo\nthree", __LINE__);
    check_body("## Head ##\nText", "Head\n\nText", __LINE__);
    check_body("Head\n----\n\nText", "Head\n\nText", __LINE__);
    check_body("a\n\n---\n\n* * *\n\nb", "a\n\nb", __LINE__);
    check_body("> quoted\n> more\n>\n> > deep", "quoted more\n\ndeep",
               __LINE__);
    check_body("- a\n- b\n  goes on\n  - c\n\nText", "a\nb goes on\nc\n\nText",
               __LINE__);
    check_body("- [ ] todo\n- [x] done\n+ plus", "todo\ndone\nplus", __LINE__);
    check_body("Terms:\n1. one\n2) two", "Terms:\n\n1. one\n2) two", __LINE__);
    check_body("1984. was a year", "1984. was a year", __LINE__);
    check_body("```c\nint *a_b_c;\n\n# no head\n```\nafter",
               "int *a_b_c;\n\n# no head\n\nafter", __LINE__);
    check_body("| a | b |\n|---|--:|\n| 1 | *2* |", "a b\n1 2", __LINE__);
    check_body("A[^1] claim.\n\n[^1]: The *note*.", "A claim.\n\nThe note.",
               __LINE__);
    check_body("Dear reader,\r\nhello.\r\n", "Dear reader, hello.", __LINE__);
}

static void
test_inlines(void)
{
    check_body("*em* **strong** ***both*** _em_ __strong__ ~~gone~~",
               "em strong both em strong gone", __LINE__);
    check_body("snake_case_name 2 * 3 * 4 a* b ~5", //
               "snake_case_name 2 * 3 * 4 a* b ~5", __LINE__);
    check_body("**[bold *link*](u)**", "bold link", __LINE__);
    check_body("[text](https://x.example/a_(b) \"T\") [r][1] [c][] [d]\n\n"
               "[1]: https://x\n[D]: <https://y> 'z'",
               "text r c d", __LINE__);
    check_body("he said [sic] and [so] on", "he said [sic] and [so] on",
               __LINE__);
    check_body("![alt *text*](p.png) [![in](a)](b)", "alt text in", __LINE__);
    check_body("`a*b*` `` x`y `` a`b", "a*b* x`y a`b", __LINE__);
    check_body("\\*no\\* \\[x\\](y) C:\\dir", "*no* [x](y) C:\\dir", __LINE__);
    check_body("a &amp; b &eacute; &#233; &#xe9; &no; &", //
               "a & b \xc3\xa9 \xc3\xa9 \xc3\xa9 &no; &", __LINE__);
    check_body("<b>x</b><br>y <https://z.example> a < b > c",
               "x\ny https://z.example a < b > c", __LINE__);
    check_body("a<!-- b -->c\n\n<!--\nhidden\n-->\n\n<script>\nx()\n</script>"
               "\n\nd",
               "ac\n\nd", __LINE__);
    check_body("[unclosed *and", "[unclosed *and", __LINE__);
}

static void
test_titles(void)
{
    gzt_arena arena;
    gzt_article a;

    gzt_arena_init(&arena);
    a = parse(&arena, "# A *title*\n\nText");
    CHECK_STR(a.title, "A title");
    CHECK_STR(a.body, "Text");
    CHECK_STR(a.id, "dir/file.md");
    a = parse(&arena, "A title\n=======\n\nText");
    CHECK_STR(a.title, "A title");
    a = parse(&arena, "## Second level\n\nText");
    CHECK_STR(a.title, "Second level");
    a = parse(&arena, "Text first.\n\n## Section\n\nMore");
    CHECK_STR(a.title, "Text first.");
    CHECK(gzt_str_eq(a.body, GZT_S("Text first.\n\nSection\n\nMore")));
    a = parse(&arena, "---\ntitle: Given\n---\n\n# Given\n\n# Other\n\nText");
    CHECK_STR(a.title, "Given");
    CHECK(gzt_str_eq(a.body, GZT_S("Other\n\nText")));
    gzt_arena_release(&arena);
}

static void
test_front_matter(void)
{
    gzt_arena arena;
    gzt_article a;

    gzt_arena_init(&arena);
    a = parse(&arena, "---\n"
                      "# a comment\n"
                      "Title: \"A: \\\"quoted\\\" title\"\n"
                      "id: 'it''s'\n"
                      "date: 2014-05-21\n"
                      "author:\n"
                      "  - A B\n"
                      "  - C D\n"
                      "tags: [x, \"y, z\"]\n"
                      "section: World\n"
                      "abstract: >\n"
                      "  over\n"
                      "  lines\n"
                      "rating: 5\n"
                      "places: [a, b]\n"
                      "url: https://x.example/?a=b: c\n"
                      "---\r\n"
                      "Text\n");
    CHECK_STR(a.title, "A: \"quoted\" title");
    CHECK_STR(a.id, "it's");
    CHECK_STR(a.date, "2014-05-21");
    CHECK_STR(a.author, "A B, C D");
    CHECK_STR(a.tags, "[\"x\",\"y, z\"]");
    CHECK_STR(a.section, "World");
    CHECK_STR(a.url, "https://x.example/?a=b: c");
    CHECK_STR(a.extra, "{\"abstract\":\"over lines\",\"rating\":\"5\","
                       "\"places\":[\"a\",\"b\"]}");
    CHECK_STR(a.body, "Text");
    a = parse(&arena, "---\ntags: one, two\n---\nText");
    CHECK_STR(a.tags, "[\"one\",\"two\"]");
    gzt_arena_release(&arena);
}

static void
test_what_is_no_front_matter(void)
{
    static const char *const none[] = {
        "",
        "---",
        "---\n",
        "---\n---\n",
        "text",
        "---\na: b\n",
        "---\nprose\n---\n",
        "----\na: b\n---\n",
        "---\n: b\n---\n",
    };

    for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
        CHECK(gzt_front_matter_length(gzt_str_of(none[i])) == 0);
    CHECK(gzt_front_matter_length(GZT_S("---\na: b\n---")) == 12);
    CHECK(gzt_front_matter_length(GZT_S("---\na:\n- b\n---\nx")) == 15);
}

// The time these take would show if anything went over the text again and
// again.
static void
test_hostile_markdown_ends(void)
{
    static const char *const pieces[] = { "[", "![",   "*a ", "_",   "`", "<",
                                          "&", "**a*", "> ",  "[](", "\\" };
    static char text[1000001];
    gzt_arena arena;

    gzt_arena_init(&arena);
    for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
        size_t len = strlen(pieces[i]);

        for (size_t at = 0; at + len < sizeof(text); at += len)
            memcpy(text + at, pieces[i], len + 1);
        CHECK(parse(&arena, text).path.len > 0);
    }
    gzt_arena_release(&arena);
}

int
main(void)
{
    test_blocks();
    test_inlines();
    test_titles();
    test_front_matter();
    test_what_is_no_front_matter();
    test_hostile_markdown_ends();
    return tap_done();
}
