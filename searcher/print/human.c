/* human.c - hits for people on a terminal:
 *
 *      1  Arbitration chamber opens in Lagos
 *         2014-05-20 · Vanguard · a04 (+2 copies)
 *         The chamber will hear disputes over ...
 *
 * Text is never wider than a page, however wide the terminal is.
 */
#include "base/str.h"
#include "print/parts.h"

#include <inttypes.h>

enum {
    COLUMNS_DEFAULT = 80,
    COLUMNS_MAX = 100, // longer lines are hard to read
    TEXT_MIN = 12,     // columns for text, however narrow the terminal is
    GAP = 2,           // blanks behind the rank
    GROUPED_MAX = 32
};

static const char look_title[] = "1";
static const char look_rank[] = "2";
static const char look_about[] = "2";
static const char look_mark[] = "1;33";

// A look, or NULL where there are no colours.
static const char *
look_of(const gzt_style *style, const char *look)
{
    return style->colour ? look : NULL;
}

static unsigned
digits_of(uint32_t number)
{
    unsigned digits = 1;

    while (number /= 10)
        digits++;
    return digits;
}

static void
put_plain(gzt_wrap *wrap, gzt_str text, const char *look)
{
    gzt_wrap_put(wrap, (gzt_marked_text){ .text = text }, look, look);
}

static void
put_title(gzt_wrap *wrap, const gzt_style *style, const gzt_hit *hit)
{
    gzt_marked_text title = { hit->title, hit->title_marks,
                              hit->title_mark_count };

    if (!gzt_str_trim(hit->title).len)
        title = (gzt_marked_text){ .text = GZT_S("(no title)") };
    if (style->colour)
        gzt_wrap_link(wrap, hit->url);
    gzt_wrap_put(wrap, title, look_of(style, look_title),
                 look_of(style, look_mark));
    gzt_wrap_end(wrap);
}

// "2014-05-20 · Vanguard · a04 (+2 copies)", of what there is.
static void
put_about(gzt_wrap *wrap, const gzt_style *style, const gzt_hit *hit)
{
    gzt_str day = { hit->date.ptr, hit->date.len < 10 ? hit->date.len : 10 };
    gzt_str parts[] = { day, hit->source, hit->id.len ? hit->id : hit->url };
    const char *look = look_of(style, look_about);

    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        if (!parts[i].len)
            continue;
        if (wrap->begun)
            put_plain(wrap, GZT_S(" \xc2\xb7 "), look);
        put_plain(wrap, parts[i], look);
    }
    if (hit->collapsed) {
        gzt_buf note;

        gzt_buf_init(&note, GROUPED_MAX * 2);
        gzt_buf_printf(&note, " (+%" PRIu32 " %s)", hit->collapsed,
                       style->by_source      ? "more from this source"
                       : hit->collapsed == 1 ? "copy"
                                             : "copies");
        put_plain(wrap, gzt_buf_str(&note), look);
        gzt_buf_release(&note);
    }
    gzt_wrap_end(wrap);
}

static void
begin_line(gzt_wrap *wrap)
{
    gzt_buf_printf(wrap->out, "%*s", (int)wrap->indent, "");
    wrap->at = wrap->indent;
}

static void
put_hit(const gzt_style *style, const gzt_hit *hit, unsigned rank_width,
        unsigned columns, gzt_buf *out)
{
    gzt_wrap wrap = { .out = out,
                      .indent = rank_width + GAP,
                      .at = rank_width + GAP };

    wrap.columns = wrap.indent + TEXT_MIN;
    wrap.columns = columns > wrap.columns ? columns : wrap.columns;
    if (style->colour)
        gzt_buf_printf(out, "\x1b[%sm%*" PRIu32 "\x1b[0m%*s", look_rank,
                       (int)rank_width, hit->rank, GAP, "");
    else
        gzt_buf_printf(out, "%*" PRIu32 "%*s", (int)rank_width, hit->rank, GAP,
                       "");
    put_title(&wrap, style, hit);
    begin_line(&wrap);
    put_about(&wrap, style, hit);
    if (gzt_str_trim(hit->snippet).len) {
        begin_line(&wrap);
        gzt_wrap_put(
            &wrap,
            (gzt_marked_text){ hit->snippet, hit->marks, hit->mark_count },
            NULL, look_of(style, look_mark));
        gzt_wrap_end(&wrap);
    }
    gzt_buf_putc(out, '\n');
}

// Which line of a batch this answers.
static void
put_heading(const gzt_style *style, const gzt_answer *answer, unsigned columns,
            gzt_buf *out)
{
    gzt_wrap wrap = { .out = out, .columns = columns, .indent = GAP };

    put_plain(&wrap, answer->label, look_of(style, look_title));
    put_plain(&wrap, GZT_S(" \xc2\xb7 "), look_of(style, look_about));
    put_plain(&wrap, answer->query, look_of(style, look_title));
    gzt_wrap_end(&wrap);
    gzt_buf_putc(out, '\n');
}

void
gzt_hits_print_human(const gzt_style *style, const gzt_answer *answer,
                     bool first, gzt_buf *out)
{
    unsigned columns = style->columns ? style->columns : COLUMNS_DEFAULT;
    unsigned rank_width = 2;

    columns = columns > COLUMNS_MAX ? COLUMNS_MAX : columns;
    if (first && answer->label.len)
        put_heading(style, answer, columns, out);
    // Two digits at least, so that the second page stands under the first.
    for (size_t i = 0; i < answer->count; i++)
        if (digits_of(answer->hits[i].rank) > rank_width)
            rank_width = digits_of(answer->hits[i].rank);
    for (size_t i = 0; i < answer->count; i++)
        put_hit(style, &answer->hits[i], rank_width, columns, out);
}

static void
put_grouped(uint64_t number, gzt_buf *out)
{
    if (number >= 1000)
        put_grouped(number / 1000, out);
    gzt_buf_printf(out, number >= 1000 ? ",%03u" : "%u",
                   (unsigned)(number % 1000));
}

// "0.4 ms", "12 ms", "1.3 s"
static void
put_duration(double seconds, gzt_buf *out)
{
    double ms = seconds * 1000;

    if (ms < 0.95)
        gzt_fixed_print(gzt_fixed_of(ms, 1), 1, false, out);
    else if (ms < 999.5)
        gzt_fixed_print(gzt_fixed_of(ms, 0), 0, false, out);
    else
        gzt_fixed_print(gzt_fixed_of(seconds, 1), 1, false, out);
    gzt_buf_put(out, ms < 999.5 ? GZT_S(" ms") : GZT_S(" s"));
}

void
gzt_print_summary(const gzt_style *style, const gzt_answer *answer,
                  gzt_buf *out)
{
    bool part = answer->count < answer->total;

    if (style->colour)
        gzt_buf_printf(out, "\x1b[%sm", look_about);
    if (part) {
        put_grouped(answer->count, out);
        gzt_buf_put(out, GZT_S(" of "));
    }
    if (answer->at_most)
        gzt_buf_put(out, GZT_S("at most "));
    else if (!answer->total_exact)
        gzt_buf_put(out, GZT_S("about "));
    if (answer->total)
        put_grouped(answer->total, out);
    else
        gzt_buf_put(out, GZT_S("no"));
    gzt_buf_put(out,
                answer->total == 1 ? GZT_S(" article") : GZT_S(" articles"));
    if (answer->seconds > 0) {
        gzt_buf_put(out, part ? GZT_S(", ") : GZT_S(" in "));
        put_duration(answer->seconds, out);
    }
    gzt_buf_put(out, style->colour ? GZT_S("\x1b[0m\n") : GZT_S("\n"));
}
