/* date.c - reading and writing dates and lengths of time. Days are counted
 * by Howard Hinnant's days_from_civil and civil_from_days ("chrono-Compatible
 * Low-Level Date Algorithms"): years begin in March, so that the leap day is
 * the last. */
#include "text/date.h"

#include "text/chars.h"
#include "text/dates_in_text.h"

#include <stdio.h>

enum {
    DAY = 24 * 60 * 60
};

// How exactly a time was given.
typedef enum precision {
    YEAR,
    MONTH,
    WHOLE_DAY,
    MINUTE,
    SECOND
} precision;

typedef struct moment {
    gzt_day day;
    int hour, minute, second;
    int offset; // minutes east of Greenwich
    precision precision;
} moment;

int64_t
gzt_day_to_time(gzt_day day)
{
    int64_t y = day.year - (day.month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy =
        (153 * (day.month + (day.month > 2 ? -3 : 9)) + 2) / 5 + day.day - 1;
    int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

    return (era * 146097 + doe - 719468) * DAY;
}

gzt_day
gzt_day_of_time(int64_t time)
{
    int64_t days = time / DAY - (time % DAY < 0) + 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t doe = days - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    int month = (int)(mp < 10 ? mp + 3 : mp - 9);

    return (gzt_day){ (int)(yoe + era * 400) + (month <= 2), month,
                      (int)(doy - (153 * mp + 2) / 5) + 1 };
}

static int64_t
time_of(const moment *m)
{
    return gzt_day_to_time(m->day) + (int64_t)m->hour * 3600 +
           (int64_t)m->minute * 60 + m->second - (int64_t)m->offset * 60;
}

// ---- Taking things off the front of a text ---------------------------------

static bool
take_char(gzt_str *rest, char c)
{
    if (!rest->len || rest->ptr[0] != c)
        return false;
    *rest = gzt_str_slice(*rest, 1, rest->len);
    return true;
}

static void
skip_blanks(gzt_str *rest)
{
    while (take_char(rest, ' '))
        ;
}

// Between `least` and `most` digits.
static bool
take_number(gzt_str *rest, size_t least, size_t most, int *out)
{
    size_t len = 0;
    uint64_t value;

    while (len < rest->len && len < most && gzt_is_digit(rest->ptr[len]))
        len++;
    if (len < least ||
        !gzt_str_to_u64(gzt_str_slice(*rest, 0, len), 9999, &value))
        return false;
    *out = (int)value;
    *rest = gzt_str_slice(*rest, len, rest->len);
    return true;
}

// ASCII letters, in lower case; "" when there are none or too many.
static gzt_str
take_word(gzt_str *rest, char out[16])
{
    size_t len = 0;

    while (len < rest->len && len < 15) {
        unsigned char c = (unsigned char)rest->ptr[len] | 0x20;

        if (c < 'a' || c > 'z')
            break;
        out[len++] = (char)c;
    }
    *rest = gzt_str_slice(*rest, len, rest->len);
    return (gzt_str){ out, len };
}

// ---- Times and zones -------------------------------------------------------

// "+02:00", "-0500", "+02".
static bool
take_offset(gzt_str *rest, int *out)
{
    int hours, minutes = 0, sign = take_char(rest, '-') ? -1 : 1;

    if (sign > 0 && !take_char(rest, '+'))
        return false;
    if (!take_number(rest, 2, 2, &hours))
        return false;
    if ((take_char(rest, ':') || rest->len) &&
        !take_number(rest, 2, 2, &minutes))
        return false;
    *out = sign * (hours * 60 + minutes);
    return hours < 24 && minutes < 60;
}

// The names of RFC 2822, and none at all: UTC.
static bool
take_zone(gzt_str *rest, int *out)
{
    static const struct {
        const char *name;
        int hours;
    } zones[] = { { "z", 0 },    { "gmt", 0 },  { "ut", 0 },   { "utc", 0 },
                  { "est", -5 }, { "edt", -4 }, { "cst", -6 }, { "cdt", -5 },
                  { "mst", -7 }, { "mdt", -6 }, { "pst", -8 }, { "pdt", -7 } };
    char buffer[16];
    gzt_str name;

    *out = 0;
    skip_blanks(rest);
    if (!rest->len)
        return true;
    if (rest->ptr[0] == '+' || rest->ptr[0] == '-')
        return take_offset(rest, out);
    name = take_word(rest, buffer);
    for (size_t i = 0; i < sizeof(zones) / sizeof(*zones); i++)
        if (gzt_str_eq(name, gzt_str_of(zones[i].name))) {
            *out = 60 * zones[i].hours;
            return true;
        }
    return false;
}

// "10:05", "10:05:00.25", "100500", and the zone: all that is left.
static bool
take_time(gzt_str rest, moment *m)
{
    bool colon;
    int fraction;

    if (!take_number(&rest, 1, 2, &m->hour))
        return false;
    colon = take_char(&rest, ':');
    if (!take_number(&rest, 2, 2, &m->minute))
        return false;
    m->precision = MINUTE;
    if (colon ? take_char(&rest, ':') : rest.len && gzt_is_digit(rest.ptr[0])) {
        if (!take_number(&rest, 2, 2, &m->second))
            return false;
        m->precision = SECOND;
    }
    if (take_char(&rest, '.') || take_char(&rest, ','))
        while (take_number(&rest, 1, 1, &fraction))
            ;
    if (!take_zone(&rest, &m->offset) || rest.len)
        return false;
    // A leap second is the next minute's first, as in POSIX.
    return m->hour < 24 && m->minute < 60 && m->second <= 60;
}

// ---- Dates -----------------------------------------------------------------

// "2014", "2014-05", "2014-05-21", "20140521", each with a time behind it if
// it is a day.
static bool
read_iso(gzt_str rest, moment *m)
{
    bool hyphen;

    m->day.month = m->day.day = 1;
    m->precision = YEAR;
    if (!take_number(&rest, 4, 4, &m->day.year))
        return false;
    if (!rest.len)
        return true;
    hyphen = take_char(&rest, '-');
    if (!take_number(&rest, 2, 2, &m->day.month))
        return false;
    m->precision = MONTH;
    if (hyphen && !rest.len)
        return true;
    // 201405 could as well be a day of 2020: it takes eight digits.
    if ((hyphen && !take_char(&rest, '-')) ||
        !take_number(&rest, 2, 2, &m->day.day))
        return false;
    m->precision = WHOLE_DAY;
    if (!rest.len)
        return true;
    if (!take_char(&rest, 'T') && !take_char(&rest, 't') &&
        !take_char(&rest, ' '))
        return false;
    skip_blanks(&rest);
    return take_time(rest, m);
}

static bool
take_month(gzt_str *rest, int *out)
{
    char buffer[16];

    *out = gzt_month_find(take_word(rest, buffer));
    take_char(rest, '.');
    skip_blanks(rest);
    return *out > 0;
}

static bool
take_weekday(gzt_str *rest)
{
    static const char *const names[] = { "monday",   "tuesday", "wednesday",
                                         "thursday", "friday",  "saturday",
                                         "sunday" };
    char buffer[16];
    gzt_str word = take_word(rest, buffer);

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (word.len >= 3 && gzt_str_starts(gzt_str_of(names[i]), word)) {
            take_char(rest, '.');
            take_char(rest, ',');
            skip_blanks(rest);
            return true;
        }
    return false;
}

// "21st", "21"
static bool
take_day(gzt_str *rest, int *out)
{
    char buffer[16];
    gzt_str suffix;

    if (!take_number(rest, 1, 2, out))
        return false;
    suffix = take_word(rest, buffer);
    if (suffix.len && !gzt_str_eq(suffix, GZT_S("st")) &&
        !gzt_str_eq(suffix, GZT_S("nd")) && !gzt_str_eq(suffix, GZT_S("rd")) &&
        !gzt_str_eq(suffix, GZT_S("th")))
        return false;
    take_char(rest, '.');
    take_char(rest, ',');
    skip_blanks(rest);
    return true;
}

// "Wed, 21 May 2014 10:05:00 +0200", "21 May 2014", "May 21, 2014".
static bool
read_named(gzt_str rest, moment *m)
{
    gzt_str start = rest;

    if (!take_weekday(&rest))
        rest = start;
    if (rest.len && gzt_is_digit(rest.ptr[0])) {
        if (!take_day(&rest, &m->day.day) || !take_month(&rest, &m->day.month))
            return false;
    } else if (!take_month(&rest, &m->day.month) ||
               !take_day(&rest, &m->day.day)) {
        return false;
    }
    if (!take_number(&rest, 4, 4, &m->day.year))
        return false;
    m->precision = WHOLE_DAY;
    take_char(&rest, ',');
    skip_blanks(&rest);
    return !rest.len || take_time(rest, m);
}

static bool
read_moment(gzt_str text, moment *m)
{
    text = gzt_str_trim(text);
    *m = (moment){ 0 };
    if (!read_iso(text, m)) {
        *m = (moment){ 0 };
        if (!read_named(text, m))
            return false;
    }
    return gzt_day_is_valid(m->day);
}

bool
gzt_date_canonical(gzt_str text, char out[24])
{
    moment m;
    gzt_day day;
    int64_t time;
    unsigned second;

    if (!read_moment(text, &m))
        return false;
    time = time_of(&m);
    day = gzt_day_of_time(time);
    if (!gzt_day_is_valid(day)) // the zone took it out of the calendar
        return false;
    if (m.precision <= WHOLE_DAY) {
        snprintf(out, 24, "%04d-%02d-%02d", day.year % 10000, day.month % 100,
                 day.day % 100);
        return true;
    }
    second = (unsigned)(time - gzt_day_to_time(day));
    snprintf(out, 24, "%04d-%02d-%02dT%02u:%02u:%02uZ", day.year % 10000,
             day.month % 100, day.day % 100, second / 3600 % 24,
             second / 60 % 60, second % 60);
    return true;
}

bool
gzt_date_to_time(gzt_str canonical, int64_t *out)
{
    moment m = { 0 };

    if (!read_iso(canonical, &m) || m.precision < WHOLE_DAY ||
        !gzt_day_is_valid(m.day))
        return false;
    *out = time_of(&m);
    return true;
}

// ---- Ranges and lengths ----------------------------------------------------

static int64_t
length_of(const moment *m)
{
    gzt_day next = m->day;

    switch (m->precision) {
    case YEAR:
        next.year++;
        break;
    case MONTH:
        next.year += next.month == 12;
        next.month = next.month % 12 + 1;
        break;
    case WHOLE_DAY:
        return DAY;
    case MINUTE:
        return 60;
    case SECOND:
        return 1;
    }
    return gzt_day_to_time(next) - gzt_day_to_time(m->day);
}

bool
gzt_date_range(gzt_str text, int64_t now, int64_t *first, int64_t *last)
{
    moment m;

    text = gzt_str_trim(text);
    m = (moment){ .day = gzt_day_of_time(now), .precision = WHOLE_DAY };
    if (gzt_str_eq_nocase(text, GZT_S("yesterday")))
        m.day = gzt_day_of_time(now - DAY);
    else if (!gzt_str_eq_nocase(text, GZT_S("today")) && !read_moment(text, &m))
        return false;
    *first = time_of(&m);
    *last = *first + length_of(&m) - 1;
    return true;
}

bool
gzt_duration_parse(gzt_str text, int64_t *seconds)
{
    static const struct {
        char unit;
        int64_t seconds;
    } units[] = { { 'h', 3600 },
                  { 'd', DAY },
                  { 'w', 7 * DAY },
                  { 'm', 30 * DAY },
                  { 'y', 365 * DAY } };
    // Ten thousand years: no sum with a date overflows.
    uint64_t value, most = (uint64_t)DAY * 365 * 10000;

    if (text.len < 2)
        return false;
    for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
        if (units[i].unit != text.ptr[text.len - 1])
            continue;
        most /= (uint64_t)units[i].seconds;
        if (!gzt_str_to_u64(gzt_str_slice(text, 0, text.len - 1), most, &value))
            return false;
        *seconds = (int64_t)value * units[i].seconds;
        return true;
    }
    return false;
}
