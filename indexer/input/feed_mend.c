/* feed_mend.c - XML as feeds write it, made XML as parsers want it. */
#include "input/feed_mend.h"

#include "base/str.h"

#include <libxml/HTMLparser.h>

enum {
    NAME_MAX_ = 32 // bytes of a named character, its semicolon aside
};

typedef struct mender {
    gzt_str rest;
    gzt_buf *out;
    bool own_entities; // the document defines some
    bool mended;
} mender;

static bool
is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9');
}

static void
put_plain(mender *m, size_t len)
{
    size_t begin = 0;

    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)m->rest.ptr[i];

        if (c >= 0x20 || c == '\t' || c == '\n' || c == '\r')
            continue;
        gzt_buf_put(m->out, gzt_str_slice(m->rest, begin, i));
        gzt_buf_putc(m->out, ' ');
        begin = i + 1;
        m->mended = true;
    }
    gzt_buf_put(m->out, gzt_str_slice(m->rest, begin, len));
    m->rest = gzt_str_slice(m->rest, len, m->rest.len);
}

// A character that may stand in XML, by its number.
static bool
is_number(gzt_str name)
{
    uint32_t code = 0;
    unsigned base = 10;
    size_t at = 1;

    if (name.len > 2 && (name.ptr[1] == 'x' || name.ptr[1] == 'X')) {
        base = 16;
        at = 2;
    }
    if (at >= name.len)
        return false;
    for (; at < name.len && code <= 0x10ffff; at++) {
        char c = name.ptr[at] | 0x20;
        unsigned digit = c >= 'a' ? (unsigned)(c - 'a') + 10
                                  : (unsigned)(name.ptr[at] - '0');

        if (digit >= base)
            return false;
        code = code * base + digit;
    }
    return code >= 0x20
               ? code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) &&
                     code != 0xfffe && code != 0xffff
               : code == '\t' || code == '\n' || code == '\r';
}

static bool
is_of_xml(gzt_str name)
{
    return gzt_str_eq(name, GZT_S("amp")) || gzt_str_eq(name, GZT_S("lt")) ||
           gzt_str_eq(name, GZT_S("gt")) || gzt_str_eq(name, GZT_S("quot")) ||
           gzt_str_eq(name, GZT_S("apos"));
}

// What begins with an ampersand.
static void
put_reference(mender *m)
{
    gzt_str name = gzt_str_slice(m->rest, 1, m->rest.len);
    const htmlEntityDesc *html = NULL;
    char text[NAME_MAX_ + 1];
    size_t len = 0;

    while (len < name.len && len < NAME_MAX_ &&
           (is_alnum(name.ptr[len]) || (!len && name.ptr[0] == '#')))
        len++;
    if (len && len < name.len && name.ptr[len] == ';') {
        name.len = len;
        if (name.ptr[0] == '#' ? is_number(name)
                               : is_of_xml(name) || m->own_entities) {
            if (len > 1 && name.ptr[1] == 'X') { // XML wants a small one
                gzt_buf_put(m->out, GZT_S("&#x"));
                m->rest = gzt_str_slice(m->rest, 3, m->rest.len);
                len -= 2;
                put_plain(m, len + 1);
            } else {
                put_plain(m, len + 2);
            }
            return;
        }
        memcpy(text, name.ptr, len);
        text[len] = '\0';
        html = htmlEntityLookup((const xmlChar *)text);
    }
    if (html) {
        gzt_buf_printf(m->out, "&#%u;", html->value);
        m->rest = gzt_str_slice(m->rest, len + 2, m->rest.len);
        return;
    }
    m->mended = true;
    gzt_buf_put(m->out, GZT_S("&amp;"));
    m->rest = gzt_str_slice(m->rest, 1, m->rest.len);
}

// Through the end of a section in which an ampersand is one. False if there
// is none: then it is no section.
static bool
put_section(mender *m, gzt_str begin, gzt_str end)
{
    size_t at;

    if (!gzt_str_starts(m->rest, begin))
        return false;
    at = gzt_str_find(m->rest, end);
    put_plain(m, at < m->rest.len ? at + end.len : m->rest.len);
    return true;
}

static size_t
next_special(gzt_str rest)
{
    for (size_t i = 0; i < rest.len; i++)
        if (rest.ptr[i] == '&' || rest.ptr[i] == '<')
            return i;
    return rest.len;
}

bool
gzt_feed_mend(gzt_str text, gzt_buf *out)
{
    size_t doctype = gzt_str_find(text, GZT_S("<!ENTITY"));
    mender m = { text, out, doctype < text.len, false };

    while (m.rest.len) {
        put_plain(&m, next_special(m.rest));
        if (!m.rest.len)
            break;
        if (m.rest.ptr[0] == '&')
            put_reference(&m);
        else if (!put_section(&m, GZT_S("<![CDATA["), GZT_S("]]>")) &&
                 !put_section(&m, GZT_S("<!--"), GZT_S("-->")))
            put_plain(&m, 1);
    }
    return m.mended;
}
