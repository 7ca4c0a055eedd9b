/* front_matter.c - `key: value` lines between `---`, the simple half of YAML.
 */
#include "input/front_matter.h"

#include "base/buf.h"
#include "base/str.h"

enum {
    KEY_MAX = 60,
    VALUE_MAX = 1 << 20
};

// ---- Lines ------------------------------------------------------------------

static bool
is_fence(gzt_str line)
{
    while (line.len && strchr(" \t\r", line.ptr[line.len - 1]))
        line.len--;
    return gzt_str_eq(line, GZT_S("---"));
}

static bool
is_key_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

// The length of the key that begins `line`, before its colon; 0: there is
// none.
static size_t
key_length(gzt_str line)
{
    size_t len = 0;

    while (len < line.len && is_key_char(line.ptr[len]))
        len++;
    if (!len || len > KEY_MAX || len == line.len || line.ptr[len] != ':')
        return 0;
    return len + 1 == line.len || strchr(" \t\r", line.ptr[len + 1]) ? len : 0;
}

static bool
is_item(gzt_str trimmed)
{
    return trimmed.len && trimmed.ptr[0] == '-' &&
           (trimmed.len == 1 || trimmed.ptr[1] == ' ');
}

// Whether the line belongs to the key before it.
static bool
continues(gzt_str line)
{
    return line.len && (line.ptr[0] == ' ' || line.ptr[0] == '\t' ||
                        is_item(gzt_str_trim(line)));
}

size_t
gzt_front_matter_length(gzt_str text)
{
    gzt_str rest = text, line;
    bool keyed = false;

    gzt_str_cut(&rest, '\n', &line);
    if (!is_fence(line))
        return 0;
    while (gzt_str_cut(&rest, '\n', &line)) {
        gzt_str trimmed = gzt_str_trim(line);

        if (is_fence(line) && keyed)
            return rest.ptr ? (size_t)(rest.ptr - text.ptr) : text.len;
        if (!trimmed.len || trimmed.ptr[0] == '#' || (keyed && continues(line)))
            continue;
        if (!key_length(line))
            return 0;
        keyed = true;
    }
    return 0;
}

// ---- Values -----------------------------------------------------------------

static bool
is_quoted(gzt_str s)
{
    return s.len >= 2 && (s.ptr[0] == '"' || s.ptr[0] == '\'') &&
           s.ptr[s.len - 1] == s.ptr[0];
}

// Between double quotes a backslash, between single ones a quote, makes the
// next character mean itself.
static void
put_unquoted(gzt_buf *buf, gzt_str s)
{
    char escape;

    s = gzt_str_trim(s);
    if (!is_quoted(s)) {
        gzt_buf_put(buf, s);
        return;
    }
    escape = s.ptr[0] == '"' ? '\\' : '\'';
    for (size_t i = 1; i + 1 < s.len; i++) {
        char c = s.ptr[i];

        if (c == escape && i + 2 < s.len) {
            c = s.ptr[++i];
            if (escape == '\\' && (c == 'n' || c == 't'))
                c = ' ';
        }
        gzt_buf_putc(buf, c);
    }
}

static void
put_item(gzt_buf *buf, gzt_str item)
{
    size_t before = buf->len;

    put_unquoted(buf, item);
    if (buf->len > before)
        gzt_buf_putc(buf, '\n');
}

// The items of "[a, 'b, c']", without its brackets.
static void
put_items(gzt_buf *buf, gzt_str list)
{
    size_t start = 0;
    char quote = 0;

    for (size_t i = 0; i < list.len; i++) {
        char c = list.ptr[i];

        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if ((c == '"' || c == '\'') &&
                   !gzt_str_trim(gzt_str_slice(list, start, i)).len) {
            quote = c;
        } else if (c == ',') {
            put_item(buf, gzt_str_slice(list, start, i));
            start = i + 1;
        }
    }
    put_item(buf, gzt_str_slice(list, start, list.len));
}

// Take the lines that continue the field whose first is done: either all of
// them items of a list, or more text.
static void
take_more(gzt_str *rest, gzt_buf *buf, char between, bool *list)
{
    gzt_str line, after = *rest;
    bool first = !buf->len;

    while (gzt_str_cut(&after, '\n', &line) && !is_fence(line)) {
        gzt_str text = gzt_str_trim(line);

        if (text.len && !continues(line))
            break;
        *rest = after;
        if (is_item(text) && (first || *list)) {
            *list = true;
            put_item(buf, gzt_str_slice(text, 1, text.len));
        } else if (text.len && !*list) {
            if (buf->len)
                gzt_buf_putc(buf, between);
            gzt_buf_put(buf, text);
        }
        first = false;
    }
}

static void
take_value(gzt_str *rest, gzt_str first, gzt_buf *buf, bool *list)
{
    bool block = first.len && (first.ptr[0] == '|' || first.ptr[0] == '>') &&
                 first.len <= 3;

    if (first.len >= 2 && first.ptr[0] == '[' &&
        first.ptr[first.len - 1] == ']') {
        *list = true;
        put_items(buf, gzt_str_slice(first, 1, first.len - 1));
    } else if (is_quoted(first)) {
        put_unquoted(buf, first);
    } else {
        if (!block)
            gzt_buf_put(buf, first);
        take_more(rest, buf, block && first.ptr[0] == '|' ? '\n' : ' ', list);
    }
}

static gzt_str
lower_copy(gzt_arena *arena, gzt_str s)
{
    char *out = gzt_arena_cstr(arena, s);

    for (size_t i = 0; i < s.len; i++)
        if (out[i] >= 'A' && out[i] <= 'Z')
            out[i] = (char)(out[i] - 'A' + 'a');
    return (gzt_str){ out, s.len };
}

bool
gzt_front_matter_next(gzt_str *rest, gzt_arena *arena, gzt_matter_field *out)
{
    gzt_str line;

    while (gzt_str_cut(rest, '\n', &line)) {
        size_t len = key_length(line);
        gzt_buf buf;

        if (!len)
            continue; // fences, comments, blank lines
        *out = (gzt_matter_field){ .key = lower_copy(
                                       arena, gzt_str_slice(line, 0, len)) };
        gzt_buf_init(&buf, VALUE_MAX);
        take_value(rest, gzt_str_trim(gzt_str_slice(line, len + 1, line.len)),
                   &buf, &out->list);
        out->value = gzt_arena_copy(arena, gzt_buf_str(&buf));
        gzt_buf_release(&buf);
        return true;
    }
    return false;
}
