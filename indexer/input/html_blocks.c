/* html_blocks.c - a page's text in blocks. */
#include "input/html_blocks.h"

#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"

enum {
    LAYOUT_CELL = 160, // bytes of text that make a table one of layout
    WIDE = 3           // letters that one of a wide script counts as
};

typedef struct walker {
    const gzt_html_tree *tree;
    gzt_arena *arena;
    gzt_html_blocks out;
    gzt_buf text; // of the block that is open
    gzt_html_block block;
    uint32_t *largest; // bytes of text below the largest child of a node
    uint32_t *holders; // of a node: itself, or the nearest that is not inline
    int link;          // depth inside of <a href>
    int pre;
    int hidden;
    int breaks; // <br> since the last text
    bool space; // white space since the last text
} walker;

bool
gzt_html_is_heading(gzt_html_tag tag)
{
    return tag >= GZT_TAG_H1 && tag <= GZT_TAG_H6;
}

bool
gzt_html_is_item(gzt_html_tag tag)
{
    return tag == GZT_TAG_LI || tag == GZT_TAG_TR || tag == GZT_TAG_DT ||
           tag == GZT_TAG_DD || tag == GZT_TAG_TD || tag == GZT_TAG_TH;
}

// ---- Counting ---------------------------------------------------------------

static bool
is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
is_wide(uint32_t code)
{
    return (code >= 0x2e80 && code <= 0xd7ff) ||
           (code >= 0xf900 && code <= 0xfaff) ||
           (code >= 0xff00 && code <= 0xffef) ||
           (code >= 0x20000 && code <= 0x3ffff) ||
           (code >= 0x0e00 && code <= 0x0eff); // Thai and Lao
}

// Full stops, question and exclamation marks of the scripts of the news.
static bool
is_stop(uint32_t code)
{
    switch (code) {
    case '.':
    case '!':
    case '?':
    case 0x2026: // ellipsis
    case 0x061f: // Arabic question mark
    case 0x06d4: // Urdu full stop
    case 0x0964: // danda
    case 0x3002: // ideographic full stop
    case 0xff01:
    case 0xff1f:
    case 0xff0e:
        return true;
    default:
        return false;
    }
}

// What may stand behind the stop at the end of a sentence.
static bool
closes(uint32_t code)
{
    switch (code) {
    case '"':
    case '\'':
    case ')':
    case ']':
    case 0xbb:   // guillemet
    case 0x2019: // quotes
    case 0x201d:
    case 0x201c:
    case 0x300d: // corner brackets
    case 0x300f:
    case 0xff09:
        return true;
    default:
        return false;
    }
}

// How many letters a text counts as.
static uint32_t
letters(gzt_str s)
{
    uint32_t count = 0;

    while (s.len) {
        unsigned char c = (unsigned char)s.ptr[0];

        if (c < 0x80) {
            count += c > ' ';
            s = gzt_str_slice(s, 1, s.len);
        } else {
            count += is_wide(gzt_utf8_take(&s)) ? WIDE : 1;
        }
    }
    return count;
}

static void
count_sentences(gzt_html_block *block)
{
    gzt_str rest = block->text;
    bool stop = false, word = false;

    while (rest.len) {
        uint32_t code = (unsigned char)rest.ptr[0];

        if (code < 0x80)
            rest = gzt_str_slice(rest, 1, rest.len);
        else
            code = gzt_utf8_take(&rest);
        if (code <= ' ') {
            block->words += word;
            block->stops += stop;
            stop = word = false;
        } else if (is_stop(code)) {
            block->stops += stop || code >= 0x3000;
            stop = code < 0x3000;
            block->ends = true;
        } else if (!closes(code)) {
            block->words += is_wide(code) && (rest.len & 1);
            stop = block->ends = false;
            word = true;
        }
    }
    block->words += word;
    block->stops += stop;
}

// ---- Cutting ----------------------------------------------------------------

static void
close_block(walker *w)
{
    gzt_html_block *block = &w->block;
    gzt_html_blocks *out = &w->out;

    block->text = gzt_str_trim(gzt_buf_str(&w->text));
    w->breaks = 0;
    w->space = false;
    if (block->text.len) {
        block->text = gzt_arena_copy(w->arena, block->text);
        block->tag = (gzt_html_tag)w->tree->nodes[block->node].tag;
        count_sentences(block);
        out->items =
            gzt_arena_more(w->arena, out->items, out->count, sizeof(*block));
        out->items[out->count++] = *block;
    }
    gzt_buf_clear(&w->text);
    *block = (gzt_html_block){ 0 };
}

static void
begin_text(walker *w, uint32_t node)
{
    if (!w->text.len) {
        w->block.node = w->holders[w->tree->nodes[node].parent];
        w->block.text_node = node;
        w->block.hidden = w->hidden > 0;
    } else if (w->breaks) {
        gzt_buf_putc(&w->text, '\n');
    } else if (w->space) {
        gzt_buf_putc(&w->text, ' ');
    }
    w->breaks = 0;
    w->space = false;
}

static void
put_word(walker *w, uint32_t node, gzt_str word)
{
    uint32_t size = letters(word);

    begin_text(w, node);
    gzt_buf_put(&w->text, word);
    w->block.size += size;
    if (w->link)
        w->block.link_size += size;
}

// A no-break space is a space.
static size_t
space_length(gzt_str s, size_t at)
{
    if (is_space(s.ptr[at]))
        return 1;
    if (at + 1 < s.len && s.ptr[at] == '\xc2' && s.ptr[at + 1] == '\xa0')
        return 2;
    return 0;
}

static void
put_text(walker *w, uint32_t node)
{
    gzt_str text = w->tree->nodes[node].text;
    size_t at = 0;

    if (w->pre) {
        if (gzt_str_trim(text).len)
            put_word(w, node, text);
        else if (w->text.len)
            gzt_buf_put(&w->text, text);
        return;
    }
    while (at < text.len) {
        size_t start, len;

        while (at < text.len && (len = space_length(text, at)) > 0) {
            w->space = true;
            at += len;
        }
        start = at;
        while (at < text.len && !space_length(text, at))
            at++;
        if (at > start)
            put_word(w, node, gzt_str_slice(text, start, at));
    }
}

// ---- Walking ----------------------------------------------------------------

// Cells with much text are set side by side for the looks of it: columns, not
// a line of figures.
static bool
is_layout_cell(const walker *w, uint32_t cell)
{
    return w->largest[w->tree->nodes[cell].parent] >= LAYOUT_CELL;
}

static gzt_html_flow
flow_at(const walker *w, uint32_t node)
{
    gzt_html_tag tag = (gzt_html_tag)w->tree->nodes[node].tag;
    gzt_html_flow flow = gzt_html_flow_of(tag);

    if (flow == GZT_FLOW_SPACE && is_layout_cell(w, node))
        return GZT_FLOW_BLOCK;
    return flow;
}

static void
enter(walker *w, uint32_t node)
{
    const gzt_html_node *n = &w->tree->nodes[node];
    gzt_html_flow flow = flow_at(w, node);

    w->holders[node] = flow > GZT_FLOW_SPACE ? node : w->holders[n->parent];
    w->hidden += n->hidden;
    w->link +=
        n->tag == GZT_TAG_A && gzt_html_attr(w->tree, node, GZT_ATTR_HREF).ptr;
    w->pre += n->tag == GZT_TAG_PRE;
    if (n->tag == GZT_TAG_BR) {
        // A second <br> parts paragraphs.
        if (w->breaks++)
            close_block(w);
    } else if (flow == GZT_FLOW_SPACE) {
        w->space = true;
    } else if (flow) {
        close_block(w);
    }
}

static void
leave(walker *w, uint32_t node)
{
    const gzt_html_node *n = &w->tree->nodes[node];
    gzt_html_flow flow = flow_at(w, node);

    if (n->tag != GZT_TAG_BR && flow == GZT_FLOW_SPACE)
        w->space = true;
    else if (n->tag != GZT_TAG_BR && flow)
        close_block(w);
    w->hidden -= n->hidden;
    w->link -=
        n->tag == GZT_TAG_A && gzt_html_attr(w->tree, node, GZT_ATTR_HREF).ptr;
    w->pre -= n->tag == GZT_TAG_PRE;
}

// All that the head may have of text; libxml2 leaves elements there that it
// does not know, with the page inside of them.
static bool
is_read(gzt_html_tag tag)
{
    return tag != GZT_TAG_TITLE && tag != GZT_TAG_SCRIPT;
}

static void
walk(walker *w)
{
    const gzt_html_tree *tree = w->tree;
    uint32_t open = 0;

    for (uint32_t i = 1; i < tree->count;) {
        const gzt_html_node *n = &tree->nodes[i];

        while (i >= tree->nodes[open].end) {
            leave(w, open);
            open = tree->nodes[open].parent;
        }
        if (n->tag == GZT_TAG_NONE) {
            put_text(w, i++);
        } else if (!is_read((gzt_html_tag)n->tag)) {
            i = n->end;
        } else {
            enter(w, i);
            open = i++;
        }
    }
    close_block(w);
}

static void
find_largest(walker *w)
{
    const gzt_html_tree *tree = w->tree;
    uint32_t *sizes = gzt_arena_array(w->arena, tree->count, sizeof(*sizes));

    for (size_t i = tree->count; i-- > 1;) {
        uint32_t parent = tree->nodes[i].parent;

        sizes[i] += (uint32_t)tree->nodes[i].text.len;
        sizes[parent] += sizes[i];
        if (w->largest[parent] < sizes[i])
            w->largest[parent] = sizes[i];
    }
}

gzt_html_blocks
gzt_html_blocks_of(const gzt_html_tree *tree, gzt_arena *arena)
{
    walker w = { .tree = tree, .arena = arena };

    w.largest = gzt_arena_array(arena, tree->count, sizeof(*w.largest));
    w.holders = gzt_arena_array(arena, tree->count, sizeof(*w.holders));
    find_largest(&w);
    gzt_buf_init(&w.text, SIZE_MAX / 2);
    walk(&w);
    gzt_buf_release(&w.text);
    return w.out;
}

// ---- Joining ----------------------------------------------------------------

static bool
are_items_of_one(const gzt_html_tree *tree, const gzt_html_block *a,
                 const gzt_html_block *b)
{
    return gzt_html_is_item(a->tag) && gzt_html_is_item(b->tag) &&
           a->node != b->node &&
           tree->nodes[a->node].parent == tree->nodes[b->node].parent;
}

gzt_str
gzt_html_blocks_join(const gzt_html_tree *tree, const gzt_html_blocks *blocks,
                     const bool *keep, gzt_arena *arena)
{
    const gzt_html_block *last = NULL;
    gzt_buf buf;
    gzt_str out;

    gzt_buf_init(&buf, SIZE_MAX / 2);
    for (size_t i = 0; i < blocks->count; i++) {
        const gzt_html_block *block = &blocks->items[i];

        if (keep && !keep[i])
            continue;
        if (last)
            gzt_buf_put(&buf, are_items_of_one(tree, last, block)
                                  ? GZT_S("\n")
                                  : GZT_S("\n\n"));
        gzt_buf_put(&buf, block->text);
        last = block;
    }
    out = gzt_arena_copy(arena, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
    return out;
}
