/* html_lines.c - the author and the date from the lines of a page. */
#include "base/str.h"
#include "base/utf8.h"
#include "input/byline.h"
#include "input/html_author.h"
#include "input/html_date.h"

enum {
    ABOVE = 12,      // blocks above the headline that may be lines
    BELOW = 60,      // and below it
    BEHIND = 8,      // and behind the article
    LINE_SIZE = 160, // letters of a line
    LINE_WORDS = 18,
    SHORT_NAME = 5, // bytes
    BEGINNING = 40, // bytes of a paragraph that may be its date
    NAME_SIZE = 60,
    NEAR = 4 // elements up that may tell what a line is
};

typedef struct finder {
    gzt_html_meta *meta;
    gzt_arena *arena;
    const gzt_html_tree *tree;
    const uint32_t *hints;
    const gzt_html_blocks *blocks;
    gzt_str by_word;          // the author of a line that says "by"
    gzt_str by_list;          // all names of the first such line
    gzt_str by_line, by_hint; // of any line; of an element
    gzt_str by_self;          // the site, as its own author
    bool below;               // now between the headline and the article
    uint32_t hint_end;        // of the element that by_hint was found in
} finder;

static uint32_t
hints_near(const finder *f, uint32_t node)
{
    uint32_t hints = 0;

    for (int i = 0; i < NEAR && node; i++) {
        hints |= f->hints[node];
        node = f->tree->nodes[node].parent;
    }
    return hints;
}

static void
keep_first(gzt_str *place, gzt_str text)
{
    if (!place->len)
        *place = text;
}

static bool
says_updated(gzt_str text)
{
    static const char *const words[] = { "pdated",      "odified",
                                         "ktualisiert", "ctualizado",
                                         "is à jour",   "ggiornat",
                                         "бновлен",     "ewijzigd" };

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (gzt_str_find(text, gzt_str_of(words[i])) < text.len)
            return true;
    return false;
}

static void
take_date(finder *f, gzt_str text, gzt_str canonical)
{
    bool updated = says_updated(text);

    keep_first(updated ? &f->meta->updated : &f->meta->date,
               gzt_arena_copy(f->arena, canonical));
}

// ---- Elements ---------------------------------------------------------------

static void
read_time(finder *f, uint32_t node)
{
    gzt_str said = gzt_html_attr(f->tree, node, GZT_ATTR_DATETIME);
    gzt_str text = gzt_html_inner_text(f->tree, f->arena, node);
    char date[24];

    if (gzt_html_date(said, false, date) || gzt_html_date(text, false, date))
        take_date(f, text, gzt_str_of(date));
}

// An element that names itself the author's, and is as long as a name; one
// inside of another knows better.
static void
read_author(finder *f, uint32_t node)
{
    gzt_str text;

    if (f->by_hint.len && node >= f->hint_end)
        return;
    text = gzt_html_inner_text(f->tree, f->arena, node);
    if (text.len < 3 || text.len > 2 * NAME_SIZE)
        return;
    if (!f->by_self.len)
        f->by_self = gzt_html_author_clean(f->arena, text, NULL);
    text = gzt_html_author_clean(f->arena, text, f->meta);
    if (!text.len)
        return;
    f->by_hint = text;
    f->hint_end = f->tree->nodes[node].end;
}

static bool
is_author_link(const finder *f, uint32_t node)
{
    gzt_str rel = gzt_html_attr(f->tree, node, GZT_ATTR_REL);

    return gzt_str_eq(rel, GZT_S("author")) ||
           gzt_str_starts(rel, GZT_S("author "));
}

static void
read_elements(finder *f, uint32_t begin, uint32_t end)
{
    for (uint32_t i = begin; i < end; i++) {
        const gzt_html_node *n = &f->tree->nodes[i];

        if (n->tag == GZT_TAG_NONE)
            continue;
        if (n->tag == GZT_TAG_TIME)
            read_time(f, i);
        if ((f->hints[i] & GZT_HINT_AUTHOR) || is_author_link(f, i))
            read_author(f, i);
    }
}

// ---- Blocks -----------------------------------------------------------------

static void
read_by(finder *f, gzt_str line, bool dated)
{
    gzt_str names = gzt_html_author_in_line(line, dated), name;
    gzt_str rest = names;

    if (!names.len)
        return;
    gzt_str_cut(&rest, ',', &name);
    keep_first(&f->by_self, gzt_html_author_clean(f->arena, name, NULL));
    keep_first(&f->by_list, gzt_html_author_clean(f->arena, names, f->meta));
    name = gzt_html_author_clean(f->arena, name, f->meta);
    keep_first(&f->by_line, name);
    if (f->below)
        keep_first(&f->by_word, name);
}

static void
read_line(finder *f, const gzt_html_block *b)
{
    uint32_t hints = hints_near(f, b->node);
    bool dated = hints & (GZT_HINT_DATE | GZT_HINT_BYLINE | GZT_HINT_AUTHOR);
    bool has_date;
    gzt_byline line;
    char date[24];

    if (b->size > LINE_SIZE)
        return;
    if (!(hints & GZT_HINT_CAPTION) &&
        gzt_byline_read(f->arena, b->text, dated, &line)) {
        keep_first(&f->by_line,
                   gzt_html_author_clean(f->arena, line.author, f->meta));
        if (line.updated.len)
            keep_first(&f->meta->updated, line.updated);
        if (line.date.len)
            keep_first(&f->meta->date, line.date);
    }
    has_date = gzt_html_date(b->text, false, date);
    if (has_date && (dated || b->words <= LINE_WORDS))
        take_date(f, b->text, gzt_str_of(date));
    if (b->words <= LINE_WORDS && !(hints & GZT_HINT_CAPTION))
        read_by(f, b->text, has_date);
}

static void
read_blocks(finder *f, size_t begin, size_t end)
{
    if (end > f->blocks->count)
        end = f->blocks->count;
    for (size_t i = begin; i < end; i++)
        if (!f->blocks->items[i].hidden)
            read_line(f, &f->blocks->items[i]);
}

// The block where the headline stands, or where the article begins.
static size_t
find_headline(const finder *f, size_t first)
{
    for (size_t i = 0; f->meta->title_node && i < f->blocks->count; i++)
        if (f->blocks->items[i].text_node > f->meta->title_node)
            return i;
    return first;
}

static void
read_range(finder *f, size_t begin, size_t end)
{
    if (end > f->blocks->count)
        end = f->blocks->count;
    if (begin >= end)
        return;
    read_elements(f, f->blocks->items[begin].node,
                  end < f->blocks->count ? f->blocks->items[end].text_node
                                         : (uint32_t)f->tree->count);
    read_blocks(f, begin, end);
}

static bool
holds(gzt_str text, gzt_str part)
{
    return part.len && gzt_str_find(text, part) < text.len;
}

static bool
is_list(gzt_str names)
{
    return holds(names, GZT_S(",")) || holds(names, GZT_S(" and "));
}

// Whether `longer` is a list that begins with `name`.
static bool
goes_on(gzt_str longer, gzt_str name)
{
    gzt_str rest;

    if (!name.len || !gzt_str_starts(longer, name))
        return false;
    rest = gzt_str_slice(longer, name.len, longer.len);
    return gzt_str_starts(rest, GZT_S(", ")) ||
           gzt_str_starts(rest, GZT_S(" and ")) ||
           gzt_str_starts(rest, GZT_S(" & "));
}

// The line that readers see wins where it says "by"; a name that is only
// marked as one does where the metadata has more than a name.
static void
choose_author(finder *f)
{
    gzt_str *author = &f->meta->author;

    if (f->by_hint.len > SHORT_NAME && gzt_str_starts(f->by_line, f->by_hint) &&
        !goes_on(f->by_line, f->by_hint))
        f->by_line = f->by_word = f->by_hint;
    if (f->by_word.len && !holds(f->by_word, *author) &&
        !holds(*author, f->by_word))
        *author = f->by_word;
    else if (f->by_line.len > SHORT_NAME && !is_list(*author) &&
             holds(*author, f->by_line))
        *author = f->by_line;
    keep_first(author, f->by_line);
    keep_first(author, f->by_hint);
    keep_first(author, f->by_self);
    if (goes_on(f->by_list, *author))
        *author = f->by_list;
}

static bool
lacks_some(const finder *f)
{
    return !f->meta->date.len ||
           (!f->meta->author.len && !f->by_line.len && !f->by_hint.len);
}

// "29.11.2022 - For years ...": a date that the article itself begins with;
// else that of the address.
static void
read_beginning(finder *f, size_t first, size_t last)
{
    char date[24];

    for (size_t i = first; i < last && i < first + 2; i++) {
        gzt_str text = f->blocks->items[i].text;

        text.len = gzt_utf8_floor(text, BEGINNING);
        if (!f->meta->date.len && gzt_html_date(text, false, date))
            f->meta->date = gzt_arena_copy(f->arena, gzt_str_of(date));
    }
    if (!f->meta->date.len && gzt_html_date_of_url(f->meta->url, date))
        f->meta->date = gzt_arena_copy(f->arena, gzt_str_of(date));
}

void
gzt_html_meta_from_lines(gzt_html_meta *meta, gzt_arena *arena,
                         const gzt_html_tree *tree, const uint32_t *hints,
                         const gzt_html_blocks *blocks, size_t first,
                         size_t last)
{
    finder f = { .meta = meta,
                 .arena = arena,
                 .tree = tree,
                 .hints = hints,
                 .blocks = blocks };
    size_t head = find_headline(&f, first), end = head + BELOW;

    if (head > first)
        head = first;
    if (first < end)
        end = first + 1;
    f.below = true;
    read_range(&f, head, end);
    f.below = false;
    if (lacks_some(&f))
        read_range(&f, head > ABOVE ? head - ABOVE : 0, head);
    if (last > first && lacks_some(&f))
        read_range(&f, last, last + BEHIND);
    if (!meta->date.len)
        read_beginning(&f, first, last);
    choose_author(&f);
}
