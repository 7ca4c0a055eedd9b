/* test_input_text.c - plain text and saved pages: title, byline and body, and
 * none of the furniture.
 *
 * data/input/pages/NAME.txt is a text, NAME.want what must become of it, a
 * line each: "title:", "author:", "date:", "updated:" the field; "has:" and
 * "not:" what must and must not be in the body; "paragraphs:" and "lines:" how
 * many it has.
 */
#include "base/str.h"
#include "input/input.h"
#include "input/paragraphs.h"
#include "tap.h"

#include <stdlib.h>

static gzt_str
read_file(gzt_arena *arena, gzt_str path)
{
    FILE *file = fopen(gzt_arena_cstr(arena, path), "rb");
    char bytes[20000];
    size_t len;

    if (!file)
        return (gzt_str){ 0 };
    len = fread(bytes, 1, sizeof(bytes), file);
    fclose(file);
    return gzt_arena_copy(arena, (gzt_str){ bytes, len });
}

static size_t
count_of(gzt_str s, const char *needle)
{
    size_t count = 0, at;

    while ((at = gzt_str_find(s, gzt_str_of(needle))) < s.len) {
        s = gzt_str_slice(s, at + strlen(needle), s.len);
        count++;
    }
    return count;
}

static void
check(bool ok, gzt_str path, gzt_str line)
{
    gzt_str name = path;

    for (size_t i = 0; i < path.len; i++)
        if (path.ptr[i] == '/')
            name = gzt_str_slice(path, i + 1, path.len);
    printf("%sok %d - %.*s, %.*s\n", ok ? "" : "not ", ++tap_checks,
           GZT_ARG(name), GZT_ARG(line));
    tap_failures += !ok;
}

static bool
holds(const gzt_article *article, gzt_str what, gzt_str value)
{
    gzt_str body = article->body;
    uint64_t number = 0;

    if (gzt_str_eq(what, GZT_S("title")))
        return gzt_str_eq(article->title, value);
    if (gzt_str_eq(what, GZT_S("author")))
        return gzt_str_eq(article->author, value);
    if (gzt_str_eq(what, GZT_S("date")))
        return gzt_str_eq(article->date, value);
    if (gzt_str_eq(what, GZT_S("updated")))
        return gzt_str_eq(article->updated, value);
    if (gzt_str_eq(what, GZT_S("has")))
        return gzt_str_find(body, value) < body.len;
    if (gzt_str_eq(what, GZT_S("not")))
        return gzt_str_find(body, value) == body.len;
    gzt_str_to_u64(value, 1000, &number);
    if (gzt_str_eq(what, GZT_S("paragraphs")))
        return count_of(body, "\n\n") + 1 == number;
    return gzt_str_eq(what, GZT_S("lines")) &&
           count_of(body, "\n") - count_of(body, "\n\n") + 1 == number;
}

static void
test_page(const gzt_raw *raw)
{
    gzt_input_options options = { 0 };
    gzt_parsed parsed;
    gzt_arena arena;
    gzt_str want, line, what;

    gzt_arena_init(&arena);
    gzt_input_parse(raw, &options, &arena, &parsed);
    want = read_file(&arena,
                     gzt_arena_printf(&arena, "%.*s.want",
                                      (int)raw->path.len - 4, raw->path.ptr));
    check(want.len > 0 && !parsed.reject.len, raw->path, GZT_S("is read"));
    while (gzt_str_cut(&want, '\n', &line)) {
        gzt_str value = line;

        if (!line.len)
            continue;
        gzt_str_cut(&value, ':', &what);
        check(holds(&parsed.article, what, gzt_str_trim(value)), raw->path,
              line);
    }
    gzt_arena_release(&arena);
}

static void
test_pages(const char *folder)
{
    gzt_input_options options = { 0 };
    gzt_input *input;
    gzt_raw raw;
    gzt_err err = { 0 };
    bool more;
    int pages = 0;

    if (!CHECK(!gzt_input_open(&input, &folder, 1, &options, &err)))
        return;
    while (!gzt_input_next(input, &raw, &more, &err) && more) {
        if (gzt_str_ends(raw.path, GZT_S(".txt"))) {
            test_page(&raw);
            pages++;
        }
        gzt_raw_release(&raw);
    }
    gzt_input_close(input);
    CHECK(pages >= 12);
}

// ---- Rules that a page does not show ----------------------------------------

static gzt_article
parse(gzt_arena *arena, const char *text)
{
    gzt_raw raw = { .format = GZT_FORMAT_TEXT,
                    .bytes = (char *)text,
                    .len = strlen(text),
                    .path = GZT_S("some/file.txt") };
    gzt_input_options options = { 0 };
    gzt_parsed parsed;

    gzt_arena_reset(arena);
    gzt_input_parse(&raw, &options, arena, &parsed);
    return parsed.article;
}

static void
test_front_matter_vouches_for_the_text(void)
{
    gzt_arena arena;
    gzt_article article;

    gzt_arena_init(&arena);
    article = parse(&arena, "---\ntitle: A title\ntags: [x, 'y, z']\n---\n"
                            "Subscribe to our newsletter\n\nMost read\n");
    CHECK_STR(article.title, "A title");
    CHECK_STR(article.tags, "[\"x\",\"y, z\"]");
    CHECK(gzt_str_eq(article.body,
                     GZT_S("Subscribe to our newsletter\n\nMost read")));
    CHECK_STR(article.id, "some/file.txt");
    article = parse(&arena, "---\nA rule, no front matter.\n---\n");
    CHECK(
        gzt_str_eq(article.body, GZT_S("---\nA rule, no front matter.\n---")));
    gzt_arena_release(&arena);
}

static void
test_nothing_is_lost_of_short_texts(void)
{
    gzt_arena arena;
    gzt_article article;

    gzt_arena_init(&arena);
    article = parse(&arena, "Hello world");
    CHECK_STR(article.title, "Hello world");
    CHECK_STR(article.body, "Hello world");
    article = parse(&arena, "Two words\n\nAnd a sentence.\n");
    CHECK_STR(article.title, "Two words");
    CHECK_STR(article.body, "And a sentence.");
    article = parse(&arena, "One\r\nTwo\rThree\r\n\r\nFour");
    CHECK(gzt_str_eq(article.body, GZT_S("One\nTwo\nThree\n\nFour")));
    article = parse(&arena, "今天早上");
    CHECK_STR(article.body, "今天早上");
    gzt_arena_release(&arena);
}

static void
test_html_is_not_taken_for_prose(void)
{
    gzt_arena arena;
    gzt_article article;

    gzt_arena_init(&arena);
    article = parse(&arena, "<!DOCTYPE html><html><head><title>T &amp; U"
                            "</title><style>p{}</style></head><body>"
                            "<nav>Home</nav><p>One</p><p>Two</body></html>");
    CHECK_STR(article.title, "T & U");
    CHECK(gzt_str_eq(article.body, GZT_S("One\n\nTwo")));
    gzt_arena_release(&arena);
}

static void
test_hostile_texts_end(void)
{
    static char text[3000001];
    gzt_arena arena;

    gzt_arena_init(&arena);
    for (size_t i = 0; i + 1 < sizeof(text); i++)
        text[i] = i % 2 ? '\n' : 'a';
    CHECK(parse(&arena, text).body.len > sizeof(text) / 2);
    memset(text, '[', sizeof(text) - 1);
    CHECK(parse(&arena, text).body.len == sizeof(text) - 1);
    memset(text, '|', sizeof(text) - 1);
    for (size_t i = 1; i < sizeof(text) - 1; i += 2)
        text[i] = ' ';
    CHECK(parse(&arena, text).body.len > 0);
    gzt_arena_release(&arena);
}

int
main(void)
{
    test_pages("tests/unit/data/input/pages");
    test_front_matter_vouches_for_the_text();
    test_nothing_is_lost_of_short_texts();
    test_html_is_not_taken_for_prose();
    test_hostile_texts_end();
    return tap_done();
}
