/* paragraphs.c - plain text taken apart into paragraphs. */
#include "input/paragraphs.h"

#include "base/buf.h"
#include "base/str.h"
#include "input/article.h"

enum {
    WRAP_LEAST = 40, // shorter lines say nothing about where text is wrapped
    WRAP_MOST = 100, // longer ones were not wrapped
    WRAP_WIDTH = 55, // what is narrower is verse
    PROSE_COLUMNS = 100,
    PROSE_WORDS = 15,
    LONG_WORDS = 30, // no heading has so many
};

typedef struct line {
    gzt_str text; // trimmed
    size_t indent, columns;
} line;

// The state of taking apart.
typedef struct splitter {
    gzt_arena *arena;
    gzt_paragraphs all;
    size_t capacity;
    size_t width; // at which lines were wrapped; 0: they were not
    size_t block;
    bool open;    // the last paragraph may go on with the next line
    bool hanging; // it began with the mark of a list
    line last;
} splitter;

size_t
gzt_columns(gzt_str s)
{
    size_t columns = 0;

    for (size_t i = 0; i < s.len; i++)
        columns += ((unsigned char)s.ptr[i] & 0xc0) != 0x80;
    return columns;
}

// ---- Lines ------------------------------------------------------------------

// Lines end with CR LF, LF, CR or a form feed.
static bool
next_line(gzt_str *rest, line *out)
{
    size_t len = 0;

    if (!rest->len)
        return false;
    while (len < rest->len && !strchr("\n\r\f", rest->ptr[len]))
        len++;
    *out = (line){ .text = gzt_str_slice(*rest, 0, len) };
    if (len + 1 < rest->len && rest->ptr[len] == '\r' &&
        rest->ptr[len + 1] == '\n')
        len++;
    len += len < rest->len;
    *rest = gzt_str_slice(*rest, len, rest->len);
    while (out->indent < out->text.len &&
           strchr(" \t", out->text.ptr[out->indent]))
        out->indent++;
    out->text = gzt_str_trim(out->text);
    out->columns = gzt_columns(out->text);
    return true;
}

// The width at which lines seem to be wrapped: nine in ten of those that are
// followed by another are not longer. Where many lines are far longer, line
// ends mean something.
static size_t
wrap_width(gzt_str text)
{
    size_t histogram[WRAP_MOST + 1] = { 0 };
    size_t counted = 0, beyond = 0, seen = 0;
    line here, next;
    bool more = next_line(&text, &here);

    while (more) {
        more = next_line(&text, &next);
        beyond += here.columns > WRAP_MOST + 20;
        if (more && next.text.len && here.columns >= WRAP_LEAST &&
            here.columns <= WRAP_MOST) {
            histogram[here.columns]++;
            counted++;
        }
        here = next;
    }
    if (counted < 2 || beyond * 4 >= counted)
        return 0;
    for (size_t width = WRAP_LEAST; width <= WRAP_MOST; width++) {
        seen += histogram[width];
        if (seen * 10 >= counted * 9)
            return width >= WRAP_WIDTH ? width : 0;
    }
    return 0;
}

// ---- What can be counted ----------------------------------------------------

static bool
is_word_byte(char c)
{
    return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') ||
           (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t
count_words(gzt_str s)
{
    size_t words = 0;
    bool counted = false;

    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == ' ' || s.ptr[i] == '\t')
            counted = false;
        else if (!counted && is_word_byte(s.ptr[i]))
            words += counted = true;
    }
    return words;
}

static const char *const ends[] = { ".", "!", "?", "…", "。", "！", "？", "؟" };
static const char *const closers[] = { "\"", "'", ")",  "]", "”",
                                       "’",  "»", "」", "*", "_" };

static bool
strip_end(gzt_str *s, const char *const *set, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        gzt_str end = gzt_str_of(set[i]);

        if (gzt_str_ends(*s, end)) {
            s->len -= end.len;
            return true;
        }
    }
    return false;
}

// "U.S." at the end of a headline is no end of a sentence.
static bool
ends_in_initials(gzt_str s)
{
    size_t len = s.len;

    return len >= 4 && s.ptr[len - 1] == '.' && s.ptr[len - 3] == '.' &&
           s.ptr[len - 2] >= 'A' && s.ptr[len - 2] <= 'Z';
}

static bool
ends_sentence(gzt_str s)
{
    while (strip_end(&s, closers, sizeof(closers) / sizeof(*closers)))
        ;
    return !ends_in_initials(s) &&
           strip_end(&s, ends, sizeof(ends) / sizeof(*ends));
}

static bool
holds_sentence(gzt_str s)
{
    return gzt_str_find(s, GZT_S(". ")) < s.len ||
           gzt_str_find(s, GZT_S("。")) < s.len;
}

static void
measure(gzt_paragraph *p)
{
    bool several = holds_sentence(p->text);

    p->columns = gzt_columns(p->text);
    p->words = count_words(p->text);
    p->sentence = ends_sentence(p->text);
    // Scripts without blanks have few "words"; a character says more there.
    p->prose = (p->columns >= PROSE_COLUMNS && p->words >= PROSE_WORDS &&
                (p->sentence || several)) ||
               p->words >= LONG_WORDS ||
               (p->text.len >= 2 * p->columns && p->columns >= 30 &&
                p->sentence && several);
}

// ---- Joining lines ----------------------------------------------------------

static bool
is_list_mark(gzt_str s)
{
    static const char *const marks[] = { "- ", "* ", "+ ", "• ", "– ",
                                         "— ", "> ", "» ", "· " };
    size_t digits = 0;

    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
        if (gzt_str_starts(s, gzt_str_of(marks[i])))
            return true;
    while (digits < s.len && s.ptr[digits] >= '0' && s.ptr[digits] <= '9')
        digits++;
    return digits && digits <= 3 && digits + 1 < s.len &&
           strchr(".)", s.ptr[digits]) && s.ptr[digits + 1] == ' ';
}

// Whether `next` was torn off the paragraph that is open: its first word would
// not have found room on the line before.
static bool
goes_on(const splitter *s, line next)
{
    size_t first = 0;

    if (!s->open || !s->width || is_list_mark(next.text) ||
        s->last.columns > WRAP_MOST ||
        (next.indent > s->last.indent + 1 && !s->hanging))
        return false;
    while (first < next.text.len && next.text.ptr[first] != ' ')
        first++;
    first = gzt_columns(gzt_str_slice(next.text, 0, first));
    return s->last.columns + 1 + first + 2 > s->width;
}

static gzt_paragraph *
add_paragraph(splitter *s)
{
    gzt_paragraphs *all = &s->all;

    if (all->count == s->capacity) {
        gzt_paragraph *old = all->items;

        s->capacity = s->capacity ? 2 * s->capacity : 64;
        all->items =
            gzt_arena_array(s->arena, s->capacity, sizeof(*all->items));
        if (old)
            memcpy(all->items, old, all->count * sizeof(*old));
    }
    all->items[all->count] = (gzt_paragraph){ .block = s->block };
    return &all->items[all->count++];
}

// Add a line to the paragraph that is open: they are neighbours in the text,
// and what stands between them is folded when the paragraph is closed.
static void
extend(splitter *s, gzt_str text)
{
    gzt_paragraph *p = &s->all.items[s->all.count - 1];

    p->text.len = (size_t)(text.ptr + text.len - p->text.ptr);
}

static void
take_line(splitter *s, line next)
{
    if (!next.text.len) {
        s->block += s->open;
        s->open = false;
        return;
    }
    if (goes_on(s, next)) {
        extend(s, next.text);
    } else {
        add_paragraph(s)->text = next.text;
        s->hanging = is_list_mark(next.text);
        s->open = true;
    }
    s->last = next;
}

gzt_paragraphs
gzt_paragraphs_split(gzt_arena *arena, gzt_str text)
{
    splitter s = { .arena = arena, .width = wrap_width(text) };
    line next;

    while (s.all.count < GZT_PARAGRAPHS_MAX && next_line(&text, &next))
        take_line(&s, next);
    text = gzt_str_trim(text);
    if (text.len)
        add_paragraph(&s)->text = text;
    for (size_t i = 0; i < s.all.count; i++) {
        gzt_paragraph *p = &s.all.items[i];

        if (s.width)
            p->text = gzt_one_line(arena, p->text);
        measure(p);
        s.all.has_prose |= p->prose;
    }
    return s.all;
}

// ---- Putting together -------------------------------------------------------

static const char *
between(const gzt_paragraph *before, const gzt_paragraph *after)
{
    if (before->block != after->block ||
        (before->prose && (after->prose || after->sentence)))
        return "\n\n";
    return "\n";
}

gzt_str
gzt_paragraphs_join(gzt_arena *arena, const gzt_paragraphs *all)
{
    const gzt_paragraph *before = NULL;
    size_t bytes = 0;
    gzt_buf buf;
    gzt_str out;

    for (size_t i = 0; i < all->count; i++)
        bytes += all->items[i].text.len + 2;
    gzt_buf_init(&buf, bytes);
    for (size_t i = 0; i < all->count; i++) {
        const gzt_paragraph *p = &all->items[i];

        if (p->drop)
            continue;
        if (before)
            gzt_buf_put(&buf, gzt_str_of(between(before, p)));
        gzt_buf_put(&buf, p->text);
        before = p;
    }
    out = gzt_arena_copy(arena, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
    return out;
}
