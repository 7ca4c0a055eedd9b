/* test_print.c - hits and articles in every layout: what must come out, and
 * what must never. */
#include "print/print.h"

#include "base/str.h"
#include "base/utf8.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const gzt_range title_marks[] = { { 0, 5 } };
static const gzt_range marks[] = { { 4, 9 }, { 23, 37 } };
static const gzt_range mad_title_marks[] = { { 90, 99 }, { 3, 2 } };
static const gzt_range mad_marks[] = { { 2, 2 }, { 5, 4000 } };
static const gzt_matched matched[] = {
    { { "CICA", 4 },
      { "C.I.C.A.", 8 },
      { "acronym", 7 },
      GZT_IN_BODY,
      { 4, 12 } },
    { { "x", 1 }, { 0 }, { "exact", 5 }, GZT_IN_TITLE, { 0, 0 } },
};

// An article without any surprise.
static gzt_hit
plain_hit(void)
{
    return (gzt_hit){
        .rank = 1,
        .score = 7.41,
        .id = GZT_S("a04"),
        .title = GZT_S("Chile and Peru settle a row"),
        .date = GZT_S("2014-05-20T02:00:00Z"),
        .source = GZT_S("Vanguard"),
        .lang = GZT_S("en"),
        .url = GZT_S("https://example.org/a04"),
        .path = GZT_S("news/a04.txt"),
        .title_marks = title_marks,
        .title_mark_count = COUNT(title_marks),
        .snippet = GZT_S("The court drew a line, United Nations said."),
        .marks = marks,
        .mark_count = COUNT(marks),
        .matched = matched,
        .matched_count = COUNT(matched),
    };
}

// An article by somebody who does not mean well.
static gzt_hit
hostile_hit(void)
{
    return (gzt_hit){
        .rank = 2,
        .score = -0.00004,
        .id = GZT_S("a\tb\nc\\d e"),
        .title = GZT_S("\x1b[31mred \xe2\x80\xae, \"q\"\r\n\x9b\xff"),
        .date = GZT_S("2014"),
        .source = GZT_S("a,b"),
        .url = GZT_S("https://x/\x1b]8;;"),
        .path = GZT_S("p\nq\\r"),
        .snippet = GZT_S("line\x07\nnext\xf3\xa0\x80\x81"),
        .title_marks = mad_title_marks,
        .title_mark_count = 2,
        .marks = mad_marks,
        .mark_count = 2,
    };
}

// Both in `layout`.
static gzt_str
print(gzt_style style, gzt_buf *out)
{
    gzt_hit hits[] = { plain_hit(), hostile_hit() };
    gzt_answer answer = { .hits = hits, .count = 2, .query = GZT_S("a\tb") };

    gzt_buf_clear(out);
    gzt_print_hits(&style, &answer, true, out);
    return gzt_buf_str(out);
}

static void
test_tsv_has_six_columns_whatever_the_text(gzt_buf *b)
{
    CHECK_STR(print((gzt_style){ .layout = GZT_LAYOUT_TSV }, b),
              "1\t7.4100\t2014-05-20T02:00:00Z\tVanguard\ta04\t"
              "Chile and Peru settle a row\n"
              "2\t0.0000\t2014\ta,b\ta\\tb\\nc\\\\d e\t"
              "\\x1b[31mred \\u202e, \"q\"\\r\\n\xef\xbf\xbd\xef\xbf\xbd\n");
}

static void
test_csv_quotes_and_has_one_line_a_hit(gzt_buf *b)
{
    gzt_style style = { .layout = GZT_LAYOUT_CSV };
    gzt_answer none = { .count = 0 };

    CHECK_STR(print(style, b), "rank,score,date,source,id,title\n"
                               "1,7.4100,2014-05-20T02:00:00Z,Vanguard,a04,"
                               "Chile and Peru settle a row\n"
                               "2,0.0000,2014,\"a,b\",a\\tb\\nc\\\\d e,"
                               "\"\\x1b[31mred \\u202e, \"\"q\"\"\\r\\n"
                               "\xef\xbf\xbd\xef\xbf\xbd\"\n");
    gzt_buf_clear(b);
    gzt_print_hits(&style, &none, true, b);
    CHECK_STR(gzt_buf_str(b), "rank,score,date,source,id,title\n");
    gzt_buf_clear(b);
    gzt_print_hits(&style, &none, false, b);
    CHECK(!b->len);
}

static void
test_json_is_as_documented(gzt_buf *b)
{
    CHECK_STR(print((gzt_style){ .layout = GZT_LAYOUT_JSON }, b),
              "{\"v\":1,\"rank\":1,\"score\":7.41,\"id\":\"a04\","
              "\"date\":\"2014-05-20T02:00:00Z\",\"source\":\"Vanguard\","
              "\"lang\":\"en\",\"title\":\"Chile and Peru settle a row\","
              "\"url\":\"https://example.org/a04\","
              "\"path\":\"news/a04.txt\","
              "\"matched\":[{\"query\":\"CICA\",\"as\":\"C.I.C.A.\","
              "\"via\":\"acronym\",\"field\":\"body\",\"start\":4,\"end\":12},"
              "{\"query\":\"x\",\"via\":\"exact\",\"field\":\"title\","
              "\"start\":0,\"end\":0}],"
              "\"snippet\":\"The court drew a line, United Nations said.\","
              "\"marks\":[[4,9],[23,37]]}\n"
              "{\"v\":1,\"rank\":2,\"score\":0,\"id\":\"a\\tb\\nc\\\\d e\","
              "\"date\":\"2014\",\"source\":\"a,b\","
              "\"title\":\"\\u001b[31mred \\u202e, \\\"q\\\"\\r\\n"
              "\xef\xbf\xbd\xef\xbf\xbd\","
              "\"url\":\"https://x/\\u001b]8;;\",\"path\":\"p\\nq\\\\r\","
              "\"snippet\":\"line\\u0007\\nnext\\udb40\\udc01\","
              "\"marks\":[]}\n");
}

static void
test_json_names_label_and_copies(gzt_buf *b)
{
    gzt_style style = { .layout = GZT_LAYOUT_JSON };
    gzt_hit hit = { .rank = 12, .score = 1234.56789, .collapsed = 3 };
    gzt_answer answer = { .hits = &hit, .count = 1, .label = GZT_S("q\n1") };

    gzt_buf_clear(b);
    gzt_print_hits(&style, &answer, true, b);
    CHECK_STR(gzt_buf_str(b), "{\"v\":1,\"label\":\"q\\n1\",\"rank\":12,"
                              "\"score\":1234.5679,\"collapsed\":3}\n");
    hit.score = 0.0 / (hit.score - hit.score);
    gzt_buf_clear(b);
    gzt_print_hits(&style, &answer, true, b);
    CHECK(strstr(b->ptr, "\"score\":0,") != NULL);
    hit.score = 1e300;
    gzt_buf_clear(b);
    gzt_print_hits(&style, &answer, true, b);
    CHECK(strstr(b->ptr, "\"score\":1000000000000,") != NULL);
}

static void
test_trec_has_six_columns_and_falling_scores(gzt_buf *b)
{
    gzt_hit hits[] = {
        { .rank = 1, .score = 20.5, .id = GZT_S("z") },
        { .rank = 2, .score = 20.5, .id = GZT_S("a b\xc2\xa0%20\xff") },
        { .rank = 3, .score = 20.5 },
        { .rank = 4, .score = 21, .id = GZT_S("\xe2\x80\xae") },
        { .rank = 5, .score = -0.0, .id = GZT_S("\xc3\xa9") },
    };
    gzt_style style = { .layout = GZT_LAYOUT_TREC };
    gzt_answer answer = { .hits = hits, .count = COUNT(hits) };
    double before = 1e9, score;
    gzt_str rest, line;

    gzt_buf_clear(b);
    gzt_print_hits(&style, &answer, true, b);
    CHECK_STR(gzt_buf_str(b), "0 Q0 z 1 20.500000 gazette\n"
                              "0 Q0 a%20b%C2%A0%20%FF 2 20.499999 gazette\n"
                              "0 Q0 - 3 20.499997 gazette\n"
                              "0 Q0 %E2%80%AE 4 20.499995 gazette\n"
                              "0 Q0 \xc3\xa9 5 0.000000 gazette\n");
    rest = gzt_buf_str(b);
    while (gzt_str_cut(&rest, '\n', &line) && line.len) {
        CHECK(sscanf(line.ptr, "%*s %*s %*s %*u %lf", &score) == 1 &&
              (float)score < (float)before);
        before = score;
    }
    answer.label = GZT_S("topic 1");
    gzt_buf_clear(b);
    gzt_print_hits(&style, &answer, true, b);
    CHECK(gzt_str_starts(gzt_buf_str(b), GZT_S("topic%201 Q0 z 1 ")));
}

static void
test_lists_are_one_a_line_or_raw_before_nul(gzt_buf *b)
{
    gzt_hit hits[] = { { .id = GZT_S("a\0b"), .path = GZT_S("") },
                       { .id = GZT_S("c\nd"), .path = GZT_S("p") } };
    gzt_style style = { .layout = GZT_LAYOUT_IDS, .nul = true };
    gzt_answer answer = { .hits = hits, .count = 2 };

    CHECK_STR(print((gzt_style){ .layout = GZT_LAYOUT_IDS }, b),
              "a04\na\\tb\\nc\\d e\n");
    CHECK_STR(print((gzt_style){ .layout = GZT_LAYOUT_PATHS }, b),
              "news/a04.txt\np\\nq\\r\n");
    gzt_buf_clear(b);
    gzt_print_hits(&style, &answer, true, b);
    CHECK(gzt_str_eq(gzt_buf_str(b), GZT_S("a\\x00b\0c\nd\0")));
    gzt_buf_clear(b);
    style.layout = GZT_LAYOUT_PATHS;
    gzt_print_hits(&style, &answer, true, b);
    CHECK(gzt_str_eq(gzt_buf_str(b), GZT_S("p\0")));
}

static void
test_templates_fill_in_and_end_lines(gzt_buf *b)
{
    static const char *const cases[][2] = {
        { "{rank} {score}", "1 7.4100\n2 0.0000\n" },
        { "{id}\\t{lang}|", "a04\ten|\na\\tb\\nc\\\\d e\t|\n" },
        { "{id}\\n", "a04\na\\tb\\nc\\\\d e\n" },
        { "{rank}\n", "1\n2\n" },
        { "{rank}\\\\", "1\\2\\" },
        { "\\{{query}\\}", "{a\\tb}{a\\tb}" },
        { "{collapsed}{label}{author}{section}{updated}", "0\n0\n" },
        { "{date} {path}", "2014-05-20T02:00:00Z news/a04.txt\n"
                           "2014 p\\nq\\\\r\n" },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        gzt_style style = { .layout = GZT_LAYOUT_TEMPLATE,
                            .format = gzt_str_of(cases[i][0]) };

        CHECK(!gzt_template_check(style.format, NULL));
        CHECK_STR(print(style, b), cases[i][1]);
    }
    print((gzt_style){ .layout = GZT_LAYOUT_TEMPLATE,
                       .format = GZT_S("{rank}\\0") },
          b);
    CHECK(gzt_str_eq(gzt_buf_str(b), GZT_S("1\0"
                                           "2\0")));
}

static void
test_bad_templates_are_refused_with_the_reason(void)
{
    static const char *const cases[][2] = {
        { "{titel}", "unknown field {titel} in the template; there are {rank}"
                     " {score} {id} " },
        { "{}", "unknown field {} in" },
        { "{\x1b\n}", "unknown field {\\x1b\\n} in" },
        { "{a{id}", "unknown field {a{id} in" },
        { "{id", "{ without } in the template; a brace of the text is \\{" },
        { "id}", "} without { in the template; a brace of the text is \\}" },
        { "\\x", "unknown escape in the template; there are \\t " },
        { "{id}\\", "unknown escape in the template" },
        { "", "the template is empty" },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        gzt_err err = { 0 };

        CHECK(gzt_template_check(gzt_str_of(cases[i][0]), &err) == GZT_EINVAL);
        CHECK_STR(gzt_str_slice(gzt_str_of(err.text), 0, strlen(cases[i][1])),
                  cases[i][1]);
    }
}

static void
test_human_wraps_with_a_hanging_indent(gzt_buf *b)
{
    CHECK_STR(print((gzt_style){ .columns = 30 }, b),
              " 1  Chile and Peru settle a\n"
              "    row\n"
              "    2014-05-20 \xc2\xb7 Vanguard \xc2\xb7\n"
              "    a04\n"
              "    The court drew a line,\n"
              "    United Nations said.\n"
              "\n"
              " 2  \\x1b[31mred \\u202e, \"q\" \xef\xbf\xbd\xef\xbf\xbd\n"
              "    2014 \xc2\xb7 a,b \xc2\xb7 a b c\\d e\n"
              "    line\\x07 next\\U000e0001\n"
              "\n");
}

static void
test_human_colours_every_match(gzt_buf *b)
{
    gzt_hit hit = plain_hit();
    gzt_answer answer = { .hits = &hit, .count = 1 };
    gzt_style style = { .columns = 36, .colour = true };

    hit.rank = 123;
    hit.date = hit.source = (gzt_str){ 0 };
    hit.collapsed = 1;
    hit.title = GZT_S("Chile");
    gzt_buf_clear(b);
    gzt_print_hits(&style, &answer, true, b);
    CHECK_STR(
        gzt_buf_str(b),
        "\x1b[2m123\x1b[0m  \x1b]8;;https://example.org/a04\x1b\\"
        "\x1b[0;1;33mChile\x1b[0m\x1b]8;;\x1b\\\n"
        "     \x1b[0;2ma04 (+1 copy)\x1b[0m\n"
        "     The \x1b[0;1;33mcourt\x1b[0m drew a line, \x1b[0;1;33mUnited"
        "\x1b[0m\n"
        "     \x1b[0;1;33mNations\x1b[0m said.\n\n");
    style.colour = false;
    style.by_source = true;
    gzt_buf_clear(b);
    gzt_print_hits(&style, &answer, true, b);
    CHECK(strstr(b->ptr, "a04 (+1 more from this source)\n") != NULL);
}

static void
test_links_need_an_honest_url(gzt_buf *b)
{
    static const char *const bad[] = { "",          "javascript:x",
                                       "file:///",  "https://a b",
                                       "http://\n", "https://x/\x1b]8;;" };
    gzt_hit hit = { .rank = 1, .title = GZT_S("t") };
    gzt_answer answer = { .hits = &hit, .count = 1 };
    gzt_style style = { .columns = 80, .colour = true };

    for (size_t i = 0; i < COUNT(bad); i++) {
        hit.url = gzt_str_of(bad[i]);
        gzt_buf_clear(b);
        gzt_print_hits(&style, &answer, true, b);
        CHECK(!strstr(b->ptr, "\x1b]8"));
    }
    hit.url = GZT_S("http://x/\xc3\xa9");
    gzt_buf_clear(b);
    gzt_print_hits(&style, &answer, true, b);
    CHECK(strstr(b->ptr, "\x1b]8;;http://x/%C3%A9\x1b\\") != NULL);
}

// Columns of the widest line, without what the terminal obeys.
static unsigned
widest_line(gzt_str text)
{
    unsigned widest = 0, width = 0;

    while (text.len) {
        uint32_t code = gzt_utf8_take(&text);

        if (code == '\x1b') {
            bool link = text.len && *text.ptr == ']';

            while (text.len && code != (link ? '\\' : 'm'))
                code = gzt_utf8_take(&text);
            continue;
        }
        width = code == '\n' ? 0 : width + (unsigned)gzt_utf8_width(code);
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void
test_no_human_line_is_too_wide(gzt_buf *b)
{
    gzt_hit hits[] = { plain_hit(), hostile_hit() };
    gzt_answer answer = { .hits = hits, .count = 2 };

    hits[0].title = GZT_S("\xe6\x9d\xb1\xe4\xba\xac\xe3\x80\x82\xe6\x9d\xb1"
                          "\xe4\xba\xac\xe6\x9d\xb1\xe4\xba\xac\xe6\x9d\xb1"
                          "\xe4\xba\xacTokyo");
    hits[0].snippet = GZT_S("https://example.org/a/very/long/address/that/no"
                            "/blank/breaks/and/goes/on/for/ever "
                            "e\xcc\x81 e\xcc\x81 \xf0\x9f\x91\xa9\xe2\x80\x8d"
                            "\xf0\x9f\x91\xa7 \xed\x95\x9c");
    hits[0].marks = (const gzt_range[]){ { 0, 70 } };
    hits[0].mark_count = 1;
    for (unsigned columns = 16; columns < 240; columns++) {
        gzt_style style = { .columns = columns, .colour = columns % 2 };

        gzt_buf_clear(b);
        gzt_print_hits(&style, &answer, true, b);
        if (widest_line(gzt_buf_str(b)) > (columns < 100 ? columns : 100) ||
            !gzt_utf8_valid(gzt_buf_str(b)))
            CHECK(!"a line is too wide");
    }
    for (unsigned columns = 0; columns < 16; columns++)
        gzt_print_hits(&(gzt_style){ .columns = columns }, &answer, true, b);
    CHECK(gzt_utf8_valid(gzt_buf_str(b)));
}

static void
test_characters_stay_whole(gzt_buf *b)
{
    gzt_hit hit = { .rank = 1, .id = GZT_S("i") };
    gzt_answer answer = { .hits = &hit, .count = 1 };
    gzt_style style = { .columns = 16 };

    // Twelve columns: an accent stays with its letter, a stop with the sign
    // before it, an escape is not divided.
    hit.title = GZT_S("abcdefghijke\xcc\x81xyz");
    hit.snippet = GZT_S("\xe6\x9d\xb1\xe4\xba\xac\xe6\x9d\xb1\xe4\xba\xac"
                        "\xe6\x9d\xb1\xe4\xba\xac\xe3\x80\x82\xe6\x9d\xb1 "
                        "abcdefghij\x1bxy");
    gzt_buf_clear(b);
    gzt_print_hits(&style, &answer, true, b);
    CHECK_STR(gzt_buf_str(b),
              " 1  abcdefghijke\xcc\x81\n"
              "    xyz\n"
              "    i\n"
              "    \xe6\x9d\xb1\xe4\xba\xac\xe6\x9d\xb1\xe4\xba\xac"
              "\xe6\x9d\xb1\n"
              "    \xe4\xba\xac\xe3\x80\x82\xe6\x9d\xb1\n"
              "    abcdefghij\n"
              "    \\x1bxy\n\n");
}

static void
test_human_leaves_out_what_is_missing(gzt_buf *b)
{
    gzt_hit hit = { .rank = 1, .url = GZT_S("u"), .snippet = GZT_S(" \n ") };
    gzt_answer answer = { .hits = &hit, .count = 1 };
    gzt_style style = { .columns = 80 };

    gzt_buf_clear(b);
    gzt_print_hits(&style, &answer, true, b);
    CHECK_STR(gzt_buf_str(b), " 1  (no title)\n    u\n\n");
    answer.label = GZT_S("q1");
    answer.query = GZT_S("gas\tdeal");
    gzt_buf_clear(b);
    gzt_print_hits(&style, &answer, true, b);
    CHECK(gzt_str_starts(gzt_buf_str(b),
                         GZT_S("q1 \xc2\xb7 gas deal\n\n 1  (no title)\n")));
    gzt_buf_clear(b);
    gzt_print_hits(&style, &answer, false, b);
    CHECK(gzt_str_starts(gzt_buf_str(b), GZT_S(" 1  ")));
}

static void
test_summary_counts_and_times(gzt_buf *b)
{
    static const struct {
        gzt_answer answer;
        const char *want;
    } cases[] = {
        { { .count = 4, .total = 4, .total_exact = true, .seconds = 0.0023 },
          "4 articles in 2 ms\n" },
        { { .count = 10, .total = 345, .total_exact = true, .seconds = 0.003 },
          "10 of 345 articles, 3 ms\n" },
        { { .count = 1200, .total = 1200 }, "about 1,200 articles\n" },
        { { .count = 12, .total = 12, .at_most = true },
          "at most 12 articles\n" },
        { { .count = 0, .total = 1234567, .total_exact = true },
          "0 of 1,234,567 articles\n" },
        { { .count = 1, .total = 1, .total_exact = true, .seconds = 0.0004 },
          "1 article in 0.4 ms\n" },
        { { .total_exact = true, .seconds = 1.25 }, "no articles in 1.3 s\n" },
        { { .total_exact = true, .seconds = 0.9999 },
          "no articles in 1.0 s\n" },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        gzt_buf_clear(b);
        gzt_print_summary(&(gzt_style){ 0 }, &cases[i].answer, b);
        CHECK_STR(gzt_buf_str(b), cases[i].want);
    }
}

static void
test_escaped_is_safe(gzt_buf *b)
{
    gzt_buf_clear(b);
    gzt_print_escaped(GZT_S("\0\t\\ \x7f\xc2\x9b\xef\xbb\xbf\xc3\xa9\xc3"), b);
    CHECK_STR(gzt_buf_str(b),
              "\\x00\\t\\\\ \\x7f\\x9b\\ufeff\xc3\xa9\xef\xbf\xbd");
    gzt_buf_clear(b);
    gzt_print_escaped((gzt_str){ 0 }, b);
    CHECK(!b->len);
}

static gzt_article
article(void)
{
    return (gzt_article){
        .id = GZT_S("a04"),
        .title = GZT_S("A row\x1b is settled"),
        .body = GZT_S("\n\nFirst line\nand second.\n\n\nThe \"end\".\n"),
        .date = GZT_S("2014-05-20"),
        .source = GZT_S("Vanguard"),
        .tags = GZT_S("[\"oil\", \"gas \\u00e9\\ud83d\\ude00\"]"),
        .path = GZT_S("a.txt"),
        .extra = GZT_S(" {\"wire\" : \"A\\nP\\/\\u202e\", \"n\":\n[1, {\"a\":"
                       "\"}\"}],\"big\":12345678901234567890, \"path\":\"z\","
                       "\"v\":7, \"nil\":null}"),
    };
}

static gzt_str
show(gzt_style style, const gzt_article *which, gzt_buf *out)
{
    gzt_buf_clear(out);
    gzt_print_article(&style, which, out);
    return gzt_buf_str(out);
}

static void
test_article_as_json_gives_everything_back(gzt_buf *b)
{
    gzt_style style = { .layout = GZT_LAYOUT_JSON };
    gzt_article a = article();

    CHECK_STR(show(style, &a, b),
              "{\"v\":1,\"id\":\"a04\",\"title\":\"A row\\u001b is settled\","
              "\"body\":\"\\n\\nFirst line\\nand second.\\n\\n\\nThe"
              " \\\"end\\\".\\n\",\"date\":\"2014-05-20\","
              "\"source\":\"Vanguard\","
              "\"tags\":[\"oil\",\"gas \xc3\xa9\xf0\x9f\x98\x80\"],"
              "\"path\":\"a.txt\",\"wire\":\"A\\nP/\\u202e\","
              "\"n\":[1,{\"a\":\"}\"}],\"big\":12345678901234567890,"
              "\"nil\":null}\n");
    a = (gzt_article){ .id = GZT_S("i"), .extra = GZT_S("{\"path\":\"z\"}") };
    CHECK_STR(show(style, &a, b), "{\"v\":1,\"id\":\"i\",\"path\":\"z\"}\n");
}

static void
test_damaged_fields_do_no_harm(gzt_buf *b)
{
    static const char *const damaged[] = {
        "{",         "[",
        "{}",        "{\"a\"",
        "{\"a\":",   "{\"a\":}",
        "{\"a",      "nonsense",
        "{\"a\":[}", "{\"a\":\"\\",
        "{\"a\":1",  "{1:2}",
        "{,,}",      "{\"a\":\"\\u\"",
        "]",         "{\"a\":{{",
        "{\"\\ud8",  "{:}",
        "\"",        "{\"a\":1]]]",
    };
    gzt_style json = { .layout = GZT_LAYOUT_JSON };
    gzt_style human = { .columns = 40 };

    for (size_t i = 0; i < COUNT(damaged); i++) {
        gzt_article a = { .id = GZT_S("i"),
                          .tags = gzt_str_of(damaged[i]),
                          .extra = gzt_str_of(damaged[i]) };
        gzt_str line = show(json, &a, b);

        CHECK(gzt_str_find(line, GZT_S("\n")) == line.len - 1);
        CHECK(gzt_str_starts(line, GZT_S("{\"v\":1,\"id\":\"i\",\"tags\":[")));
        CHECK(show(human, &a, b).len > 0);
    }
}

static void
test_article_for_people(gzt_buf *b)
{
    gzt_article a = article();

    CHECK_STR(show((gzt_style){ .columns = 30 }, &a, b),
              "A row\\x1b is settled\n"
              "\n"
              "id      a04\n"
              "date    2014-05-20\n"
              "source  Vanguard\n"
              "tags    oil, gas \xc3\xa9\xf0\x9f\x98\x80\n"
              "path    a.txt\n"
              "wire    A P/\\u202e\n"
              "n       [1, {\"a\":\"}\"}]\n"
              "big     12345678901234567890\n"
              "nil     null\n"
              "\n"
              "First line and second.\n"
              "\n"
              "The \"end\".\n");
    a = (gzt_article){ .id = GZT_S("i"),
                       .source = GZT_S("a source with a long name indeed"),
                       .extra = GZT_S("{\"x\\ny is a long name\":true}") };
    CHECK_STR(show((gzt_style){ .columns = 30, .colour = true }, &a, b),
              "\x1b[2mid\x1b[0m      i\n"
              "\x1b[2msource\x1b[0m  a source with a long\n"
              "        name indeed\n"
              "\x1b[2mx\\ny is a long name\x1b[0m\n"
              "        true\n");
}

static void
test_a_full_buffer_is_no_disaster(void)
{
    gzt_article a = article();

    for (size_t max = 0; max < 400; max += 7)
        for (int layout = 0; layout <= GZT_LAYOUT_PATHS; layout++) {
            gzt_style style = { .layout = (gzt_layout)layout,
                                .format = GZT_S("{id}{title}") };
            gzt_buf small;

            gzt_buf_init(&small, max);
            print(style, &small);
            gzt_print_article(&style, &a, &small);
            if (small.len > max)
                CHECK(!"the limit holds");
            gzt_buf_release(&small);
        }
    CHECK(true);
}

int
main(void)
{
    gzt_buf b;

    gzt_buf_init(&b, 1 << 20);
    test_tsv_has_six_columns_whatever_the_text(&b);
    test_csv_quotes_and_has_one_line_a_hit(&b);
    test_json_is_as_documented(&b);
    test_json_names_label_and_copies(&b);
    test_trec_has_six_columns_and_falling_scores(&b);
    test_lists_are_one_a_line_or_raw_before_nul(&b);
    test_templates_fill_in_and_end_lines(&b);
    test_bad_templates_are_refused_with_the_reason();
    test_human_wraps_with_a_hanging_indent(&b);
    test_human_colours_every_match(&b);
    test_links_need_an_honest_url(&b);
    test_no_human_line_is_too_wide(&b);
    test_characters_stay_whole(&b);
    test_human_leaves_out_what_is_missing(&b);
    test_summary_counts_and_times(&b);
    test_escaped_is_safe(&b);
    test_article_as_json_gives_everything_back(&b);
    test_damaged_fields_do_no_harm(&b);
    test_article_for_people(&b);
    test_a_full_buffer_is_no_disaster();
    gzt_buf_release(&b);
    return tap_done();
}
