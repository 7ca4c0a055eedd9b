/* test_input_json.c - our JSON reader against jansson, and where it is kinder.
 */
#include "base/str.h"
#include "input/json_read.h"
#include "tap.h"

#include <jansson.h>
#include <stdlib.h>

// Read all of `text`, an object, and write it again; false if it is no JSON.
static bool
copy_object(gzt_arena *arena, gzt_str text, gzt_buf *out)
{
    gzt_json_reader reader;
    gzt_json_value value;
    gzt_str key;

    gzt_json_reader_init(&reader, text, arena);
    if (!gzt_json_open(&reader, '{'))
        return false;
    gzt_buf_putc(out, '{');
    while (gzt_json_next_member(&reader, &key, &value)) {
        gzt_json_value name = { GZT_JSON_STRING, key };

        if (out->len > 1)
            gzt_buf_putc(out, ',');
        gzt_json_put_value(out, name, arena);
        gzt_buf_putc(out, ':');
        gzt_json_put_value(out, value, arena);
    }
    gzt_buf_putc(out, '}');
    return !reader.problem && gzt_json_at_end(&reader);
}

// Both accept `text`, with the same meaning, or both refuse it.
static bool
agrees(const char *text, size_t len)
{
    json_t *theirs = json_loadb(text, len, JSON_ALLOW_NUL, NULL);
    json_t *ours = NULL;
    gzt_arena arena;
    gzt_buf buf;
    bool read, same;

    gzt_arena_init(&arena);
    gzt_buf_init(&buf, 1 << 20);
    read = copy_object(&arena, (gzt_str){ text, len }, &buf);
    if (read)
        ours = json_loadb(buf.ptr, buf.len, JSON_ALLOW_NUL, NULL);
    same = read ? ours && theirs && json_equal(ours, theirs) : !theirs;
    if (!same)
        printf("# %s: [%.*s]\n", read ? "only we read" : "only jansson reads",
               (int)len, text);
    json_decref(ours);
    json_decref(theirs);
    gzt_buf_release(&buf);
    gzt_arena_release(&arena);
    return same;
}

static void
test_agrees_with_jansson(void)
{
    static const char *const texts[] = {
        "{}",
        " { \"a\" : 1 } \r\n",
        "{\"a\":-0.5e+3,\"b\":0,\"c\":-1,\"d\":1E5,\"e\":1.0}",
        "{\"a\":[],\"b\":{},\"c\":[1,[2,[3]],{\"x\":null}]}",
        "{\"a\":true,\"b\":false,\"c\":null}",
        "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"}",
        "{\"\\u0061\":\"long enough for a word of eight, and more\"}",
        "{\"a\":\"x\",\"a\":\"y\"}",
        "{\"\":\"\"}",
        "{\"a\":[1 , 2 ,\t3]}",
        // None of these is JSON.
        "",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,}",
        "{,}",
        "{\"a\" 1}",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":.5}",
        "{\"a\":1e}",
        "{\"a\":+1}",
        "{\"a\":-}",
        "{\"a\":tru}",
        "{\"a\":nul}",
        "{\"a\":\"x}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\u12",
        "{\"a\":\"\t\"}",
        "{\"a\":[1,]}",
        "{\"a\":[1 2]}",
        "{\"a\":[}",
        "{\"a\":{\"b\"}}",
        "{\"a\":{\"b\":1,}}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":1}}",
        "{\"a\":1} x",
        "{\"a\":NaN}",
        "{\"a\":\"b\" \"c\"}",
        "{\"a\":1\"b\":2}",
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        tap_check(agrees(texts[i], strlen(texts[i])), "as jansson", __FILE__,
                  (int)i);
}

// Every text that one changed byte makes of a good one.
static void
test_agrees_on_damaged_text(void)
{
    static const char good[] =
        "{\"k\\n\": [1, -2.5e3, \"x\\u0041\\\\\"], \"b\":{\"c\":true,"
        "\"d\":[null,{}]}, \"plain text of some length\":\"0123456789\"}";
    static const char bytes[] = "{}[]\",:\\0 1-.eEntfu\t\nx";
    char text[sizeof(good)];
    size_t len = strlen(good), different = 0;

    for (size_t at = 0; at < len; at++)
        for (size_t i = 0; i + 1 < sizeof(bytes); i++) {
            memcpy(text, good, sizeof(good));
            text[at] = bytes[i];
            different += !agrees(text, len);
        }
    for (size_t end = 0; end < len; end++)
        different += !agrees(good, end);
    CHECK(different == 0);
}

static gzt_json_value
first_value(gzt_arena *arena, const char *text, gzt_json_reader *reader)
{
    gzt_json_value value = { GZT_JSON_NULL, GZT_S("") };
    gzt_str key;

    gzt_json_reader_init(reader, gzt_str_of(text), arena);
    gzt_json_open(reader, '{');
    gzt_json_next_member(reader, &key, &value);
    return value;
}

static void
test_mends_what_is_no_character(void)
{
    gzt_json_reader reader;
    gzt_arena arena;

    gzt_arena_init(&arena);
    CHECK_STR(first_value(&arena, "{\"a\":\"x\\ud800y\"}", &reader).text,
              "x\xef\xbf\xbdy");
    CHECK(reader.mended);
    CHECK_STR(first_value(&arena, "{\"a\":\"\\udc00\\u0000\"}", &reader).text,
              "\xef\xbf\xbd\xef\xbf\xbd");
    CHECK_STR(first_value(&arena, "{\"a\":\"\\ud83d\\ude00\"}", &reader).text,
              "\xf0\x9f\x98\x80");
    CHECK(!reader.mended);
    gzt_arena_release(&arena);
}

static void
test_numbers_keep_all_their_digits(void)
{
    gzt_json_reader reader;
    gzt_arena arena;

    gzt_arena_init(&arena);
    CHECK_STR(
        first_value(&arena, "{\"a\":12345678901234567890.10}", &reader).text,
        "12345678901234567890.10");
    gzt_arena_release(&arena);
}

static void
test_strings_are_handed_out_in_place(void)
{
    const char *text = "{\"a\":\"no escape in this\"}";
    gzt_json_reader reader;
    gzt_arena arena;

    gzt_arena_init(&arena);
    CHECK(first_value(&arena, text, &reader).text.ptr == text + 6);
    CHECK(arena.total == 0);
    gzt_arena_release(&arena);
}

// jansson takes a NUL for the end of the text.
static void
test_nul_bytes_are_no_white_space(void)
{
    gzt_arena arena;
    gzt_buf buf;

    gzt_arena_init(&arena);
    gzt_buf_init(&buf, 1000);
    CHECK(!copy_object(&arena, (gzt_str){ "{\"a\":1}\0", 8 }, &buf));
    CHECK(!copy_object(&arena, (gzt_str){ "{\"a\":\0}", 7 }, &buf));
    CHECK(!copy_object(&arena, (gzt_str){ "{\"a\":\"\0\"}", 9 }, &buf));
    gzt_buf_release(&buf);
    gzt_arena_release(&arena);
}

static void
test_depth_is_limited(void)
{
    char text[2 * GZT_JSON_DEPTH + 10];
    gzt_json_reader reader;
    gzt_arena arena;

    gzt_arena_init(&arena);
    memcpy(text, "{\"a\":", 5);
    memset(text + 5, '[', GZT_JSON_DEPTH);
    memset(text + 5 + GZT_JSON_DEPTH, ']', GZT_JSON_DEPTH);
    memcpy(text + 5 + 2 * GZT_JSON_DEPTH, "}", 2);
    first_value(&arena, text, &reader);
    CHECK(reader.problem && !strcmp(reader.problem, "nested too deeply"));
    memcpy(text, "{\"a\":\"\"  ", 8);
    first_value(&arena, text, &reader);
    CHECK(!reader.problem);
    gzt_arena_release(&arena);
}

int
main(void)
{
    test_agrees_with_jansson();
    test_agrees_on_damaged_text();
    test_mends_what_is_no_character();
    test_numbers_keep_all_their_digits();
    test_strings_are_handed_out_in_place();
    test_nul_bytes_are_no_white_space();
    test_depth_is_limited();
    return tap_done();
}
