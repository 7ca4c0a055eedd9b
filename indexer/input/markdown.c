/* markdown.c - the blocks of Markdown: headings, paragraphs, lists, quotes,
 * code, tables, down to plain text. */
#include "input/markdown.h"

#include "base/str.h"
#include "input/article.h"

typedef enum block {
    NOTHING,
    PARAGRAPH,
    HEADING,
    ITEM,
    ROW,
    CODE,
} block;

typedef struct writer {
    gzt_draft *draft;
    gzt_labels *labels;
    gzt_buf out;
    gzt_buf pending; // the lines of the block that is open
    block kind, last;
    bool gap;       // a blank line since the last block
    gzt_str fence;  // what closes the code block that is open
    gzt_str hidden; // what closes the script, style or comment that is open
    bool titled, had_text;
} writer;

// ---- Kinds of lines ---------------------------------------------------------

static size_t
leading(gzt_str s, char c)
{
    size_t len = 0;

    while (len < s.len && s.ptr[len] == c)
        len++;
    return len;
}

static gzt_str
from(gzt_str s, size_t at)
{
    return gzt_str_slice(s, at < s.len ? at : s.len, s.len);
}

// Only `marks` and blanks, three marks at least.
static bool
is_rule(gzt_str s, const char *marks)
{
    size_t count = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == ' ')
            continue;
        if (s.ptr[i] != s.ptr[0] || !strchr(marks, s.ptr[i]))
            return false;
        count++;
    }
    return count >= 3;
}

static bool
is_underline(gzt_str s, char mark)
{
    return s.len && leading(s, mark) == s.len;
}

// "|---|:--:|"
static bool
is_table_rule(gzt_str s)
{
    bool dash = false;

    for (size_t i = 0; i < s.len; i++) {
        if (!strchr("|-: ", s.ptr[i]))
            return false;
        dash |= s.ptr[i] == '-';
    }
    return dash && memchr(s.ptr, '|', s.len);
}

// The level of "## Heading", or 0.
static size_t
heading_level(gzt_str s)
{
    size_t level = leading(s, '#');

    return level <= 6 && (level == s.len || s.ptr[level] == ' ') ? level : 0;
}

// The length of a bullet and the blank behind it; 0: there is none.
static size_t
bullet_length(gzt_str s)
{
    return s.len >= 2 && strchr("-*+", s.ptr[0]) && s.ptr[1] == ' ' ? 2 : 0;
}

static bool
is_ordered(gzt_str s)
{
    size_t digits = 0;

    while (digits < s.len && s.ptr[digits] >= '0' && s.ptr[digits] <= '9')
        digits++;
    return digits && digits <= 9 && digits + 1 < s.len &&
           strchr(".)", s.ptr[digits]) && s.ptr[digits + 1] == ' ';
}

// "[label]: " of a link definition or, with a caret, of a footnote; the length
// up to what is defined, or 0.
static size_t
definition_length(gzt_str s, gzt_str *label)
{
    size_t end = gzt_str_find(s, GZT_S("]: "));

    if (s.len < 4 || s.ptr[0] != '[' || end == s.len || end < 2)
        return 0;
    *label = gzt_str_slice(s, 1, end);
    return memchr(label->ptr, '[', label->len) ? 0 : end + 3;
}

// ---- Writing ----------------------------------------------------------------

static const char *
between(const writer *w, block kind)
{
    if (!w->out.len)
        return "";
    if (kind == w->last && (kind == ROW || kind == CODE))
        return "\n";
    return kind == ITEM && w->last == ITEM && !w->gap ? "\n" : "\n\n";
}

static void
write_block(writer *w, block kind, gzt_str text)
{
    gzt_buf_put(&w->out, gzt_str_of(between(w, kind)));
    gzt_buf_put(&w->out, text);
    w->last = kind;
    w->gap = false;
}

// The first heading of the first level is the title, unless there is one; so
// is any heading that nothing stands above. It is not repeated in the body.
static bool
is_title(writer *w, size_t level, gzt_str text)
{
    gzt_article *article = &w->draft->out->article;
    gzt_str line = gzt_one_line(w->draft->arena, text);

    if (w->titled || !line.len)
        return false;
    if (!article->title.len && (level == 1 || !w->had_text))
        article->title = gzt_arena_copy(w->draft->arena, line);
    else if (!gzt_str_eq_nocase(article->title, line))
        return false;
    w->titled = true;
    return true;
}

static void
write_heading(writer *w, size_t level, gzt_str source)
{
    gzt_buf text;

    gzt_buf_init(&text, 2 * source.len + 16);
    gzt_markdown_inline(&text, source, w->labels);
    if (!is_title(w, level, gzt_buf_str(&text)))
        write_block(w, HEADING, gzt_str_trim(gzt_buf_str(&text)));
    gzt_buf_release(&text);
}

static void
close_block(writer *w)
{
    gzt_str source = gzt_buf_str(&w->pending);
    gzt_buf text;

    if (!source.len)
        return;
    gzt_buf_init(&text, 2 * source.len + 16);
    gzt_markdown_inline(&text, source, w->labels);
    if (gzt_str_trim(gzt_buf_str(&text)).len) {
        write_block(w, w->kind, gzt_str_trim(gzt_buf_str(&text)));
        w->had_text = true;
    }
    gzt_buf_release(&text);
    gzt_buf_clear(&w->pending);
}

static void
open_block(writer *w, block kind, gzt_str text)
{
    close_block(w);
    w->kind = kind;
    gzt_buf_put(&w->pending, text);
}

// ---- Lines ------------------------------------------------------------------

static void
take_row(writer *w, gzt_str s)
{
    gzt_str cell;

    open_block(w, ROW, GZT_S(""));
    while (gzt_str_cut(&s, '|', &cell)) {
        cell = gzt_str_trim(cell);
        if (cell.len && w->pending.len)
            gzt_buf_putc(&w->pending, ' ');
        gzt_buf_put(&w->pending, cell);
    }
}

static void
take_item(writer *w, gzt_str s)
{
    s = from(s, bullet_length(s)); // numbers stay
    if (s.len >= 4 && s.ptr[0] == '[' && s.ptr[2] == ']' && s.ptr[3] == ' ')
        s = from(s, 4); // a box to tick
    open_block(w, ITEM, s);
}

// Text, a line of it: goes on with what is open, a break between where two
// blanks ask for one.
static void
take_text(writer *w, gzt_str s, bool broken)
{
    if (!w->pending.len || w->kind == ROW)
        open_block(w, PARAGRAPH, s);
    else {
        char last = w->pending.ptr[w->pending.len - 1];

        if (last != '\n')
            gzt_buf_putc(&w->pending, ' ');
        gzt_buf_put(&w->pending, s);
    }
    if (broken)
        gzt_buf_putc(&w->pending, '\n');
}

// Whether the line begins something that is not to be seen: its end is looked
// for from here on.
static bool
opens_hidden(writer *w, gzt_str s)
{
    static const char *const names[][2] = { { "<script", "</script>" },
                                            { "<style", "</style>" },
                                            { "<!--", "-->" } };

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        gzt_str name = gzt_str_of(names[i][0]), end = gzt_str_of(names[i][1]);

        if (s.len >= name.len &&
            gzt_str_eq_nocase(gzt_str_slice(s, 0, name.len), name)) {
            // A short comment may be followed by text.
            w->hidden = gzt_str_find(s, end) < s.len ? (gzt_str){ 0 } : end;
            return w->hidden.len || names[i][0][1] != '!';
        }
    }
    return false;
}

static bool
opens_fence(writer *w, gzt_str s)
{
    size_t len = s.len && strchr("`~", s.ptr[0]) ? leading(s, s.ptr[0]) : 0;

    if (len < 3 || (s.ptr[0] == '`' && memchr(s.ptr + len, '`', s.len - len)))
        return false;
    close_block(w);
    w->fence = gzt_str_slice(s, 0, len);
    w->last = NOTHING; // two blocks of code are two
    return true;
}

static bool
take_heading(writer *w, gzt_str s)
{
    size_t level = heading_level(s);

    if (level) {
        close_block(w);
        s = gzt_str_trim(from(s, level));
        while (s.len && s.ptr[s.len - 1] == '#')
            s.len--;
        write_heading(w, level, gzt_str_trim(s));
        return true;
    }
    if (w->pending.len && w->kind == PARAGRAPH &&
        (is_underline(s, '=') || is_underline(s, '-'))) {
        gzt_str text = gzt_arena_copy(w->draft->arena, //
                                      gzt_buf_str(&w->pending));

        gzt_buf_clear(&w->pending);
        write_heading(w, s.ptr[0] == '=' ? 1 : 2, text);
        return true;
    }
    return false;
}

static bool
take_definition(writer *w, gzt_str s)
{
    gzt_str label;
    size_t len = definition_length(s, &label);

    if (!len)
        return false;
    if (label.ptr[0] == '^')
        open_block(w, PARAGRAPH, from(s, len));
    return label.ptr[0] == '^' || !w->pending.len;
}

// A line that is not blank and not code.
static void
take_line(writer *w, gzt_str line)
{
    bool broken = gzt_str_ends(line, GZT_S("  "));
    gzt_str s = gzt_str_trim(line);

    for (int depth = 0; depth < 16 && s.len && s.ptr[0] == '>'; depth++)
        s = gzt_str_trim(from(s, 1));
    if (s.len > 1 && s.ptr[s.len - 1] == '\\') {
        broken = true;
        s.len--;
    }
    if (!s.len)
        close_block(w);
    else if (opens_hidden(w, s) || opens_fence(w, s) || take_heading(w, s) ||
             take_definition(w, s))
        return;
    else if (is_rule(s, "-*_") || is_table_rule(s))
        close_block(w);
    else if (s.ptr[0] == '|')
        take_row(w, s);
    else if (bullet_length(s) || is_ordered(s))
        take_item(w, s);
    else
        take_text(w, s, broken);
}

static void
take_any_line(writer *w, gzt_str line)
{
    gzt_str s = gzt_str_trim(line);

    if (w->hidden.len) {
        if (gzt_str_find(s, w->hidden) < s.len)
            w->hidden = (gzt_str){ 0 };
    } else if (w->fence.len) {
        if (gzt_str_starts(s, w->fence) && leading(s, w->fence.ptr[0]) == s.len)
            w->fence = (gzt_str){ 0 };
        else
            write_block(w, CODE, line);
    } else if (s.len) {
        take_line(w, line);
    } else {
        close_block(w);
        w->gap = true;
    }
}

// ---- The whole --------------------------------------------------------------

static void
find_labels(gzt_str text, gzt_labels *labels)
{
    gzt_str line;

    while (labels->count < GZT_LABELS_MAX && gzt_str_cut(&text, '\n', &line)) {
        gzt_str label;

        if (definition_length(gzt_str_trim(line), &label) &&
            label.ptr[0] != '^')
            labels->items[labels->count++] = label;
    }
}

void
gzt_markdown_parse(gzt_draft *draft, gzt_str text)
{
    gzt_article *article = &draft->out->article;
    gzt_labels labels = { .count = 0 };
    writer w = { .draft = draft, .labels = &labels };
    gzt_str line;

    gzt_draft_take_matter(draft, &text);
    find_labels(text, &labels);
    gzt_buf_init(&w.out, 3 * text.len + 64);
    gzt_buf_init(&w.pending, 2 * text.len + 64);
    while (gzt_str_cut(&text, '\n', &line)) {
        if (gzt_str_ends(line, GZT_S("\r")))
            line.len--;
        take_any_line(&w, line);
    }
    close_block(&w);
    if (w.out.len)
        article->body =
            gzt_arena_copy(draft->arena, gzt_str_trim(gzt_buf_str(&w.out)));
    if (!article->title.len)
        article->title = gzt_title_from(draft->arena, article->body);
    gzt_buf_release(&w.out);
    gzt_buf_release(&w.pending);
}
