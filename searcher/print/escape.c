/* escape.c - text and numbers that cannot break a line, a column or a
 * terminal. */
#include "base/str.h"
#include "base/utf8.h"
#include "print/parts.h"

enum {
    REPLACEMENT = 0xfffd
};

size_t
gzt_code_escape(uint32_t code, char out[10])
{
    static const char named[] = "\tt\nn\rr\\\\";
    static const char hex[] = "0123456789abcdef";
    size_t digits = code < 0x100 ? 2 : code < 0x10000 ? 4 : 8;

    out[0] = '\\';
    for (const char *p = named; *p; p += 2)
        if ((uint32_t)*p == code) {
            out[1] = p[1];
            return 2;
        }
    out[1] = digits == 2 ? 'x' : digits == 4 ? 'u' : 'U';
    for (size_t i = 0; i < digits; i++)
        out[2 + i] = hex[code >> 4 * (digits - 1 - i) & 0xf];
    return 2 + digits;
}

// The length of the text that may be written as it is.
static size_t
safe_prefix(gzt_str text, bool doubled)
{
    gzt_str rest = text;

    while (rest.len) {
        unsigned char c = (unsigned char)*rest.ptr;
        gzt_str before = rest;
        uint32_t code;

        if (c >= 0x20 && c < 0x7f && !(doubled && c == '\\')) {
            rest.ptr++;
            rest.len--;
            continue;
        }
        code = gzt_utf8_take(&rest);
        if (c < 0x80 || gzt_utf8_is_unsafe(code) ||
            (code == REPLACEMENT && before.len - rest.len == 1))
            return text.len - before.len;
    }
    return text.len;
}

void
gzt_text_escape(gzt_str text, bool doubled, gzt_buf *out)
{
    while (text.len) {
        size_t safe = safe_prefix(text, doubled);
        char bytes[10];
        uint32_t code;

        gzt_buf_put(out, gzt_str_slice(text, 0, safe));
        text = gzt_str_slice(text, safe, text.len);
        if (!text.len)
            return;
        code = gzt_utf8_take(&text);
        gzt_buf_put(out,
                    (gzt_str){ bytes, code == REPLACEMENT
                                          ? gzt_utf8_write(code, bytes)
                                          : gzt_code_escape(code, bytes) });
    }
}

void
gzt_print_escaped(gzt_str text, gzt_buf *out)
{
    gzt_text_escape(text, true, out);
}

int64_t
gzt_fixed_of(double value, unsigned digits)
{
    // Far beyond any score, and far from overflowing with six digits.
    double limit = 1e12;

    if (value != value)
        return 0;
    value = value > limit ? limit : value < -limit ? -limit : value;
    while (digits--)
        value *= 10;
    return (int64_t)(value < 0 ? value - 0.5 : value + 0.5);
}

// At least `width` digits.
static void
put_digits(uint64_t number, unsigned width, gzt_buf *out)
{
    char text[20], *end = text + sizeof(text), *p = end;

    while (number || end - p < (ptrdiff_t)width) {
        *--p = (char)('0' + number % 10);
        number /= 10;
    }
    gzt_buf_put(out, (gzt_str){ p, (size_t)(end - p) });
}

void
gzt_fixed_print(int64_t units, unsigned digits, bool trim, gzt_buf *out)
{
    uint64_t size = units < 0 ? -(uint64_t)units : (uint64_t)units;
    uint64_t scale = 1, fraction;

    for (unsigned i = 0; i < digits; i++)
        scale *= 10;
    fraction = size % scale;
    if (units < 0)
        gzt_buf_putc(out, '-');
    put_digits(size / scale, 1, out);
    for (; trim && digits && fraction % 10 == 0; digits--)
        fraction /= 10;
    if (digits) {
        gzt_buf_putc(out, '.');
        put_digits(fraction, digits, out);
    }
}
