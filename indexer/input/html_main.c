/* html_main.c - which of a page's blocks are its article: the container, then
 * what in it is foreign. */
#include "input/html_main.h"

#include "base/str.h"
#include "input/byline.h"
#include "input/furniture.h"
#include "input/headline.h"
#include "input/html_judge.h"

enum {
    SHORT_SIZE = 60,     // letters besides the headline, of the least article
    DOUBTFUL_SIZE = 300, // letters of one that may be none, far from a headline
    LONG_SIZE = 150,     // of a paragraph that is prose
    SURE_FURNITURE = 3   // of gzt_furniture_score()
};

// ---- The container ----------------------------------------------------------

static bool
is_paragraph(gzt_html_tag tag)
{
    return tag == GZT_TAG_NONE || tag == GZT_TAG_P ||
           tag == GZT_TAG_BLOCKQUOTE || tag == GZT_TAG_PRE ||
           tag == GZT_TAG_UL || tag == GZT_TAG_OL || gzt_html_is_item(tag);
}

static uint32_t
best_node(const gzt_html_judge *j)
{
    uint32_t best = 0;

    for (uint32_t i = 1; i < j->tree->count; i++)
        if (!j->foreign[i] && j->score[i] >= j->score[best] &&
            !is_paragraph((gzt_html_tag)j->tree->nodes[i].tag))
            best = i;
    return best;
}

static uint32_t
best_child(const gzt_html_judge *j, uint32_t node)
{
    const gzt_html_node *nodes = j->tree->nodes;
    uint32_t best = 0;

    for (uint32_t i = node + 1; i < nodes[node].end; i = nodes[i].end)
        if (nodes[i].tag != GZT_TAG_NONE && !j->foreign[i] &&
            (!best || j->score[i] > j->score[best]))
            best = i;
    return best;
}

static uint32_t
find_container(const gzt_html_judge *j)
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
is_byline(const gzt_html_judge *j, const gzt_html_block *b)
{
    gzt_byline line;

    return gzt_byline_read(j->page->arena, b->text, false, &line) && line.pure;
}

static bool
is_kept(const gzt_html_judge *j, size_t at)
{
    const gzt_html_block *b = &j->blocks->items[at];
    gzt_paragraph p = as_paragraph(b);

    if (b->hidden || j->foreign[b->node])
        return false;
    if (gzt_html_is_mostly_link(b, 80) && !gzt_html_leads_away(j, b))
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
spread_foreign(gzt_html_judge *j, uint32_t container)
{
    const gzt_html_node *nodes = j->tree->nodes;

    j->foreign[container] = false;
    for (uint32_t i = container + 1; i < nodes[container].end; i++)
        j->foreign[i] |= j->foreign[nodes[i].parent];
}

static bool
may_be_edge(const gzt_html_judge *j, const gzt_html_main *out, size_t at)
{
    const gzt_html_block *b = &j->blocks->items[at];

    if (!out->keep[at])
        return false;
    return j->is_good[at] ||
           (b->size >= GZT_HTML_SMALL && b->ends &&
            !gzt_html_is_heading(b->tag) && !gzt_html_is_item(b->tag) &&
            !gzt_html_is_mostly_link(b, 40));
}

// Short blocks before the first good one and behind the last are about the
// article, not of it; but for a heading of what begins there.
static void
trim_edges(const gzt_html_judge *j, gzt_html_main *out, size_t begin,
           size_t end)
{
    const gzt_html_block *items = j->blocks->items;
    size_t first = begin;

    while (first < end && !may_be_edge(j, out, first))
        out->keep[first++] = false;
    while (end > first && !may_be_edge(j, out, end - 1))
        out->keep[--end] = false;
    if (first > begin && first < end &&
        gzt_html_is_heading(items[first - 1].tag) &&
        items[first - 1].node > j->page->title_node &&
        j->tree->nodes[items[first - 1].node].parent ==
            j->tree->nodes[items[first].node].parent)
        out->keep[first - 1] = is_kept(j, first - 1);
}

// A heading whose whole section was left out goes too.
static void
drop_orphans(const gzt_html_judge *j, gzt_html_main *out, size_t begin,
             size_t end)
{
    size_t heading = end, dropped = 0; // the heading since which ...

    for (size_t i = begin; i < end; i++) {
        bool is_heading = gzt_html_is_heading(j->blocks->items[i].tag);

        if (is_heading && out->keep[i]) {
            if (heading < end && dropped)
                out->keep[heading] = false;
            heading = i;
            dropped = 0;
        } else if (out->keep[i]) {
            heading = end;
        } else {
            dropped += !j->blocks->items[i].hidden;
        }
    }
}

// Nothing that counts as a paragraph: a page of a few words, or verse. Then
// all that is not foreign.
static void
keep_little(gzt_html_judge *j, gzt_html_main *out)
{
    spread_foreign(j, 0);
    for (size_t i = 0; i < j->blocks->count; i++) {
        out->keep[i] = is_kept(j, i);
        if (out->keep[i])
            out->size += j->blocks->items[i].size;
    }
}

static void
choose(gzt_html_judge *j, gzt_html_main *out)
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
    drop_orphans(j, out, begin, end);
    for (size_t i = begin; i < end; i++)
        if (out->keep[i])
            out->size += items[i].size;
}

// Where the headline stands, if that is no larger part of the page than an
// article: for one so short that none of its lines counts as a paragraph.
static uint32_t
find_headline_part(const gzt_html_judge *j)
{
    const gzt_html_node *nodes = j->tree->nodes;
    uint32_t at = j->page->title_node, title = j->letters[at];

    while (at && j->letters[at] < title + SHORT_SIZE)
        at = nodes[at].parent;
    return at && j->letters[at] * 3 < j->letters[0] * 2 ? at : 0;
}

static bool
is_inside(const gzt_html_judge *j, uint32_t node, uint32_t outer)
{
    return node >= outer && node < j->tree->nodes[outer].end;
}

void
gzt_html_main_find(const gzt_html_page *page, gzt_html_main *out)
{
    gzt_html_judge j;
    uint32_t part;

    gzt_html_judge_page(&j, page);
    *out = (gzt_html_main){ 0 };
    out->keep =
        gzt_arena_array(page->arena, page->blocks.count, sizeof(*out->keep));
    out->container = find_container(&j);
    part = find_headline_part(&j);
    if (part && !j.in_body[out->container] &&
        j.good[out->container] < DOUBTFUL_SIZE &&
        !is_inside(&j, out->container, part) &&
        !is_inside(&j, part, out->container))
        out->container = part;
    choose(&j, out);
    if (!out->size)
        keep_little(&j, out);
}
