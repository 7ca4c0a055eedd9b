/* feed_date.c - dates as feeds write them. */
#include "input/feed_date.h"

#include "base/str.h"
#include "text/date.h"

// How the names of the months begin; those that are told apart late come
// first. English, French, German, Italian, Spanish, Portuguese, Dutch and the
// Scandinavian ones.
static const struct {
    const char *begin;
    int month;
} months[] = {
    { "juin", 6 },
    { "juil", 7 },
    { "giu", 6 },
    { "lug", 7 },
    { "jan", 1 },
    { "gen", 1 },
    { "ene", 1 },
    { "feb", 2 },
    { "fev", 2 },
    { "f\xc3\xa9v", 2 },
    { "mar", 3 },
    { "m\xc3\xa4r", 3 },
    { "mrt", 3 },
    { "maa", 3 },
    { "apr", 4 },
    { "avr", 4 },
    { "abr", 4 },
    { "may", 5 },
    { "mai", 5 },
    { "mag", 5 },
    { "mei", 5 },
    { "maj", 5 },
    { "jun", 6 },
    { "jul", 7 },
    { "aug", 8 },
    { "aou", 8 },
    { "ao\xc3\xbb", 8 },
    { "ago", 8 },
    { "sep", 9 },
    { "set", 9 },
    { "oct", 10 },
    { "okt", 10 },
    { "ott", 10 },
    { "out", 10 },
    { "nov", 11 },
    { "dec", 12 },
    { "d\xc3\xa9"
      "c",
      12 },
    { "dez", 12 },
    { "dic", 12 },
    { "des", 12 },
};

typedef struct pieces {
    int day, month, year;
    gzt_str time, zone;
    bool pm, am;
} pieces;

static int
month_of(gzt_str word)
{
    for (size_t i = 0; i < sizeof(months) / sizeof(*months); i++) {
        gzt_str begin = gzt_str_of(months[i].begin);

        if (word.len >= begin.len &&
            gzt_str_eq_nocase(gzt_str_slice(word, 0, begin.len), begin))
            return months[i].month;
    }
    return 0;
}

static void
take_number(pieces *p, uint64_t number, size_t digits)
{
    if (digits <= 2 && !p->day && number >= 1 && number <= 31)
        p->day = (int)number;
    else if (digits == 4 && !p->year)
        p->year = (int)number;
    else if (digits == 2 && !p->year)
        p->year = (int)number + (number < 70 ? 2000 : 1900);
}

static void
take_word(pieces *p, gzt_str word)
{
    uint64_t number;

    if (gzt_str_to_u64(word, 9999, &number))
        take_number(p, number, word.len);
    else if (memchr(word.ptr, ':', word.len) && word.ptr[0] >= '0' &&
             word.ptr[0] <= '9')
        p->time = word;
    else if (gzt_str_eq_nocase(word, GZT_S("pm")))
        p->pm = true;
    else if (gzt_str_eq_nocase(word, GZT_S("am")))
        p->am = true;
    else if (p->time.len)
        p->zone = word;
    else if (!p->month && month_of(word) && (p->day || !p->year))
        p->month = month_of(word);
}

// 02:02:33 PM is 14:02:33.
static gzt_str
whole_time(const pieces *p, gzt_arena *arena)
{
    gzt_str rest = p->time, hour;
    uint64_t number = 0;

    gzt_str_cut(&rest, ':', &hour);
    if (!(p->pm || p->am) || !rest.ptr || !gzt_str_to_u64(hour, 12, &number))
        return p->time;
    number = number % 12 + (p->pm ? 12 : 0);
    return gzt_arena_printf(arena, "%02d:%.*s", (int)number, GZT_ARG(rest));
}

static gzt_str
by_words(gzt_str text, gzt_arena *arena)
{
    static const char *const names[] = { "",    "Jan", "Feb", "Mar", "Apr",
                                         "May", "Jun", "Jul", "Aug", "Sep",
                                         "Oct", "Nov", "Dec" };
    pieces p = { 0 };
    size_t at = 0, begin;

    // Weekdays may begin as months do: what stands before a comma is none.
    begin = gzt_str_find(text, GZT_S(","));
    if (begin < 20 && begin < text.len &&
        (text.ptr[0] < '0' || text.ptr[0] > '9') &&
        !memchr(text.ptr, ' ', begin))
        at = begin + 1;
    while (at < text.len) {
        while (at < text.len && strchr(" ,\t", text.ptr[at]))
            at++;
        for (begin = at; at < text.len && !strchr(" ,\t", text.ptr[at]);)
            at++;
        if (at > begin)
            take_word(&p, gzt_str_slice(text, begin, at));
    }
    if (!p.day || !p.month || !p.year)
        return text;
    return gzt_arena_printf(arena, "%d %s %04d %.*s %.*s", p.day,
                            names[p.month], p.year,
                            GZT_ARG(whole_time(&p, arena)), GZT_ARG(p.zone));
}

// "...T03:18:00+00:0": the hours of the offset are there.
static gzt_str
whole_offset(gzt_str text, gzt_arena *arena)
{
    size_t colon = text.len;

    while (colon && text.len - colon < 2 && text.ptr[colon - 1] != ':')
        colon--;
    if (colon < 4 || text.ptr[colon - 1] != ':' ||
        !strchr("+-", text.ptr[colon - 4]))
        return text;
    return gzt_arena_printf(arena, "%.*s:00", (int)(colon - 1), text.ptr);
}

gzt_str
gzt_feed_date(gzt_str text, gzt_arena *arena)
{
    gzt_str mended;
    char canonical[24];

    text = gzt_arena_copy(arena, gzt_str_trim(text));
    if (!text.len || text.len > 80 || gzt_date_canonical(text, canonical))
        return text;
    mended = whole_offset(text, arena);
    if (!gzt_date_canonical(mended, canonical))
        mended = by_words(text, arena);
    return gzt_date_canonical(mended, canonical) ? mended : text;
}
