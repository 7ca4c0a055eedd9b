/* dates_in_text.c - "21 May 2014", "May 21st, 2014", "21. Mai 2014", "21 de
 * mayo de 2014", "2014-05-21", "21.05.2014".
 *
 * A day, a month and a year of four digits, or it is no date: "May 2014" is a
 * month and "may 21" often none. 5/6/2014 is another day on either side of
 * the Atlantic and stays words.
 */
#include "text/dates_in_text.h"

#include "text/fold.h"

enum {
    MONTH_MAX = 24 // bytes of a month's name
};

typedef struct month {
    const char *name;
    int number;
} month;

// Folded. No name stands for two months in two languages.
static const month months[] = {
    { "january", 1 },   { "jan", 1 },        { "januar", 1 },
    { "januari", 1 },   { "janvier", 1 },    { "enero", 1 },
    { "gennaio", 1 },   { "janeiro", 1 },    { "января", 1 },
    { "february", 2 },  { "feb", 2 },        { "februar", 2 },
    { "februari", 2 },  { "fevrier", 2 },    { "febrero", 2 },
    { "febbraio", 2 },  { "fevereiro", 2 },  { "февраля", 2 },
    { "march", 3 },     { "mar", 3 },        { "marz", 3 },
    { "maart", 3 },     { "mars", 3 },       { "marzo", 3 },
    { "marco", 3 },     { "марта", 3 },      { "april", 4 },
    { "apr", 4 },       { "avril", 4 },      { "abril", 4 },
    { "aprile", 4 },    { "апреля", 4 },     { "may", 5 },
    { "mai", 5 },       { "mei", 5 },        { "maj", 5 },
    { "mayo", 5 },      { "maggio", 5 },     { "maio", 5 },
    { "мая", 5 },       { "june", 6 },       { "jun", 6 },
    { "juni", 6 },      { "juin", 6 },       { "junio", 6 },
    { "giugno", 6 },    { "junho", 6 },      { "июня", 6 },
    { "july", 7 },      { "jul", 7 },        { "juli", 7 },
    { "juillet", 7 },   { "julio", 7 },      { "luglio", 7 },
    { "julho", 7 },     { "июля", 7 },       { "august", 8 },
    { "aug", 8 },       { "augustus", 8 },   { "augusti", 8 },
    { "aout", 8 },      { "agosto", 8 },     { "августа", 8 },
    { "september", 9 }, { "sep", 9 },        { "sept", 9 },
    { "septembre", 9 }, { "septiembre", 9 }, { "settembre", 9 },
    { "setembro", 9 },  { "сентября", 9 },   { "october", 10 },
    { "oct", 10 },      { "oktober", 10 },   { "octobre", 10 },
    { "octubre", 10 },  { "ottobre", 10 },   { "outubro", 10 },
    { "октября", 10 },  { "november", 11 },  { "nov", 11 },
    { "novembre", 11 }, { "noviembre", 11 }, { "novembro", 11 },
    { "ноября", 11 },   { "december", 12 },  { "dec", 12 },
    { "dezember", 12 }, { "decembre", 12 },  { "diciembre", 12 },
    { "dicembre", 12 }, { "dezembro", 12 },  { "декабря", 12 },
};

int
gzt_month_find(gzt_str word)
{
    if (word.len < 3 || word.len > MONTH_MAX)
        return 0;
    for (size_t i = 0; i < sizeof(months) / sizeof(*months); i++)
        if (months[i].name[0] == word.ptr[0] &&
            gzt_str_eq(gzt_str_of(months[i].name), word))
            return months[i].number;
    return 0;
}

bool
gzt_day_is_valid(gzt_day day)
{
    static const int lengths[] = { 31, 29, 31, 30, 31, 30,
                                   31, 31, 30, 31, 30, 31 };
    bool leap =
        day.year % 4 == 0 && (day.year % 100 != 0 || day.year % 400 == 0);

    if (day.year < 1 || day.year > 9999 || day.month < 1 || day.month > 12)
        return false;
    return day.day >= 1 && day.day <= lengths[day.month - 1] &&
           (day.day < 29 || day.month != 2 || leap);
}

// The pieces from one on, as the rules below take them one by one.
typedef struct reader {
    gzt_str text;
    const gzt_piece *pieces;
    size_t count, at;
} reader;

static gzt_gap
gap_before(const reader *r)
{
    return r->at ? (gzt_gap)r->pieces[r->at - 1].gap : GZT_GAP_FAR;
}

// A number of `digits` digits, 0: one or two, perhaps an ordinal (21st).
static bool
read_number(reader *r, size_t digits, int *out)
{
    gzt_str word;
    uint64_t value;
    size_t len = 0;

    if (r->at >= r->count || r->pieces[r->at].kind != GZT_PIECE_NUMBER)
        return false;
    word = gzt_piece_str(r->text, &r->pieces[r->at]);
    while (len < word.len && gzt_is_digit(word.ptr[len]))
        len++;
    if (digits ? len != digits : len > 2)
        return false;
    if (word.len != len &&
        (digits || word.len != len + 2 ||
         !strstr("st nd rd th",
                 (const char[]){ word.ptr[len] | 0x20, word.ptr[len + 1] | 0x20,
                                 '\0' })))
        return false;
    if (!gzt_str_to_u64(gzt_str_slice(word, 0, len), 9999, &value))
        return false;
    *out = (int)value;
    r->at++;
    return true;
}

static bool
read_month(reader *r, int *out)
{
    const gzt_piece *piece = &r->pieces[r->at];
    char bytes[2 * MONTH_MAX];
    gzt_buf buf = { .ptr = bytes, .cap = sizeof(bytes), .max = MONTH_MAX };

    if (r->at >= r->count || piece->kind != GZT_PIECE_WORD || piece->digits ||
        piece->end - piece->start >= MONTH_MAX)
        return false;
    *out = gzt_month_find(gzt_fold(gzt_piece_str(r->text, piece), &buf));
    r->at += *out > 0;
    return *out > 0;
}

static bool
is_loose(gzt_gap gap)
{
    return gap == GZT_GAP_BLANK || gap == GZT_GAP_COMMA ||
           gap == GZT_GAP_STOP || gap == GZT_GAP_HYPHEN;
}

// "of", "de": between day, month and year.
static void
skip_of(reader *r)
{
    gzt_str word;

    if (r->at >= r->count || gap_before(r) != GZT_GAP_BLANK)
        return;
    word = gzt_piece_str(r->text, &r->pieces[r->at]);
    if (gzt_str_eq(word, GZT_S("of")) || gzt_str_eq(word, GZT_S("de")) ||
        gzt_str_eq(word, GZT_S("del")))
        r->at++;
}

static bool
read_year(reader *r, gzt_day *day)
{
    return is_loose(gap_before(r)) && read_number(r, 4, &day->year);
}

// "21 May 2014"
static bool
read_day_first(reader r, gzt_day *day, size_t *last)
{
    if (!read_number(&r, 0, &day->day))
        return false;
    skip_of(&r);
    if (!is_loose(gap_before(&r)) || !read_month(&r, &day->month))
        return false;
    skip_of(&r);
    *last = r.at;
    return read_year(&r, day);
}

// "May 21, 2014"
static bool
read_month_first(reader r, gzt_day *day, size_t *last)
{
    if (!read_month(&r, &day->month) || !is_loose(gap_before(&r)) ||
        !read_number(&r, 0, &day->day))
        return false;
    *last = r.at;
    return read_year(&r, day);
}

// "2014-05-21", "2014/05/21"
static bool
read_year_first(reader r, gzt_day *day, size_t *last)
{
    gzt_gap gap;

    if (!read_number(&r, 4, &day->year))
        return false;
    gap = gap_before(&r);
    if ((gap != GZT_GAP_HYPHEN && gap != GZT_GAP_SLASH) ||
        !read_number(&r, 2, &day->month) || gap_before(&r) != gap)
        return false;
    *last = r.at;
    return read_number(&r, 2, &day->day);
}

// "21.05.2014": with dots the day is always first.
static bool
read_dotted(reader r, gzt_day *day, size_t *last)
{
    if (!read_number(&r, 0, &day->day) || gap_before(&r) != GZT_GAP_DOT ||
        !read_number(&r, 0, &day->month) || gap_before(&r) != GZT_GAP_DOT)
        return false;
    *last = r.at;
    return read_number(&r, 4, &day->year);
}

bool
gzt_date_read(gzt_str text, const gzt_piece *pieces, size_t count, size_t at,
              size_t *last, gzt_day *out)
{
    reader r = { text, pieces, count, at };
    bool found;

    if (at + 2 >= count)
        return false;
    if (pieces[at].kind != GZT_PIECE_NUMBER)
        found = pieces[at].capital && pieces[at + 1].digits &&
                read_month_first(r, out, last);
    else
        found = read_day_first(r, out, last) || read_year_first(r, out, last) ||
                read_dotted(r, out, last);
    return found && gzt_day_is_valid(*out);
}
