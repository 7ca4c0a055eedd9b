/* html_title.c - which of a page's titles is the headline. */
#include "input/html_title.h"

#include "base/str.h"
#include "base/utf8.h"
#include "input/html_blocks.h"

enum {
    HEADINGS_MAX = 60, // that are looked at
    HEADING_BYTES = 400,
    KICKED_MIN = 20,    // bytes of a headline that a kicker may stand by
    KEY_MIN = 6,        // bytes of a heading that can be one
    SHARED_PERCENT = 50 // of words, of a heading and a title that differ
};

typedef struct chooser {
    const gzt_html_titles *titles;
    gzt_arena *arena;
    const gzt_html_tree *tree;
    gzt_str source_key, host_key;
} chooser;

void
gzt_html_titles_add(gzt_html_titles *titles, gzt_str text)
{
    if (titles->count < GZT_HTML_TITLES_MAX)
        titles->others[titles->count++] = text;
}

// ---- Comparing --------------------------------------------------------------

static bool
is_letter(uint32_t code)
{
    if (code < 0x80)
        return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
               (code >= 'A' && code <= 'Z');
    return code >= 0xc0 && !(code >= 0x2000 && code <= 0x206f) &&
           !(code >= 0x3000 && code <= 0x303f) && code != 0xfffd;
}

gzt_str
gzt_html_key(gzt_arena *arena, gzt_str text)
{
    char *out = gzt_arena_alloc(arena, 3 * text.len + 1);
    size_t len = 0;

    while (text.len) {
        uint32_t code = gzt_utf8_take(&text);

        if (!is_letter(code))
            continue;
        if (code >= 'A' && code <= 'Z')
            code += 'a' - 'A';
        len += gzt_utf8_write(code, out + len);
    }
    return (gzt_str){ out, len };
}

static size_t
count_words(gzt_str text)
{
    size_t count = 0;
    gzt_str word;

    while (gzt_str_cut(&text, ' ', &word))
        count += word.len > 0;
    return count;
}

// How many in a hundred of the words of `a` are in `b`.
static size_t
shared_words(gzt_arena *arena, gzt_str a, gzt_str b)
{
    gzt_str key = gzt_html_key(arena, b), word;
    size_t words = 0, shared = 0;

    while (gzt_str_cut(&a, ' ', &word)) {
        gzt_str w = gzt_html_key(arena, word);

        if (w.len < 3)
            continue;
        words++;
        shared += gzt_str_find(key, w) < key.len;
    }
    return words ? 100 * shared / words : 0;
}

// ---- Names of sites ---------------------------------------------------------

static bool
holds(gzt_str text, gzt_str part)
{
    return part.len && gzt_str_find(text, part) < text.len;
}

static bool
is_site(const chooser *c, gzt_str part)
{
    gzt_str key = gzt_html_key(c->arena, part);

    if (key.len < 2)
        return true;
    if (key.len > 3 && (holds(c->source_key, key) || holds(c->host_key, key)))
        return true;
    // A headline may speak of the site; "Name of the site online" does no more.
    return gzt_str_eq(key, c->source_key) ||
           (c->source_key.len > 3 && key.len <= 2 * c->source_key.len &&
            holds(key, c->source_key)) ||
           (c->host_key.len > 5 && key.len <= 2 * c->host_key.len &&
            holds(key, c->host_key));
}

typedef struct separator {
    const char *mark;
    bool sure; // is never inside of a headline
} separator;

// The last mark in `text`: where, how long, and whether it surely is one.
static bool
last_mark(gzt_str text, size_t *at, size_t *len, bool *sure)
{
    static const separator marks[] = {
        { " | ", true },  { " » ", true }, { " :: ", true },  { " « ", true },
        { " • ", true },  { " · ", true }, { " - ", false },  { " – ", false },
        { " — ", false }, { " ‹ ", true }, { ": ", false },   { " / ", false },
        { " > ", true },  { " < ", true }, { "｜", true },    { " ― ", true },
        { "| ", true },   { "_", false },  { " -- ", false },
    };
    bool found = false;

    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
        gzt_str mark = gzt_str_of(marks[i].mark);

        for (size_t p = text.len; p-- > 0;)
            if (gzt_str_starts(gzt_str_slice(text, p, text.len), mark)) {
                if (!found || p > *at) {
                    *at = p;
                    *len = mark.len;
                    *sure = marks[i].sure;
                }
                found = true;
                break;
            }
    }
    return found;
}

static bool
first_mark(gzt_str text, size_t *at, size_t *len)
{
    static const char *const marks[] = { " | ", " » ", " :: ",
                                         " - ", " – ", ": " };
    bool found = false;

    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
        size_t p = gzt_str_find(text, gzt_str_of(marks[i]));

        if (p < text.len && (!found || p < *at)) {
            *at = p;
            *len = strlen(marks[i]);
            found = true;
        }
    }
    return found;
}

// A title without the names of the site and its sections at its end, or that
// of the site at its beginning.
static gzt_str
without_site(const chooser *c, gzt_str title)
{
    size_t at = 0, len = 0;
    bool sure = false;

    while (last_mark(title, &at, &len, &sure)) {
        gzt_str head = gzt_str_trim(gzt_str_slice(title, 0, at));
        gzt_str tail = gzt_str_trim(gzt_str_slice(title, at + len, title.len));

        if (!head.len || is_site(c, head))
            break;
        if (!is_site(c, tail) &&
            !(sure && count_words(tail) < count_words(head)))
            break;
        title = head;
    }
    if (first_mark(title, &at, &len) && is_site(c, gzt_str_slice(title, 0, at)))
        title = gzt_str_trim(gzt_str_slice(title, at + len, title.len));
    return title;
}

// ---- Headings ---------------------------------------------------------------

// How well a heading goes with one of the titles, 0 to 4.
static int
agreement(const chooser *c, gzt_str key, gzt_str title)
{
    gzt_str whole = gzt_html_key(c->arena, title);

    if (!whole.len)
        return 0;
    if (gzt_str_eq(whole, key))
        return 4;
    if (gzt_str_starts(whole, key))
        return 3;
    return 2 * holds(whole, key);
}

static int
agreement_with_all(const chooser *c, gzt_str key)
{
    const gzt_html_titles *t = c->titles;
    int best = agreement(c, key, t->window), found;

    found = agreement(c, key, t->og);
    best = found > best ? found : best;
    found = agreement(c, key, t->ld);
    best = found > best ? found : best;
    for (size_t i = 0; i < t->count; i++) {
        found = agreement(c, key, t->others[i]);
        best = found > best ? found : best;
    }
    return best;
}

// The first heading counts most among equals; one that no title speaks of
// counts if it is the only one of its rank and has words of theirs.
static int
weigh_heading(const chooser *c, uint32_t node, gzt_str text)
{
    gzt_html_tag tag = (gzt_html_tag)c->tree->nodes[node].tag;
    gzt_str key = gzt_html_key(c->arena, text);
    int weight;

    if (key.len < KEY_MIN || text.len > HEADING_BYTES || is_site(c, text))
        return 0;
    weight = 10 * agreement_with_all(c, key);
    if (!weight && tag == GZT_TAG_H1 && count_words(text) >= 3 &&
        (shared_words(c->arena, text, c->titles->window) >= SHARED_PERCENT ||
         shared_words(c->arena, text, c->titles->og) >= SHARED_PERCENT))
        weight = 15;
    if (weight && weight < 40 && count_words(text) < 3 && key.len < 20)
        weight -= 12; // a section's name is in many titles
    return weight > 0 ? weight + 4 * (tag == GZT_TAG_H1) : 0;
}

static uint32_t
best_heading(const chooser *c, gzt_str *text)
{
    const gzt_html_node *nodes = c->tree->nodes;
    uint32_t best = 0;
    int most = 0, seen = 0;

    for (uint32_t i = 1; i < c->tree->count && seen < HEADINGS_MAX; i++) {
        gzt_str own;
        int weight;

        if (nodes[i].tag < GZT_TAG_H1 || nodes[i].tag > GZT_TAG_H3)
            continue;
        seen++;
        own = gzt_html_inner_text(c->tree, c->arena, i);
        weight = weigh_heading(c, i, own);
        if (weight > most) {
            most = weight;
            best = i;
            *text = own;
        }
    }
    return best;
}

// A heading may have a kicker in it, above or below the headline proper, which
// titles for networks leave out.
static gzt_str
without_kicker(const chooser *c, gzt_str heading)
{
    gzt_str titles[] = { c->titles->og, c->titles->ld };
    gzt_str key = gzt_html_key(c->arena, heading);

    for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++) {
        gzt_str title = without_site(c, titles[i]);
        gzt_str own = gzt_html_key(c->arena, title);

        if (own.len >= KICKED_MIN && own.len < key.len &&
            (gzt_str_starts(key, own) || gzt_str_ends(key, own)))
            return title;
    }
    return heading;
}

void
gzt_html_titles_choose(const gzt_html_titles *titles, gzt_arena *arena,
                       const gzt_html_tree *tree, gzt_str source, gzt_str host,
                       gzt_str *title, uint32_t *node)
{
    chooser c = { .titles = titles,
                  .arena = arena,
                  .tree = tree,
                  .source_key = gzt_html_key(arena, source),
                  .host_key = gzt_html_key(arena, host) };
    gzt_str all[3 + GZT_HTML_TITLES_MAX] = { titles->og, titles->ld };
    size_t count = 2;

    *title = (gzt_str){ 0 };
    *node = best_heading(&c, title);
    if (*node) {
        *title = without_kicker(&c, *title);
        return;
    }
    for (size_t i = 0; i < titles->count; i++)
        all[count++] = titles->others[i];
    all[count++] = titles->window;
    for (size_t i = 0; i < count && !title->len; i++)
        *title = without_site(&c, all[i]);
    for (uint32_t i = 1; i < tree->count && !title->len; i++)
        if (tree->nodes[i].tag == GZT_TAG_H1) {
            *title = gzt_html_inner_text(tree, arena, i);
            *node = title->len ? i : 0;
        }
}
