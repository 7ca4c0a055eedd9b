/* test_input_article.c - what becomes of the fields of a record. */
#include "base/str.h"
#include "input/input.h"
#include "tap.h"

#include <stdlib.h>

typedef struct fixture {
    gzt_arena arena;
    gzt_input_options options;
    gzt_format format;
    const char *path;
    gzt_parsed parsed;
} fixture;

static void
parse_bytes(fixture *f, gzt_str text)
{
    gzt_raw raw = { .format = f->format ? f->format : GZT_FORMAT_JSONL,
                    .bytes = (char *)text.ptr,
                    .len = text.len,
                    .line = 7,
                    .path = gzt_str_of(f->path ? f->path : "a/b.jsonl") };

    gzt_arena_reset(&f->arena);
    gzt_input_parse(&raw, &f->options, &f->arena, &f->parsed);
}

static gzt_article *
parse(fixture *f, const char *text)
{
    parse_bytes(f, gzt_str_of(text));
    return &f->parsed.article;
}

static bool
rejects(fixture *f, const char *text, const char *why)
{
    parse(f, text);
    if (gzt_str_find(f->parsed.reject, gzt_str_of(why)) < f->parsed.reject.len)
        return true;
    printf("# got [%.*s]\n", GZT_ARG(f->parsed.reject));
    return false;
}

static bool
warns(const fixture *f, const char *what)
{
    for (size_t i = 0; i < f->parsed.warning_count; i++)
        if (gzt_str_find(f->parsed.warnings[i], gzt_str_of(what)) <
            f->parsed.warnings[i].len)
            return true;
    return false;
}

static void
test_all_fields_arrive(fixture *f)
{
    gzt_article *a = parse(
        f, "{\"id\":\"x1\",\"title\":\" A\\n title \",\"body\":\" B\\n\\nC \","
           "\"date\":\"2014-05-21\",\"updated\":\"2014-05-22\",\"url\":"
           "\"https://a.example/1\",\"source\":\"S\",\"author\":[\"A B\","
           "\"C D\"],\"lang\":\"en-GB\",\"section\":\"World\",\"tags\":"
           "[\"one, two\",\"t\\\"h\"],\"views\":12,\"v\":1,"
           "\"more\":{\"k\": [1, \"x\"]}}");

    CHECK(!f->parsed.reject.len && !f->parsed.warning_count);
    CHECK_STR(a->id, "x1");
    CHECK_STR(a->title, "A title");
    CHECK(gzt_str_eq(a->body, GZT_S(" B\n\nC ")));
    CHECK_STR(a->date, "2014-05-21");
    CHECK_STR(a->updated, "2014-05-22");
    CHECK_STR(a->url, "https://a.example/1");
    CHECK_STR(a->source, "S");
    CHECK_STR(a->author, "A B, C D");
    CHECK_STR(a->lang, "en");
    CHECK_STR(a->section, "World");
    CHECK_STR(a->tags, "[\"one, two\",\"t\\\"h\"]");
    CHECK_STR(a->path, "a/b.jsonl");
    CHECK_STR(a->extra, "{\"views\":12,\"more\":{\"k\":[1,\"x\"]}}");
}

static void
test_ids_fall_back(fixture *f)
{
    char hash[17] = "";

    CHECK_STR(parse(f, "{\"id\":17,\"body\":\"x\"}")->id, "17");
    CHECK_STR(parse(f, "{\"id\":null,\"url\":\"u\",\"body\":\"x\"}")->id, "u");
    CHECK_STR(parse(f, "{\"id\":\"\",\"path\":\"p\",\"body\":\"x\"}")->id, "p");
    CHECK(parse(f, "{\"body\":\"x\"}")->id.len == 16);
    memcpy(hash, f->parsed.article.id.ptr, 16);
    CHECK_STR(parse(f, "{\"body\":\"x\",\"lang\":\"de\"}")->id, hash);
    CHECK(memcmp(parse(f, "{\"body\":\"y\"}")->id.ptr, hash, 16) != 0);

    f->options.id_field = GZT_S("docno");
    CHECK_STR(parse(f, "{\"docno\":\"d\",\"id\":\"i\",\"body\":\"x\"}")->id,
              "d");
    CHECK_STR(parse(f, "{\"id\":\"i\",\"body\":\"x\"}")->id, "i");
    f->options.id_field = (gzt_str){ 0 };

    f->format = GZT_FORMAT_TEXT;
    f->path = "./a.txt";
    CHECK_STR(parse(f, "Some text.")->id, "./a.txt");
    f->path = "-";
    CHECK(parse(f, "Some text.")->id.len == 16 && !f->parsed.article.path.len);
    f->format = GZT_FORMAT_AUTO;
    f->path = NULL;
}

static void
test_defaults_are_for_articles_that_do_not_say(fixture *f)
{
    gzt_article *a;

    f->options.lang = GZT_S("de");
    f->options.source = GZT_S("Wire");
    f->options.date = GZT_S("2001-02-03");
    a = parse(f, "{\"body\":\"x\"}");
    CHECK_STR(a->lang, "de");
    CHECK_STR(a->source, "Wire");
    CHECK_STR(a->date, "2001-02-03");
    a = parse(f, "{\"body\":\"x\",\"lang\":\"fr\",\"source\":\"S\","
                 "\"date\":\"1999-12-31\"}");
    CHECK_STR(a->lang, "fr");
    CHECK_STR(a->source, "S");
    CHECK_STR(a->date, "1999-12-31");
    CHECK_STR(parse(f, "{\"body\":\"x\",\"date\":\"never\"}")->date, "");
    f->options = (gzt_input_options){ 0 };
}

static void
test_dates_are_canonical_or_dropped(fixture *f)
{
    CHECK_STR(parse(f, "{\"body\":\"x\",\"date\":\"31/31/2014\"}")->date, "");
    CHECK(!f->parsed.reject.len && warns(f, "bad date '31/31/2014'"));
    CHECK_STR(parse(f, "{\"body\":\"x\",\"date\":\"\"}")->date, "");
    CHECK(!f->parsed.warning_count);
    CHECK_STR(parse(f, "{\"body\":\"x\",\"date\":1400666700}")->date,
              "2014-05-21T10:05:00Z");
    CHECK_STR(parse(f, "{\"body\":\"x\",\"date\":1400666700123}")->date,
              "2014-05-21T10:05:00Z");
    CHECK_STR(parse(f, "{\"body\":\"x\",\"date\":-1000000000}")->date,
              "1938-04-24T22:13:20Z");
    parse(f, "{\"body\":\"x\",\"date\":99999999999999999999}");
    CHECK(warns(f, "bad date"));
}

static void
test_rejects_say_why(fixture *f)
{
    CHECK(rejects(f, "{\"id\":\"b02\",\"title\":\"trunc", "not JSON: "));
    CHECK(rejects(f, "{\"id\":\"b02\",\"title\":\"trunc", "at byte 27"));
    CHECK(rejects(f, "[1]", "not an object"));
    CHECK(rejects(f, "\"x\"", "not an object"));
    CHECK(rejects(f, "12", "not an object"));
    CHECK(rejects(f, "{}", "neither title nor body"));
    CHECK(rejects(f, "{\"title\":\" \",\"body\":\"\\n\"}", "neither"));
    CHECK(rejects(f, "{\"title\":5}", "'title' must be a string, not a num"));
    CHECK(rejects(f, "{\"title\":\"t\",\"body\":[]}", "'body'"));
    CHECK(rejects(f, "{\"title\":\"t\",\"id\":true}",
                  "'id' must be a string "
                  "or a number"));
    CHECK(rejects(f, "{\"title\":\"t\",\"tags\":[{}]}", "'tags'"));
    CHECK(rejects(f, "{\"title\":\"t\",\"tags\":3}", "'tags'"));
    CHECK(rejects(f, "{\"title\":\"t\"} {\"title\":\"u\"}", "follows"));
    f->format = GZT_FORMAT_TEXT;
    CHECK(rejects(f, " \n ", "neither title nor body"));
    f->format = GZT_FORMAT_MARKDOWN;
    CHECK(rejects(f, "", "neither title nor body"));
    f->format = GZT_FORMAT_AUTO;
}

static void
test_null_is_absent_and_the_last_of_two_wins(fixture *f)
{
    gzt_article *a = parse(f, "{\"title\":5,\"title\":\"t\",\"body\":null,"
                              "\"date\":null,\"tags\":null,\"x\":1,\"x\":2,"
                              "\"y\":null}");

    CHECK(!f->parsed.reject.len);
    CHECK_STR(a->title, "t");
    CHECK_STR(a->tags, "");
    CHECK_STR(a->extra, "{\"x\":2,\"y\":null}");
}

static void
test_what_can_be_mended_is(fixture *f)
{
    parse(f, "{\"title\":\"bad \xff\xfe\",\"body\":\"z\"}");
    CHECK_STR(f->parsed.article.title, "bad \xef\xbf\xbd\xef\xbf\xbd");
    CHECK(warns(f, "UTF-8"));
    parse(f, "{\"title\":\"a\\u0000b\",\"x\":[\"\\ud800\"]}");
    CHECK_STR(f->parsed.article.title, "a\xef\xbf\xbd"
                                       "b");
    CHECK(warns(f, "U+FFFD"));
    CHECK_STR(f->parsed.article.extra, "{\"x\":[\"\xef\xbf\xbd\"]}");
}

static void
test_html_bodies_are_reduced(fixture *f)
{
    gzt_article *a = parse(
        f, "{\"title\":\"t\",\"body_html\":\"<style>p{}</style><h2>Head</h2>"
           "<p>One&nbsp;&amp; <b>t</b>wo&mdash;three<br>line<script>hidden"
           "</script></p><nav>menu</nav><ul><li>a</li><li>b</li></ul>"
           "<p hidden>x</p><p style='display : none'>y</p>"
           "<table><tr><td>c</td><td>d</td></tr></table>&lt;tag&gt;\"}");

    CHECK(gzt_str_eq(a->body, GZT_S("Head\n\nOne & two\xe2\x80\x94three\nline"
                                    "\n\na\nb\n\nc d\n\n<tag>")));
    a = parse(f, "{\"body_html\":\"<p>no\",\"body\":\"yes\"}");
    CHECK_STR(a->body, "yes");
    a = parse(f, "{\"body_html\":\"<article><section>deep</section>\"}");
    CHECK_STR(a->body, "deep");
    a = parse(f, "{\"body_html\":\"<style>a{}</style><article><nav>n</nav>"
                 "<p>text</article>\"}");
    CHECK_STR(a->body, "text");
    CHECK(rejects(f, "{\"body_html\":\"<script>x</script>\"}", "neither"));
}

static void
test_deep_html_ends(fixture *f)
{
    static char text[900100] = "{\"body_html\":\"";
    size_t len = strlen(text);

    for (int i = 0; i < 100000; i++, len += 5)
        memcpy(text + len, "<div>", 5);
    memcpy(text + len, "end\"}", 6);
    CHECK_STR(parse(f, text)->body, "end");
}

static void
test_refused_records_are_rejected(fixture *f)
{
    gzt_raw raw = { .refused = GZT_S("broken"), .format = GZT_FORMAT_TEXT };

    gzt_input_parse(&raw, &f->options, &f->arena, &f->parsed);
    CHECK_STR(f->parsed.reject, "broken");
}

int
main(void)
{
    fixture f = { 0 };

    gzt_arena_init(&f.arena);
    test_all_fields_arrive(&f);
    test_ids_fall_back(&f);
    test_defaults_are_for_articles_that_do_not_say(&f);
    test_dates_are_canonical_or_dropped(&f);
    test_rejects_say_why(&f);
    test_null_is_absent_and_the_last_of_two_wins(&f);
    test_what_can_be_mended_is(&f);
    test_html_bodies_are_reduced(&f);
    test_deep_html_ends(&f);
    test_refused_records_are_rejected(&f);
    gzt_arena_release(&f.arena);
    return tap_done();
}
