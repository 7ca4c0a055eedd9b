/* furniture.c - the lines of a saved page that are not its article, by what
 * they look like and by what stands around them. */
#include "input/furniture.h"

#include "base/str.h"

enum {
    SURE = 2, // at the end of a page, where furniture is expected
    SURE_ANYWHERE = 3,
};

// ---- Inside the article -----------------------------------------------------

// One behind the last paragraph of the block that `begin` is in.
static size_t
block_end(const gzt_paragraphs *all, size_t begin, size_t end)
{
    size_t at = begin;

    while (at < end && all->items[at].block == all->items[begin].block)
        at++;
    return at;
}

static bool
is_list_like(const gzt_paragraph *p)
{
    char last = p->text.len ? p->text.ptr[p->text.len - 1] : '.';

    return !p->prose && (!p->sentence || last == '?' || last == '!' ||
                         gzt_furniture_is_marked(p->text));
}

static void
drop_all(gzt_paragraphs *all, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++)
        all->items[i].drop |= !all->items[i].prose;
}

static bool
all_list_like(const gzt_paragraphs *all, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++)
        if (!is_list_like(&all->items[i]))
            return false;
    return true;
}

static void
drop_inside(gzt_paragraphs *all, size_t begin, size_t end)
{
    if (gzt_furniture_is_advert(&all->items[begin])) {
        drop_all(all, begin, end);
        return;
    }
    // With its list, or alone: what follows in sentences is the article.
    if (gzt_furniture_heads_list(&all->items[begin]) &&
        all_list_like(all, begin + 1, end)) {
        drop_all(all, begin, end);
        return;
    }
    for (size_t i = begin; i < end; i++) {
        gzt_paragraph *p = &all->items[i];

        p->drop |= !p->prose && (gzt_furniture_is_rule(p->text) ||
                                 gzt_furniture_score(p) >= SURE_ANYWHERE);
    }
}

void
gzt_furniture_inside(gzt_paragraphs *all, size_t begin, size_t end)
{
    while (begin < end) {
        size_t next = block_end(all, begin, end);

        drop_inside(all, begin, next);
        begin = next;
    }
}

// ---- The end of the page ----------------------------------------------------

// `followed`: what comes behind the block is furniture.
static void
drop_block_after(gzt_paragraphs *all, size_t begin, size_t end, bool followed)
{
    bool sure = false;
    size_t head = begin;

    while (head < end && gzt_furniture_is_rule(all->items[head].text))
        all->items[head++].drop = true;
    if (head < end && (gzt_furniture_heads_list(&all->items[head]) ||
                       gzt_furniture_is_advert(&all->items[head]))) {
        drop_all(all, head, end);
        return;
    }
    for (size_t i = head; i < end; i++)
        sure |= gzt_furniture_score(&all->items[i]) >= SURE ||
                gzt_furniture_is_menu(&all->items[i]);
    for (size_t i = end; i-- > head;) {
        gzt_paragraph *p = &all->items[i];
        int score = gzt_furniture_score(p);
        bool near = sure || (i + 1 < end ? all->items[i + 1].drop : followed);

        p->drop |= score >= SURE || gzt_furniture_is_menu(p) ||
                   (near && score > 0) || (sure && is_list_like(p));
    }
}

// Behind the first furniture at the end of a page, what is not a sentence is
// a link.
static void
drop_links(gzt_paragraphs *all, size_t begin)
{
    bool met = false;

    for (size_t i = begin; i < all->count; i++) {
        gzt_paragraph *p = &all->items[i];

        if (p->drop)
            met |= !gzt_furniture_is_rule(p->text);
        else if (met && is_list_like(p))
            p->drop = true;
    }
}

void
gzt_furniture_after(gzt_paragraphs *all, size_t begin)
{
    size_t end = all->count;
    bool followed = false;

    while (end > begin) {
        size_t start = end - 1;

        while (start > begin &&
               all->items[start - 1].block == all->items[end - 1].block)
            start--;
        drop_block_after(all, start, end, followed);
        followed = all->items[start].drop;
        end = start;
    }
    drop_links(all, begin);
}
