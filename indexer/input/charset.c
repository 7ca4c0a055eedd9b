/* charset.c - texts in any encoding that iconv knows, made UTF-8. */
#include "input/charset.h"

#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "input/input.h"

#include <errno.h>
#include <iconv.h>

enum {
    LABEL_MAX = 40
};

// Labels that mean more than the standard of that name, as pages use them;
// and those that what is read here as bytes cannot be.
static const struct {
    const char *label, *meant;
} wider[] = {
    { "iso-8859-1", "WINDOWS-1252" },
    { "iso8859-1", "WINDOWS-1252" },
    { "iso_8859-1", "WINDOWS-1252" },
    { "latin1", "WINDOWS-1252" },
    { "l1", "WINDOWS-1252" },
    { "us-ascii", "WINDOWS-1252" },
    { "ascii", "WINDOWS-1252" },
    { "cp1252", "WINDOWS-1252" },
    { "x-cp1252", "WINDOWS-1252" },
    { "iso-8859-9", "WINDOWS-1254" },
    { "latin5", "WINDOWS-1254" },
    { "iso-8859-11", "WINDOWS-874" },
    { "tis-620", "WINDOWS-874" },
    { "gb2312", "GB18030" },
    { "gbk", "GB18030" },
    { "x-gbk", "GB18030" },
    { "chinese", "GB18030" },
    { "shift_jis", "CP932" },
    { "shift-jis", "CP932" },
    { "sjis", "CP932" },
    { "x-sjis", "CP932" },
    { "windows-31j", "CP932" },
    { "ks_c_5601-1987", "CP949" },
    { "euc-kr", "CP949" },
    { "ks_c_5601", "CP949" },
    { "korean", "CP949" },
    { "big5", "BIG5-HKSCS" },
    { "x-big5", "BIG5-HKSCS" },
    { "x-mac-roman", "MACINTOSH" },
    { "x-mac-cyrillic", "MAC-CYRILLIC" },
    { "unicode-1-1-utf-8", "UTF-8" },
    { "utf8", "UTF-8" },
    { "utf-8", "UTF-8" },
    { "x-unicode20utf8", "UTF-8" },
    { "utf-16", "UTF-8" },
    { "utf-16le", "UTF-8" },
    { "utf-16be", "UTF-8" },
    { "utf-32", "UTF-8" },
    { "ucs-2", "UTF-8" },
    { "iso-10646-ucs-2", "UTF-8" },
    { "unicode", "UTF-8" },
    { "utf-7", "UTF-8" },
    { "iso-8859-8-i", "WINDOWS-1255" },
    { "visual", "ISO-8859-8" },
};

// Names go to iconv, which may take "//" for an order: only what names have.
static bool
iconv_name(gzt_str label, char out[LABEL_MAX])
{
    label = gzt_str_trim(label);
    while (label.len && strchr("\"' ;", label.ptr[0]))
        label = gzt_str_slice(label, 1, label.len);
    while (label.len && strchr("\"' ;", label.ptr[label.len - 1]))
        label.len--;
    if (!label.len || label.len >= LABEL_MAX)
        return false;
    for (size_t i = 0; i < sizeof(wider) / sizeof(*wider); i++)
        if (gzt_str_eq_nocase(label, gzt_str_of(wider[i].label))) {
            memcpy(out, wider[i].meant, strlen(wider[i].meant) + 1);
            return true;
        }
    for (size_t i = 0; i < label.len; i++) {
        char c = label.ptr[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              (c >= '0' && c <= '9') || strchr("-_.:", c)))
            return false;
        out[i] = c;
    }
    out[label.len] = '\0';
    return true;
}

// Convert what can be; a byte that cannot becomes U+FFFD.
static gzt_str
convert(gzt_arena *arena, iconv_t handle, gzt_str bytes, bool *mended)
{
    char *in = (char *)bytes.ptr;
    size_t left = bytes.len;
    gzt_buf buf;
    gzt_str out;

    gzt_buf_init(&buf, (size_t)4 * GZT_RECORD_MAX);
    while (left) {
        size_t room = left * 2 + 64;
        char *at = gzt_buf_room(&buf, room), *begin = at;
        bool stuck;

        if (!at)
            break;
        stuck = iconv(handle, &in, &left, &at, &room) == (size_t)-1 &&
                errno != E2BIG;
        buf.len += (size_t)(at - begin);
        if (stuck) {
            gzt_buf_put(&buf, GZT_S("\xef\xbf\xbd"));
            *mended = true;
            in++;
            left--;
            iconv(handle, NULL, NULL, NULL, NULL);
        }
    }
    *mended |= buf.full || left;
    out = gzt_arena_copy(arena, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
    // iconv's idea of UTF-8 has surrogates.
    return gzt_utf8_mend(arena, out, mended);
}

bool
gzt_charset_decode(gzt_arena *arena, gzt_str bytes, gzt_str label, gzt_str *out,
                   bool *mended)
{
    char name[LABEL_MAX];
    iconv_t handle;
    bool lost = false;

    if (!iconv_name(label, name))
        return false;
    if (!strcmp(name, "UTF-8")) {
        *out = gzt_utf8_mend(arena, bytes, &lost);
        *mended |= lost;
        return true;
    }
    handle = iconv_open("UTF-8", name);
    if (handle == (iconv_t)-1)
        return false;
    *out = convert(arena, handle, bytes, &lost);
    iconv_close(handle);
    *mended |= lost;
    return true;
}

gzt_str
gzt_charset_of_type(gzt_str type)
{
    gzt_str part;

    while (gzt_str_cut(&type, ';', &part)) {
        gzt_str name;

        part = gzt_str_trim(part);
        gzt_str_cut(&part, '=', &name);
        if (part.ptr && gzt_str_eq_nocase(gzt_str_trim(name), GZT_S("charset")))
            return gzt_str_trim(part);
    }
    return (gzt_str){ 0 };
}

// Are most of the bytes beyond ASCII no part of any character?
static bool
mostly_invalid(gzt_str s)
{
    size_t valid = 0, invalid = 0;

    while (s.len) {
        size_t before = s.len;
        uint32_t code = gzt_utf8_take(&s);

        if (code == 0xfffd && before - s.len == 1)
            invalid++;
        else if (code >= 0x80)
            valid++;
    }
    return invalid > valid;
}

gzt_str
gzt_charset_guess(gzt_arena *arena, gzt_str bytes, gzt_str declared,
                  bool *mended)
{
    char name[LABEL_MAX];
    bool known = iconv_name(declared, name);
    bool utf8 = known && !strcmp(name, "UTF-8");
    gzt_str out;

    // Plain ASCII may still be ISO-2022-JP, in which all is.
    if (gzt_utf8_valid(bytes) && (!known || utf8 || !gzt_utf8_is_ascii(bytes)))
        return bytes;
    if (known && !utf8 &&
        gzt_charset_decode(arena, bytes, declared, &out, mended))
        return out;
    *mended = true;
    if (mostly_invalid(bytes) &&
        gzt_charset_decode(arena, bytes, GZT_S("windows-1252"), &out, mended))
        return out;
    return gzt_utf8_mend(arena, bytes, mended);
}
