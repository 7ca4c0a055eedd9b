/* markdown_inline.c - what is inside of a block of Markdown.
 *
 * In two steps: first everything but emphasis, noting which characters stand
 * for themselves; then the marks of emphasis, which pair up across links.
 */
#include "input/markdown.h"

#include "base/str.h"
#include "base/utf8.h"

#include <libxml/HTMLparser.h>

enum {
    SPAN_MAX = 4000, // bytes of a link's text, its address or a tag
    NESTED_MAX = 16, // links and images within each other
    RUNS_MAX = 1000, // marks of emphasis in a block
    LOOK_BACK = 50,  // marks that are tried for a closing one
};

typedef struct jump {
    size_t at, to; // at the end of a link's text, behind its address
} jump;

typedef struct reducer {
    gzt_str in;
    size_t at;
    const gzt_labels *labels;
    jump jumps[NESTED_MAX];
    size_t depth;
    gzt_buf text;    // what is left
    gzt_buf literal; // a byte for each of those: 1, it is no mark
} reducer;

static char
peek(const reducer *r, size_t ahead)
{
    return r->at + ahead < r->in.len ? r->in.ptr[r->at + ahead] : '\0';
}

static void
put(reducer *r, gzt_str s, bool literal)
{
    gzt_buf_put(&r->text, s);
    for (size_t i = 0; i < s.len; i++)
        gzt_buf_putc(&r->literal, (char)literal);
}

static bool
is_punct(char c)
{
    return c && strchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", c);
}

static size_t
span_end(const reducer *r, size_t begin)
{
    size_t end = begin + SPAN_MAX;

    return end < r->in.len ? end : r->in.len;
}

// ---- Code, entities, tags ---------------------------------------------------

static size_t
run_length(gzt_str s, size_t at)
{
    size_t len = 0;

    while (at + len < s.len && s.ptr[at + len] == s.ptr[at])
        len++;
    return len;
}

static bool
take_code(reducer *r)
{
    size_t ticks = run_length(r->in, r->at);
    size_t begin = r->at + ticks, end = span_end(r, begin);

    for (size_t i = begin; i < end; i++) {
        size_t len = r->in.ptr[i] == '`' ? run_length(r->in, i) : 0;

        if (len == ticks) {
            put(r, gzt_str_trim(gzt_str_slice(r->in, begin, i)), true);
            r->at = i + len;
            return true;
        }
        i += len ? len - 1 : 0;
    }
    put(r, gzt_str_slice(r->in, r->at, begin), true);
    r->at = begin;
    return true;
}

static uint32_t
numeric_entity(gzt_str name)
{
    bool hex = name.len > 1 && (name.ptr[1] == 'x' || name.ptr[1] == 'X');
    uint32_t code = 0;

    for (size_t i = hex ? 2 : 1; i < name.len; i++) {
        char c = name.ptr[i];
        uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : 99;

        if (hex && (c | 32) >= 'a' && (c | 32) <= 'f')
            digit = (uint32_t)((c | 32) - 'a' + 10);
        if (digit > (hex ? 15 : 9) || code > 0x10ffff)
            return 0;
        code = code * (hex ? 16 : 10) + digit;
    }
    return code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? 0 : code;
}

static bool
take_entity(reducer *r)
{
    size_t end = r->at + 1;
    char name[34] = { 0 }, bytes[4];
    uint32_t code;
    gzt_str s;

    while (end < r->in.len && end - r->at < sizeof(name) - 1 &&
           r->in.ptr[end] != ';')
        end++;
    if (end == r->in.len || r->in.ptr[end] != ';')
        return false;
    s = gzt_str_slice(r->in, r->at + 1, end);
    if (!s.len)
        return false;
    memcpy(name, s.ptr, s.len);
    if (name[0] == '#') {
        code = numeric_entity(s);
    } else {
        const htmlEntityDesc *known = htmlEntityLookup((xmlChar *)name);

        code = known ? known->value : 0;
    }
    if (!code)
        return false;
    put(r, (gzt_str){ bytes, gzt_utf8_write(code, bytes) }, true);
    r->at = end + 1;
    return true;
}

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The address itself is what <https://...> and <me@example.org> show.
static bool
is_autolink(gzt_str s)
{
    if (memchr(s.ptr, ' ', s.len))
        return false;
    return gzt_str_find(s, GZT_S("://")) < s.len ||
           memchr(s.ptr, '@', s.len) != NULL;
}

static bool
take_tag(reducer *r)
{
    const char *end;
    gzt_str inside;
    bool comment =
        gzt_str_starts(gzt_str_slice(r->in, r->at, r->in.len), GZT_S("<!--"));

    if (comment) {
        gzt_str rest = gzt_str_slice(r->in, r->at, r->in.len);
        size_t close = gzt_str_find(rest, GZT_S("-->"));

        r->at += close < rest.len ? close + 3 : rest.len;
        return true;
    }
    if (!is_letter(peek(r, 1)) && peek(r, 1) != '/' && peek(r, 1) != '!')
        return false;
    end = memchr(r->in.ptr + r->at, '>', span_end(r, r->at) - r->at);
    if (!end)
        return false;
    inside = gzt_str_slice(r->in, r->at + 1, (size_t)(end - r->in.ptr));
    if (is_autolink(inside) && inside.ptr[0] != '/')
        put(r, inside, true);
    else if (gzt_str_eq_nocase(
                 gzt_str_slice(inside, 0, inside.len < 2 ? inside.len : 2),
                 GZT_S("br")))
        put(r, GZT_S("\n"), true);
    r->at += inside.len + 2;
    return true;
}

// ---- Links ------------------------------------------------------------------

// The bracket that closes the one at `open`, or 0.
static size_t
closing(const reducer *r, size_t open, char opens, char closes)
{
    size_t end = span_end(r, open);
    int depth = 0;

    // Far cheaper than the loop, for texts full of openers.
    if (!memchr(r->in.ptr + open, closes, end - open))
        return 0;

    for (size_t i = open; i < end; i++) {
        char c = r->in.ptr[i];

        if (c == '\\')
            i++;
        else if (c == opens && ++depth > NESTED_MAX)
            return 0;
        else if (c == closes && --depth == 0)
            return i;
    }
    return 0;
}

static bool
is_defined(const gzt_labels *labels, gzt_str label)
{
    for (size_t i = 0; i < labels->count; i++)
        if (gzt_str_eq_nocase(labels->items[i], label))
            return true;
    return false;
}

// A link or an image whose text begins at the bracket `open`: go on with its
// text, and jump over its address behind it.
static bool
take_link(reducer *r, size_t open)
{
    size_t close = closing(r, open, '[', ']'), to;
    char next;

    if (!close || r->depth == NESTED_MAX)
        return false;
    next = close + 1 < r->in.len ? r->in.ptr[close + 1] : '\0';
    if (next == '(')
        to = closing(r, close + 1, '(', ')');
    else if (next == '[')
        to = closing(r, close + 1, '[', ']');
    else
        to = is_defined(r->labels, gzt_str_slice(r->in, open + 1, close))
                 ? close
                 : 0;
    if (!to)
        return false;
    r->jumps[r->depth++] = (jump){ close, to + 1 };
    r->at = open + 1;
    return true;
}

static bool
take_footnote(reducer *r)
{
    size_t close;

    if (peek(r, 1) != '^')
        return false;
    close = closing(r, r->at, '[', ']');
    if (!close || memchr(r->in.ptr + r->at, ' ', close - r->at))
        return false;
    r->at = close + 1;
    return true;
}

// ---- The first step ---------------------------------------------------------

static bool
take_special(reducer *r)
{
    char c = peek(r, 0);

    switch (c) {
    case '\\':
        if (!is_punct(peek(r, 1)))
            return false;
        put(r, gzt_str_slice(r->in, r->at + 1, r->at + 2), true);
        r->at += 2;
        return true;
    case '`':
        return take_code(r);
    case '&':
        return take_entity(r);
    case '<':
        return take_tag(r);
    case '!':
        return peek(r, 1) == '[' && take_link(r, r->at + 1);
    case '[':
        return take_footnote(r) || take_link(r, r->at);
    default:
        return false;
    }
}

static void
take_all(reducer *r)
{
    while (r->at < r->in.len) {
        size_t run = 0;

        if (r->depth && r->at >= r->jumps[r->depth - 1].at) {
            r->depth--;
            if (r->at < r->jumps[r->depth].to)
                r->at = r->jumps[r->depth].to;
            continue;
        }
        if (take_special(r))
            continue;
        do
            run++;
        while (r->at + run < r->in.len &&
               !strchr("\\`&<![]", r->in.ptr[r->at + run]));
        put(r, gzt_str_slice(r->in, r->at, r->at + run), false);
        r->at += run;
    }
}

// ---- Emphasis ---------------------------------------------------------------

typedef struct run {
    size_t at, len; // of marks that are left
    char mark;
    bool opens, closes;
} run;

static bool
is_space_at(gzt_str s, size_t at)
{
    return at >= s.len || s.ptr[at] == ' ' || s.ptr[at] == '\n' ||
           s.ptr[at] == '\t';
}

static bool
is_word_at(gzt_str s, size_t at)
{
    return !is_space_at(s, at) && !is_punct(s.ptr[at]);
}

// CommonMark's flanking rules, simplified: a mark opens before a word and
// closes behind one; an underscore within a word is one of its letters.
static run
run_at(gzt_str s, size_t at)
{
    run out = { .at = at, .len = run_length(s, at), .mark = s.ptr[at] };
    size_t before = at - 1, after = at + out.len; // -1 is past the end too

    out.opens = !is_space_at(s, after);
    out.closes = !is_space_at(s, before);
    if (out.mark == '_' && is_word_at(s, before))
        out.opens = false;
    if (out.mark == '_' && is_word_at(s, after))
        out.closes = false;
    if (out.mark == '~' && out.len != 2)
        out.opens = out.closes = false;
    return out;
}

static void
erase(gzt_buf *literal, size_t at, size_t len)
{
    memset(literal->ptr + at, 2, len);
}

// Pair a closing run with openers before it, the nearest first.
static void
pair(reducer *r, run *runs, size_t count)
{
    run *close = &runs[count - 1];
    size_t least = count > LOOK_BACK ? count - LOOK_BACK : 0;

    for (size_t i = count - 1; i-- > least && close->len;) {
        run *open = &runs[i];
        size_t len = open->len < close->len ? open->len : close->len;

        if (open->mark != close->mark || !open->opens || !len)
            continue;
        open->len -= len;
        erase(&r->literal, open->at + open->len, len);
        erase(&r->literal, close->at, len);
        close->at += len;
        close->len -= len;
    }
}

static void
drop_emphasis(reducer *r)
{
    gzt_str s = gzt_buf_str(&r->text);
    run runs[RUNS_MAX];
    size_t count = 0;

    for (size_t at = 0; at < s.len && count < RUNS_MAX; at++) {
        size_t len;

        if (!strchr("*_~", s.ptr[at]) || !s.ptr[at] || r->literal.ptr[at])
            continue;
        runs[count] = run_at(s, at);
        len = runs[count].len;
        count++;
        if (runs[count - 1].closes)
            pair(r, runs, count);
        at += len - 1;
    }
}

void
gzt_markdown_inline(gzt_buf *out, gzt_str text, const gzt_labels *labels)
{
    reducer r = { .in = text, .labels = labels };
    gzt_str left;

    gzt_buf_init(&r.text, 2 * text.len + 16);
    gzt_buf_init(&r.literal, 2 * text.len + 16);
    take_all(&r);
    left = gzt_buf_str(&r.text);
    if (left.len)
        drop_emphasis(&r);
    for (size_t i = 0; i < left.len;) {
        size_t begin = i;

        while (i < left.len && r.literal.ptr[i] != 2)
            i++;
        gzt_buf_put(out, gzt_str_slice(left, begin, i));
        while (i < left.len && r.literal.ptr[i] == 2)
            i++;
    }
    gzt_buf_release(&r.text);
    gzt_buf_release(&r.literal);
}
