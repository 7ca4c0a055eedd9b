/* test_units.c - words with their case and what stands between them. */
#include "entity/units.h"

#include "base/buf.h"
#include "base/str.h"
#include "tap.h"

typedef struct row {
    const char *text, *want;
} row;

// A unit is gap, shape, word; "|" begins a sentence, "||" a paragraph.
static const row rows[] = {
    { "The U.S. Treasury said no.",
      "||C:the _U:us _C:treasury _l:said _l:no ." },
    { "China-Russia talks", "||C:china -C:russia _l:talks" },
    { "Russia's gas, China\u2019s oil", "||C:russia sl:gas ,C:china sl:oil" },
    { "Russia 's gas. Then", "||C:russia sl:gas |.C:then" },
    { "the workers' party", "||l:the _l:workers s\"l:party" },
    { "AT&T (NYSE) rose", "||U:at /I:t (U:nyse )l:rose" },
    { "George W. Bush", "||C:george _I:w .C:bush" },
    { "McNamara met eBay", "||M:mcnamara _l:met _M:ebay" },
    { "G20 in 2014, 9/11", "||K:g20 _l:in _0:2014 ,0:9 /0:11" },
    { "On May 21, 2014 in Minsk",
      "||C:on _C:may _0:21 ,0:2014 _l:in _C:minsk" },
    { "One\n\ntwo", "||C:one ||l:two" },
    { "\u201cNo\u201d \u2014 Xi", "||\"C:no ,\"C:xi" },
    { "$400bn for Gazprom", "||/0:400bn _l:for _C:gazprom" },
    { "\u00d6sterreich", "||C:osterreich" },
    { "", "" },
    { "'", "" },
};

static void
put_gap(gzt_buf *buf, unsigned gap)
{
    static const char signs[] = "s-,()\".";

    for (int i = 0; i < 7; i++)
        if (gap & 1u << i)
            gzt_buf_putc(buf, signs[i]);
    if (gap & GZT_GAP_OTHER)
        gzt_buf_putc(buf, '/');
}

static void
describe(gzt_str text, gzt_analyzer *analyzer, gzt_arena *arena, gzt_buf *buf)
{
    gzt_tokens tokens;
    gzt_unit *units;
    size_t count;

    gzt_analyze(analyzer, text, GZT_S("en"), 0, arena, &tokens);
    count = gzt_units_make(text, &tokens, arena, &units);
    for (size_t i = 0; i < count; i++) {
        if (i)
            gzt_buf_putc(buf, ' ');
        if (units[i].flags & GZT_UNIT_FIRST)
            gzt_buf_putc(buf, '|');
        if (units[i].flags & GZT_UNIT_PARAGRAPH)
            gzt_buf_putc(buf, '|');
        else if (!units[i].gap)
            gzt_buf_putc(buf, '_');
        put_gap(buf, units[i].gap);
        gzt_buf_printf(buf, "%c:%.*s", "lCUIM0K"[units[i].shape],
                       GZT_ARG(units[i].token->word));
    }
    if (count && units[count - 1].last_gap) {
        gzt_buf_putc(buf, ' ');
        put_gap(buf, units[count - 1].last_gap);
    }
}

int
main(void)
{
    gzt_analyzer *analyzer = gzt_analyzer_new();
    gzt_arena arena;
    gzt_buf buf;

    gzt_arena_init(&arena);
    gzt_buf_init(&buf, 1 << 16);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        gzt_buf_clear(&buf);
        describe(gzt_str_of(rows[i].text), analyzer, &arena, &buf);
        CHECK_STR(gzt_buf_str(&buf), rows[i].want);
    }
    gzt_buf_release(&buf);
    gzt_arena_release(&arena);
    gzt_analyzer_free(analyzer);
    return tap_done();
}
