/* headline.c - which paragraph of a plain text is its title.
 *
 * A page that was saved as text often has its title twice, in the window's
 * title or a list and above the article; that is the best sign. Else the
 * lines above the article are weighed.
 */
#include "input/headline.h"

#include "base/str.h"
#include "input/byline.h"
#include "input/furniture.h"

enum {
    HEAD_MAX = 100,   // paragraphs above the article that are looked at
    BELOW_MAX = 20,   // and below its first, which may be a mere notice
    TITLE_WORDS = 30, // more are no title
    TITLE_COLUMNS = 200,
    SAMPLE = 4000, // bytes of the article to compare with
    REPEATED_WORDS = 3,
    FAR = 40, // paragraphs from the article that speak against a title
};

// ---- The same line again ----------------------------------------------------

static bool
is_separator_at(gzt_str s)
{
    static const char *const marks[] = { " | ", " - ", " – ", " — ", " :: ",
                                         " » ", " / ", " > ", ": " };

    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
        if (gzt_str_starts(s, gzt_str_of(marks[i])))
            return true;
    return false;
}

static bool
is_separator_before(gzt_str s)
{
    static const char *const marks[] = { " | ",  " - ", " – ", " — ",
                                         " :: ", " » ", " / ", " > " };

    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
        if (gzt_str_ends(s, gzt_str_of(marks[i])))
            return true;
    return false;
}

bool
gzt_headline_is(gzt_str line, gzt_str title)
{
    gzt_str part;
    size_t rest;

    if (line.len < title.len || !title.len)
        return false;
    rest = line.len - title.len;
    part = gzt_str_slice(line, 0, title.len);
    if (gzt_str_eq_nocase(part, title) &&
        (!rest || is_separator_at(gzt_str_slice(line, title.len, line.len))))
        return true;
    part = gzt_str_slice(line, rest, line.len);
    return gzt_str_eq_nocase(part, title) &&
           is_separator_before(gzt_str_slice(line, 0, rest));
}

// ---- Candidates -------------------------------------------------------------

static bool
may_be_title(const gzt_paragraph *p)
{
    return !p->prose && p->words && p->words <= TITLE_WORDS &&
           p->columns <= TITLE_COLUMNS && !gzt_furniture_is_menu(p) &&
           !gzt_furniture_heads_list(p) && gzt_furniture_score(p) < 2;
}

static bool
is_byline(gzt_arena *arena, gzt_str line)
{
    gzt_byline byline;

    return gzt_byline_read(arena, line, false, &byline) && byline.pure;
}

// Where the head of the page ends at the latest: at the second paragraph of
// the article. The first may be a note on cookies or the like.
static size_t
head_end(const gzt_paragraphs *all, size_t solid)
{
    size_t end = solid + 1;

    while (end < all->count && end < solid + BELOW_MAX &&
           !all->items[end].prose)
        end++;
    return end < all->count ? end : all->count;
}

static bool
is_all_capitals(gzt_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= 'a' && s.ptr[i] <= 'z')
            return false;
    return true;
}

// Where the line of `at` was met first, and where last by itself, among the
// first `end`.
static gzt_headline
occurrences(const gzt_paragraphs *all, size_t at, size_t end)
{
    gzt_str text = all->items[at].text;
    gzt_headline out = { .found = true, .at = at, .first = at, .text = text };

    for (size_t i = 0; i < end; i++) {
        gzt_str line = all->items[i].text;

        if (i == at || !gzt_headline_is(line, text))
            continue;
        out.repeated = true;
        out.first = i < out.first ? i : out.first;
        if (i > out.at && gzt_str_eq_nocase(line, text))
            out.at = i;
    }
    // In capitals names lose theirs.
    if (!is_all_capitals(all->items[out.at].text))
        out.text = all->items[out.at].text;
    return out;
}

// ---- Weighing ---------------------------------------------------------------

// The beginning of the article in lower case, to look for words in.
typedef struct sample {
    char bytes[SAMPLE];
    size_t len;
} sample;

static void
put_lower(char *out, gzt_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];

        out[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
}

static void
take_sample(const gzt_paragraphs *all, size_t solid, sample *out)
{
    out->len = 0;
    for (size_t i = solid; i < all->count && out->len < SAMPLE; i++) {
        gzt_str text = all->items[i].text;

        if (!all->items[i].prose && i > solid)
            continue;
        if (text.len > SAMPLE - out->len)
            text.len = SAMPLE - out->len;
        put_lower(out->bytes + out->len, text);
        out->len += text.len;
    }
}

// How many in ten of the longer words come again in the article: a title is
// about it, the name of a section is not.
static int
overlap(gzt_str title, const sample *article)
{
    gzt_str text = { article->bytes, article->len }, word;
    int words = 0, met = 0;

    while (gzt_str_cut(&title, ' ', &word)) {
        char stem[6]; // but for its ending

        while (word.len && strchr(",.:;?!", word.ptr[word.len - 1]))
            word.len--;
        if (word.len < 4)
            continue;
        if (word.len > sizeof(stem))
            word.len = sizeof(stem);
        put_lower(stem, word);
        words++;
        met += gzt_str_find(text, (gzt_str){ stem, word.len }) < text.len;
    }
    return words ? 10 * met / words : 0;
}

static int
weigh(const gzt_paragraphs *all, const gzt_headline *found, size_t solid,
      const sample *article)
{
    const gzt_paragraph *p = &all->items[found->at];
    size_t distance = found->at < solid ? solid - found->at : 0;
    int weight = overlap(p->text, article) * 6 / 10;

    if (p->words >= 4 && p->words <= 16)
        weight += 6;
    else
        weight += p->words > 16 ? 3 : (int)p->words;
    if (p->sentence && p->text.ptr[p->text.len - 1] == '.')
        weight -= 3;
    if (gzt_furniture_score(p))
        weight -= 2;
    // Scripts without blanks have few words of many bytes.
    if (found->repeated &&
        (p->words >= REPEATED_WORDS || p->text.len >= 2 * p->columns))
        weight += 5;
    return weight - (int)(distance < FAR ? distance : FAR) / 10;
}

// The heaviest above the article; the first of equals, since what stands
// below the title sums up the article too. Behind the first paragraph only a
// title that was met before is looked for.
static gzt_headline
find_heaviest(const gzt_paragraphs *all, size_t solid)
{
    size_t end = head_end(all, solid);
    size_t begin = solid > HEAD_MAX ? solid - HEAD_MAX : 0;
    gzt_headline best = { 0 };
    gzt_arena arena;
    sample article;
    int most = 0;

    gzt_arena_init(&arena);
    take_sample(all, solid, &article);
    for (size_t i = begin; i < end; i++) {
        gzt_headline found;
        int weight;

        if (!may_be_title(&all->items[i]) ||
            is_byline(&arena, all->items[i].text))
            continue;
        found = occurrences(all, i, end);
        if (i >= solid && (!found.repeated || found.first >= solid))
            continue;
        weight = weigh(all, &found, solid, &article);
        if (weight <= most)
            continue;
        most = weight;
        best = found;
    }
    gzt_arena_release(&arena);
    return best;
}

// "Subject: ..." in the head of a message.
static gzt_headline
find_labelled(const gzt_paragraphs *all, size_t solid)
{
    static const char *const labels[] = { "subject:", "title:", "headline:" };

    for (size_t i = 0; i < solid && i < HEAD_MAX; i++)
        for (size_t j = 0; j < sizeof(labels) / sizeof(*labels); j++) {
            gzt_str line = all->items[i].text, label = gzt_str_of(labels[j]);

            if (line.len > label.len &&
                gzt_str_eq_nocase(gzt_str_slice(line, 0, label.len), label))
                return (gzt_headline){ .found = true,
                                       .at = i,
                                       .first = i,
                                       .labelled = true,
                                       .text = gzt_str_trim(gzt_str_slice(
                                           line, label.len, line.len)) };
        }
    return (gzt_headline){ 0 };
}

gzt_headline
gzt_headline_find(const gzt_paragraphs *all, size_t solid)
{
    gzt_headline found = find_labelled(all, solid);

    return found.found ? found : find_heaviest(all, solid);
}
