/* describe.c - trees and faults written out for people and programs, and which
 * field a mistyped name may have meant. */
#include "query/parse.h"

#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"
#include "query/lex.h"

#include <stdio.h>

enum {
    NAME_MAX_LEN = 16, // no field's name is longer
    MARKS_MAX = 8,     // combining characters shown on one letter
    INDENT = 2,
    ROOM_MIN = 20,   // columns of the query, however narrow the terminal
    ROOM_USUAL = 78, // where nothing is known of the terminal
    DESCRIBED_MAX = 16 * GZT_QUERY_BYTES,
};

// ---- Fields ----------------------------------------------------------------

const char *const gzt_query_fields[] = {
    "title", "lead",    "source", "author", "lang",   "id",
    "url",   "section", "tag",    "date",   "person", "org",
    "place", "country", "entity", "money",  "exact",  NULL,
};

const char *
gzt_query_field_find(gzt_str name)
{
    for (size_t i = 0; gzt_query_fields[i]; i++)
        if (gzt_str_eq_nocase(name, gzt_str_of(gzt_query_fields[i])))
            return gzt_query_fields[i];
    return NULL;
}

static size_t
least(size_t a, size_t b)
{
    return a < b ? a : b;
}

// Insertions, deletions, changes and swaps of neighbours between two names of
// at most NAME_MAX_LEN (optimal string alignment).
static size_t
edits_between(gzt_str a, gzt_str b)
{
    size_t cost[NAME_MAX_LEN + 1][NAME_MAX_LEN + 1];

    for (size_t i = 0; i <= a.len; i++)
        for (size_t j = 0; j <= b.len; j++) {
            size_t same = i && j && (a.ptr[i - 1] | 0x20) == b.ptr[j - 1];

            cost[i][j] = i + j;
            if (!i || !j)
                continue;
            cost[i][j] = least(cost[i - 1][j - 1] + !same,
                               1 + least(cost[i - 1][j], cost[i][j - 1]));
            if (i > 1 && j > 1 && (a.ptr[i - 1] | 0x20) == b.ptr[j - 2] &&
                (a.ptr[i - 2] | 0x20) == b.ptr[j - 1])
                cost[i][j] = least(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    return cost[a.len][b.len];
}

// Also what is longer or shorter than it should be: "organisation", "auth".
static size_t
edits_to_field(gzt_str name, gzt_str field)
{
    size_t common = least(name.len, field.len);

    if (common >= 3 && gzt_str_eq_nocase(gzt_str_slice(name, 0, common),
                                         gzt_str_slice(field, 0, common)))
        return 1;
    return name.len > NAME_MAX_LEN ? SIZE_MAX : edits_between(name, field);
}

// An edit in three letters is a slip, more is another word.
const char *
gzt_query_field_suggest(gzt_str name)
{
    size_t best = name.len < 6 ? 2 : 3;
    const char *suggested = NULL;

    for (size_t i = 0; name.len > 1 && gzt_query_fields[i]; i++) {
        size_t edits = edits_to_field(name, gzt_str_of(gzt_query_fields[i]));

        if (edits < best) {
            best = edits;
            suggested = gzt_query_fields[i];
        }
    }
    return suggested;
}

// ---- A tree as a query -----------------------------------------------------

static void
put_between(gzt_buf *buf, const char *left, gzt_str text, const char *right)
{
    gzt_buf_put(buf, gzt_str_of(left));
    gzt_buf_put(buf, text);
    gzt_buf_put(buf, gzt_str_of(right));
}

static void
put_quoted(gzt_buf *buf, gzt_str text)
{
    if (memchr(text.ptr, '"', text.len))
        put_between(buf, "\u201c", text, "\u201d");
    else
        put_between(buf, "\"", text, "\"");
}

// Words that would be read as an operator stand in quotes.
static void
put_words(gzt_buf *buf, gzt_str text)
{
    uint32_t distance;

    if (gzt_lex_operator(text, &distance) != GZT_LEX_WORD)
        put_quoted(buf, text);
    else
        gzt_buf_put(buf, text);
}

static void
put_phrase(gzt_buf *buf, const gzt_node *node)
{
    put_quoted(buf, node->text);
    if (node->distance)
        gzt_buf_printf(buf, "~%u", (unsigned)node->distance);
}

static bool
is_ascii_alnum(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

// What came from a phrase may hold anything.
static bool
is_plain_date(gzt_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!is_ascii_alnum(text.ptr[i]) && text.ptr[i] != '.' &&
            !(i && memchr("-:+/", text.ptr[i], 4)))
            return false;
    return true;
}

static void
put_range(gzt_buf *buf, const gzt_node *node)
{
    gzt_buf_put(buf, GZT_S("date:"));
    if (is_plain_date(node->text))
        gzt_buf_put(buf, node->text);
    else
        put_quoted(buf, node->text);
}

static void put_node(gzt_buf *buf, const gzt_node *node);

static void
put_kids(gzt_buf *buf, const gzt_node *node, const char *between)
{
    gzt_buf_putc(buf, '(');
    for (size_t i = 0; i < node->count; i++) {
        if (i)
            gzt_buf_put(buf, gzt_str_of(between));
        put_node(buf, node->kids[i]);
    }
    gzt_buf_putc(buf, ')');
}

static void
put_field(gzt_buf *buf, const gzt_node *node)
{
    put_between(buf, "", node->field, ":");
    if (node->kids[0]->kind == GZT_NODE_NOT)
        put_kids(buf, node, ""); // the value of a field has no sign
    else
        put_node(buf, node->kids[0]);
}

static void
put_mentions(gzt_buf *buf, const gzt_node *node)
{
    gzt_buf_put(buf, GZT_S("mentions"));
    put_kids(buf, node, "");
    gzt_buf_put(buf, node->text);
    gzt_buf_printf(buf, "%u", (unsigned)node->distance);
}

static void
put_near(gzt_buf *buf, const gzt_node *node)
{
    char between[32];

    snprintf(between, sizeof(between), " NEAR/%u ", (unsigned)node->distance);
    put_kids(buf, node, between);
}

static void
put_node(gzt_buf *buf, const gzt_node *node)
{
    switch (node->kind) {
    case GZT_NODE_EMPTY:
    case GZT_NODE_LIST:
        put_kids(buf, node, " ");
        break;
    case GZT_NODE_WORDS:
        put_words(buf, node->text);
        break;
    case GZT_NODE_PHRASE:
        put_phrase(buf, node);
        break;
    case GZT_NODE_AND:
        put_kids(buf, node, " AND ");
        break;
    case GZT_NODE_OR:
        put_kids(buf, node, " OR ");
        break;
    case GZT_NODE_NOT:
        gzt_buf_put(buf, GZT_S("NOT "));
        put_node(buf, node->kids[0]);
        break;
    case GZT_NODE_NEAR:
        put_near(buf, node);
        break;
    case GZT_NODE_SENTENCE:
        put_kids(buf, node, " w/s ");
        break;
    case GZT_NODE_PARAGRAPH:
        put_kids(buf, node, " w/p ");
        break;
    case GZT_NODE_PREFIX:
        put_between(buf, "", node->text, "*");
        break;
    case GZT_NODE_FUZZY:
        gzt_buf_put(buf, node->text);
        gzt_buf_printf(buf, "~%u", (unsigned)node->distance);
        break;
    case GZT_NODE_FIELD:
        put_field(buf, node);
        break;
    case GZT_NODE_MENTIONS:
        put_mentions(buf, node);
        break;
    case GZT_NODE_RANGE:
        put_range(buf, node);
        break;
    }
}

gzt_str
gzt_node_describe(const gzt_node *node, gzt_arena *arena)
{
    gzt_buf buf;
    gzt_str described;

    gzt_buf_init(&buf, DESCRIBED_MAX);
    put_node(&buf, node);
    described = gzt_arena_copy(arena, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
    return described;
}

// ---- A tree as JSON --------------------------------------------------------

static const char *
op_name(gzt_node_kind kind)
{
    static const char *const names[] = {
        [GZT_NODE_EMPTY] = "empty",       [GZT_NODE_WORDS] = "words",
        [GZT_NODE_PHRASE] = "phrase",     [GZT_NODE_LIST] = "list",
        [GZT_NODE_AND] = "and",           [GZT_NODE_OR] = "or",
        [GZT_NODE_NOT] = "not",           [GZT_NODE_NEAR] = "near",
        [GZT_NODE_SENTENCE] = "sentence", [GZT_NODE_PARAGRAPH] = "paragraph",
        [GZT_NODE_PREFIX] = "prefix",     [GZT_NODE_FUZZY] = "fuzzy",
        [GZT_NODE_FIELD] = "field",       [GZT_NODE_RANGE] = "range",
        [GZT_NODE_MENTIONS] = "mentions",
    };

    return names[kind];
}

static void
json_number(gzt_buf *buf, const char *name, size_t number)
{
    gzt_json_key(buf, name);
    gzt_buf_printf(buf, "%zu", number);
}

void
gzt_node_json(const gzt_node *node, gzt_buf *buf)
{
    gzt_buf_putc(buf, '{');
    gzt_json_field(buf, "op", gzt_str_of(op_name(node->kind)));
    gzt_json_field(buf, "field", node->field);
    gzt_json_field(buf, "text", node->text);
    gzt_json_field(buf, "low", node->low);
    gzt_json_field(buf, "high", node->high);
    if (node->distance)
        json_number(buf, "distance", node->distance);
    json_number(buf, "start", node->start);
    json_number(buf, "end", node->end);
    if (node->count) {
        gzt_json_key(buf, "kids");
        gzt_buf_putc(buf, '[');
        for (size_t i = 0; i < node->count; i++) {
            if (i)
                gzt_buf_putc(buf, ',');
            gzt_node_json(node->kids[i], buf);
        }
        gzt_buf_putc(buf, ']');
    }
    gzt_buf_putc(buf, '}');
}

// ---- A fault ---------------------------------------------------------------

// What a character of the query looks like on one line of a terminal.
typedef struct glyph {
    char bytes[16];
    size_t len, width;
} glyph;

static glyph
take_glyph(gzt_str *rest)
{
    uint32_t code = gzt_utf8_take(rest);
    glyph g = { "", 0, 0 };

    if (code == '\n' || code == '\t' || code == '\r')
        code = ' ';
    if (gzt_utf8_is_unsafe(code)) {
        g.len = (size_t)snprintf(g.bytes, sizeof(g.bytes),
                                 code < 0x80 ? "\\x%02x" : "\\u%04x",
                                 (unsigned)code);
        g.width = g.len;
        return g;
    }
    g.len = gzt_utf8_write(code, g.bytes);
    g.width = (size_t)gzt_utf8_width(code);
    return g;
}

static size_t
width_of(gzt_str text)
{
    size_t width = 0;

    while (text.len)
        width += take_glyph(&text).width;
    return width;
}

// The columns of the query that are shown, the ellipses among them.
typedef struct window {
    size_t from, to, all;
} window;

static window
window_round(size_t place, size_t all, size_t room)
{
    size_t from = place > room / 2 ? place - room / 2 : 0;

    if (all <= room)
        return (window){ 0, all, all };
    if (from > all - room)
        from = all - room;
    return (window){ from, from + room, all };
}

static void
put_spaces(gzt_buf *buf, size_t count)
{
    while (count--)
        gzt_buf_putc(buf, ' ');
}

static void
put_ellipsis(gzt_buf *buf)
{
    gzt_buf_put(buf, GZT_S("\u2026"));
}

// A wide character that the window's edge would halve leaves a blank.
static void
put_window(gzt_buf *buf, gzt_str text, window w)
{
    size_t first = w.from ? w.from + 1 : 0;
    size_t last = w.to < w.all ? w.to - 1 : w.to;
    size_t column = 0, shown = first, marks = 0;

    if (w.from)
        put_ellipsis(buf);
    while (text.len && column <= last) {
        glyph g = take_glyph(&text);

        marks = g.width ? 0 : marks + 1;
        if (column >= first && column + g.width <= last && marks <= MARKS_MAX) {
            put_spaces(buf, column - shown);
            gzt_buf_put(buf, (gzt_str){ g.bytes, g.len });
            shown = column + g.width;
        }
        column += g.width;
    }
    if (w.to < w.all) {
        put_spaces(buf, last - shown);
        put_ellipsis(buf);
    }
    gzt_buf_putc(buf, '\n');
}

static void
put_caret(gzt_buf *buf, size_t column, size_t width)
{
    put_spaces(buf, INDENT + column);
    gzt_buf_putc(buf, '^');
    while (width-- > 1)
        gzt_buf_putc(buf, '~');
    gzt_buf_putc(buf, '\n');
}

static void
put_place(gzt_buf *buf, gzt_str text, const gzt_query_fault *fault,
          unsigned columns)
{
    size_t room =
        columns ? columns - (columns > INDENT ? INDENT : 0) : ROOM_USUAL;
    size_t before = width_of(gzt_str_slice(text, 0, fault->start));
    size_t width = width_of(gzt_str_slice(text, fault->start, fault->end));
    window w =
        window_round(before, width_of(text), room < ROOM_MIN ? ROOM_MIN : room);

    if (width > w.to - before)
        width = w.to - before;
    put_spaces(buf, INDENT);
    put_window(buf, text, w);
    put_caret(buf, before - w.from, width);
}

gzt_str
gzt_query_fault_show(gzt_str text, const gzt_query_fault *fault,
                     unsigned columns, gzt_arena *arena)
{
    gzt_buf buf;
    gzt_str shown;

    gzt_buf_init(&buf, GZT_QUERY_BYTES);
    put_between(&buf, "", fault->message, "\n");
    if (text.len)
        put_place(&buf, text, fault, columns);
    if (fault->hint.len)
        put_between(&buf, "", fault->hint, "\n");
    shown = gzt_arena_copy(arena, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
    return shown;
}
