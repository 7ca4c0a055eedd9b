/* members.c - just enough of reading JSON to give stored fields back: the
 * members of an object, the text of a string.
 *
 * What is stored was written by a JSON library; after damage, nonsense comes
 * to an end here but is not diagnosed.
 */
#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"
#include "print/parts.h"

static bool
is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void
drop(gzt_str *rest, size_t count)
{
    *rest = gzt_str_slice(*rest, count, rest->len);
}

static void
skip_space(gzt_str *rest)
{
    while (rest->len && is_space(*rest->ptr))
        drop(rest, 1);
}

// The length of the string `text` begins with, quotes and all; 0 where it has
// no end.
static size_t
string_length(gzt_str text)
{
    for (size_t i = 1; i < text.len; i++)
        if (text.ptr[i] == '\\')
            i++;
        else if (text.ptr[i] == '"')
            return i + 1;
    return 0;
}

// The length of the value `text` begins with, up to what cannot belong to it;
// 0 where there is none. Brackets are counted, not matched.
static size_t
value_length(gzt_str text)
{
    size_t depth = 0, i = 0;

    while (i < text.len) {
        char c = text.ptr[i];
        size_t len = 1;

        if (c == '"')
            len = string_length(gzt_str_slice(text, i, text.len));
        if (!len)
            return 0;
        if (!depth &&
            (c == ',' || c == ']' || c == '}' || c == ':' || is_space(c)))
            return i;
        depth += c == '[' || c == '{';
        depth -= c == ']' || c == '}';
        i += len;
        if (!depth && (c == '"' || c == ']' || c == '}'))
            return i;
    }
    return depth ? 0 : i;
}

// A value off the front of `rest`, and the white space round it.
static bool
take_value(gzt_str *rest, gzt_str *value)
{
    skip_space(rest);
    *value = gzt_str_slice(*rest, 0, value_length(*rest));
    drop(rest, value->len);
    skip_space(rest);
    return value->len > 0;
}

bool
gzt_json_next(gzt_str *rest, gzt_str *name, gzt_str *value)
{
    *name = *value = (gzt_str){ 0 };
    skip_space(rest);
    if (!rest->len || !strchr("{[,", *rest->ptr))
        return false;
    drop(rest, 1);
    if (!take_value(rest, value) || !rest->len)
        return false;
    if (*rest->ptr != ':')
        return true;
    *name = *value;
    drop(rest, 1);
    return *name->ptr == '"' && take_value(rest, value) && rest->len;
}

// `digits` hexadecimal ones; false when there are not as many.
static bool
take_hex(gzt_str *rest, size_t digits, uint32_t *code)
{
    *code = 0;
    if (rest->len < digits)
        return false;
    for (size_t i = 0; i < digits; i++) {
        const char *hex = "0123456789abcdef0123456789ABCDEF";
        const char *at = rest->ptr[i] ? strchr(hex, rest->ptr[i]) : NULL;

        if (!at)
            return false;
        *code = *code << 4 | ((uint32_t)(at - hex) & 0xf);
    }
    drop(rest, digits);
    return true;
}

// Behind "\u": a surrogate without its other half is U+FFFD.
static void
put_unicode(gzt_str *rest, gzt_buf *out)
{
    uint32_t code, low;
    char bytes[4];

    if (!take_hex(rest, 4, &code))
        code = 0xfffd;
    if (code >= 0xd800 && code < 0xdc00) {
        gzt_str ahead = *rest;
        bool pair = gzt_str_starts(ahead, GZT_S("\\u"));

        if (pair)
            drop(&ahead, 2);
        pair =
            pair && take_hex(&ahead, 4, &low) && low >= 0xdc00 && low < 0xe000;
        code = pair ? 0x10000 + ((code & 0x3ff) << 10 | (low & 0x3ff)) : 0xfffd;
        *rest = pair ? ahead : *rest;
    } else if (code >= 0xdc00 && code < 0xe000) {
        code = 0xfffd;
    }
    gzt_buf_put(out, (gzt_str){ bytes, gzt_utf8_write(code, bytes) });
}

void
gzt_json_text(gzt_str raw, gzt_buf *out)
{
    static const char named[] = "b\bf\fn\nr\rt\t";

    if (raw.len < 2 || *raw.ptr != '"') {
        gzt_buf_put(out, raw);
        return;
    }
    raw = gzt_str_slice(raw, 1, raw.len - 1);
    while (raw.len) {
        size_t plain = gzt_str_find(raw, GZT_S("\\"));
        const char *at;

        gzt_buf_put(out, gzt_str_slice(raw, 0, plain));
        drop(&raw, plain);
        if (raw.len < 2)
            return;
        at = memchr(named, raw.ptr[1], sizeof(named) - 1);
        if (raw.ptr[1] == 'u') {
            drop(&raw, 2);
            put_unicode(&raw, out);
            continue;
        }
        gzt_buf_putc(out, at ? at[1] : raw.ptr[1]);
        drop(&raw, 2);
    }
}

// Outside strings all is ASCII, but for damage; white space goes.
void
gzt_json_print(gzt_str raw, gzt_buf *out)
{
    while (raw.len) {
        size_t len = *raw.ptr == '"' ? string_length(raw) : 0;

        if (len) {
            gzt_buf text;

            gzt_buf_init(&text, out->max);
            gzt_json_text(gzt_str_slice(raw, 0, len), &text);
            gzt_json_string(out, gzt_buf_str(&text));
            gzt_buf_release(&text);
        } else if (*raw.ptr > ' ' && *raw.ptr < 0x7f) {
            gzt_buf_putc(out, *raw.ptr);
        }
        drop(&raw, len ? len : 1);
    }
}
