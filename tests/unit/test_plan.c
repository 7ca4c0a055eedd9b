/* test_plan.c - what queries become: which terms are asked for, in Xapian's
 * words. */
#include "query/plan.h"

#include "store/schema.h"

#include "indexes.h"

static gzt_reader *reader;
static gzt_analyzer *analyzer;
static gzt_plan_options options;
static gzt_query_fault fault;
static gzt_plan plan;

// The plan of `query`, without the "Query(" round it, or the failure.
static gzt_str
planned(const char *query)
{
    gzt_str text = gzt_str_of(query), said;
    const gzt_node *node;

    plan = (gzt_plan){ 0 };
    if (gzt_query_parse(text, options.strict, &arena, &node, &fault, &err) ||
        gzt_plan_make(node, text, reader, analyzer, &options, &arena, &plan,
                      &fault, &err) ||
        gzt_xquery_describe(plan.query, &arena, &said, &err))
        return gzt_str_of(err.text);
    said = gzt_str_slice(said, strlen("Query("), said.len - 1);
    if (said.len && said.ptr[0] == '(')
        said = gzt_str_slice(said, 1, said.len - 1);
    return said;
}

#define CHECK_PLAN(query, want) CHECK_STR(planned(query), want)

static gzt_str
note(size_t i)
{
    return i < plan.note_count ? plan.notes[i] : GZT_S("no such note");
}

// Short words in lower case may be acronyms: gas, GAS.
#define GAS "(gas SYNONYM XAgas)"
#define TRACE "FILTER PostingSource(trace 5)"

static void
test_words(void)
{
    CHECK_PLAN("gas deals", GAS " AND deal");
    CHECK_PLAN("gas OR deals", GAS " OR deal");
    CHECK_PLAN("gas -deals", GAS " AND_NOT deal");
    CHECK_PLAN("NOT deals", "<alldocuments> AND_NOT deal");
    CHECK_PLAN("deals (pacts OR -gas)",
               "deal AND (pact OR (<alldocuments> AND_NOT " GAS "))");
    CHECK_PLAN("deals AND (pacts OR treaty)",
               "deal AND (pact OR (treati SYNONYM treaty))");
    CHECK_PLAN("", "");
    CHECK_PLAN("--- !", "");
    CHECK_PLAN("\"\"", "");
    CHECK_PLAN("Caf\xc3\xa9", "cafe SYNONYM caf");
    options.any = true;
    CHECK_PLAN("gas deals", GAS " OR deal");
    CHECK_PLAN("gas AND deals", GAS " AND deal");
    CHECK_PLAN("gas -deals", GAS " AND_NOT deal");
    options.any = false;
}

static void
test_stop_words(void)
{
    CHECK_PLAN("the deals", "deal");
    CHECK_STR(note(0), "left out as stop words: the");
    CHECK(plan.word_count == 2 && plan.words[0].dropped &&
          !plan.words[1].dropped);
    CHECK_PLAN("the of deals", "deal");
    CHECK_STR(note(0), "left out as stop words: the, of");
    CHECK_PLAN("the", "the"); // there is nothing else
    CHECK(plan.note_count == 0 || !plan.words[0].dropped);
    CHECK_PLAN("deals -the", "deal AND_NOT the"); // asked for in so many words
    CHECK_PLAN("exact:the exact:deals", "the AND deal");
    // Within quotes the trace asks for it, the index only if it must.
    CHECK_PLAN("\"the deals\"", "deal " TRACE);
    CHECK(plan.note_count == 0 && plan.has_trace);
}

static void
test_variants(void)
{
    CHECK_PLAN("U.S.", "XAus");
    CHECK_PLAN("US", "XAus");
    CHECK_PLAN("us", "us"); // a pronoun
    CHECK_PLAN("uk", "uk SYNONYM XAuk");
    // As English and as French: both languages are in the index.
    CHECK_PLAN("nationalities", "nationality SYNONYM nationalit");
    CHECK_PLAN("$400bn", "XMusd400000000000");
    CHECK_PLAN("$400 billion deals", "XMusd400000000000 AND deal");
    CHECK_PLAN("21 May 2014", "XD2014-05-21");
    CHECK_PLAN(
        "\xe4\xb8\xad\xe5\x9b\xbd\xe7\x9f\xb3", // three, overlapping
        "(\xe4\xb8\xad\xe5\x9b\xbd AND \xe5\x9b\xbd\xe7\x9f\xb3) " TRACE);
    options.no_stem = true;
    CHECK_PLAN("deals", "deal");
    CHECK(plan.has_exact);
    CHECK_STR(plan.query->high, "deals"); // the text must show it
    options.no_stem = false;
    CHECK_PLAN("exact:Deals", "deal");
    CHECK_STR(plan.query->low, "Deals");
    CHECK(plan.has_exact && !plan.query->high.len);
}

static void
test_phrases(void)
{
    CHECK_PLAN("\"deal pact\"", "(deal AND pact) " TRACE);
    CHECK(plan.has_trace && plan.query->pattern->kind == GZT_TRACE_PHRASE &&
          plan.query->pattern->count == 2);
    CHECK_PLAN("\"deal pact\"~5", "(deal AND pact) " TRACE);
    CHECK(plan.query->pattern->kind == GZT_TRACE_NEAR &&
          plan.query->pattern->window == 5);
    CHECK_PLAN("deal NEAR/3 pact", "(deal AND pact) " TRACE);
    CHECK(plan.query->pattern->window == 3);
    CHECK_PLAN("deal w/s (pact OR cited)",
               "(deal AND (pact SYNONYM cite SYNONYM cited)) " TRACE);
    CHECK(plan.query->pattern->kind == GZT_TRACE_IN_SENTENCE &&
          plan.query->pattern->places[1].count >= 2);
    CHECK_PLAN("deal w/p pact", "(deal AND pact) " TRACE);
    CHECK(plan.query->pattern->kind == GZT_TRACE_IN_PARAGRAPH);
    CHECK_PLAN("\"deal\"", "deal"); // no phrase at all
    CHECK(!plan.has_trace);
    CHECK_PLAN("deal NEAR (signed treaty)",
               "only single words can be near each other; write one word, or "
               "(word OR word), on each side");
    CHECK(fault.start > 0 && fault.end > fault.start);
    CHECK_PLAN("China-Russia deal",
               "(chinarussia MAX ((china SYNONYM chin) AND (russia SYNONYM "
               "russi))) AND deal");
    planned("co-operation");
    CHECK(plan.has_trace); // its parts mean nothing apart
}

static void
test_long_phrase(void)
{
    gzt_buf query;

    gzt_buf_init(&query, 1 << 16);
    gzt_buf_putc(&query, '"');
    for (int i = 0; i < 100; i++)
        gzt_buf_printf(&query, "w%d ", i);
    gzt_buf_putc(&query, '"');
    planned(query.ptr);
    CHECK(plan.query->pattern->count == GZT_TRACE_PLACES);
    CHECK_STR(note(0), "of a phrase the first 64 words are searched");
    CHECK(plan.note_count == 1);
    gzt_buf_release(&query);
}

static void
test_fields(void)
{
    CHECK_PLAN("title:deals", "deal FILTER Sdeal");
    CHECK_PLAN("title:(deals pact)",
               "(deal FILTER Sdeal) AND (pact FILTER Spact)");
    CHECK_PLAN("source:Reuters", "XSreuters"); // not stemmed
    CHECK_PLAN("source:\"New Wire\"", "XSnew AND XSwire");
    CHECK_PLAN("author:nym tag:gas section:world", "Anym AND Kgas AND XCworld");
    CHECK_PLAN("source:(reuters OR afp)", "XSreuters OR XSafp");
    CHECK_PLAN("author:(ann -bob)", "Aann AND_NOT Abob");
    CHECK_PLAN("source:(author:ann wire)", "Aann AND XSwire");
    CHECK_PLAN("lang:EN", "Len");
    CHECK_PLAN("id:A1", "QA1");
    CHECK_PLAN("id:\"a b\"", "Qa b");
    CHECK_PLAN("url:http://x.y", "Uhttp://x.y");
    CHECK_PLAN("lang:(en OR fr)", "this field takes one value; put it in "
                                  "quotes if there are blanks in it");
    CHECK_PLAN("source:(a NEAR b)", "the words of this field have no order; "
                                    "write AND between them");
    CHECK_PLAN("title:exact:Deals", "deal FILTER Sdeal");
    CHECK(plan.has_exact);
    CHECK_STR(plan.query->kids[1]->low, "Deals"); // and the title must show it
    planned("title:\"deals pact\"");
    CHECK(plan.has_trace && plan.query->pattern->zone == GZT_TRACE_TITLE);
    planned("lead:deals");
    CHECK(plan.has_trace && plan.query->pattern->zone == GZT_TRACE_LEAD);
    CHECK_PLAN("money:>=1tn", ""); // the index has none
    CHECK_PLAN("money:pact", "this is no amount of money; write money:>=100bn, "
                             "money:$400bn or money:$1m..$5m");
    planned("mentions(deals)>=3");
    CHECK(plan.has_trace && plan.query->pattern->at_least == 3);
    planned("mentions(deals)>3");
    CHECK(plan.query->pattern->at_least == 4);
    CHECK_PLAN("mentions(deals)<=3", "<alldocuments> AND_NOT (deal " TRACE ")");
    CHECK(plan.query->kids[1]->pattern->at_least == 4);
    CHECK_PLAN("mentions(deals)<3", "<alldocuments> AND_NOT (deal " TRACE ")");
    CHECK(plan.query->kids[1]->pattern->at_least == 3);
    CHECK_PLAN("mentions(deals)=3",
               "(deal " TRACE ") AND_NOT (deal " TRACE ")");
    CHECK(plan.query->kids[0]->pattern->at_least == 3 &&
          plan.query->kids[1]->pattern->at_least == 4);
}

// Of many alternatives the rarest, when all would take too long; and what reads
// traces is asked once.
static void
test_budget(void)
{
    char query[1000] = "deals OR gas";

    CHECK_PLAN("\"deal pact\" OR \"deal pact\"", "(deal AND pact) " TRACE);
    CHECK_PLAN("\"deal pact\" \"deal pact\"", "(deal AND pact) " TRACE);
    CHECK_PLAN("gas gas", GAS " AND " GAS);
    for (int i = 0; i < 30; i++)
        snprintf(query + strlen(query), sizeof(query) - strlen(query),
                 " OR nowhere%d", i);
    options.postings = 1;
    planned(query);
    CHECK(plan.query->count == 30);
    CHECK_STR(note(0), "too much at once: of 32 alternatives the 30 rarest are "
                       "searched");
    options.postings = 0;
    planned(query);
    CHECK(plan.query->count == 32 && plan.note_count == 0);
}

static void
test_prefixes(void)
{
    CHECK_PLAN("gazp*", "gazprom");
    CHECK_PLAN("Gaz*", "gaz SYNONYM gaza SYNONYM gazprom");
    CHECK_PLAN("treaties*", "treati"); // what the whole word is stemmed to
    CHECK_PLAN("source:Wi*", "XSwire");
    CHECK_PLAN("source:gaz*", ""); // which only the text has
    CHECK_PLAN("title:de*", "deal FILTER Sdeal");
    CHECK_PLAN("nothing*", "noth");
    CHECK_PLAN("Gazprum~1", "gazprom");
    CHECK_PLAN("Gazprum~2", "gazprom");
    CHECK_PLAN("Gozprum~1", ""); // two letters off
    CHECK_PLAN("source:Wyre~1", "XSwire");
    CHECK_PLAN("title:sogned~1", "sign FILTER Ssign");
}

static void
test_dates(void)
{
    char day[GZT_TIME_BYTES + 1] = "";
    const gzt_xquery *q;

    options.now = 1400630400 + 3600; // 2014-05-21
    planned("date:2014-05-21");
    q = plan.query;
    CHECK(q->op == GZT_XRANGE && q->slot == GZT_SLOT_DATE);
    gzt_schema_time(1400630400, day);
    CHECK(gzt_str_eq(q->low, (gzt_str){ day, GZT_TIME_BYTES }));
    gzt_schema_time(1400630400 + 86399, day);
    CHECK(gzt_str_starts(q->high, (gzt_str){ day, GZT_TIME_BYTES }) &&
          q->high.len == GZT_TIME_BYTES + 8); // behind every uid
    planned("date:today");
    CHECK(gzt_str_eq(plan.query->low, q->low) &&
          gzt_str_eq(plan.query->high, q->high));
    planned("date:..2014");
    CHECK(plan.query->op == GZT_XRANGE && plan.query->low.len);
    CHECK_PLAN("date:2015..2014",
               "this range ends before it begins; write date:2014, "
               "date:2014-05 or date:2014-05-01..2014-06");
    planned("deals date:soon");
    CHECK(fault.start == 6 && fault.end == 15);
    CHECK(gzt_str_find(fault.message, GZT_S("no date")) < fault.message.len);
}

static void
test_aliases(void)
{
    const char *path = in("aliases.tsv");
    gzt_str said;

    write_file(path, GZT_S("Zorania\tZZ Republic\tZoR\n"));
    options.aliases = gzt_aliases_new();
    CHECK_OK(gzt_aliases_load(options.aliases, path, &err));
    said = planned("zorania deal");
    CHECK(gzt_str_find(said, GZT_S("MAX")) < said.len);
    CHECK(gzt_str_find(said, GZT_S("republ")) < said.len);
    CHECK(plan.has_trace); // "ZZ Republic" is a phrase
    CHECK(plan.words[0].query->op == GZT_XMAX);
    said = planned("the zz republic");
    CHECK(gzt_str_find(said, GZT_S("zorania")) < said.len);
    CHECK_PLAN("exact:zorania", "zorania");
    options.no_aliases = true;
    said = planned("zorania");
    CHECK(gzt_str_find(said, GZT_S("republ")) == said.len);
    options.no_aliases = false;
    write_file(path, GZT_S("# a comment\n\nA\tB\nlonely\n"));
    CHECK_FAILS(gzt_aliases_load(options.aliases, path, &err), GZT_EINVAL,
                "aliases.tsv:4: a line is a name, a tab");
    CHECK_FAILS(gzt_aliases_load(options.aliases, in("none"), &err),
                GZT_ENOTFOUND, "none");
    gzt_aliases_free(options.aliases);
    gzt_aliases_free(NULL);
    options.aliases = NULL;
}

static void
test_unknown(void)
{
    CHECK_PLAN("nofield:x", "no field is called nofield; write "
                            "\"nofield:x\" in quotes to search for the text");
}

int
main(void)
{
    gzt_article articles[] = {
        article("1", "Gas deal signed", "Gazprom and gas in Gaza.", ""),
        article("2", "L'accord", "Le gaz russe.", "2014-05-21"),
    };

    indexes_init();
    articles[0].source = GZT_S("The Wire");
    articles[1].lang = GZT_S("fr");
    index_make("i", 0, articles, 2);
    reader = reader_open("i");
    analyzer = gzt_analyzer_new();
    test_words();
    test_stop_words();
    test_variants();
    test_phrases();
    test_long_phrase();
    test_fields();
    test_budget();
    test_prefixes();
    test_dates();
    test_aliases();
    test_unknown();
    gzt_analyzer_free(analyzer);
    gzt_reader_close(reader);
    indexes_release();
    return tap_done();
}
