/* test_input_parts.c - the parts that readers share: encodings, HTTP, dates of
 * feeds, what feeds get wrong, files that are known. */
#include "base/str.h"
#include "input/charset.h"
#include "input/feed_date.h"
#include "input/feed_mend.h"
#include "input/http.h"
#include "input/known.h"
#include "scratch.h"

static gzt_str
decode(gzt_str bytes, const char *label, bool *mended)
{
    gzt_str out = GZT_S("(unknown)");

    *mended = false;
    gzt_charset_decode(&arena, bytes, gzt_str_of(label), &out, mended);
    return out;
}

static void
test_encodings(void)
{
    bool mended;

    CHECK_STR(decode(GZT_S("\x93q\x94"), "ISO-8859-1", &mended), "“q”");
    CHECK(!mended);
    CHECK_STR(decode(GZT_S("\xcf\xf0\xe8"), " 'windows-1251' ", &mended),
              "При");
    CHECK_STR(decode(GZT_S("\xb0\xa1"), "ks_c_5601-1987", &mended), "가");
    CHECK_STR(decode(GZT_S("a\xff"), "utf8", &mended), "a\xef\xbf\xbd");
    CHECK(mended);
    CHECK_STR(decode(GZT_S("a"), "no-such-encoding", &mended), "(unknown)");
    CHECK_STR(decode(GZT_S("a"), "utf-8//TRANSLIT", &mended), "(unknown)");
    CHECK_STR(gzt_charset_of_type(GZT_S("text/html; a=b; Charset=koi8-r")),
              "koi8-r");
    CHECK(!gzt_charset_of_type(GZT_S("text/html")).len);
}

static void
test_guessing(void)
{
    bool mended = false;

    CHECK_STR(
        gzt_charset_guess(&arena, GZT_S("Ç"), GZT_S("iso-8859-1"), &mended),
        "Ç");
    CHECK(!mended);
    CHECK_STR(gzt_charset_guess(&arena, GZT_S("\x1b$B4A\x1b(B"),
                                GZT_S("iso-2022-jp"), &mended),
              "漢");
    CHECK(!mended);
    CHECK_STR(
        gzt_charset_guess(&arena, GZT_S("na\xefve"), GZT_S("utf-8"), &mended),
        "naïve");
    CHECK(mended);
    CHECK_STR(
        gzt_charset_guess(&arena, GZT_S("éèê\xef"), (gzt_str){ 0 }, &mended),
        "éèê\xef\xbf\xbd");
}

static gzt_str
body_of(gzt_str message, const char **problem)
{
    gzt_http http;

    CHECK(gzt_http_read(message, &http) && http.status == 200);
    return gzt_http_body(&http, &arena, problem);
}

static void
test_http(void)
{
    const char *problem;
    gzt_http http;

    CHECK(!gzt_http_read(GZT_S("GET / HTTP/1.1\r\n\r\n"), &http));
    CHECK(gzt_http_read(GZT_S("HTTP/1.0 404 Not\r\ncontent-TYPE: a/b\r\n"
                              "Content-Length: 3\r\n\r\nabc"),
                        &http));
    CHECK(http.status == 404 && http.sized && http.length == 3);
    CHECK_STR(http.type, "a/b");
    CHECK_STR(http.body, "abc");
    CHECK_STR(body_of(GZT_S("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n"
                            "3;x\nabc\n2\r\nde\r\n0\r\n\r\n"),
                      &problem),
              "abcde");
    CHECK(!problem);
    CHECK_STR(body_of(GZT_S("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n"
                            "3\nabc\nff\nde"),
                      &problem),
              "abcde");
    CHECK(problem && strstr(problem, "cut off"));
    CHECK_STR(body_of(GZT_S("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n"
                            "Content-Encoding: gzip, br\n\n<p>plain"),
                      &problem),
              "<p>plain");
    // "hello" as brotli writes what it does not compress.
    CHECK_STR(body_of(GZT_S("HTTP/1.1 200 OK\nContent-Encoding: br\n\n"
                            "\x0b\x02\x80hello\x03"),
                      &problem),
              "hello");
}

static void
test_dates_of_feeds(void)
{
    static const char *const table[][2] = {
        { "2014-05-21", "2014-05-21" },
        { "Sat, Dec 16 2023 02:02:33 PM", "16 Dec 2023 14:02:33 " },
        { "Sat, Dec 16 2023 12:02:33 AM", "16 Dec 2023 00:02:33 " },
        { "mer, 16 nov 2022 00:38:15 +0100", "16 Nov 2022 00:38:15 +0100" },
        { "2017-06-13T03:18:00+00:0", "2017-06-13T03:18:00+00:00" },
        { "Wed May 21 10:05:00 2014", "21 May 2014 10:05:00 " },
        { "Mon, 3 d\xc3\xa9"
          "cembre 2018 09:00:00 GMT",
          "3 Dec 2018 09:00:00 GMT" },
        { "yesterday", "yesterday" },
        { "32 Mai 2018", "32 Mai 2018" },
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
        CHECK_STR(gzt_feed_date(gzt_str_of(table[i][0]), &arena), table[i][1]);
}

static void
test_mending(void)
{
    static const char *const table[][2] = {
        { "a & b &amp; c", "a &amp; b &amp; c" },
        { "&eacute;&nbsp;&#233;&#X41;", "&#233;&#160;&#233;&#x41;" },
        { "?a=1&b=2&copy=3;", "?a=1&amp;b=2&amp;copy=3;" },
        { "<![CDATA[a & b]]>&", "<![CDATA[a & b]]>&amp;" },
        { "<!-- & -->&;", "<!-- & -->&amp;;" },
        { "&#0;&#xD800;&#99999999;", "&amp;#0;&amp;#xD800;&amp;#99999999;" },
        { "a\001b\tc\n", "a b\tc\n" },
        { "&nosuch;", "&amp;nosuch;" },
    };
    gzt_buf buf;

    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        gzt_buf_init(&buf, 1000);
        gzt_feed_mend(gzt_str_of(table[i][0]), &buf);
        CHECK_STR(gzt_buf_str(&buf), table[i][1]);
        gzt_buf_release(&buf);
    }
}

static void
put(gzt_known *known, const char *path, uint64_t size)
{
    gzt_known_file file = { .path = gzt_str_of(path),
                            .look = { .size = size, .modified = -5 },
                            .articles = size };

    gzt_known_put(known, &file);
}

static void
test_known_files(void)
{
    const char *path = in("files");
    gzt_known known;

    gzt_known_open(&known, path, 10);
    CHECK(!known.count && !gzt_known_find(&known, GZT_S("a")));
    for (unsigned i = 0; i < 1000; i++)
        put(&known, gzt_arena_printf(&arena, "dir/%u", i).ptr, i);
    put(&known, "dir/7", 77);
    put(&known, "dirt", 1);
    CHECK(gzt_known_drop(&known, GZT_S("dir/8")));
    CHECK(!gzt_known_drop(&known, GZT_S("dir/8")));
    CHECK_OK(gzt_known_save(&known, path, 5, &err));
    gzt_known_release(&known);

    gzt_known_open(&known, path, 5);
    CHECK(known.count == 1000 && !known.changed);
    CHECK(gzt_known_find(&known, GZT_S("dir/7"))->look.size == 77);
    CHECK(gzt_known_find(&known, GZT_S("dir/999"))->look.modified == -5);
    CHECK(!gzt_known_find(&known, GZT_S("dir/8")));
    gzt_known_find(&known, GZT_S("dir/9"))->met = true;
    gzt_known_drop_unmet(&known, GZT_S("dir/"));
    CHECK(known.count == 2 && gzt_known_find(&known, GZT_S("dirt")) &&
          gzt_known_find(&known, GZT_S("dir/9")));
    gzt_known_release(&known);

    gzt_known_open(&known, path, 4);
    CHECK(!known.count); // somebody removed an article
    gzt_known_release(&known);
}

int
main(void)
{
    scratch_init();
    test_encodings();
    test_guessing();
    test_http();
    test_dates_of_feeds();
    test_mending();
    test_known_files();
    scratch_release();
    return tap_done();
}
