/* acronym.c - definitions of short forms, found at their brackets.
 *
 * Words are the tokens' folded ones, so letters compare without case and
 * accents. Costs are in tenths.
 */
#include "entity/acronym.h"

#include "base/str.h"

#include <stdlib.h>

enum {
    LETTERS = GZT_ACRONYM_LETTERS,
    WORDS = GZT_ACRONYM_WORDS,
    BRACKET_MAX = 240, // bytes between the brackets
    GAP_MAX = 6,       // bytes between two words

    SKIP_CAPITAL = 10, // a word of the name without a letter
    SKIP_LOWER = 20,
    SKIP_PART = 5,   // the second half of one with a hyphen
    SKIP_FIRST = 12, // the same, where the name begins
    FROM_SMALL = 3,  // a letter from "of", "and" ...
    FROM_PREFIX = 4, // one more from the beginning of a word: COMecon
    FROM_INSIDE = 12,
    OTHER_ORDER = 12,
    MISSING = 16,
    IN_MIDDLE = 12,  // begun in the middle of a run of capitals
    AFTER_SMALL = 4, // the same, behind "of the"
    CROSS_COMMA = 3,
    NEVER = 10000,
};

typedef enum word_kind {
    SMALL, // an article, a preposition, a conjunction
    LOWER,
    CAPITAL,
} word_kind;

typedef struct word {
    size_t start, end;
    gzt_str text; // folded
    word_kind kind;
    bool comma, hyphen; // stands behind it
    bool part;          // a hyphen stands before it
} word;

// The letters of a short form and the words that may explain it.
typedef struct puzzle {
    char letters[LETTERS];
    size_t letter_count;
    word words[WORDS];
    size_t word_count;
    bool open; // there is a word of the sentence before the first one
} puzzle;

// ---- Words ------------------------------------------------------------------

static bool
is_small(gzt_str w)
{
    static const char *const list[] = {
        "a",   "al",  "and",  "at",   "by",  "da",   "das", "de",   "del",
        "der", "des", "di",   "do",   "dos", "du",   "e",   "el",   "en",
        "et",  "for", "from", "fur",  "il",  "in",   "la",  "las",  "le",
        "les", "los", "of",   "on",   "or",  "para", "por", "pour", "sur",
        "the", "to",  "und",  "with", "y",
    };
    size_t low = 0, high = sizeof(list) / sizeof(*list);

    while (low < high) {
        size_t mid = (low + high) / 2;
        int order = gzt_str_cmp(gzt_str_of(list[mid]), w);

        if (!order)
            return true;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}

static word
word_of(const gzt_token *token)
{
    word w = { token->start, token->end, token->word, .kind = LOWER };

    // "Of" within a headline is as small as "of".
    if (is_small(w.text))
        w.kind = SMALL;
    else if (token->flags & GZT_TOKEN_CAPITAL ||
             token->kind == GZT_TOKEN_ACRONYM ||
             (w.text.len && w.text.ptr[0] >= '0' && w.text.ptr[0] <= '9'))
        w.kind = CAPITAL;
    return w;
}

// The first token that begins at `at` or behind it.
static size_t
token_at(const gzt_tokens *tokens, size_t at)
{
    size_t low = 0, high = tokens->count;

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (tokens->tokens[mid].start < at)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

// The plain token of a position: the others at it come behind.
static bool
is_plain(const gzt_tokens *tokens, size_t i)
{
    return !i || tokens->tokens[i].pos != tokens->tokens[i - 1].pos;
}

static bool
is_one_of(char c, const char *set)
{
    return c && strchr(set, c);
}

// Note what stands between `w` and the next word; false when that is more than
// may stand within a name. A hyphen may end a line; one with blanks on both
// sides is a dash.
static bool
take_gap(gzt_str gap, word *w)
{
    if (gap.len > GAP_MAX)
        return false;
    for (size_t i = 0; i < gap.len; i++) {
        if (is_one_of(gap.ptr[i], ";:?!()[]<>|=") ||
            gzt_str_starts(gzt_str_slice(gap, i, gap.len), GZT_S("\n\n")))
            return false;
        w->comma |= gap.ptr[i] == ',';
    }
    w->hyphen = gzt_str_starts(gap, GZT_S("-")) ||
                gzt_str_starts(gap, GZT_S("\xe2\x80\x90")) ||
                gzt_str_starts(gap, GZT_S("\xe2\x80\x91"));
    return gzt_str_find(gap, GZT_S(" - ")) == gap.len &&
           gzt_str_find(gap, GZT_S("\xe2\x80\x94")) == gap.len;
}

// ---- The short form ---------------------------------------------------------

static bool
is_letter_byte(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

static bool
is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool
is_mark(char c)
{
    return !((c >= 'a' && c <= 'z') || is_upper(c) || (c >= '0' && c <= '9'));
}

// Cut quotes and blanks off both ends; the quotes may be of three bytes.
static gzt_str
strip_quotes(gzt_str s)
{
    static const char *const quotes[] = { " ",
                                          "\n",
                                          "\t",
                                          "\"",
                                          "'",
                                          "\xe2\x80\x9c",
                                          "\xe2\x80\x9d",
                                          "\xe2\x80\x98",
                                          "\xe2\x80\x99",
                                          "\xc2\xab",
                                          "\xc2\xbb" };
    bool again = s.len && (is_mark(s.ptr[0]) || is_mark(s.ptr[s.len - 1]));

    while (again) {
        again = false;
        for (size_t i = 0; i < sizeof(quotes) / sizeof(*quotes); i++) {
            gzt_str q = gzt_str_of(quotes[i]);

            if (s.len && gzt_str_starts(s, q)) {
                s = gzt_str_slice(s, q.len, s.len);
                again = true;
            }
            if (s.len && gzt_str_ends(s, q)) {
                s.len -= q.len;
                again = true;
            }
        }
    }
    return s;
}

// Cut off what introduces a short form within its bracket.
static gzt_str
strip_words(gzt_str s)
{
    static const char *const words[] = {
        "hereinafter", "hereafter", "henceforth", "herein",
        "referred",    "also",      "known",      "called",
        "abbreviated", "to",        "as",         "or",
        "the",         "simply",    "commonly",   "formerly",
    };
    bool again = true;

    while (again) {
        again = false;
        s = strip_quotes(s);
        for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
            gzt_str w;

            if (!s.len || (s.ptr[0] | 32) != words[i][0])
                continue;
            w = gzt_str_of(words[i]);
            if (s.len <= w.len + 1 ||
                !gzt_str_eq_nocase(gzt_str_slice(s, 0, w.len), w) ||
                !is_one_of(s.ptr[w.len], " ,:\n"))
                continue;
            s = gzt_str_slice(s, w.len + 1, s.len);
            again = true;
        }
    }
    return s;
}

// Up to the first comma, semicolon or equals sign: "(CICA; founded 1992)".
static gzt_str
first_part(gzt_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (is_one_of(s.ptr[i], ",;=:"))
            return gzt_str_slice(s, 0, i);
    return s;
}

// Looks like a short form: no blank, few letters, and capitals among them. A
// number of Rome may follow (UNAVEM III).
static bool
is_short_form(gzt_str s)
{
    size_t letters = 0, capitals = 0, blanks = 0;

    for (size_t i = 0; i < s.len; i++) {
        letters += is_letter_byte((unsigned char)s.ptr[i]);
        capitals += is_upper(s.ptr[i]) || (unsigned char)s.ptr[i] == 0xc3;
        if (s.ptr[i] == ' ') {
            blanks++;
            if (!is_one_of(s.ptr[i + 1], "IVX0123456789"))
                return false;
        } else if (!is_letter_byte((unsigned char)s.ptr[i]) &&
                   !is_one_of(s.ptr[i], "0123456789-&/.+"))
            return false;
    }
    if (!s.len || blanks > 1 || letters > LETTERS + 4 ||
        !is_letter_byte((unsigned char)s.ptr[0]))
        return false;
    return capitals >= 2 || (capitals == 1 && is_upper(s.ptr[0]) &&
                             letters >= 4 && letters <= 8);
}

// The letters of a short form, folded; the plural's s and a number of Rome
// behind a blank are none.
static bool
take_letters(gzt_str s, const gzt_tokens *tokens, size_t base, puzzle *p)
{
    const char *blank = memchr(s.ptr, ' ', s.len);
    size_t len = blank ? (size_t)(blank - s.ptr) : s.len, end = base + len;
    bool plural = len >= 3 && s.ptr[len - 1] == 's' && is_upper(s.ptr[len - 2]);

    p->letter_count = 0;
    for (size_t i = token_at(tokens, base);
         i < tokens->count && tokens->tokens[i].start < end; i++) {
        const gzt_token *token = &tokens->tokens[i];
        gzt_str w = token->word;

        if (!is_plain(tokens, i))
            continue;
        if (token->end >= end && plural && w.len > 1 &&
            gzt_str_ends(w, GZT_S("s")))
            w.len--;
        for (size_t k = 0; k < w.len; k++) {
            if (p->letter_count == LETTERS)
                return false;
            p->letters[p->letter_count++] = w.ptr[k];
        }
    }
    return p->letter_count >= 2;
}

// ---- Costs ------------------------------------------------------------------

static int
skip_cost(const word *w)
{
    if (w->kind == SMALL)
        return 0;
    if (w->part)
        return SKIP_PART;
    return w->kind == CAPITAL ? SKIP_CAPITAL : SKIP_LOWER;
}

// The cost of taking letters[i..i+n) from inside `w`, its first letter
// included: as many as possible from its beginning.
static int
take_cost(const word *w, const char *letters, size_t n)
{
    int cost = w->kind == SMALL ? FROM_SMALL : 0;
    size_t at = 1, i = 1;

    if (!w->text.len || w->text.ptr[0] != letters[0])
        return NEVER;
    for (; i < n && at < w->text.len && w->text.ptr[at] == letters[i];
         i++, at++)
        cost += FROM_PREFIX;
    for (; i < n; i++, at++) {
        const char *found =
            at < w->text.len
                ? memchr(w->text.ptr + at, letters[i], w->text.len - at)
                : NULL;

        if (!found)
            return NEVER;
        at = (size_t)(found - w->text.ptr);
        cost += FROM_INSIDE;
    }
    return cost;
}

static int
least(int a, int b)
{
    return a < b ? a : b;
}

// costs[w]: of explaining all letters, in order, by the words from w on, where
// the first letter is w's first. Dynamic programming from the back.
static void
cost_in_order(const puzzle *p, int costs[WORDS])
{
    int best[WORDS + 1][LETTERS + 1]; // letters from i on by words from w on

    for (size_t i = 0; i <= p->letter_count; i++)
        best[p->word_count][i] = i == p->letter_count ? 0 : NEVER;
    for (size_t w = p->word_count; w-- > 0;) {
        const word *one = &p->words[w];
        int comma = one->comma ? CROSS_COMMA : 0;

        for (size_t i = 0; i <= p->letter_count; i++) {
            int taken = NEVER;

            for (size_t n = 1; i + n <= p->letter_count; n++) {
                int cost = take_cost(one, p->letters + i, n);

                if (cost < NEVER)
                    taken = least(taken, cost + best[w + 1][i + n]);
            }
            if (!i)
                costs[w] = taken + comma;
            best[w][i] = least(
                NEVER, comma + least(taken, skip_cost(one) + best[w + 1][i]));
        }
    }
}

// The cost of explaining the letters by the first letters of the words from
// `start` on, in any order.
static int
cost_in_any_order(const puzzle *p, size_t start)
{
    bool used[LETTERS] = { false };
    size_t held = 0;
    int cost = OTHER_ORDER;

    for (size_t w = start; w < p->word_count; w++) {
        const word *one = &p->words[w];
        size_t i = 0;

        cost += one->comma ? CROSS_COMMA : 0;
        while (i < p->letter_count &&
               (used[i] || !one->text.len ||
                one->text.ptr[0] != p->letters[i] || one->kind == SMALL))
            i++;
        if (i < p->letter_count) {
            used[i] = true;
            held++;
        } else
            cost += w == start ? SKIP_FIRST : skip_cost(one);
    }
    if (p->words[start].kind != CAPITAL || held < 2 ||
        held * 2 < p->letter_count)
        return NEVER;
    return cost + MISSING * (int)(p->letter_count - held);
}

// What it costs to begin a name at this word, by what stands before it.
static int
begin_cost(const puzzle *p, size_t start)
{
    size_t before = start;

    if (p->words[start].kind == SMALL || p->words[start].part)
        return NEVER;
    if (p->words[start].kind == LOWER)
        return 0;
    while (before && p->words[before - 1].kind == SMALL &&
           !p->words[before - 1].comma)
        before--;
    if (!before || p->words[before - 1].kind != CAPITAL ||
        p->words[before - 1].comma)
        return 0;
    return before == start ? IN_MIDDLE : AFTER_SMALL;
}

// Where the long form begins; word_count when nothing explains the letters.
static size_t
solve(const puzzle *p)
{
    int in_order[WORDS], best = NEVER;
    size_t found = p->word_count;

    cost_in_order(p, in_order);
    for (size_t w = 0; w < p->word_count; w++) {
        int cost =
            least(in_order[w], cost_in_any_order(p, w)) + begin_cost(p, w);

        if (cost < best) {
            best = cost;
            found = w;
        }
    }
    return best <= 10 * (int)p->letter_count + 10 ? found : p->word_count;
}

// ---- Definitions ------------------------------------------------------------

// The words of the sentence that end right before `bracket`, `most` of them.
static void
words_before(gzt_str text, const gzt_tokens *tokens, size_t bracket,
             size_t most, puzzle *p)
{
    size_t next = bracket, i = token_at(tokens, bracket);

    p->word_count = 0;
    while (i-- > 0 && p->word_count < most) {
        const gzt_token *token = &tokens->tokens[i];
        word w;

        if (token->flags & GZT_TOKEN_SENTENCE)
            break;
        if (!is_plain(tokens, i))
            continue;
        w = word_of(token);
        if (token->end > next ||
            !take_gap(gzt_str_slice(text, token->end, next), &w))
            break;
        p->words[most - ++p->word_count] = w;
        next = token->start;
    }
    if (!p->word_count)
        return;
    memmove(p->words, p->words + most - p->word_count,
            p->word_count * sizeof(*p->words));
    p->words[p->word_count - 1].comma = false;
    for (size_t w = 1; w < p->word_count; w++)
        p->words[w].part = p->words[w - 1].hyphen;
}

// "Long Form (LF)".
static bool
read_after(gzt_str text, const gzt_tokens *tokens, size_t open, gzt_str inside,
           gzt_definition *out)
{
    puzzle p;
    gzt_str brief = strip_quotes(first_part(strip_words(inside)));
    size_t base = (size_t)(brief.ptr - text.ptr), start;

    if (!is_short_form(brief) || !take_letters(brief, tokens, base, &p))
        return false;
    words_before(text, tokens, open, WORDS, &p);
    start = solve(&p);
    if (start == p.word_count ||
        p.words[start].start == p.words[p.word_count - 1].start)
        return false;
    *out = (gzt_definition){ base, base + brief.len, p.words[start].start,
                             p.words[p.word_count - 1].end };
    return true;
}

// "LF (Long Form)".
static bool
read_before(gzt_str text, const gzt_tokens *tokens, size_t open, gzt_str inside,
            gzt_definition *out)
{
    puzzle last, name;
    const word *w = last.words;
    gzt_str full = strip_quotes(first_part(strip_words(inside))), brief;
    size_t base = (size_t)(full.ptr - text.ptr);

    words_before(text, tokens, open, 1, &last);
    if (!last.word_count || !full.len)
        return false;
    brief = gzt_str_slice(text, w->start, w->end);
    if (!is_short_form(brief) || !take_letters(brief, tokens, w->start, &name))
        return false;
    words_before(text, tokens, base + full.len, WORDS, &name);
    while (name.word_count && name.words[0].start < base)
        memmove(name.words, name.words + 1, --name.word_count * sizeof(word));
    if (name.word_count < 2 || solve(&name) != 0)
        return false;
    *out = (gzt_definition){ w->start, w->end, name.words[0].start,
                             name.words[name.word_count - 1].end };
    return true;
}

size_t
gzt_acronyms_find(gzt_str text, const gzt_tokens *tokens, gzt_arena *arena,
                  const gzt_definition **out)
{
    gzt_definition *found = NULL, one;
    size_t count = 0, at = 0;

    while (at < text.len && count < GZT_ACRONYM_DEFINITIONS) {
        const char *open = memchr(text.ptr + at, '(', text.len - at), *close;
        size_t begin, room;

        if (!open)
            break;
        begin = (size_t)(open - text.ptr);
        at = begin + 1;
        room = text.len - at < BRACKET_MAX ? text.len - at : BRACKET_MAX;
        close = memchr(open + 1, ')', room);
        if (!close)
            continue;
        if (!read_after(text, tokens, begin,
                        gzt_str_slice(text, at, (size_t)(close - text.ptr)),
                        &one) &&
            !read_before(text, tokens, begin,
                         gzt_str_slice(text, at, (size_t)(close - text.ptr)),
                         &one))
            continue;
        found = gzt_arena_more(arena, found, count, sizeof(*found));
        found[count++] = one;
    }
    *out = found;
    return count;
}
