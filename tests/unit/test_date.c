/* test_date.c - dates of articles and of requests. */
#include "text/date.h"

#include "base/str.h"
#include "tap.h"

typedef struct pair {
    const char *text, *want; // want NULL: it is refused
} pair;

static const pair articles[] = {
    { "2014-05-21", "2014-05-21" },
    { " 2014-05-21\n", "2014-05-21" },
    { "2014-05", "2014-05-01" },
    { "2014", "2014-01-01" },
    { "20140521", "2014-05-21" },
    { "20140521T100500Z", "2014-05-21T10:05:00Z" },
    { "20140521T1005+0200", "2014-05-21T08:05:00Z" },
    { "2014-05-21T10:05:00Z", "2014-05-21T10:05:00Z" },
    { "2014-05-21t10:05:00z", "2014-05-21T10:05:00Z" },
    { "2014-05-21 10:05", "2014-05-21T10:05:00Z" },
    { "2014-05-21 10:05:07 UTC", "2014-05-21T10:05:07Z" },
    { "2014-05-21T10:05:00.123456+00:00", "2014-05-21T10:05:00Z" },
    { "2014-05-21T00:30:00+05:30", "2014-05-20T19:00:00Z" },
    { "2014-12-31T23:30:00-01:00", "2015-01-01T00:30:00Z" },
    { "2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z" },
    { "2000-02-29", "2000-02-29" },
    { "Wed, 21 May 2014 10:05:00 +0200", "2014-05-21T08:05:00Z" },
    { "Wed, 21 May 2014 10:05:00 GMT", "2014-05-21T10:05:00Z" },
    { "21 May 2014 10:05 EST", "2014-05-21T15:05:00Z" },
    { "21 May 2014", "2014-05-21" },
    { "1st September 1939", "1939-09-01" },
    { "May 21, 2014", "2014-05-21" },
    { "Sept. 3, 1939", "1939-09-03" },
    { "Wednesday, May 21, 2014", "2014-05-21" },
    { "0001-01-01", "0001-01-01" },
    { "9999-12-31", "9999-12-31" },

    { "", NULL },
    { "5/6/2014", NULL },
    { "05.06.14", NULL },
    { "2014-13-01", NULL },
    { "2014-02-30", NULL },
    { "1900-02-29", NULL },
    { "2014-5-21", NULL },
    { "201405", NULL },
    { "0000-01-01", NULL },
    { "10000-01-01", NULL },
    { "0001-01-01T00:00:00+01:00", NULL },
    { "9999-12-31T23:59:59-01:00", NULL },
    { "2014-05-21T25:00:00Z", NULL },
    { "2014-05-21T10:60:00Z", NULL },
    { "2014-05-21T10:05:00+99:00", NULL },
    { "2014-05-21T10:05:00Q", NULL },
    { "2014-05-21T", NULL },
    { "2014-05-21x", NULL },
    { "21 Foo 2014", NULL },
    { "May 2014", NULL },
    { "21 May", NULL },
    { "21 May 14", NULL },
    { "yesterday", NULL },
    { "-2014", NULL },
    { "\xff\xff", NULL },
};

static void
test_articles(void)
{
    for (size_t i = 0; i < sizeof(articles) / sizeof(*articles); i++) {
        const pair *item = &articles[i];
        char out[24] = "?";
        bool read = gzt_date_canonical(gzt_str_of(item->text), out);

        tap_check(read == (item->want != NULL), item->text, "date", 0);
        if (item->want)
            CHECK_STR(gzt_str_of(out), item->want);
    }
}

static void
test_canonical_dates_have_a_time(void)
{
    int64_t time = 1;

    CHECK(gzt_date_to_time(GZT_S("1970-01-01"), &time) && time == 0);
    CHECK(gzt_date_to_time(GZT_S("2014-05-21T10:05:00Z"), &time) &&
          time == 1400666700);
    CHECK(gzt_date_to_time(GZT_S("1914-06-28"), &time) && time == -1751846400);
    CHECK(!gzt_date_to_time(GZT_S("2014"), &time));
    CHECK(!gzt_date_to_time(GZT_S("2014-02-30"), &time));
    CHECK(!gzt_date_to_time(GZT_S("21 May 2014"), &time));
}

static void
test_days_go_there_and_back(void)
{
    bool same = true;
    int64_t first = gzt_day_to_time((gzt_day){ 1, 1, 1 });
    int64_t last = gzt_day_to_time((gzt_day){ 9999, 12, 31 });

    for (int64_t time = first; time <= last; time += 86400)
        same &= gzt_day_to_time(gzt_day_of_time(time)) == time;
    CHECK(same);
    CHECK(last - first == 3652058 * (int64_t)86400);
    CHECK(gzt_day_of_time(-1).year == 1969 && gzt_day_of_time(-1).day == 31);
}

// "first..last" in canonical days and seconds of the day, or "none".
static void
check_range(const char *text, int64_t want_first, int64_t want_last)
{
    int64_t now = 1400666700, first = 0, last = 0; // 2014-05-21T10:05:00Z
    bool read = gzt_date_range(gzt_str_of(text), now, &first, &last);

    tap_check(read && first == want_first && last == want_last, text, "range",
              0);
}

static void
test_ranges(void)
{
    int64_t first, last, day = 86400, may21 = 1400630400;

    check_range("2014", 1388534400, 1420070400 - 1);
    check_range("2012", 1325376000, 1325376000 + 366 * day - 1);
    check_range("2014-12", 1417392000, 1420070400 - 1);
    check_range("2012-02", 1328054400, 1328054400 + 29 * day - 1);
    check_range("2014-05-21", may21, may21 + day - 1);
    check_range("21 May 2014", may21, may21 + day - 1);
    check_range("2014-05-21T10:05", 1400666700, 1400666700 + 59);
    check_range("2014-05-21T10:05:00Z", 1400666700, 1400666700);
    check_range("today", may21, may21 + day - 1);
    check_range("Yesterday", may21 - day, may21 - 1);
    check_range("9999", 253370764800, 253370764800 + 365 * day - 1);
    CHECK(!gzt_date_range(GZT_S("tomorrow"), 0, &first, &last));
    CHECK(!gzt_date_range(GZT_S("2014-00"), 0, &first, &last));
    CHECK(!gzt_date_range(GZT_S(""), 0, &first, &last));
}

static void
test_lengths_of_time(void)
{
    int64_t seconds = 0;

    CHECK(gzt_duration_parse(GZT_S("12h"), &seconds) && seconds == 43200);
    CHECK(gzt_duration_parse(GZT_S("7d"), &seconds) && seconds == 604800);
    CHECK(gzt_duration_parse(GZT_S("2w"), &seconds) && seconds == 1209600);
    CHECK(gzt_duration_parse(GZT_S("6m"), &seconds) && seconds == 15552000);
    CHECK(gzt_duration_parse(GZT_S("1y"), &seconds) && seconds == 31536000);
    CHECK(gzt_duration_parse(GZT_S("0d"), &seconds) && seconds == 0);
    CHECK(!gzt_duration_parse(GZT_S(""), &seconds));
    CHECK(!gzt_duration_parse(GZT_S("7"), &seconds));
    CHECK(!gzt_duration_parse(GZT_S("d"), &seconds));
    CHECK(!gzt_duration_parse(GZT_S("-7d"), &seconds));
    CHECK(!gzt_duration_parse(GZT_S("7 d"), &seconds));
    CHECK(!gzt_duration_parse(GZT_S("99999999999999999999y"), &seconds));
    CHECK(!gzt_duration_parse(GZT_S("10001y"), &seconds));
}

int
main(void)
{
    test_articles();
    test_canonical_dates_have_a_time();
    test_days_go_there_and_back();
    test_ranges();
    test_lengths_of_time();
    return tap_done();
}
