/* test_base.c - strings, arenas, buffers, JSON, UTF-8 and sentences of
 * failure. */
#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"
#include "tap.h"

#include <errno.h>
#include <stdlib.h>

static gzt_arena arena;

// Bytes in memory of their own size, so that a sanitizer sees what reads on.
static gzt_str
tight(gzt_str s)
{
    char *copy = malloc(s.len ? s.len : 1);

    if (s.len)
        memcpy(copy, s.ptr, s.len);
    return (gzt_str){ copy, s.len };
}

static void
loosen(gzt_str s)
{
    free((char *)s.ptr);
}

// ---- str -------------------------------------------------------------------

static int
sign(int n)
{
    return (n > 0) - (n < 0);
}

static void
test_compare(void)
{
    CHECK(gzt_str_cmp(GZT_S("a"), GZT_S("b")) < 0);
    CHECK(gzt_str_cmp(GZT_S("b"), GZT_S("ab")) > 0);
    CHECK(gzt_str_cmp(GZT_S("ab"), GZT_S("ab")) == 0);
    CHECK(gzt_str_cmp(GZT_S("ab"), GZT_S("abc")) < 0);
    CHECK(gzt_str_cmp(GZT_S("abc"), GZT_S("ab")) > 0);
    CHECK(gzt_str_cmp((gzt_str){ 0 }, (gzt_str){ 0 }) == 0);
    CHECK(gzt_str_cmp((gzt_str){ 0 }, GZT_S("a")) < 0);
    CHECK(sign(gzt_str_cmp(GZT_S("\xff"), GZT_S("a"))) == 1); // as bytes
    CHECK(gzt_str_cmp(GZT_S("a\0b"), GZT_S("a\0c")) < 0);
    CHECK(gzt_str_eq(GZT_S(""), (gzt_str){ 0 }));
    CHECK(gzt_str_eq(GZT_S("a\0b"), GZT_S("a\0b")));
    CHECK(!gzt_str_eq(GZT_S("a\0b"), GZT_S("a\0c")));
    CHECK(!gzt_str_eq(GZT_S("a"), GZT_S("ab")));
    CHECK(gzt_str_eq_nocase(GZT_S("U.S."), GZT_S("u.s.")));
    CHECK(!gzt_str_eq_nocase(GZT_S("\xc3\x89"), GZT_S("\xc3\xa9"))); // ASCII
    CHECK(!gzt_str_eq_nocase(GZT_S("["), GZT_S("{"))); // 0x20 apart, too
    CHECK(!gzt_str_eq_nocase(GZT_S("a"), GZT_S("ab")));
}

static void
test_cut(void)
{
    gzt_str rest = GZT_S("a,,b"), head;

    CHECK(gzt_str_cut(&rest, ',', &head));
    CHECK_STR(head, "a");
    CHECK(gzt_str_cut(&rest, ',', &head));
    CHECK_STR(head, "");
    CHECK(gzt_str_cut(&rest, ',', &head));
    CHECK_STR(head, "b");
    CHECK(!gzt_str_cut(&rest, ',', &head));
    CHECK_STR(head, "");
    CHECK(!gzt_str_cut(&rest, ',', &head)); // and stays so
    rest = GZT_S("a,");
    CHECK(gzt_str_cut(&rest, ',', &head) && gzt_str_cut(&rest, ',', &head) &&
          !head.len && !gzt_str_cut(&rest, ',', &head));
    rest = GZT_S("");
    CHECK(gzt_str_cut(&rest, ',', &head)); // one, empty
    CHECK(!gzt_str_cut(&rest, ',', &head));
}

static void
test_find(void)
{
    gzt_str text = tight(GZT_S("abcabd"));

    CHECK(gzt_str_find(text, GZT_S("abd")) == 3);
    CHECK(gzt_str_find(text, GZT_S("abc")) == 0);
    CHECK(gzt_str_find(text, GZT_S("abe")) == text.len);
    CHECK(gzt_str_find(text, GZT_S("bda")) == text.len);
    CHECK(gzt_str_find(text, GZT_S("abcabdx")) == text.len);
    CHECK(gzt_str_find(text, GZT_S("")) == 0);
    CHECK(gzt_str_find((gzt_str){ 0 }, GZT_S("a")) == 0);
    CHECK(gzt_str_find(GZT_S("a\0b"), GZT_S("\0b")) == 1);
    CHECK(gzt_str_starts(text, GZT_S("abc")));
    CHECK(gzt_str_starts(text, GZT_S("")));
    CHECK(!gzt_str_starts(GZT_S("ab"), GZT_S("abc")));
    CHECK(gzt_str_ends(text, GZT_S("abd")));
    CHECK(gzt_str_ends(text, GZT_S("")));
    CHECK(!gzt_str_ends(GZT_S("bd"), GZT_S("abd")));
    CHECK_STR(gzt_str_trim(GZT_S(" \t\r\n\v\f a b \n")), "a b");
    CHECK_STR(gzt_str_trim(GZT_S(" \n ")), "");
    CHECK_STR(gzt_str_trim((gzt_str){ 0 }), "");
    CHECK_STR(gzt_str_trim(GZT_S("\xc2\xa0")), "\xc2\xa0"); // ASCII only
    CHECK_STR(gzt_str_slice(text, 2, 4), "ca");
    CHECK(gzt_str_of(NULL).len == 0);
    loosen(text);
}

static bool
number(const char *text, uint64_t max, uint64_t want)
{
    uint64_t got = 77;

    return gzt_str_to_u64(gzt_str_of(text), max, &got) && got == want;
}

static bool
no_number(const char *text, uint64_t max)
{
    uint64_t got;

    return !gzt_str_to_u64(gzt_str_of(text), max, &got);
}

static void
test_numbers(void)
{
    CHECK(number("0", 0, 0));
    CHECK(number("007", 10, 7));
    CHECK(number("18446744073709551615", UINT64_MAX, UINT64_MAX));
    CHECK(no_number("18446744073709551616", UINT64_MAX));
    CHECK(no_number("99999999999999999999999", UINT64_MAX));
    CHECK(number("10", 10, 10));
    CHECK(no_number("11", 10));
    CHECK(no_number("", 10));
    CHECK(no_number("-1", 10));
    CHECK(no_number("+1", 10));
    CHECK(no_number(" 1", 10));
    CHECK(no_number("1x", 10));
    CHECK(no_number("\xd9\xa1", 10)); // an Arabic digit
}

// Stored in indexes: these must never change.
static void
test_hash(void)
{
    CHECK(gzt_str_hash(GZT_S(""), 0) == 0xf52a15e9a9b5e89bu);
    CHECK(gzt_str_hash(GZT_S("gazette"), 0) == 0xb61360bef25f4d46u);
    CHECK(gzt_str_hash(GZT_S("gazette"), 1) !=
          gzt_str_hash(GZT_S("gazette"), 0));
    CHECK(gzt_str_hash(GZT_S("\xff"), 0) != gzt_str_hash(GZT_S("\x7f"), 0));
    CHECK(gzt_str_hash((gzt_str){ 0 }, 0) == gzt_str_hash(GZT_S(""), 0));
    CHECK(gzt_str_hash_long((gzt_str){ 0 }, 0) == 0xf52a15e9a9b5e89bu);
    CHECK(gzt_str_hash_long(GZT_S("gazette"), 0) == 0x6e865fb9592d9837u);
    CHECK(gzt_str_hash_long(GZT_S("gazettes"), 0) == 0xeac3555224475234u);
    CHECK(gzt_str_hash_long(GZT_S("gazettes daily"), 1) == 0x7d25a62e88f11c70u);
    CHECK(gzt_str_hash_long(GZT_S("gazette\0"), 0) !=
          gzt_str_hash_long(GZT_S("gazette"), 0));
}

// ---- arena -----------------------------------------------------------------

static bool
is_zero(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (bytes[i])
            return false;
    return true;
}

static void
test_arena(void)
{
    gzt_arena a;
    char *small, *large;

    gzt_arena_init(&a);
    gzt_arena_reset(&a); // of nothing
    gzt_arena_release(&a);
    small = gzt_arena_alloc(&a, 3);
    CHECK((uintptr_t)small % _Alignof(max_align_t) == 0);
    memset(small, 'x', 3);
    large = gzt_arena_alloc(&a, 3 << 20); // beyond any block
    CHECK(is_zero(large, 3 << 20));
    CHECK(!memcmp(small, "xxx", 3));
    CHECK(gzt_arena_alloc(&a, 0) != NULL);
    CHECK(a.total >= (3 << 20) + 3);
    gzt_arena_reset(&a);
    CHECK(a.total == 0);
    for (int i = 0; i < 1000; i++)
        memset(gzt_arena_alloc(&a, 100), 'y', 100);
    gzt_arena_reset(&a);
    CHECK(is_zero(gzt_arena_alloc(&a, 4096), 4096)); // used before
    CHECK_STR(gzt_arena_copy(&a, GZT_S("a\0b")).ptr[1] == '\0' ? GZT_S("same")
                                                               : GZT_S("other"),
              "same");
    CHECK(gzt_arena_copy(&a, (gzt_str){ 0 }).ptr[0] == '\0');
    CHECK_STR(gzt_arena_join(&a, GZT_S("a"), GZT_S("b")), "ab");
    CHECK_STR(gzt_arena_join(&a, (gzt_str){ 0 }, GZT_S("b")), "b");
    CHECK_STR(gzt_arena_join(&a, (gzt_str){ 0 }, (gzt_str){ 0 }), "");
    CHECK(!strcmp(gzt_arena_cstr(&a, (gzt_str){ "abc", 2 }), "ab"));
    CHECK_STR(gzt_arena_printf(&a, "%d %s", 7, "x"), "7 x");
    CHECK_STR(gzt_arena_printf(&a, "%s", ""), "");
    gzt_arena_release(&a);
    CHECK(a.blocks == NULL && a.total == 0);
}

static void
test_arena_more(void)
{
    gzt_arena a;
    size_t *items = NULL, copies = 0;
    bool kept = true;

    gzt_arena_init(&a);
    for (size_t i = 0; i < 1000; i++) {
        size_t *more = gzt_arena_more(&a, items, i, sizeof(*items));

        copies += more != items;
        items = more;
        items[i] = i * i;
    }
    for (size_t i = 0; i < 1000; i++)
        kept &= items[i] == i * i;
    CHECK(kept);
    CHECK(copies == 8); // 0, 8, 16 ... 512
    gzt_arena_release(&a);
}

// ---- buf -------------------------------------------------------------------

static void
test_buf(void)
{
    gzt_buf buf;

    gzt_buf_init(&buf, 10);
    CHECK_STR(gzt_buf_str(&buf), "");
    gzt_buf_put(&buf, GZT_S("12345"));
    gzt_buf_putc(&buf, '6');
    CHECK_STR(gzt_buf_str(&buf), "123456");
    gzt_buf_put(&buf, GZT_S("78901")); // would be 11: dropped whole
    CHECK(buf.full);
    CHECK_STR(gzt_buf_str(&buf), "123456");
    gzt_buf_put(&buf, GZT_S("7890")); // but 10 are fine
    CHECK_STR(gzt_buf_str(&buf), "1234567890");
    CHECK(buf.ptr[10] == '\0');
    gzt_buf_put(&buf, (gzt_str){ 0 });
    CHECK(!gzt_buf_room(&buf, 1) && gzt_buf_room(&buf, 0));
    gzt_buf_clear(&buf);
    CHECK(!buf.full && !gzt_buf_str(&buf).len);
    gzt_buf_printf(&buf, "%05d", 42);
    CHECK_STR(gzt_buf_str(&buf), "00042");
    gzt_buf_printf(&buf, "%s", "123456");
    CHECK(buf.full);
    CHECK_STR(gzt_buf_str(&buf), "00042");
    gzt_buf_release(&buf);
    gzt_buf_put(&buf, GZT_S("again"));
    CHECK_STR(gzt_buf_str(&buf), "again");
    gzt_buf_release(&buf);
    gzt_buf_init(&buf, 0);
    gzt_buf_putc(&buf, 'x');
    CHECK(buf.full && !buf.len);
    gzt_buf_release(&buf);
}

static bool
goes_round(uint64_t value)
{
    gzt_buf buf;
    gzt_str bytes, rest;
    uint64_t got = 0;
    bool good;

    gzt_buf_init(&buf, 16);
    gzt_buf_put_varint(&buf, value);
    bytes = tight(gzt_buf_str(&buf));
    rest = bytes;
    good = gzt_varint_take(&rest, &got) && got == value && !rest.len;
    for (size_t cut = 0; cut < bytes.len; cut++) {
        rest = gzt_str_slice(bytes, 0, cut);
        good &= !gzt_varint_take(&rest, &got) && rest.len == cut;
    }
    loosen(bytes);
    gzt_buf_release(&buf);
    return good;
}

static void
test_varint(void)
{
    gzt_str rest;
    uint64_t got;
    bool good = true;

    for (int bit = 0; bit < 64; bit++)
        good &= goes_round((uint64_t)1 << bit) &&
                goes_round(((uint64_t)1 << bit) - 1);
    CHECK(good);
    CHECK(goes_round(UINT64_MAX));
    rest = GZT_S("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01");
    CHECK(!gzt_varint_take(&rest, &got)); // eleven bytes
    rest = GZT_S("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02");
    CHECK(!gzt_varint_take(&rest, &got)); // 65 bits
    rest = GZT_S("\x05\x06");
    CHECK(gzt_varint_take(&rest, &got) && got == 5 && rest.len == 1);
}

// ---- json ------------------------------------------------------------------

static gzt_str
json(gzt_str s)
{
    gzt_buf buf;
    gzt_str text = tight(s), out;

    gzt_buf_init(&buf, 1 << 20);
    gzt_json_string(&buf, text);
    out = gzt_arena_copy(&arena, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
    loosen(text);
    return out;
}

static void
test_json(void)
{
    gzt_buf buf;

    CHECK_STR(json(GZT_S("")), "\"\"");
    CHECK_STR(json(GZT_S("a\"b\\c/d")), "\"a\\\"b\\\\c/d\"");
    CHECK_STR(json(GZT_S("\b\t\n\f\r\x01\x7f")),
              "\"\\b\\t\\n\\f\\r\\u0001\\u007f\"");
    CHECK_STR(json(GZT_S("a\0b")), "\"a\\u0000b\"");
    CHECK_STR(json(GZT_S("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80")),
              "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"");
    CHECK_STR(json(GZT_S("\xff"
                         "a\xc3")),
              "\"\xef\xbf\xbd"
              "a\xef\xbf\xbd\"");
    CHECK_STR(json(GZT_S("\xed\xa0\x80")), // a surrogate
              "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
    CHECK_STR(json(GZT_S("\xe2\x80\xa8\xe2\x80\xae\xe2\x81\xa6")),
              "\"\\u2028\\u202e\\u2066\"");
    CHECK_STR(json(GZT_S("\xc2\x85")), "\"\\u0085\"");                // C1
    CHECK_STR(json(GZT_S("\xf3\xa0\x81\x81")), "\"\\udb40\\udc41\""); // a tag
    gzt_buf_init(&buf, 100);
    gzt_buf_putc(&buf, '{');
    gzt_json_field(&buf, "a", GZT_S("1"));
    gzt_json_field(&buf, "none", GZT_S(""));
    gzt_json_key(&buf, "b");
    gzt_buf_put(&buf, GZT_S("[{"));
    gzt_json_field(&buf, "c", GZT_S("{")); // a bracket within a string
    gzt_json_field(&buf, "d", GZT_S("2"));
    CHECK_STR(gzt_buf_str(&buf),
              "{\"a\":\"1\",\"b\":[{\"c\":\"{\",\"d\":\"2\"");
    gzt_buf_release(&buf);
}

// ---- utf8 ------------------------------------------------------------------

// The characters of `s`, as numbers.
static gzt_str
codes(gzt_str s)
{
    gzt_str text = tight(s), rest = text, out = { "", 0 };

    while (rest.len)
        out = gzt_arena_printf(&arena, "%.*s%s%x", GZT_ARG(out),
                               out.len ? " " : "", gzt_utf8_take(&rest));
    loosen(text);
    return out;
}

static gzt_str
mend(gzt_str s, bool *mended)
{
    gzt_str text = tight(s), out;

    *mended = false;
    out = gzt_arena_copy(&arena, gzt_utf8_mend(&arena, text, mended));
    loosen(text);
    return out;
}

static void
test_utf8(void)
{
    bool mended;

    CHECK_STR(codes(GZT_S("a\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80")),
              "61 e9 4e2d 1f600");
    CHECK_STR(codes(GZT_S("\0a")), "0 61");
    CHECK_STR(codes(GZT_S("\xc3")), "fffd");          // cut short
    CHECK_STR(codes(GZT_S("\xe4\xb8")), "fffd fffd"); // a byte at a time
    CHECK_STR(codes(GZT_S("\xc0\xaf")), "fffd fffd"); // overlong
    CHECK_STR(codes(GZT_S("\xc3"
                          "a")),
              "fffd 61"); // the next one stays
    CHECK_STR(codes(GZT_S("\xf4\x90\x80\x80")), "fffd fffd fffd fffd");
    CHECK_STR(codes(GZT_S("\xed\xa0\x80")), "fffd fffd fffd");
    CHECK(gzt_utf8_valid(GZT_S("")));
    CHECK(gzt_utf8_valid(GZT_S("\xef\xbf\xbd")));
    CHECK(!gzt_utf8_valid(GZT_S("a\x80")));
    CHECK_STR(mend(GZT_S("a\xff"
                         "b\xe4\xb8"),
                   &mended),
              "a\xef\xbf\xbd"
              "b\xef\xbf\xbd\xef\xbf\xbd");
    CHECK(mended);
    CHECK_STR(mend(GZT_S("\xc3\xa9"), &mended), "\xc3\xa9");
    CHECK(!mended);
    CHECK_STR(mend(GZT_S("\x80\x80\x80"), &mended),
              "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}

static void
test_utf8_properties(void)
{
    gzt_str s = GZT_S("a\xc3\xa9"
                      "b");
    bool good = true;

    for (uint32_t code = 1; code < 0x110000; code += 7) {
        char bytes[4];
        gzt_str rest = { bytes, 0 };

        if (code >= 0xd800 && code < 0xe000)
            continue;
        rest.len = gzt_utf8_write(code, bytes);
        good &= gzt_utf8_take(&rest) == code && !rest.len;
    }
    CHECK(good);
    CHECK(gzt_utf8_width('a') == 1);
    CHECK(gzt_utf8_width(0x4e2d) == 2);
    CHECK(gzt_utf8_width(0x301) == 0); // combining
    CHECK(gzt_utf8_width('\n') == 0);
    CHECK(gzt_utf8_width(0x7f) == 0);
    CHECK(gzt_utf8_width(0xe9) == 1);
    CHECK(gzt_utf8_is_unsafe(0) && gzt_utf8_is_unsafe(0x1b));
    CHECK(gzt_utf8_is_unsafe(0x9b) && gzt_utf8_is_unsafe(0x202e));
    CHECK(gzt_utf8_is_unsafe(0x2069) && gzt_utf8_is_unsafe(0xfeff));
    CHECK(!gzt_utf8_is_unsafe(' ') && !gzt_utf8_is_unsafe(0xe9));
    CHECK(!gzt_utf8_is_unsafe(0x200d)); // joins emoji
    CHECK(gzt_utf8_floor(s, 2) == 1 && gzt_utf8_floor(s, 3) == 3);
    CHECK(gzt_utf8_floor(s, 99) == 4 && gzt_utf8_floor(s, 0) == 0);
    CHECK(gzt_utf8_floor(GZT_S("\x80\x80"), 1) == 0); // no loop, no underrun
}

// ---- err -------------------------------------------------------------------

static gzt_status
failed_call(gzt_err *err, int code)
{
    errno = code;
    return gzt_fail_errno(err, "%s", "some/file");
}

static void
test_err(void)
{
    gzt_err err;
    char longer[1000];

    CHECK(gzt_fail(&err, GZT_EINVAL, "line %d", 7) == GZT_EINVAL);
    CHECK(err.status == GZT_EINVAL);
    CHECK_STR(gzt_str_of(err.text), "line 7");
    CHECK(gzt_fail(NULL, GZT_EIO, "nobody hears") == GZT_EIO);
    CHECK(failed_call(&err, ENOENT) == GZT_ENOTFOUND);
    CHECK_STR(gzt_str_of(err.text), "some/file: No such file or directory");
    CHECK(failed_call(&err, ENOSPC) == GZT_ENOSPC);
    CHECK(failed_call(&err, EDQUOT) == GZT_ENOSPC);
    CHECK(failed_call(&err, EACCES) == GZT_EIO);
    CHECK(err.status == GZT_EIO);
    CHECK(failed_call(NULL, ENOSPC) == GZT_ENOSPC);
    memset(longer, 'x', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    gzt_fail(&err, GZT_EIO, "%s", longer);
    CHECK(strlen(err.text) == sizeof(err.text) - 1);
    errno = EIO;
    gzt_fail_errno(&err, "%s", longer);
    CHECK(strlen(err.text) == sizeof(err.text) - 1);
    free(gzt_xrealloc(NULL, 0, 1)); // nothing is no failure
}

int
main(void)
{
    gzt_arena_init(&arena);
    test_compare();
    test_cut();
    test_find();
    test_numbers();
    test_hash();
    test_arena();
    test_arena_more();
    test_buf();
    test_varint();
    test_json();
    test_utf8();
    test_utf8_properties();
    test_err();
    gzt_arena_release(&arena);
    return tap_done();
}
