/* json.c - writing JSON into a buffer. */
#include "base/json.h"

#include "base/str.h"
#include "base/utf8.h"

static void
put_escape(gzt_buf *buf, uint32_t code)
{
    static const char short_forms[] = "\bb\tt\nn\ff\rr\"\"\\\\";

    for (const char *p = short_forms; *p; p += 2)
        if ((uint32_t)*p == code) {
            gzt_buf_putc(buf, '\\');
            gzt_buf_putc(buf, p[1]);
            return;
        }
    if (code < 0x10000)
        gzt_buf_printf(buf, "\\u%04x", (unsigned)code);
    else
        gzt_buf_printf(buf, "\\u%04x\\u%04x", (unsigned)(0xd7c0 + (code >> 10)),
                       (unsigned)(0xdc00 + (code & 0x3ff)));
}

static bool
is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

void
gzt_json_string(gzt_buf *buf, gzt_str s)
{
    gzt_buf_putc(buf, '"');
    while (s.len) {
        size_t run = 0;
        uint32_t code;
        char bytes[4];

        while (run < s.len && is_plain((unsigned char)s.ptr[run]))
            run++;
        gzt_buf_put(buf, (gzt_str){ s.ptr, run });
        s = (gzt_str){ s.ptr + run, s.len - run };
        if (!s.len)
            break;
        code = gzt_utf8_take(&s);
        if (gzt_utf8_is_unsafe(code) || code == '"' || code == '\\')
            put_escape(buf, code);
        else
            gzt_buf_put(buf, (gzt_str){ bytes, gzt_utf8_write(code, bytes) });
    }
    gzt_buf_putc(buf, '"');
}

void
gzt_json_key(gzt_buf *buf, const char *name)
{
    char last = buf->len ? buf->ptr[buf->len - 1] : '{';

    if (last != '{' && last != '[')
        gzt_buf_putc(buf, ',');
    gzt_buf_printf(buf, "\"%s\":", name);
}

void
gzt_json_field(gzt_buf *buf, const char *name, gzt_str s)
{
    if (!s.len)
        return;
    gzt_json_key(buf, name);
    gzt_json_string(buf, s);
}
