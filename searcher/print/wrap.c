/* wrap.c - words on lines of a terminal: widths, looks and links.
 *
 * A word may end before or behind any wide character, as Chinese and Japanese
 * do without blanks; never before what closes or belongs to the one before.
 */
#include "base/str.h"
#include "base/utf8.h"
#include "print/parts.h"

#include <utf8proc.h>

enum {
    LINK_MAX = 2000 // bytes; terminals give up at about 2083
};

// What is never taken apart: a character as the reader sees it, or an escape.
typedef struct cluster {
    gzt_str bytes;
    uint32_t first;
    unsigned width;
    bool blank;
} cluster;

static bool
is_blank(uint32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 ||
           code == 0x2028 || code == 0x2029;
}

// Does `code` belong to the character that ends with `before`?
static bool
joins(uint32_t before, uint32_t code, utf8proc_int32_t *state)
{
    return code >= 0x80 && !is_blank(code) && !gzt_utf8_is_unsafe(code) &&
           !utf8proc_grapheme_break_stateful((utf8proc_int32_t)before,
                                             (utf8proc_int32_t)code, state);
}

static cluster
take_cluster(gzt_str *rest)
{
    cluster c = { .bytes = *rest };
    utf8proc_int32_t state = 0;
    char escape[10];
    uint32_t before;

    before = c.first = gzt_utf8_take(rest);
    c.width = (unsigned)gzt_utf8_width(c.first);
    c.blank = is_blank(c.first);
    if (!c.blank && gzt_utf8_is_unsafe(c.first)) {
        c.width = (unsigned)gzt_code_escape(c.first, escape);
    } else if (!c.blank) {
        while (rest->len) {
            gzt_str ahead = *rest;
            uint32_t code = gzt_utf8_take(&ahead);

            if (!joins(before, code, &state))
                break;
            c.width += (unsigned)gzt_utf8_width(code);
            before = code;
            *rest = ahead;
        }
    }
    c.bytes.len = (size_t)(rest->ptr - c.bytes.ptr);
    return c;
}

// Closing brackets, stops and the like never begin a line.
static bool
may_begin_line(uint32_t code)
{
    static const char closing[] = ",.;:!?)]}%\"'";

    if (code < 0x80)
        return !memchr(closing, (int)code, sizeof(closing) - 1);
    return !(
        code == 0x2019 || code == 0x201d || code == 0x2026 || code == 0x3001 ||
        code == 0x3002 || code == 0x3009 || code == 0x300b || code == 0x300d ||
        code == 0x300f || code == 0x3011 || code == 0x30fb || code == 0x30fc ||
        code == 0xff01 || code == 0xff05 || code == 0xff09 || code == 0xff0c ||
        code == 0xff0e || code == 0xff1a || code == 0xff1b || code == 0xff1f);
}

// Split a word, or as much of it as must stay on one line, off `rest`.
static gzt_str
take_word(gzt_str *rest, unsigned *width)
{
    const char *start = rest->ptr;
    bool wide = false;

    *width = 0;
    while (rest->len) {
        gzt_str ahead = *rest;
        cluster c = take_cluster(&ahead);
        bool was_wide = wide;

        wide = c.width > 1 && !gzt_utf8_is_unsafe(c.first);
        if (c.blank ||
            (*width && (wide || was_wide) && may_begin_line(c.first)))
            break;
        *width += c.width;
        *rest = ahead;
    }
    return (gzt_str){ start, (size_t)(rest->ptr - start) };
}

static void
turn(gzt_wrap *wrap, const char *look)
{
    if (wrap->look == look)
        return;
    if (look)
        gzt_buf_printf(wrap->out, "\x1b[0;%sm", look);
    else
        gzt_buf_put(wrap->out, GZT_S("\x1b[0m"));
    wrap->look = look;
}

// Bytes past ASCII are percent-encoded, as the terminals ask.
static void
open_link(gzt_wrap *wrap)
{
    if (!wrap->link.len)
        return;
    gzt_buf_put(wrap->out, GZT_S("\x1b]8;;"));
    for (size_t i = 0; i < wrap->link.len; i++) {
        unsigned char c = (unsigned char)wrap->link.ptr[i];

        if (c < 0x80)
            gzt_buf_putc(wrap->out, (char)c);
        else
            gzt_buf_printf(wrap->out, "%%%02X", c);
    }
    gzt_buf_put(wrap->out, GZT_S("\x1b\\"));
}

static void
close_link(gzt_wrap *wrap)
{
    if (wrap->link.len)
        gzt_buf_put(wrap->out, GZT_S("\x1b]8;;\x1b\\"));
}

// Nothing that underlines or colours goes on over the indent.
static void
break_line(gzt_wrap *wrap)
{
    turn(wrap, NULL);
    close_link(wrap);
    gzt_buf_printf(wrap->out, "\n%*s", (int)wrap->indent, "");
    open_link(wrap);
    wrap->at = wrap->indent;
    wrap->begun = wrap->blank = false;
}

static void
put_cluster(gzt_wrap *wrap, const cluster *c)
{
    gzt_str rest = c->bytes;
    char bytes[10];

    if (gzt_utf8_is_unsafe(c->first))
        gzt_buf_put(wrap->out,
                    (gzt_str){ bytes, gzt_code_escape(c->first, bytes) });
    else
        while (rest.len) {
            uint32_t code = gzt_utf8_take(&rest);

            gzt_buf_put(wrap->out,
                        (gzt_str){ bytes, gzt_utf8_write(code, bytes) });
        }
    wrap->at += c->width;
    wrap->begun = true;
}

// The look at byte `at`; marks that end before it are dropped.
static const char *
look_at(gzt_marked_text *text, size_t at, const char *plain, const char *marked)
{
    while (text->count && text->marks->end <= at) {
        text->marks++;
        text->count--;
    }
    return text->count && text->marks->start <= at ? marked : plain;
}

// The blank before a word: inside a marked phrase the look goes on.
static void
put_blank(gzt_wrap *wrap, const char *look, const char *plain)
{
    turn(wrap, wrap->look == look ? look : plain);
    gzt_buf_putc(wrap->out, ' ');
    wrap->at++;
    wrap->blank = false;
}

void
gzt_wrap_put(gzt_wrap *wrap, gzt_marked_text text, const char *plain,
             const char *marked)
{
    gzt_str rest = text.text;

    while (rest.len) {
        gzt_str ahead = rest, word;
        unsigned width;

        if (take_cluster(&ahead).blank) {
            wrap->blank = wrap->begun;
            rest = ahead;
            continue;
        }
        word = take_word(&rest, &width);
        if (wrap->begun && wrap->at + wrap->blank + width > wrap->columns)
            break_line(wrap);
        while (word.len) {
            size_t at = (size_t)(word.ptr - text.text.ptr);
            cluster c = take_cluster(&word);
            const char *look = look_at(&text, at, plain, marked);

            if (wrap->blank)
                put_blank(wrap, look, plain);
            if (wrap->begun && wrap->at + c.width > wrap->columns)
                break_line(wrap);
            turn(wrap, look);
            put_cluster(wrap, &c);
        }
    }
}

void
gzt_wrap_link(gzt_wrap *wrap, gzt_str url)
{
    if (url.len > LINK_MAX || (!gzt_str_starts(url, GZT_S("http://")) &&
                               !gzt_str_starts(url, GZT_S("https://"))))
        return;
    for (size_t i = 0; i < url.len; i++)
        if ((unsigned char)url.ptr[i] <= ' ' || url.ptr[i] == 0x7f)
            return;
    wrap->link = url;
    open_link(wrap);
}

void
gzt_wrap_end(gzt_wrap *wrap)
{
    turn(wrap, NULL);
    close_link(wrap);
    gzt_buf_putc(wrap->out, '\n');
    wrap->link = (gzt_str){ 0 };
    wrap->at = 0;
    wrap->begun = wrap->blank = false;
}

unsigned
gzt_wrap_width(gzt_str text)
{
    unsigned width = 0;

    while (text.len)
        width += take_cluster(&text).width;
    return width;
}
