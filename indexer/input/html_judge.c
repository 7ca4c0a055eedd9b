/* html_judge.c - what can be said of a page's blocks and elements before it is
 * known where the article is. */
#include "input/html_judge.h"

#include "base/str.h"
#include "input/html_meta.h"

enum {
    GOOD_SIZE = 60,    // letters of a paragraph that counts
    LONG_SIZE = 150,   // counts though it is no sentence
    SCOPE_SIZE = 150,  // letters of text that a headline may belong to
    BODY_ENOUGH = 400, // letters of bodies of text to go by them
    INNER_PART = 10,   // of a body of text, for one inside of it to count
    NEVER_VAIN = GZT_HINT_COMMENTS | GZT_HINT_NOTICE | GZT_HINT_MENU,
    BITS = 20,          // of hints
    CAP_SIZE = 1200,    // no paragraph counts for more
    CAPTION_SIZE = 450, // letters of a picture with its caption, at most
    TEASER_SIZE = 600,  // letters of an item in a list of stories, at most
    TEASERS = 3         // make a list
};

// ---- Blocks by themselves ---------------------------------------------------

bool
gzt_html_is_mostly_link(const gzt_html_block *b, uint32_t percent)
{
    return (uint64_t)b->link_size * 100 > (uint64_t)b->size * percent;
}

static bool
is_good(const gzt_html_judge *j, const gzt_html_block *b)
{
    if (b->hidden || gzt_html_is_heading(b->tag))
        return false;
    if (j->in_body[b->node])
        return b->size >= GZT_HTML_SMALL && !gzt_html_is_mostly_link(b, 75);
    if (gzt_html_is_mostly_link(b, 40))
        return false;
    return (b->size >= GOOD_SIZE && b->stops) || b->size >= LONG_SIZE;
}

static int32_t
worth(const gzt_html_judge *j, size_t at)
{
    const gzt_html_block *b = &j->blocks->items[at];
    uint32_t size = j->is_good[at] ? b->size : b->link_size / 2;

    if (b->hidden)
        return 0;
    if (size > CAP_SIZE)
        size = CAP_SIZE;
    if (b->node >= j->scope && b->node < j->tree->nodes[j->scope].end)
        size *= 2;
    return j->is_good[at] ? (int32_t)size : -(int32_t)size;
}

// ---- Sums over the tree -----------------------------------------------------

// The letters of the largest body of text inside of each that names itself so.
static uint32_t *
find_inner_bodies(const gzt_html_judge *j)
{
    uint32_t *inner =
        gzt_arena_array(j->page->arena, j->tree->count, sizeof(*inner));

    for (size_t i = j->tree->count; i-- > 1;) {
        uint32_t parent = j->tree->nodes[i].parent, most = inner[i];

        if ((j->page->hints[i] & GZT_HINT_BODY) && most < j->letters[i])
            most = j->letters[i];
        if (inner[parent] < most)
            inner[parent] = most;
    }
    return inner;
}

// What is in a body of text that names itself so; but not in one that is all
// around another, nor in smaller parts of it that name themselves something
// else, such as the bodies of comments.
static void
spread_body(gzt_html_judge *j)
{
    const uint32_t others =
        GZT_HINT_COMMENTS | GZT_HINT_RELATED | GZT_HINT_ASIDE;
    uint32_t *body = gzt_arena_array(j->page->arena, j->tree->count,
                                     sizeof(*body)); // the one around it
    const uint32_t *inner = find_inner_bodies(j);

    for (uint32_t i = 1; i < j->tree->count; i++) {
        uint32_t hints = j->page->hints[i];

        body[i] = body[j->tree->nodes[i].parent];
        if ((hints & others) && j->letters[i] * 2 <= j->letters[body[i]])
            body[i] = 0;
        else if ((hints & GZT_HINT_BODY) &&
                 inner[i] <= j->letters[i] / INNER_PART)
            body[i] = i;
        j->in_body[i] = body[i] > 0;
    }
}

static void
sum_letters(gzt_html_judge *j)
{
    for (size_t i = 0; i < j->blocks->count; i++)
        if (!j->blocks->items[i].hidden)
            j->letters[j->blocks->items[i].node] += j->blocks->items[i].size;
    for (size_t i = j->tree->count; i-- > 1;) {
        uint32_t parent = j->tree->nodes[i].parent;

        j->pictures[i] += j->tree->nodes[i].tag == GZT_TAG_IMG;
        j->letters[parent] += j->letters[i];
        j->pictures[parent] += j->pictures[i];
    }
}

static void
sum_text(gzt_html_judge *j)
{
    for (size_t i = 0; i < j->blocks->count; i++) {
        const gzt_html_block *b = &j->blocks->items[i];

        j->is_good[i] = is_good(j, b);
        if (j->is_good[i])
            j->good[b->node] += b->size;
        if (j->is_good[i] && j->in_body[b->node])
            j->body[b->node] += b->size;
    }
    for (size_t i = j->tree->count; i-- > 1;) {
        uint32_t parent = j->tree->nodes[i].parent;

        j->good[parent] += j->good[i];
        j->body[parent] += j->body[i];
    }
}

// A picture or a few, with what is written below them.
static bool
is_caption(const gzt_html_judge *j, size_t node)
{
    bool picture =
        j->pictures[node] || j->tree->nodes[node].tag == GZT_TAG_FIGURE;

    return picture && j->letters[node] <= CAPTION_SIZE &&
           j->good[node] * 4 <= j->good[0];
}

// What the shares of an element are measured by: text in bodies of text, if
// there are any; else paragraphs; else all.
static const uint32_t *
measure(const gzt_html_judge *j)
{
    if (j->body[0] >= BODY_ENOUGH)
        return j->body;
    return j->good[0] ? j->good : j->letters;
}

// Whether the headline has text of its own, and an element is elsewhere.
static bool
is_off_headline(const gzt_html_judge *j, size_t node)
{
    const gzt_html_node *nodes = j->tree->nodes;

    if (!j->scope)
        return false;
    return node >= nodes[j->scope].end || nodes[node].end <= j->scope;
}

// Whether the names of a node are to be believed when they say that it is not
// the article: not when most of the text is there.
static bool
is_foreign(const gzt_html_judge *j, size_t node)
{
    uint32_t hints = j->page->hints[node] & ~j->vain;
    gzt_html_tag tag = (gzt_html_tag)j->tree->nodes[node].tag;
    const uint32_t *text = measure(j);
    uint32_t here = text[node], all = text[0];

    if (!(hints & GZT_HINTS_FOREIGN) || tag == GZT_TAG_BODY ||
        tag == GZT_TAG_HTML || tag == GZT_TAG_MAIN)
        return false;
    if (!j->good[0] && (tag == GZT_TAG_NAV || tag == GZT_TAG_FOOTER))
        return true;
    if (hints & GZT_HINT_WEAK)
        return (hints & GZT_HINT_CAPTION) && is_caption(j, node);
    if (hints & GZT_HINT_COMMENTS)
        return here * 10 < all * 9;
    if (hints & (GZT_HINT_BODY | GZT_HINT_EMBED))
        return false;
    if (hints & (GZT_HINT_MENU | GZT_HINT_NOTICE))
        return here * 4 < all * 3 || is_off_headline(j, node);
    return here * 2 < all;
}

// Names that most of the text has in them tell nothing on this page: a site
// that calls each section of its tests "affiliate-box".
static void
find_vain(gzt_html_judge *j)
{
    const gzt_html_node *nodes = j->tree->nodes;
    const uint32_t *text = measure(j);
    uint32_t end[BITS] = { 0 }, named[BITS] = { 0 };

    for (uint32_t i = 1; i < j->tree->count; i++) {
        uint32_t hints = j->page->hints[i] & GZT_HINTS_FOREIGN;

        if (!hints || !text[i] ||
            ((j->page->hints[i] & GZT_HINT_WEAK) && !is_caption(j, i)))
            continue;
        for (int bit = 0; bit < BITS; bit++)
            if ((hints >> bit & 1) && i >= end[bit]) {
                end[bit] = nodes[i].end;
                named[bit] += text[i];
            }
    }
    for (int bit = 0; bit < BITS; bit++)
        if (named[bit] * 2 > text[0] && !(1u << bit & NEVER_VAIN))
            j->vain |= 1u << bit;
}

// The smallest element around the headline that has text of some size: what
// stands there counts twice.
static void
find_scope(gzt_html_judge *j)
{
    uint32_t at = j->page->title_node;

    while (at && j->good[at] < SCOPE_SIZE)
        at = j->tree->nodes[at].parent;
    j->scope = at;
}

static void
sum_scores(gzt_html_judge *j)
{
    for (size_t i = 0; i < j->blocks->count; i++)
        j->score[j->blocks->items[i].node] += worth(j, i);
    for (size_t i = j->tree->count; i-- > 1;) {
        j->foreign[i] |= is_foreign(j, i);
        if (!j->foreign[i])
            j->score[j->tree->nodes[i].parent] += j->score[i];
    }
}

// ---- Links ------------------------------------------------------------------

// Whether a block links to another site: then it is a source, and not another
// story of this one.
bool
gzt_html_leads_away(const gzt_html_judge *j, const gzt_html_block *b)
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

// ---- Lists of stories -------------------------------------------------------

// Whether an item, whose blocks begin with `at`, has a link to another page of
// the site above its text, if any.
static bool
begins_with_link(const gzt_html_judge *j, size_t at, uint32_t end)
{
    for (; at < j->blocks->count && j->blocks->items[at].text_node < end;
         at++) {
        const gzt_html_block *b = &j->blocks->items[at];

        if (b->size >= GZT_HTML_SMALL && gzt_html_is_mostly_link(b, 90))
            return !gzt_html_leads_away(j, b);
        if (j->is_good[at])
            return false;
    }
    return false;
}

static bool
may_be_teaser(const gzt_html_judge *j, uint32_t node)
{
    gzt_html_tag tag = (gzt_html_tag)j->tree->nodes[node].tag;

    return j->letters[node] >= GZT_HTML_SMALL &&
           j->letters[node] <= TEASER_SIZE &&
           (tag == GZT_TAG_LI || tag == GZT_TAG_ARTICLE || tag == GZT_TAG_DIV ||
            tag == GZT_TAG_SECTION);
}

// Three neighbours of the same kind, each short and with a link to follow,
// announce other stories.
static void
find_teasers(gzt_html_judge *j)
{
    const gzt_html_node *nodes = j->tree->nodes;
    size_t count = j->tree->count, block = 0;
    uint32_t *teasers =
        gzt_arena_array(j->page->arena, count, sizeof(*teasers)); // by parent
    bool *is_teaser =
        gzt_arena_array(j->page->arena, count, sizeof(*is_teaser));

    for (uint32_t i = 1; i < count; i++) {
        if (!may_be_teaser(j, i))
            continue;
        while (block < j->blocks->count &&
               j->blocks->items[block].text_node < i)
            block++;
        is_teaser[i] = begins_with_link(j, block, nodes[i].end);
        teasers[nodes[i].parent] += is_teaser[i];
    }
    for (uint32_t i = 1; i < count; i++)
        if (is_teaser[i] && teasers[nodes[i].parent] >= TEASERS)
            j->foreign[i] = true;
}

// ---- The whole --------------------------------------------------------------

void
gzt_html_judge_page(gzt_html_judge *j, const gzt_html_page *page)
{
    size_t nodes = page->tree.count, blocks = page->blocks.count;
    gzt_arena *arena = page->arena;

    *j = (gzt_html_judge){ .page = page,
                           .tree = &page->tree,
                           .blocks = &page->blocks };
    j->good = gzt_arena_array(arena, nodes, sizeof(*j->good));
    j->body = gzt_arena_array(arena, nodes, sizeof(*j->body));
    j->letters = gzt_arena_array(arena, nodes, sizeof(*j->letters));
    j->pictures = gzt_arena_array(arena, nodes, sizeof(*j->pictures));
    j->score = gzt_arena_array(arena, nodes, sizeof(*j->score));
    j->foreign = gzt_arena_array(arena, nodes, sizeof(*j->foreign));
    j->in_body = gzt_arena_array(arena, nodes, sizeof(*j->in_body));
    j->is_good = gzt_arena_array(arena, blocks, sizeof(*j->is_good));
    sum_letters(j);
    spread_body(j);
    sum_text(j);
    find_vain(j);
    find_scope(j);
    find_teasers(j);
    sum_scores(j);
}
