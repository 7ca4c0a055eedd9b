/* text.c - an article from plain text, as somebody wrote it or as it was saved
 * from a web page.
 *
 * What is saved from a page has furniture around the article, which must be
 * neither shown nor found. Rules, not a list of sites: the paragraphs made of
 * sentences are the article; the title stands above them, perhaps twice; short
 * lines above the title, and calls and links below the article, are furniture.
 * Where that is not clear a line stays: a line too many is noise, a line too
 * few is lost.
 */
#include "base/str.h"
#include "input/article.h"
#include "input/byline.h"
#include "input/furniture.h"
#include "input/headline.h"
#include "input/html.h"
#include "input/paragraphs.h"

enum {
    SURE = 2,          // of gzt_furniture_score()
    LEAD_MAX = 8,      // paragraphs below the title that may be a byline
    LABEL_WORDS = 4,   // a line above the title with more may be content
    KICKER_WORDS = 8,  // a sentence above the title with fewer is none
    SHORT_TITLE = 120, // columns of a line that can head a list or a poem
    SOLID_WORDS = 8    // of a sentence, where nothing is longer
};

static bool
is_solid(const gzt_paragraphs *all, const gzt_paragraph *p)
{
    bool solid =
        all->has_prose ? p->prose : p->sentence && p->words >= SOLID_WORDS;

    return solid && gzt_furniture_score(p) < SURE + 1;
}

// ---- The head ---------------------------------------------------------------

static bool
block_has_furniture(const gzt_paragraphs *all, size_t at)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].block == all->items[at].block &&
            (gzt_furniture_score(&all->items[i]) >= SURE ||
             gzt_furniture_heads_list(&all->items[i])))
            return true;
    return false;
}

// A sentence between two occurrences of the title is a standfirst, unless an
// advert stands there.
static bool
stays_above(const gzt_paragraphs *all, const gzt_headline *title, size_t at)
{
    const gzt_paragraph *p = &all->items[at];
    bool full_stop = p->sentence && p->text.ptr[p->text.len - 1] == '.';

    if (gzt_furniture_score(p) >= SURE || gzt_furniture_is_menu(p))
        return false;
    if (is_solid(all, p) || title->labelled)
        return true;
    if (title->repeated)
        return at > title->first && full_stop && p->words >= KICKER_WORDS &&
               !block_has_furniture(all, at);
    return p->words > LABEL_WORDS && !block_has_furniture(all, at);
}

static void
clear_above(gzt_paragraphs *all, const gzt_headline *title)
{
    for (size_t i = 0; i < title->at; i++)
        if (!stays_above(all, title, i) ||
            gzt_headline_is(all->items[i].text, title->text))
            all->items[i].drop = true;
    all->items[title->at].drop = true;
}

// ---- Below the title --------------------------------------------------------

static bool
line_has_date(gzt_draft *draft, const gzt_paragraphs *all, size_t at,
              size_t block)
{
    gzt_byline found;

    return at < all->count && all->items[at].block == block &&
           gzt_byline_read(draft->arena, all->items[at].text, false, &found) &&
           (found.date.len || found.updated.len);
}

static void
take_byline(gzt_draft *draft, const gzt_byline *found)
{
    gzt_article *article = &draft->out->article;

    if (!article->author.len)
        article->author = found->author;
    if (!article->updated.len)
        article->updated = found->updated;
    if (!draft->dated && found->date.len) {
        article->date = found->date;
        draft->dated = true;
    }
}

// Bylines and dates go into their fields; a line that says more stays.
static void
read_bylines(gzt_draft *draft, gzt_paragraphs *all, size_t begin)
{
    for (size_t i = begin; i < all->count && i < begin + LEAD_MAX; i++) {
        gzt_paragraph *p = &all->items[i];
        bool near = line_has_date(draft, all, i + 1, p->block) ||
                    (i > begin && line_has_date(draft, all, i - 1, p->block));
        gzt_byline found;

        if (p->prose || p->drop ||
            !gzt_byline_read(draft->arena, p->text, near, &found))
            continue;
        take_byline(draft, &found);
        p->drop = found.pure;
    }
}

// Between the title and the article menus and calls are likelier than inside.
static void
clear_lead(gzt_paragraphs *all, const gzt_headline *title, size_t solid)
{
    for (size_t i = title->at + 1; i < solid; i++) {
        gzt_paragraph *p = &all->items[i];

        p->drop |= gzt_furniture_score(p) >= SURE || gzt_furniture_is_menu(p) ||
                   gzt_headline_is(p->text, title->text);
    }
}

// ---- The whole --------------------------------------------------------------

static size_t
find_solid(const gzt_paragraphs *all, size_t begin)
{
    while (begin < all->count && !is_solid(all, &all->items[begin]))
        begin++;
    return begin;
}

// One behind the last paragraph that surely is of the article.
static size_t
find_end(const gzt_paragraphs *all)
{
    size_t end = all->count;

    while (end && !is_solid(all, &all->items[end - 1]))
        end--;
    return end;
}

static void
judge_page(gzt_draft *draft, gzt_paragraphs *all, size_t solid)
{
    gzt_headline title = gzt_headline_find(all, solid);
    size_t begin = 0, end = find_end(all);

    if (title.found) {
        draft->out->article.title = gzt_one_line(draft->arena, title.text);
        clear_above(all, &title);
        begin = title.at + 1;
        solid = find_solid(all, begin);
    }
    read_bylines(draft, all, begin);
    if (title.found)
        clear_lead(all, &title, solid);
    gzt_furniture_inside(all, begin, end > begin ? end : begin);
    gzt_furniture_after(all, end > begin ? end : begin);
}

// Verse, a list: there is no telling what does not belong. A first line by
// itself is the title.
static void
judge_lines(gzt_draft *draft, gzt_paragraphs *all)
{
    gzt_paragraph *first = all->items;

    if (all->count < 2 || first[1].block == first->block ||
        first->columns > SHORT_TITLE || !first->words)
        return;
    draft->out->article.title = gzt_one_line(draft->arena, first->text);
    first->drop = true;
}

static void
parse_plain(gzt_draft *draft, gzt_str text)
{
    gzt_article *article = &draft->out->article;
    gzt_paragraphs all = gzt_paragraphs_split(draft->arena, text);
    size_t solid = find_solid(&all, 0);

    if (solid < all.count)
        judge_page(draft, &all, solid);
    else
        judge_lines(draft, &all);
    article->body = gzt_paragraphs_join(draft->arena, &all);
    if (!article->title.len)
        article->title = gzt_title_from(draft->arena, article->body);
}

// Somebody took care of this file: its text is what it is.
static void
parse_with_matter(gzt_draft *draft, gzt_str text)
{
    gzt_article *article = &draft->out->article;
    gzt_paragraphs all = gzt_paragraphs_split(draft->arena, text);

    if (!article->title.len)
        judge_lines(draft, &all);
    if (all.count)
        article->body = gzt_paragraphs_join(draft->arena, &all);
    if (!article->title.len)
        article->title = gzt_title_from(draft->arena, article->body);
}

void
gzt_text_parse(gzt_draft *draft, gzt_str text)
{
    if (gzt_html_is(text))
        gzt_html_parse(draft, text, NULL);
    else if (gzt_draft_take_matter(draft, &text))
        parse_with_matter(draft, text);
    else
        parse_plain(draft, text);
}
