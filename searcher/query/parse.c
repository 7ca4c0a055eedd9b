/* parse.c - from lexemes to the tree, by recursive descent.
 *
 * An operator without operands is a word, which is settled before anything is
 * parsed: what is left then always fits the grammar, but for the brackets.
 */
#include "query/parse.h"

#include "base/str.h"
#include "query/lex.h"

enum {
    SHOWN_MAX = 40 // bytes; NEAR/ may have any number of digits
};

// A node knows how tall it is, so that no walk over a tree runs deep.
typedef struct tall_node {
    gzt_node node; // the first member: a gzt_node * is a tall_node *
    unsigned height;
} tall_node;

typedef struct parser {
    gzt_str query;
    gzt_arena *arena;
    gzt_query_fault *fault;
    gzt_lexeme *items;
    size_t at;
    const gzt_node **stack; // finished nodes whose parent is not
    size_t top;
    unsigned depth;
    bool in_date; // words are days and ranges
} parser;

static bool parse_or(parser *p);

// ---- Operators without operands --------------------------------------------

static bool
is_leaf(gzt_lexeme_kind kind)
{
    return kind == GZT_LEX_WORD || kind == GZT_LEX_PREFIX ||
           kind == GZT_LEX_FUZZY || kind == GZT_LEX_PHRASE;
}

static bool
begins_operand(gzt_lexeme_kind kind)
{
    return is_leaf(kind) || kind == GZT_LEX_FIELD || kind == GZT_LEX_OPEN ||
           kind == GZT_LEX_MENTIONS || kind == GZT_LEX_MINUS ||
           kind == GZT_LEX_NOT;
}

static bool
ends_operand(gzt_lexeme_kind kind)
{
    return is_leaf(kind) || kind == GZT_LEX_CLOSE;
}

static bool
is_binary(gzt_lexeme_kind kind)
{
    return kind >= GZT_LEX_AND;
}

// Read an operator as the word it is, or refuse to.
static bool
demote(gzt_lexeme *item, bool strict, const char *where, gzt_arena *arena,
       gzt_query_fault *fault)
{
    int shown = item->text.len > SHOWN_MAX ? SHOWN_MAX : (int)item->text.len;
    const char *name = item->text.ptr;

    item->kind = GZT_LEX_WORD;
    if (!strict)
        return true;
    return gzt_query_fault_set(
        fault, item->start, item->end,
        gzt_arena_printf(arena, "nothing stands %s %.*s", where, shown, name),
        gzt_arena_printf(arena,
                         "write \"%.*s\" in quotes to search for the word",
                         shown, name));
}

// NOT from the end, as it may stand before another; the others from the
// beginning: of two in a row the first is the word.
static bool
settle_operators(gzt_lexemes *all, bool strict, gzt_arena *arena,
                 gzt_query_fault *fault)
{
    gzt_lexeme *items = all->items;

    for (size_t i = all->count; i-- > 0;)
        if (items[i].kind == GZT_LEX_NOT &&
            !begins_operand(items[i + 1].kind) &&
            !demote(&items[i], strict, "behind", arena, fault))
            return false;
    for (size_t i = 0; i < all->count; i++) {
        bool left = i && ends_operand(items[i - 1].kind);

        if (is_binary(items[i].kind) &&
            !(left && begins_operand(items[i + 1].kind)) &&
            !demote(&items[i], strict, left ? "behind" : "before", arena,
                    fault))
            return false;
    }
    return true;
}

// ---- Nodes -----------------------------------------------------------------

static const gzt_lexeme *
now(const parser *p)
{
    return &p->items[p->at];
}

static bool
take(parser *p, gzt_lexeme_kind kind)
{
    bool there = now(p)->kind == kind;

    p->at += there;
    return there;
}

static gzt_node *
push_node(parser *p, gzt_node node, unsigned height)
{
    tall_node *tall = gzt_arena_alloc(p->arena, sizeof(*tall));

    *tall = (tall_node){ node, height };
    p->stack[p->top++] = &tall->node;
    return &tall->node;
}

static unsigned
height_of(const gzt_node *node)
{
    return ((const tall_node *)node)->height;
}

// Drop the nodes from `base` on that ask for nothing; the tallest's height.
static unsigned
drop_empty(parser *p, size_t base)
{
    size_t kept = base;
    unsigned height = 0;

    for (size_t i = base; i < p->top; i++) {
        const gzt_node *kid = p->stack[i];

        if (kid->kind == GZT_NODE_EMPTY)
            continue;
        p->stack[kept++] = kid;
        if (height_of(kid) > height)
            height = height_of(kid);
    }
    p->top = kept;
    return height;
}

// Make the nodes from `base` on the kids of a `node`; what was asked begins
// with lexeme `begin` and ends before the present one.
static bool
put_above(parser *p, gzt_node node, size_t base, size_t begin)
{
    unsigned height = 1 + drop_empty(p, base);
    const gzt_node **kids;

    node.count = p->top - base;
    node.start = p->items[begin].start;
    node.end = p->at > begin ? p->items[p->at - 1].end : node.start;
    if (!node.count)
        node = (gzt_node){ .start = node.start, .end = node.end };
    if (height > GZT_QUERY_HEIGHT)
        return gzt_query_fault_set(p->fault, node.start, node.end,
                                   GZT_S("too many operators in each other"),
                                   GZT_S("divide it into several queries"));
    kids = gzt_arena_array(p->arena, node.count, sizeof(*kids));
    if (node.count)
        memcpy(kids, p->stack + base, node.count * sizeof(*kids));
    p->top = base;
    node.kids = node.count ? kids : NULL;
    push_node(p, node, height);
    return true;
}

// The same for an operator that a single operand does not need.
static bool
join(parser *p, gzt_node node, size_t base, size_t begin)
{
    drop_empty(p, base);
    return p->top - base == 1 || put_above(p, node, base, begin);
}

// One bracket, NOT or field deeper.
static bool
enter(parser *p)
{
    if (p->depth++ < GZT_QUERY_DEPTH)
        return true;
    return gzt_query_fault_set(p->fault, now(p)->start, now(p)->end,
                               gzt_arena_printf(p->arena,
                                                "nested deeper than %d levels",
                                                GZT_QUERY_DEPTH),
                               GZT_S("use fewer brackets, or several queries"));
}

// ---- Operands --------------------------------------------------------------

// Where in `text` the dots of a range begin, or its length.
static size_t
find_dots(gzt_str text)
{
    return gzt_str_find(text, GZT_S(".."));
}

static bool
push_range(parser *p, const gzt_lexeme *item, gzt_str text)
{
    bool bound = item > p->items && item[-1].kind == GZT_LEX_FIELD;
    gzt_node node = { .kind = GZT_NODE_RANGE,
                      .start = bound ? item[-1].start : item->start,
                      .end = item->end,
                      .field = GZT_S("date") };
    size_t dots;

    while (text.len && memchr(",;!?", text.ptr[text.len - 1], 4))
        text.len--;
    dots = find_dots(text);
    node.text = node.low = node.high = text;
    if (dots < text.len) {
        node.low = gzt_str_slice(text, 0, dots);
        node.high = gzt_str_slice(text, dots + 2, text.len);
    }
    if (!gzt_lex_is_searchable(text))
        return gzt_query_fault_set(
            p->fault, node.start, node.end, GZT_S("date: names no date"),
            GZT_S("write date:2014, date:2014-05..2014-06, date:2014.. or "
                  "date:..2014"));
    push_node(p, node, 1);
    return true;
}

static bool
parse_leaf(parser *p)
{
    static const gzt_node_kind kinds[] = { [GZT_LEX_WORD] = GZT_NODE_WORDS,
                                           [GZT_LEX_PREFIX] = GZT_NODE_PREFIX,
                                           [GZT_LEX_FUZZY] = GZT_NODE_FUZZY,
                                           [GZT_LEX_PHRASE] = GZT_NODE_PHRASE };
    const gzt_lexeme *item = &p->items[p->at++];
    gzt_node node = { .kind = kinds[item->kind],
                      .start = item->start,
                      .end = item->end,
                      .text = item->text,
                      .distance = item->distance };
    bool empty = !gzt_lex_is_searchable(item->text);

    // A star or a tilde means nothing in a date, so that its reader sees all.
    if (p->in_date && item->kind != GZT_LEX_PHRASE)
        return push_range(p, item,
                          gzt_str_slice(p->query, item->start, item->end));
    if (p->in_date && !empty)
        return push_range(p, item, item->text);
    if (node.kind == GZT_NODE_WORDS)
        node.distance = 0;
    if (empty)
        node = (gzt_node){ .start = item->start, .end = item->end };
    push_node(p, node, 1);
    return true;
}

// "()" is a slip; "(?)" stands in ordinary text.
static bool
check_contents(parser *p, const gzt_lexeme *open)
{
    const gzt_lexeme *close = open + 1;
    gzt_str between;

    if (close->kind != GZT_LEX_CLOSE)
        return true;
    between = gzt_str_trim(gzt_str_slice(p->query, open->end, close->start));
    return between.len ||
           gzt_query_fault_set(p->fault, open->start, close->end,
                               GZT_S("nothing between the brackets"),
                               GZT_S("leave them out"));
}

static bool
parse_group(parser *p)
{
    const gzt_lexeme *open = now(p);

    if (!enter(p) || !check_contents(p, open))
        return false;
    p->at++;
    if (!parse_or(p))
        return false;
    if (!take(p, GZT_LEX_CLOSE))
        return gzt_query_fault_set(p->fault, open->start, open->end,
                                   GZT_S("this bracket is never closed"),
                                   GZT_S("close it, or leave it out"));
    p->depth--;
    return true;
}

static bool
is_comparison(gzt_str sign)
{
    static const char *const signs[] = { ">=", ">", "=", "<", "<=" };

    for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
        if (gzt_str_eq(sign, gzt_str_of(signs[i])))
            return true;
    return false;
}

// The comparison behind the bracket: its sign, and a number.
static bool
take_comparison(parser *p, gzt_node *node)
{
    const gzt_lexeme *item = now(p);
    gzt_str text = item->text;
    size_t sign = 0;
    uint64_t number = 0;

    while (item->kind == GZT_LEX_WORD && sign < text.len &&
           memchr("<=>", text.ptr[sign], 3))
        sign++;
    node->text = gzt_str_slice(text, 0, sign);
    text = gzt_str_slice(text, sign, text.len);
    while (text.len && memchr(".,;!?", text.ptr[text.len - 1], 5))
        text.len--;
    if (is_comparison(node->text) &&
        gzt_str_to_u64(text, GZT_QUERY_MENTIONS, &number)) {
        node->distance = (uint32_t)number;
        p->at++;
        return true;
    }
    return gzt_query_fault_set(
        p->fault, item->start, item->end,
        gzt_arena_printf(p->arena, "this is no number of mentions up to %d",
                         GZT_QUERY_MENTIONS),
        GZT_S("write mentions(Gazprom)>=3, or >, =, <, <="));
}

static bool
parse_mentions(parser *p)
{
    gzt_node node = { .kind = GZT_NODE_MENTIONS };
    size_t base = p->top, begin = p->at;

    p->at++;
    return parse_group(p) && take_comparison(p, &node) &&
           put_above(p, node, base, begin);
}

// A word, phrase, group or field with its value. In a date's value days take
// the place of words, and need no field above them.
static bool
parse_primary(parser *p)
{
    gzt_node field = { .kind = GZT_NODE_FIELD, .field = now(p)->text };
    size_t base = p->top, begin = p->at;
    bool in_date = p->in_date;

    if (now(p)->kind == GZT_LEX_OPEN)
        return parse_group(p);
    if (now(p)->kind == GZT_LEX_MENTIONS)
        return parse_mentions(p);
    if (now(p)->kind != GZT_LEX_FIELD)
        return parse_leaf(p);
    if (!enter(p))
        return false;
    p->at++;
    p->in_date = gzt_str_eq(field.field, GZT_S("date"));
    if (!parse_primary(p) || !(p->in_date || put_above(p, field, base, begin)))
        return false;
    p->in_date = in_date;
    p->depth--;
    return true;
}

// ---- Operators, from the tightest ------------------------------------------

static bool
parse_not(parser *p)
{
    size_t base = p->top, begin = p->at;

    if (now(p)->kind != GZT_LEX_NOT && now(p)->kind != GZT_LEX_MINUS)
        return parse_primary(p);
    if (!enter(p))
        return false;
    p->at++;
    if (!parse_not(p))
        return false;
    p->depth--;
    return put_above(p, (gzt_node){ .kind = GZT_NODE_NOT }, base, begin);
}

static gzt_node
nearness(const gzt_lexeme *item)
{
    gzt_node node = { .kind = GZT_NODE_NEAR, .distance = item->distance };

    if (item->kind == GZT_LEX_SENTENCE)
        node.kind = GZT_NODE_SENTENCE;
    if (item->kind == GZT_LEX_PARAGRAPH)
        node.kind = GZT_NODE_PARAGRAPH;
    return node;
}

static bool
check_distance(parser *p, const gzt_lexeme *item)
{
    if (item->kind != GZT_LEX_NEAR ||
        (item->distance && item->distance <= GZT_QUERY_DISTANCE))
        return true;
    return gzt_query_fault_set(
        p->fault, item->start, item->end,
        gzt_arena_printf(p->arena, "a distance is from 1 to %d words",
                         GZT_QUERY_DISTANCE),
        GZT_S("write NEAR/10, or AND for anywhere in the article"));
}

// Equal operators in a row have their operands side by side; different ones
// are read from the left.
static bool
parse_near(parser *p)
{
    size_t base = p->top, begin = p->at;
    gzt_node node = { 0 };

    if (!parse_not(p))
        return false;
    while (now(p)->kind >= GZT_LEX_NEAR) {
        gzt_node next = nearness(now(p));
        bool same = next.kind == node.kind && next.distance == node.distance;

        if (!check_distance(p, now(p)) || !(same || join(p, node, base, begin)))
            return false;
        node = next;
        p->at++;
        if (!parse_not(p))
            return false;
    }
    return join(p, node, base, begin);
}

static bool
parse_and(parser *p)
{
    size_t base = p->top, begin = p->at;

    do {
        if (!parse_near(p))
            return false;
    } while (take(p, GZT_LEX_AND));
    return join(p, (gzt_node){ .kind = GZT_NODE_AND }, base, begin);
}

static bool
parse_list(parser *p)
{
    size_t base = p->top, begin = p->at;

    while (begins_operand(now(p)->kind))
        if (!parse_and(p))
            return false;
    return join(p, (gzt_node){ .kind = GZT_NODE_LIST }, base, begin);
}

static bool
parse_or(parser *p)
{
    size_t base = p->top, begin = p->at;

    do {
        if (!parse_list(p))
            return false;
    } while (take(p, GZT_LEX_OR));
    return join(p, (gzt_node){ .kind = GZT_NODE_OR }, base, begin);
}

// ---- The query -------------------------------------------------------------

static bool
parse(gzt_str text, bool strict, gzt_arena *arena, const gzt_node **out,
      gzt_query_fault *fault)
{
    parser p = { .query = text, .arena = arena, .fault = fault };
    gzt_lexemes all;

    if (text.len > GZT_QUERY_BYTES)
        return gzt_query_fault_set(
            fault, GZT_QUERY_BYTES, text.len,
            gzt_arena_printf(arena, "longer than %d bytes", GZT_QUERY_BYTES),
            GZT_S("divide it into several queries"));
    if (!gzt_lex(text, strict, arena, &all, fault) ||
        !settle_operators(&all, strict, arena, fault))
        return false;
    p.items = all.items;
    p.stack = gzt_arena_array(arena, all.count + 1, sizeof(*p.stack));
    if (!parse_or(&p))
        return false;
    if (now(&p)->kind == GZT_LEX_CLOSE)
        return gzt_query_fault_set(fault, now(&p)->start, now(&p)->end,
                                   GZT_S("this bracket was never opened"),
                                   GZT_S("open it, or leave it out"));
    *out = p.stack[0];
    return true;
}

gzt_status
gzt_query_parse(gzt_str text, bool strict, gzt_arena *arena,
                const gzt_node **out, gzt_query_fault *fault, gzt_err *err)
{
    gzt_query_fault own;

    if (!fault)
        fault = &own;
    if (!text.len)
        text = GZT_S("");
    if (parse(text, strict, arena, out, fault))
        return GZT_OK;
    return gzt_fail(err, GZT_EINVAL, "%.*s; %.*s", GZT_ARG(fault->message),
                    GZT_ARG(fault->hint));
}
