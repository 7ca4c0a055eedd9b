/* byline.c - lines that say who wrote an article, and when. */
#include "input/byline.h"

#include "base/str.h"
#include "text/date.h"

enum {
    LINE_BYTES = 120, // bytes
    WORDS_MAX = 16,
    DATE_WORDS = 6, // "Wed, 21 May 2014 10:05:00 +0200" has most
    DAY_BYTES = 10, // "2014-05-21"
    NAME_WORDS = 10,
};

typedef struct words {
    gzt_str items[WORDS_MAX];
    size_t count;
} words;

static bool
split(gzt_str s, words *out)
{
    gzt_str word;

    out->count = 0;
    while (gzt_str_cut(&s, ' ', &word)) {
        if (!word.len)
            continue;
        if (out->count == WORDS_MAX)
            return false;
        out->items[out->count++] = word;
    }
    return out->count > 0;
}

static bool
is_one_of(gzt_str s, const char *const *list)
{
    while (s.len && strchr(",.:;", s.ptr[s.len - 1]))
        s.len--;
    for (; *list; list++)
        if (gzt_str_eq_nocase(s, gzt_str_of(*list)))
            return true;
    return false;
}

static bool
is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

// ---- Dates ------------------------------------------------------------------

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
has_digit(gzt_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (is_digit(s.ptr[i]))
            return true;
    return false;
}

// A year or a month is a date too, but not one that a line is about.
static bool
names_day(gzt_str s)
{
    size_t marks = 0;

    for (size_t i = 0; i < s.len; i++)
        marks += s.ptr[i] == ' ' || s.ptr[i] == '-';
    return marks >= 2;
}

// The words `begin` to `end` as a date.
static bool
date_at(const words *w, size_t begin, size_t end, char out[24])
{
    const char *start = w->items[begin].ptr;
    gzt_str last = w->items[end - 1];
    gzt_str s = { start, (size_t)(last.ptr + last.len - start) };

    while (s.len && strchr(",;.", s.ptr[s.len - 1]))
        s.len--;
    return has_digit(s) && names_day(s) && gzt_date_canonical(s, out);
}

// The longest run of words that is a date.
static bool
find_date(const words *w, size_t *begin, size_t *end, char out[24])
{
    for (size_t len = DATE_WORDS; len > 0; len--)
        for (size_t at = 0; at + len <= w->count; at++)
            if (date_at(w, at, at + len, out)) {
                *begin = at;
                *end = at + len;
                return true;
            }
    return false;
}

static bool
is_time_or_zone(gzt_str word)
{
    static const char *const zones[] = {
        "GMT", "UTC", "EST", "EDT", "ET",  "PST", "PDT",  "PT",  "CST",  "CDT",
        "MST", "MDT", "BST", "CET", "MSK", "JST", "CEST", "EET", "EEST", "AEST",
        "IST", "HKT", "SGT", "am",  "pm",  "a.m", "p.m",  NULL
    };

    return is_digit(word.ptr[0]) || is_one_of(word, zones);
}

static bool
is_filler(gzt_str word)
{
    static const char *const fillers[] = {
        "Monday",  "Tuesday", "Wednesday", "Thursday", "Friday",  "Saturday",
        "Sunday",  "Mon",     "Tue",       "Wed",      "Thu",     "Fri",
        "Sat",     "Sun",     "published", "posted",   "updated", "last",
        "on",      "at",      "date",      "first",    "issued",  "modified",
        "printed", "filed",   "created",   "released", "-",       "–",
        "—",       NULL
    };

    return is_one_of(word, fillers) || is_time_or_zone(word);
}

static bool
says_updated(gzt_str word)
{
    static const char *const list[] = { "updated", "modified", NULL };

    return is_one_of(word, list);
}

// ---- Names ------------------------------------------------------------------

static bool
is_connector(gzt_str word)
{
    static const char *const list[] = { "and", "van", "von", "de",  "der",
                                        "den", "del", "di",  "da",  "la",
                                        "le",  "al",  "el",  "bin", "ibn",
                                        "ten", "du",  "dos", "zu",  "af",
                                        "y",   "e",   "&",   NULL };

    return is_one_of(word, list);
}

// Letters of other alphabets have no case that matters here.
static bool
is_name_word(gzt_str word)
{
    return is_upper(word.ptr[0]) || (unsigned char)word.ptr[0] >= 0x80;
}

// The words that a name takes from `begin`; it ends at a comma.
static size_t
name_length(const words *w, size_t begin)
{
    size_t len = 0, names = 0;

    while (begin + len < w->count && len < NAME_WORDS) {
        gzt_str word = w->items[begin + len];
        bool comma = gzt_str_ends(word, GZT_S(","));

        if (is_digit(word.ptr[0]) || is_filler(word) ||
            !(is_name_word(word) || is_connector(word)))
            break;
        names += is_name_word(word);
        len++;
        if (comma)
            break;
    }
    return names ? len : 0;
}

static gzt_str
name_text(const words *w, size_t begin, size_t len)
{
    gzt_str last = w->items[begin + len - 1];
    const char *start = w->items[begin].ptr;
    gzt_str s = { start, (size_t)(last.ptr + last.len - start) };

    while (s.len && strchr(",;:", s.ptr[s.len - 1]))
        s.len--;
    return s;
}

// ---- Parts of a line --------------------------------------------------------

static bool
says_by(gzt_str word)
{
    static const char *const list[] = { "by", NULL };

    return is_one_of(word, list);
}

// "By NAME", with a place or an office behind the name. False if what follows
// "by" is no name.
static bool
read_by(gzt_arena *arena, const words *w, size_t by, gzt_byline *out)
{
    static const char *const list[] = { "in", "for", "at", "our", NULL };
    size_t len = name_length(w, by + 1);
    size_t after = by + 1 + len;

    if (!len)
        return false;
    // "By Christmas the war will be over"
    if (after < w->count && !is_one_of(w->items[after], list) &&
        !gzt_str_ends(w->items[after - 1], GZT_S(",")))
        return false;
    if (!out->author.len)
        out->author = gzt_arena_copy(arena, name_text(w, by + 1, len));
    return true;
}

static void
keep_date(gzt_arena *arena, bool updated, const char *date, gzt_byline *out)
{
    gzt_str *place = updated ? &out->updated : &out->date;

    if (!place->len)
        *place = gzt_arena_copy(arena, gzt_str_of(date));
}

// A part with a date: what else is in it decides whether it is pure.
static bool
read_dated(gzt_arena *arena, words *w, gzt_byline *out)
{
    char date[24];
    size_t begin, end;
    bool updated = false;

    if (!find_date(w, &begin, &end, date))
        return false;
    for (size_t i = 0; i < w->count; i++) {
        if (i >= begin && i < end)
            continue;
        updated |= says_updated(w->items[i]);
        if (says_by(w->items[i])) {
            // "Posted 21 May 2014 by NAME", "By NAME, 21 May 2014"
            words name = *w;

            if (i < begin)
                name.count = begin;
            out->pure &= read_by(arena, &name, i, out);
            if (i >= end)
                break; // all behind it is the name's
            i = begin - 1;
        } else if (!is_filler(w->items[i])) {
            out->pure = false;
        }
    }
    // A time whose zone, or half of the day, was not understood is none.
    if (end < w->count && is_time_or_zone(w->items[end]))
        date[DAY_BYTES] = '\0';
    keep_date(arena, updated, date, out);
    return true;
}

// A bare name, perhaps "in PLACE".
static bool
read_name(gzt_arena *arena, const words *w, gzt_byline *out)
{
    static const char *const list[] = { "in", NULL };
    size_t len = name_length(w, 0);

    if (len < 2 || len > 6 ||
        (len < w->count && !is_one_of(w->items[len], list) &&
         !gzt_str_ends(w->items[len - 1], GZT_S(","))))
        return false;
    if (!out->author.len)
        out->author = gzt_arena_copy(arena, name_text(w, 0, len));
    return true;
}

// "5 min read", next to a date.
static bool
all_fillers(const words *w)
{
    for (size_t i = 0; i < w->count; i++)
        if (!is_filler(w->items[i]))
            return false;
    return true;
}

// Parts of a line are kept apart by '|' or a dot in the middle.
static bool
cut_part(gzt_str *rest, gzt_str *part)
{
    static const char *const marks[] = { " | ", " · ", " • " };
    size_t first = rest->len, skip = 0;

    if (!rest->ptr)
        return false;
    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
        size_t at = gzt_str_find(*rest, gzt_str_of(marks[i]));

        if (at < first) {
            first = at;
            skip = strlen(marks[i]);
        }
    }
    *part = gzt_str_slice(*rest, 0, first);
    *rest =
        skip ? gzt_str_slice(*rest, first + skip, rest->len) : (gzt_str){ 0 };
    return true;
}

static bool
has_date(gzt_str rest)
{
    gzt_str part;
    words w;
    size_t begin, end;
    char date[24];

    while (cut_part(&rest, &part))
        if (split(part, &w) && find_date(&w, &begin, &end, date))
            return true;
    return false;
}

bool
gzt_byline_read(gzt_arena *arena, gzt_str line, bool near_date, gzt_byline *out)
{
    gzt_str rest = line, part;
    bool any = false;
    words w;

    *out = (gzt_byline){ .pure = true };
    if (line.len > LINE_BYTES)
        return false;
    near_date |= has_date(line);
    while (cut_part(&rest, &part)) {
        bool known;

        if (!split(part, &w))
            continue;
        known = read_dated(arena, &w, out) ||
                (says_by(w.items[0]) && read_by(arena, &w, 0, out)) ||
                (near_date && (read_name(arena, &w, out) || all_fillers(&w)));
        any |= known;
        out->pure &= known;
    }
    return any;
}
