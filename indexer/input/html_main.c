/* html_main.c - which of a page's blocks are its article: the container, then
 * what in it is foreign. */
#include "input/html_main.h"

#include "base/str.h"
#include "input/byline.h"
#include "input/furniture.h"
#include "input/headline.h"
#include "input/html_meta.h"

enum {
    GOOD_SIZE = 60,     // letters of a paragraph that counts
    LONG_SIZE = 150,    // counts though it is no sentence
    BODY_SIZE = 20,     // counts where names say that it is the article
    CAP_SIZE = 1200,    // no paragraph counts for more
    CAPTION_SIZE = 450, // letters of a picture with its caption, at most
    TEASER_SIZE = 600,  // letters of an item in a list of stories, at most
    TEASERS = 3,        // make a list
    SURE_FURNITURE = 3  // of gzt_furniture_score()
};

typedef struct judge {
    const gzt_html_page *page;
    const gzt_html_tree *tree;
    const gzt_html_blocks *blocks;
    uint32_t *good;     // by node: letters of good blocks below it
    uint32_t *letters;  // by node: of all blocks below it
    uint32_t *pictures; // by node: how many below it
    int32_t *score;     // by node: good text less bad, without foreign parts
    bool *foreign;      // by node: not the article's
    bool *in_body; // by node: it, or what it is in, calls itself the article
    bool *is_good; // by block
} judge;

// ---- Blocks by themselves ---------------------------------------------------

static bool
is_mostly_link(const gzt_html_block *b, uint32_t percent)
{
    return (uint64_t)b->link_size * 100 > (uint64_t)b->size * percent;
}

static bool
is_good(const judge *j, const gzt_html_block *b)
{
    if (b->hidden || gzt_html_is_heading(b->tag))
        return false;
    if (j->in_body[b->node])
        return b->size >= BODY_SIZE && !is_mostly_link(b, 75);
    if (is_mostly_link(b, 40))
        return false;
    return (b->size >= GOOD_SIZE && b->stops) || b->size >= LONG_SIZE;
}

static int32_t
worth(const judge *j, size_t at)
{
    const gzt_html_block *b = &j->blocks->items[at];
    uint32_t size = j->is_good[at] ? b->size : b->link_size / 2;

    if (b->hidden)
        return 0;
    if (size > CAP_SIZE)
        size = CAP_SIZE;
    return j->is_good[at] ? (int32_t)size : -(int32_t)size;
}

// ---- Sums over the tree -----------------------------------------------------

static void
spread_body(judge *j)
{
    for (size_t i = 1; i < j->tree->count; i++)
        j->in_body[i] = j->in_body[j->tree->nodes[i].parent] ||
                        (j->page->hints[i] & GZT_HINT_BODY);
}

static void
sum_text(judge *j)
{
    for (size_t i = 0; i < j->blocks->count; i++) {
        const gzt_html_block *b = &j->blocks->items[i];

        j->is_good[i] = is_good(j, b);
        if (j->is_good[i])
            j->good[b->node] += b->size;
        if (!b->hidden)
            j->letters[b->node] += b->size;
    }
    for (size_t i = j->tree->count; i-- > 1;) {
        uint32_t parent = j->tree->nodes[i].parent;

        j->pictures[i] += j->tree->nodes[i].tag == GZT_TAG_IMG;
        j->good[parent] += j->good[i];
        j->letters[parent] += j->letters[i];
        j->pictures[parent] += j->pictures[i];
    }
}

// A picture or a few, with what is written below them.
static bool
is_caption(const judge *j, size_t node)
{
    bool picture =
        j->pictures[node] || j->tree->nodes[node].tag == GZT_TAG_FIGURE;

    return picture && j->letters[node] <= CAPTION_SIZE &&
           j->good[node] * 4 <= j->good[0];
}

// Whether the names of a node are to be believed when they say that it is not
// the article: not when most of the text is there.
static bool
is_foreign(const judge *j, size_t node)
{
    uint32_t hints = j->page->hints[node];
    gzt_html_tag tag = (gzt_html_tag)j->tree->nodes[node].tag;
    const uint32_t *text = j->good[0] ? j->good : j->letters;
    uint32_t here = text[node], all = text[0];

    if (!(hints & GZT_HINTS_FOREIGN) || tag == GZT_TAG_BODY ||
        tag == GZT_TAG_HTML || tag == GZT_TAG_MAIN)
        return false;
    if (hints & GZT_HINT_WEAK)
        return (hints & GZT_HINT_CAPTION) && is_caption(j, node);
    if (hints & GZT_HINT_COMMENTS)
        return here * 10 < all * 9;
    if (hints & (GZT_HINT_BODY | GZT_HINT_EMBED))
        return false;
    if (hints & (GZT_HINT_MENU | GZT_HINT_NOTICE))
        return here * 4 < all * 3;
    return here * 2 < all;
}

static void
sum_scores(judge *j)
{
    for (size_t i = 0; i < j->blocks->count; i++)
        j->score[j->blocks->items[i].node] += worth(j, i);
    for (size_t i = j->tree->count; i-- > 1;) {
        j->foreign[i] |= is_foreign(j, i);
        if (!j->foreign[i])
            j->score[j->tree->nodes[i].parent] += j->score[i];
    }
}

// ---- Lists of stories -------------------------------------------------------

// The block that the text of an item begins with, if it is a link as a whole.
static bool
begins_with_link(const judge *j, size_t *at, uint32_t end)
{
    bool link = false;

    for (; *at < j->blocks->count && j->blocks->items[*at].text_node < end;
         ++*at) {
        const gzt_html_block *b = &j->blocks->items[*at];

        link |= b->size >= BODY_SIZE && is_mostly_link(b, 90);
    }
    return link;
}

static bool
are_alike(const judge *j, uint32_t a, uint32_t b)
{
    return j->tree->nodes[a].tag == j->tree->nodes[b].tag &&
           gzt_str_eq(gzt_html_attr(j->tree, a, GZT_ATTR_CLASS),
                      gzt_html_attr(j->tree, b, GZT_ATTR_CLASS));
}

static bool
is_teaser(const judge *j, uint32_t node, size_t *block)
{
    const gzt_html_node *n = &j->tree->nodes[node];

    return begins_with_link(j, block, n->end) &&
           j->letters[node] <= TEASER_SIZE &&
           (n->tag == GZT_TAG_LI || n->tag == GZT_TAG_ARTICLE ||
            n->tag == GZT_TAG_DIV || n->tag == GZT_TAG_SECTION);
}

// Three neighbours of the same make, each short and with a link to follow,
// announce other stories.
static void
find_teasers(judge *j)
{
    const gzt_html_node *nodes = j->tree->nodes;
    uint32_t *run = gzt_arena_array(j->page->arena, j->tree->count,
                                    sizeof(*run)); // by parent: so far
    uint32_t *last = gzt_arena_array(j->page->arena, j->tree->count,
                                     sizeof(*last)); // by parent
    size_t block = 0;

    for (uint32_t i = 1; i < j->tree->count; i++) {
        uint32_t parent = nodes[i].parent;
        size_t at;

        if (nodes[i].tag == GZT_TAG_NONE || !j->letters[i] ||
            j->letters[i] > TEASER_SIZE)
            continue;
        while (block < j->blocks->count &&
               j->blocks->items[block].text_node < i)
            block++;
        at = block;
        if (!is_teaser(j, i, &at)) {
            run[parent] = 0;
            continue;
        }
        run[parent] =
            last[parent] && are_alike(j, last[parent], i) ? run[parent] + 1 : 1;
        last[parent] = i;
        j->foreign[i] |= run[parent] >= TEASERS;
    }
}

// ---- The container ----------------------------------------------------------

static uint32_t
best_node(const judge *j)
{
    uint32_t best = 0;

    for (uint32_t i = 1; i < j->tree->count; i++)
        if (!j->foreign[i] && j->score[i] >= j->score[best])
            best = i;
    return best;
}

static uint32_t
best_child(const judge *j, uint32_t node)
{
    const gzt_html_node *nodes = j->tree->nodes;
    uint32_t best = 0;

    for (uint32_t i = node + 1; i < nodes[node].end; i = nodes[i].end)
        if (nodes[i].tag != GZT_TAG_NONE && !j->foreign[i] &&
            (!best || j->score[i] > j->score[best]))
            best = i;
    return best;
}

static bool
is_paragraph(gzt_html_tag tag)
{
    return tag == GZT_TAG_P || tag == GZT_TAG_BLOCKQUOTE ||
           tag == GZT_TAG_PRE || tag == GZT_TAG_UL || tag == GZT_TAG_OL ||
           gzt_html_is_item(tag);
}

static uint32_t
find_container(const judge *j)
{
    uint32_t at = best_node(j), most = (uint32_t)j->score[at];

    for (;;) {
        uint32_t child = best_child(j, at);
        uint32_t share = 88;

        if (!child || is_paragraph((gzt_html_tag)j->tree->nodes[child].tag))
            return at;
        if (j->page->hints[child] & GZT_HINT_BODY)
            share = 60;
        if (j->score[child] <= 0 ||
            (uint64_t)j->score[child] * 100 < (uint64_t)most * share)
            return at;
        at = child;
    }
}

// ---- Links ------------------------------------------------------------------

// Whether a block links to another site: then it is a source, and not another
// story of this one.
static bool
leads_away(const judge *j, const gzt_html_block *b)
{
    gzt_str here = gzt_html_host(j->page->url);

    for (uint32_t i = b->node; here.len && i < j->tree->nodes[b->node].end;
         i++) {
        gzt_str host;

        if (j->tree->nodes[i].tag != GZT_TAG_A)
            continue;
        host = gzt_html_host(gzt_html_attr(j->tree, i, GZT_ATTR_HREF));
        return host.len && !gzt_str_ends(host, here) &&
               !gzt_str_ends(here, host);
    }
    return false;
}

// ---- What is kept -----------------------------------------------------------

static gzt_paragraph
as_paragraph(const gzt_html_block *b)
{
    return (gzt_paragraph){ .text = b->text,
                            .columns = b->size,
                            .words = b->words,
                            .sentence = b->ends,
                            .prose = b->size > LONG_SIZE && b->stops };
}

static bool
is_byline(const judge *j, const gzt_html_block *b)
{
    gzt_byline line;

    return gzt_byline_read(j->page->arena, b->text, false, &line) && line.pure;
}

static bool
is_kept(const judge *j, size_t at)
{
    const gzt_html_block *b = &j->blocks->items[at];
    gzt_paragraph p = as_paragraph(b);

    if (b->hidden || j->foreign[b->node])
        return false;
    if (is_mostly_link(b, 80) && !leads_away(j, b))
        return false;
    if (gzt_furniture_score(&p) >= SURE_FURNITURE ||
        gzt_furniture_is_rule(b->text) || is_byline(j, b))
        return false;
    if (j->page->title.len && gzt_headline_is(b->text, j->page->title))
        return false;
    return true;
}

// Below the container, what is in something foreign is foreign.
static void
spread_foreign(judge *j, uint32_t container)
{
    const gzt_html_node *nodes = j->tree->nodes;

    j->foreign[container] = false;
    for (uint32_t i = container + 1; i < nodes[container].end; i++)
        j->foreign[i] |= j->foreign[nodes[i].parent];
}

static bool
may_be_edge(const judge *j, const gzt_html_main *out, size_t at)
{
    const gzt_html_block *b = &j->blocks->items[at];

    if (!out->keep[at])
        return false;
    return j->is_good[at] || (b->size >= BODY_SIZE && b->ends &&
                              b->tag == GZT_TAG_P && !is_mostly_link(b, 40));
}

// Short blocks before the first good one and behind the last are about the
// article, not of it.
static void
trim_edges(judge *j, gzt_html_main *out, size_t begin, size_t end)
{
    while (begin < end && !may_be_edge(j, out, begin))
        out->keep[begin++] = false;
    while (end > begin && !may_be_edge(j, out, end - 1))
        out->keep[--end] = false;
}

// Nothing that counts as a paragraph: a page of a few words, or verse. Then
// all that is not foreign.
static void
keep_little(judge *j, gzt_html_main *out)
{
    spread_foreign(j, 0);
    for (size_t i = 0; i < j->blocks->count; i++) {
        out->keep[i] = is_kept(j, i);
        if (out->keep[i])
            out->size += j->blocks->items[i].size;
    }
}

static void
choose(judge *j, gzt_html_main *out)
{
    const gzt_html_node *container = &j->tree->nodes[out->container];
    const gzt_html_block *items = j->blocks->items;
    size_t begin = 0, end, count = j->blocks->count;

    spread_foreign(j, out->container);
    while (begin < count && items[begin].text_node <= out->container)
        begin++;
    for (end = begin; end < count && items[end].text_node < container->end;
         end++)
        out->keep[end] = is_kept(j, end);
    trim_edges(j, out, begin, end);
    for (size_t i = begin; i < end; i++)
        if (out->keep[i])
            out->size += items[i].size;
}

void
gzt_html_main_find(const gzt_html_page *page, gzt_html_main *out)
{
    size_t nodes = page->tree.count, blocks = page->blocks.count;
    gzt_arena *arena = page->arena;
    judge j = { .page = page, .tree = &page->tree, .blocks = &page->blocks };

    j.good = gzt_arena_array(arena, nodes, sizeof(*j.good));
    j.letters = gzt_arena_array(arena, nodes, sizeof(*j.letters));
    j.pictures = gzt_arena_array(arena, nodes, sizeof(*j.pictures));
    j.score = gzt_arena_array(arena, nodes, sizeof(*j.score));
    j.foreign = gzt_arena_array(arena, nodes, sizeof(*j.foreign));
    j.in_body = gzt_arena_array(arena, nodes, sizeof(*j.in_body));
    j.is_good = gzt_arena_array(arena, blocks, sizeof(*j.is_good));
    *out = (gzt_html_main){ 0 };
    out->keep = gzt_arena_array(arena, blocks, sizeof(*out->keep));
    spread_body(&j);
    sum_text(&j);
    find_teasers(&j);
    sum_scores(&j);
    out->container = find_container(&j);
    choose(&j, out);
    if (!out->size)
        keep_little(&j, out);
}
