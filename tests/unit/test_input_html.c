/* test_input_html.c - web pages: the article in them, what they say of it, and
 * what becomes of pages that are not as they should be.
 *
 * usage: test_input_html [FOLDER]; in the folder (tests/tables/html) each
 * NAME.html has a NAME.txt: the fields that must come out, a line each, then
 * an empty line and the body.
 */
#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "input/html.h"
#include "input/html_charset.h"
#include "input/html_date.h"
#include "tap.h"

#include <dirent.h>
#include <stdlib.h>

static gzt_arena arena;
static gzt_parsed parsed;

static gzt_article *
parse_bytes(gzt_str bytes)
{
    gzt_input_options options = { 0 };
    gzt_raw raw = { .format = GZT_FORMAT_HTML,
                    .bytes = (char *)bytes.ptr,
                    .len = bytes.len,
                    .path = GZT_S("-") };

    gzt_arena_reset(&arena);
    gzt_input_parse(&raw, &options, &arena, &parsed);
    return &parsed.article;
}

static gzt_article *
parse(const char *page)
{
    return parse_bytes(gzt_str_of(page));
}

static bool
warns(const char *of)
{
    for (size_t i = 0; i < parsed.warning_count; i++)
        if (gzt_str_find(parsed.warnings[i], gzt_str_of(of)) <
            parsed.warnings[i].len)
            return true;
    return false;
}

// ---- Whole pages ------------------------------------------------------------

static gzt_buf
read_file(const char *folder, const char *name, const char *ending)
{
    char path[500], bytes[4096];
    size_t len;
    FILE *file;
    gzt_buf buf;

    gzt_buf_init(&buf, 1 << 20);
    snprintf(path, sizeof(path), "%s/%s%s", folder, name, ending);
    file = fopen(path, "rb");
    if (!file) {
        printf("# cannot read %s\n", path);
        return buf;
    }
    while ((len = fread(bytes, 1, sizeof(bytes), file)) > 0)
        gzt_buf_put(&buf, (gzt_str){ bytes, len });
    fclose(file);
    return buf;
}

static void
put_field(gzt_buf *out, const char *name, gzt_str text)
{
    if (text.len)
        gzt_buf_printf(out, "%s: %.*s\n", name, GZT_ARG(text));
}

// A page as its expectation is written.
static void
put_article(gzt_buf *out, const gzt_article *a)
{
    put_field(out, "title", a->title);
    put_field(out, "author", a->author);
    put_field(out, "date", a->date);
    put_field(out, "updated", a->updated);
    put_field(out, "source", a->source);
    put_field(out, "lang", a->lang);
    put_field(out, "url", a->url);
    put_field(out, "section", a->section);
    put_field(out, "tags", a->tags);
    put_field(out, "reject", parsed.reject);
    for (size_t i = 0; i < parsed.warning_count; i++)
        put_field(out, "warnings", parsed.warnings[i]);
    gzt_buf_printf(out, "\n%.*s\n", GZT_ARG(a->body));
}

static void
check_page(const char *folder, const char *name)
{
    gzt_buf page = read_file(folder, name, ".html");
    gzt_buf wanted = read_file(folder, name, ".txt"), got;
    bool same;

    gzt_buf_init(&got, 1 << 20);
    put_article(&got, parse_bytes(gzt_buf_str(&page)));
    same = wanted.len && gzt_str_eq(gzt_buf_str(&got), gzt_buf_str(&wanted));
    tap_check(same, name, __FILE__, __LINE__);
    if (!same)
        printf("# got\n# %.*s\n", (int)got.len, got.ptr);
    gzt_buf_release(&page);
    gzt_buf_release(&wanted);
    gzt_buf_release(&got);
}

static void
test_pages(const char *folder)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    int count = 0;

    while (dir && (entry = readdir(dir))) {
        char name[200];
        size_t len = strlen(entry->d_name);

        if (len < 6 || len >= sizeof(name) ||
            strcmp(entry->d_name + len - 5, ".html") != 0)
            continue;
        snprintf(name, sizeof(name), "%.*s", (int)len - 5, entry->d_name);
        check_page(folder, name);
        count++;
    }
    if (dir)
        closedir(dir);
    CHECK(count >= 10);
}

// Whatever is cut off, what comes out is an article or a reject.
static void
test_truncated_pages_end(const char *folder)
{
    gzt_buf page = read_file(folder, "portal", ".html");
    int bad = 0;

    CHECK(page.len > 1000);
    for (size_t len = 0; len <= page.len; len++) {
        const gzt_article *a = parse_bytes((gzt_str){ page.ptr, len });

        bad += !gzt_utf8_valid(a->body) || !gzt_utf8_valid(a->title) ||
               (!parsed.reject.len && !a->title.len && !a->body.len);
    }
    CHECK(!bad);
    gzt_buf_release(&page);
}

// ---- Encodings --------------------------------------------------------------

static void
check_decoded(gzt_str bytes, const char *http, const char *charset,
              const char *text)
{
    gzt_html_decoded got =
        gzt_html_decode(&arena, bytes, gzt_str_of(http ? http : ""));

    CHECK_STR(got.charset, charset);
    CHECK(gzt_str_find(got.text, gzt_str_of(text)) < got.text.len);
}

#define BYTES(literal)                                                         \
    (gzt_str)                                                                  \
    {                                                                          \
        literal, sizeof(literal) - 1                                           \
    }

static void
test_encodings(void)
{
    gzt_arena_reset(&arena);
    check_decoded(BYTES("<p>caf\xc3\xa9"), NULL, "UTF-8", "café");
    // What is valid UTF-8 is, whatever is claimed.
    check_decoded(BYTES("<meta charset=iso-8859-1><p>caf\xc3\xa9"),
                  "text/html; charset=windows-1251", "UTF-8", "café");
    check_decoded(BYTES("<p>caf\xe9 \x93x\x94"),
                  "text/html; charset=ISO-8859-1", "WINDOWS-1252", "café “x”");
    check_decoded(BYTES("<META http-equiv=Content-Type content='text/html; "
                        "charset=windows-1251'><p>\xcf\xf0\xe8\xe2\xe5\xf2"),
                  NULL, "WINDOWS-1251", "Привет");
    check_decoded(BYTES("<meta charset=\"Shift_JIS\"><p>\x93\xfa\x96\x7b"), "",
                  "CP932", "日本");
    check_decoded(BYTES("<meta charset=gb2312><p>\xd6\xd0\xb9\xfa"), NULL,
                  "GB18030", "中国");
    check_decoded(BYTES("<?xml version=\"1.0\" encoding=\"koi8-r\"?><html>"
                        "\xf0\xd2\xc9\xd7\xc5\xd4"),
                  NULL, "KOI8-R", "Привет");
    check_decoded(BYTES("\xff\xfe<\0p\0>\0\xe9\0"), NULL, "UTF-16LE", "<p>é");
    // HTTP goes before the page.
    check_decoded(BYTES("<meta charset=utf-8><p>\xcf\xf0\xe8\xe2\xe5\xf2"),
                  "windows-1251", "WINDOWS-1251", "Привет");
    // A claim that does not fit: detected.
    check_decoded(BYTES("<meta charset=utf-8><p>Der Ko\xdf"
                        "er geh\xf6rt der "
                        "M\xfcllerin, und \xfc"
                        "ber die Br\xfc"
                        "cke f\xfchrt "
                        "kein Weg zur\xfc"
                        "ck, sagt sie sp\xe4ter."),
                  NULL, "WINDOWS-1252", "über die Brücke");
}

static void
test_broken_utf8_is_mended(void)
{
    CHECK_STR(parse("<p>one caf\xc3\xa9, two caf\xc3\xa9, three caf\xc3\xa9, "
                    "four caf\xc3\xa9, five caf\xc3\xa9, six \xc3 and so on.")
                  ->body,
              "one café, two café, three café, four café, five café, six "
              "\xef\xbf\xbd and so on.");
    CHECK(warns("not UTF-8"));
}

static void
test_nuls_are_dropped(void)
{
    const gzt_article *a = parse_bytes(
        BYTES("<title>T\0T</title><p>A para\0graph that goes on beyond the "
              "NUL, as it would in a browser.</p>"));

    CHECK_STR(a->title, "TT");
    CHECK_STR(a->body, "A paragraph that goes on beyond the NUL, as it would "
                       "in a browser.");
}

// ---- Metadata ---------------------------------------------------------------

static void
check_date(const char *text, bool day_first, const char *want)
{
    char date[24] = "";

    tap_check(gzt_html_date(gzt_str_of(text), day_first, date) ==
                      (want[0] != '\0') &&
                  !strcmp(date, want),
              text, __FILE__, __LINE__);
}

static void
test_dates(void)
{
    char date[24];

    check_date("2019-11-19T13:03:00.000Z", false, "2019-11-19T13:03:00Z");
    check_date("Tue Nov 19 2019 05:44:06 GMT+0000", false, "2019-11-19");
    check_date("Posted: Fri 6:45 PM, Feb 16, 2018 |", false, "2018-02-16");
    check_date("Von Moritz Ebner publiziert am 25. September 2018", false,
               "2018-09-25");
    check_date("19 de noviembre de 2019, 8:03", false, "2019-11-19");
    check_date("le 1er août 2014 à 7 h", false, "2014-08-01");
    check_date("6 МАРТА 2020", false, "2020-03-06");
    check_date("2019年11月19日 08:00", false, "2019-11-19");
    check_date("Stand: 3.4.2021", false, "2021-04-03");
    check_date("2019/11/19", false, "2019-11-19");
    check_date("21/6/2014", false, "2014-06-21");
    check_date("5/6/2014", false, "");
    check_date("5/6/2014", true, "2014-06-05");
    check_date("31.2.2014", false, "");
    check_date("0001-01-01T00:00:00Z", false, "");
    check_date("May the 4th be with you", false, "");
    check_date("version 1.2.3", false, "");
    CHECK(
        gzt_html_date_of_url(GZT_S("https://x.example/2019/11/18/a-b"), date));
    CHECK_STR(gzt_str_of(date), "2019-11-18");
    CHECK(!gzt_html_date_of_url(GZT_S("https://x.example/a/12345678"), date));
}

#define PROSE                                                                  \
    "<p>The harbour was closed for two days because of the ice, and then "     \
    "opened again without much ado, to the relief of the pilots.</p>"

static void
test_titles_lose_the_site(void)
{
    CHECK_STR(parse("<title>Ice closes harbour | Coast | The Post</title>"
                    "<h1>Ice closes harbour</h1>" PROSE)
                  ->title,
              "Ice closes harbour");
    CHECK_STR(parse("<title>Ice closes harbour - The Post</title><meta "
                    "property=og:site_name content='The Post'>" PROSE)
                  ->title,
              "Ice closes harbour");
    // The name of the site may be part of the headline.
    CHECK_STR(parse("<title>The Post names a new editor, again - The Post"
                    "</title><meta property=og:site_name content='The Post'>"
                    "<h1>The Post names a new editor, again</h1>" PROSE)
                  ->title,
              "The Post names a new editor, again");
    // A logo in the first heading.
    CHECK_STR(parse("<title>Ice closes harbour - The Post</title><h1>The Post"
                    "</h1><h2>Ice closes harbour</h2>" PROSE)
                  ->title,
              "Ice closes harbour");
    CHECK_STR(parse("<title>Ice &amp; <b>snow</title>" PROSE)->title,
              "Ice & snow");
}

static void
test_authors(void)
{
    CHECK_STR(parse("<meta name=author content='By TOM K. RYE, AP Staff "
                    "Writer'>" PROSE)
                  ->author,
              "TOM K. RYE");
    CHECK_STR(parse("<meta name=author content='admin'><h1>Ice closes harbour"
                    "</h1><div class=byline>By Ada Low and Bo Rim</div>" PROSE)
                  ->author,
              "Ada Low and Bo Rim");
    CHECK_STR(parse("<meta property=article:author content='https://social."
                    "example/adalow'>" PROSE)
                  ->author,
              "");
    CHECK_STR(parse("<script type=application/ld+json>{\"@graph\":[{\"@type\":"
                    "\"Article\",\"author\":{\"@id\":\"#p1\"}},{\"@type\":"
                    "\"Person\",\"@id\":\"#p1\",\"name\":\"Ada Low\"}]}"
                    "</script>" PROSE)
                  ->author,
              "Ada Low");
}

// JSON that is none, but for those who wrote it.
static void
test_bad_json_ld(void)
{
    const gzt_article *a =
        parse("<script type=application/ld+json>{\"@type\":\"NewsArticle\",\n"
              "\"headline\":\"Ice\n closes\",\"datePublished\":\"2020-01-02\",}"
              "</script><title>Ice closes | X</title>" PROSE);

    CHECK_STR(a->date, "2020-01-02");
    CHECK_STR(a->title, "Ice closes");
}

static void
test_addresses(void)
{
    CHECK_STR(
        parse("<link rel=canonical href='https://x.example/a'>" PROSE)->url,
        "https://x.example/a");
    // The front of the site is not the address of an article.
    CHECK_STR(parse("<link rel=canonical href='https://x.example/'><meta "
                    "property=og:url content='https://x.example/b'>" PROSE)
                  ->url,
              "https://x.example/b");
    CHECK_STR(parse("<base href='https://x.example/c/'><link rel=canonical "
                    "href='/c/d'>" PROSE)
                  ->url,
              "https://x.example/c/d");
    CHECK_STR(
        parse("<link rel=canonical href='javascript:alert(1)'>" PROSE)->url,
        "");
}

static void
test_hints_are_for_pages_that_do_not_say(void)
{
    gzt_input_options options = { 0 };
    gzt_html_hints hints = { .url = GZT_S("https://x.example/fetched"),
                             .date = GZT_S("2020-05-06"),
                             .charset = GZT_S("windows-1251") };
    gzt_raw raw = { .path = GZT_S("-") };
    gzt_parsed out = { 0 };
    gzt_draft draft = {
        .raw = &raw, .options = &options, .arena = &arena, .out = &out
    };

    gzt_html_parse(&draft, GZT_S("<h1>\xcf\xf0\xe8\xe2\xe5\xf2</h1>" PROSE),
                   &hints);
    CHECK_STR(out.article.title, "Привет");
    CHECK_STR(out.article.url, "https://x.example/fetched");
    CHECK_STR(out.article.date, "2020-05-06");
    out = (gzt_parsed){ 0 };
    draft.dated = false;
    gzt_html_parse(&draft,
                   GZT_S("<link rel=canonical href=https://x.example/said>"
                         "<meta name=date content=2019-01-01>" PROSE),
                   &hints);
    CHECK_STR(out.article.url, "https://x.example/said");
    CHECK_STR(out.article.date, "2019-01-01");
}

// The shortest news: one paragraph that counts, and one that would not.
static void
test_short_neighbours_stay(void)
{
    CHECK_STR(
        parse(PROSE "<p>Trains turn back until further notice.</p>")->body,
        "The harbour was closed for two days because of the ice, and "
        "then opened again without much ado, to the relief of the "
        "pilots.\n\nTrains turn back until further notice.");
}

// ---- Pages without an article -----------------------------------------------

static void
test_pages_without_text(void)
{
    parse("");
    CHECK_STR(parsed.reject, "a page without text");
    parse("<html><body><script>render()</script><div id=root></div></body>");
    CHECK_STR(parsed.reject, "a page without text");
    parse("<title>Sign in</title><form><input name=u><button>Go</button>");
    CHECK_STR(parsed.reject, "");
    CHECK(warns("no article found on this page, only its title"));
    CHECK_STR(parse("<title>Front</title><meta name=description content='All "
                    "the news.'><a href=/1>One story</a>")
                  ->body,
              "All the news.");
    CHECK(warns("only its description"));
}

// Where a script would have made the page, its metadata may have the text.
static void
test_body_of_metadata(void)
{
    CHECK_STR(parse("<script type=application/ld+json>{\"@type\":\"Article\","
                    "\"headline\":\"H\",\"articleBody\":\"First.\\n\\nSecond "
                    "&amp; last.\"}</script><div id=root></div>")
                  ->body,
              "First. Second & last.");
    CHECK_STR(
        parse("<h1>H</h1><div style='display:none'>" PROSE PROSE PROSE "</div>")
            ->title,
        "H");
    CHECK(parsed.article.body.len > 300);
}

// ---- Fragments --------------------------------------------------------------

static void
check_fragment(const char *html, const char *text)
{
    gzt_arena_reset(&arena);
    CHECK_STR(gzt_html_fragment_text(&arena, gzt_str_of(html)), text);
}

static void
test_fragments(void)
{
    check_fragment("", "");
    check_fragment("just text", "just text");
    check_fragment("a<br>b<br><br>c", "a\nb\n\nc");
    check_fragment("<p>One &amp; <b>t</b>wo&hellip;<p>three", "One & two…\n\n"
                                                              "three");
    check_fragment("<ul><li>a<li>b</ul><p>c", "a\nb\n\nc");
    check_fragment("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a b\nc d");
    check_fragment("<pre>a\n  b</pre>", "a\n  b");
    check_fragment("<ruby>漢<rp>(<rt>kan<rp>)</ruby>字", "漢字");
    check_fragment("<style>x</style><p hidden>y<p>z<script>w</script>", "z");
    check_fragment("&lt;script&gt;&#x41;&bogus;", "<script>A&bogus;");
    check_fragment("<!-- a -->b<!-- <p> -->", "b");
}

// ---- Hostile pages ----------------------------------------------------------

static gzt_buf
repeated(const char *begin, const char *part, int times, const char *end)
{
    gzt_buf buf;

    gzt_buf_init(&buf, 64 << 20);
    gzt_buf_put(&buf, gzt_str_of(begin));
    for (int i = 0; i < times; i++)
        gzt_buf_put(&buf, gzt_str_of(part));
    gzt_buf_put(&buf, gzt_str_of(end));
    return buf;
}

static void
check_endures(const char *begin, const char *part, int times, const char *end,
              const char *body)
{
    gzt_buf page = repeated(begin, part, times, end);
    const gzt_article *a = parse_bytes(gzt_buf_str(&page));

    tap_check(body ? gzt_str_eq(a->body, gzt_str_of(body)) : true, part,
              __FILE__, __LINE__);
    gzt_buf_release(&page);
}

static void
test_hostile_pages_end(void)
{
    const char *text = "The text is still found, far down below, by whoever "
                       "looks for it.";
    char end[200];

    snprintf(end, sizeof(end), "<p>%s", text);
    check_endures("", "<div>", 100000, end, text);
    check_endures("", "<b>", 100000, end, text);
    check_endures("", "<b>x<br><br>", 50000, end, NULL);
    check_endures("<table><tr>", "<td>x", 100000, end, NULL);
    check_endures("", "<div></x>", 50000, end, NULL);
    check_endures("<p class='", "word-word ", 100000, "'>x", NULL);
    check_endures("<p title='", "&amp;&#65;", 100000, "'>x", NULL);
    check_endures("<script type=application/ld+json>", "[", 100000, "</script>",
                  NULL);
    check_endures("<script type=application/ld+json>", "{\"a\":", 100000,
                  "</script>", NULL);
    check_endures("<title>", " | a", 100000, "</title>", NULL);
    check_endures("<meta name=author content='", "a, ", 10000, "'><p>x", NULL);
    check_endures("", "<h1>a b c d</h1>", 20000, end, NULL);
    check_endures("", "<!--", 100000, end, NULL);
    check_endures("", "&#xffffffff;", 20000, end, NULL);
    // Entities of a DTD are not expanded.
    check_endures("<!DOCTYPE html [<!ENTITY a \"aaaa\"><!ENTITY b "
                  "\"&a;&a;&a;\">]><p>",
                  "&b;", 10000, end, NULL);
    CHECK(parsed.article.body.len < 100000);
}

int
main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : "tests/tables/html";

    gzt_arena_init(&arena);
    test_pages(folder);
    test_truncated_pages_end(folder);
    test_encodings();
    test_broken_utf8_is_mended();
    test_nuls_are_dropped();
    test_dates();
    test_titles_lose_the_site();
    test_authors();
    test_bad_json_ld();
    test_addresses();
    test_hints_are_for_pages_that_do_not_say();
    test_short_neighbours_stay();
    test_pages_without_text();
    test_body_of_metadata();
    test_fragments();
    test_hostile_pages_end();
    gzt_arena_release(&arena);
    return tap_done();
}
