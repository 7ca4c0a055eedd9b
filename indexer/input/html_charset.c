/* html_charset.c - the encoding of a page, and the page in UTF-8. */
#include "input/html_charset.h"

#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "input/input.h"

#include <errno.h>
#include <iconv.h>
#include <uchardet/uchardet.h>

enum {
    NAME_MAX_BYTES = 40,
    PRESCAN = 8192,        // bytes in which a page may name its encoding
    DETECT = 256 << 10,    // bytes that are looked at to detect it
    BAD_PER_THOUSAND = 10, // bytes, for a claim to be believed
    EXPANSION = 4          // bytes of UTF-8 that one may become
};

// ---- Names ------------------------------------------------------------------

// "charset=" and what follows it; a bare name otherwise.
static gzt_str
charset_in(gzt_str text)
{
    size_t at, end;

    for (at = 0; at + 7 < text.len; at++)
        if (gzt_str_eq_nocase(gzt_str_slice(text, at, at + 7),
                              GZT_S("charset")))
            break;
    if (at + 7 < text.len) {
        text = gzt_str_trim(gzt_str_slice(text, at + 7, text.len));
        if (!text.len || text.ptr[0] != '=')
            return (gzt_str){ 0 };
        text = gzt_str_trim(gzt_str_slice(text, 1, text.len));
    } else if (memchr(text.ptr ? text.ptr : "", '/', text.len)) {
        return (gzt_str){ 0 }; // "text/html"
    }
    if (text.len && strchr("\"'", text.ptr[0]))
        text = gzt_str_slice(text, 1, text.len);
    for (end = 0; end < text.len && !strchr(" \t\r\n\"';>/,", text.ptr[end]);)
        end++;
    return gzt_str_slice(text, 0, end);
}

// The name for iconv of what a label means.
static gzt_str
meaning(gzt_arena *arena, gzt_str label)
{
    static const char *const labels[][2] = {
        { "UTF8", "UTF-8" },
        { "UNICODE-1-1-UTF-8", "UTF-8" },
        { "ISO-8859-1", "WINDOWS-1252" },
        { "ISO8859-1", "WINDOWS-1252" },
        { "LATIN1", "WINDOWS-1252" },
        { "LATIN-1", "WINDOWS-1252" },
        { "ASCII", "WINDOWS-1252" },
        { "US-ASCII", "WINDOWS-1252" },
        { "X-CP1252", "WINDOWS-1252" },
        { "ISO-8859-9", "WINDOWS-1254" },
        { "ISO-8859-11", "WINDOWS-874" },
        { "TIS-620", "WINDOWS-874" },
        { "X-CP1251", "WINDOWS-1251" },
        { "WIN-1251", "WINDOWS-1251" },
        { "X-CP1250", "WINDOWS-1250" },
        { "GB2312", "GB18030" },
        { "GBK", "GB18030" },
        { "X-GBK", "GB18030" },
        { "SHIFT_JIS", "CP932" },
        { "SHIFT-JIS", "CP932" },
        { "X-SJIS", "CP932" },
        { "SJIS", "CP932" },
        { "WINDOWS-31J", "CP932" },
        { "X-EUC-JP", "EUC-JP" },
        { "EUC-KR", "UHC" },
        { "KS_C_5601-1987", "UHC" },
        { "KSC5601", "UHC" },
        { "BIG5", "BIG5-HKSCS" },
        { "X-X-BIG5", "BIG5-HKSCS" },
        { "ISO-8859-8-I", "ISO-8859-8" },
        { "UTF-16", "UTF-8" }, // it was read as ASCII, so it is not
        { "UTF-16LE", "UTF-8" },
        { "UTF-16BE", "UTF-8" },
        { "UTF-7", "" },
    };
    char upper[NAME_MAX_BYTES];

    if (!label.len || label.len >= sizeof(upper))
        return (gzt_str){ 0 };
    for (size_t i = 0; i < label.len; i++) {
        char c = label.ptr[i];

        if (c < '!' || c > '~' || c == '/')
            return (gzt_str){ 0 };
        upper[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    label.ptr = upper;
    for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++)
        if (gzt_str_eq(label, gzt_str_of(labels[i][0])))
            return gzt_str_of(labels[i][1]);
    return gzt_arena_copy(arena, label);
}

// What the page says: <meta charset=...>, <meta http-equiv content="...;
// charset=...">, <?xml encoding="..."?>.
static gzt_str
claim_in_page(gzt_str bytes)
{
    gzt_str head = { bytes.ptr, bytes.len < PRESCAN ? bytes.len : PRESCAN };

    if (gzt_str_starts(head, GZT_S("<?xml"))) {
        gzt_str line = gzt_str_slice(head, 0, gzt_str_find(head, GZT_S("?>")));
        size_t at = gzt_str_find(line, GZT_S("encoding="));

        if (at + 10 < line.len)
            return charset_in(gzt_str_slice(line, at + 9, line.len));
    }
    while (head.len) {
        size_t at = gzt_str_find(head, GZT_S("<")), end;
        gzt_str name;

        head = gzt_str_slice(head, at, head.len);
        end = gzt_str_find(head, GZT_S(">"));
        if (head.len > 5 &&
            gzt_str_eq_nocase(gzt_str_slice(head, 1, 5), GZT_S("meta"))) {
            name = charset_in(gzt_str_slice(head, 5, end));
            if (name.len && end < head.len &&
                !memchr(name.ptr, '=', name.len) &&
                gzt_str_find(gzt_str_slice(head, 5, end), GZT_S("arset")) + 5 <
                    end)
                return name;
        }
        head = gzt_str_slice(head, head.len > 1 ? 1 : head.len, head.len);
    }
    return (gzt_str){ 0 };
}

// ---- Decoding ---------------------------------------------------------------

// Convert; counts what cannot be. False if iconv does not know the name.
static bool
convert(gzt_arena *arena, gzt_str bytes, gzt_str charset, gzt_html_decoded *out)
{
    iconv_t iconv_handle = iconv_open("UTF-8", gzt_arena_cstr(arena, charset));
    char *in = (char *)bytes.ptr;
    size_t left = bytes.len;
    gzt_buf buf;

    if (iconv_handle == (iconv_t)-1)
        return false;
    *out = (gzt_html_decoded){ .charset = charset };
    gzt_buf_init(&buf, EXPANSION * (size_t)GZT_RECORD_MAX);
    while (left) {
        char *to = gzt_buf_room(&buf, left + left / 2 + 16);
        size_t room = left + left / 2 + 16;

        if (!to)
            break;
        if (iconv(iconv_handle, &in, &left, &to, &room) != (size_t)-1 ||
            errno == E2BIG) {
            buf.len = (size_t)(to - buf.ptr);
            continue;
        }
        buf.len = (size_t)(to - buf.ptr);
        gzt_buf_put(&buf, GZT_S("\xef\xbf\xbd"));
        out->bad++;
        in++;
        left--;
    }
    iconv_close(iconv_handle);
    out->text = gzt_arena_copy(arena, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
    return true;
}

static void
mend(gzt_arena *arena, gzt_str bytes, gzt_html_decoded *out)
{
    bool mended = false;
    gzt_str rest;

    *out = (gzt_html_decoded){ .charset = GZT_S("UTF-8") };
    out->text = gzt_utf8_mend(arena, bytes, &mended);
    for (rest = out->text; mended && rest.len;)
        out->bad += gzt_utf8_take(&rest) == 0xfffd;
}

// Whether `text` has characters beyond ASCII, and as many more of them than
// faults that UTF-8 is what was meant.
static bool
is_broken_utf8(const gzt_html_decoded *mended)
{
    size_t wide = 0;

    for (size_t i = 0; i < mended->text.len; i++)
        wide += ((unsigned char)mended->text.ptr[i] & 0xc0) == 0xc0;
    return wide - mended->bad > 4 * mended->bad;
}

static bool
try(gzt_arena *arena, gzt_str bytes, gzt_str label, gzt_html_decoded *out)
{
    gzt_str charset = meaning(arena, label);

    if (!charset.len)
        return false;
    if (gzt_str_eq(charset, GZT_S("UTF-8"))) {
        mend(arena, bytes, out);
        return !out->bad || is_broken_utf8(out);
    }
    return convert(arena, bytes, charset, out) &&
           out->bad * 1000 <= bytes.len * BAD_PER_THOUSAND;
}

static gzt_str
detect(gzt_arena *arena, gzt_str bytes)
{
    uchardet_t detector = uchardet_new();
    gzt_str out = { 0 };

    if (!detector)
        return out;
    if (!uchardet_handle_data(detector, bytes.ptr,
                              bytes.len < DETECT ? bytes.len : DETECT)) {
        uchardet_data_end(detector);
        out = gzt_arena_copy(arena, gzt_str_of(uchardet_get_charset(detector)));
    }
    uchardet_delete(detector);
    return out;
}

// A byte order mark, and the encoding that it is of.
static gzt_str
take_mark(gzt_str *bytes)
{
    static const struct {
        const char *mark;
        size_t len;
        const char *charset;
    } marks[] = {
        { "\xef\xbb\xbf", 3, "UTF-8" },    { "\xff\xfe\0\0", 4, "UTF-32LE" },
        { "\0\0\xfe\xff", 4, "UTF-32BE" }, { "\xff\xfe", 2, "UTF-16LE" },
        { "\xfe\xff", 2, "UTF-16BE" },
    };

    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
        if (gzt_str_starts(*bytes, (gzt_str){ marks[i].mark, marks[i].len })) {
            *bytes = gzt_str_slice(*bytes, marks[i].len, bytes->len);
            return gzt_str_of(marks[i].charset);
        }
    return (gzt_str){ 0 };
}

static void
choose(gzt_arena *arena, gzt_str bytes, gzt_str http, gzt_html_decoded *out)
{
    gzt_str mark = take_mark(&bytes);
    bool shifts = gzt_str_find(bytes, GZT_S("\x1b$")) < bytes.len ||
                  gzt_str_find(bytes, GZT_S("\x1b(")) < bytes.len;

    if (mark.len && !gzt_str_eq(mark, GZT_S("UTF-8")) &&
        convert(arena, bytes, mark, out))
        return;
    *out = (gzt_html_decoded){ .text = bytes, .charset = GZT_S("UTF-8") };
    if (!shifts && gzt_utf8_valid(bytes))
        return;
    if (try(arena, bytes, charset_in(http), out) ||
        try(arena, bytes, charset_in(claim_in_page(bytes)), out))
        return;
    if (gzt_utf8_is_ascii(bytes) ||
        !try(arena, bytes, detect(arena, bytes), out))
        if (!convert(arena, bytes, GZT_S("WINDOWS-1252"), out))
            mend(arena, bytes, out);
}

// A NUL ends a text for libxml2; in a page it means nothing.
static void
drop_nuls(gzt_arena *arena, gzt_html_decoded *out)
{
    char *copy;
    size_t len = 0;

    if (!out->text.len || !memchr(out->text.ptr, '\0', out->text.len))
        return;
    copy = gzt_arena_alloc(arena, out->text.len);
    for (size_t i = 0; i < out->text.len; i++)
        if (out->text.ptr[i])
            copy[len++] = out->text.ptr[i];
    out->text = (gzt_str){ copy, len };
}

gzt_html_decoded
gzt_html_decode(gzt_arena *arena, gzt_str bytes, gzt_str http)
{
    gzt_html_decoded out;
    bool mended = false;

    choose(arena, bytes, http, &out);
    // What iconv takes for characters UTF-8 may have no room for.
    out.text = gzt_utf8_mend(arena, out.text, &mended);
    drop_nuls(arena, &out);
    return out;
}
