/* test_answer.c - answers: the same order on one shard and on several, page by
 * page; nothing that the text does not bear out; totals that agree. */
#include "answer/search.h"

#include "store/schema.h"

#include "indexes.h"

#include <math.h>

enum {
    TIED = 120, // articles with one text, more than a page looks at
    MANY = 18000,
    DAY = 86400
};

static gzt_analyzer *analyzer;
static gzt_search_options options;
static gzt_arena work; // of one answer
static gzt_answer got;
static gzt_query_fault fault;

static gzt_status
search(gzt_reader *reader, const char *query)
{
    return gzt_search(reader, analyzer, gzt_str_of(query), &options, &work,
                      &got, &fault, &err);
}

// The ids of the hits, as "a b c", or the failure.
static gzt_str
ids(gzt_reader *reader, const char *query)
{
    gzt_buf buf;
    gzt_str all;

    if (search(reader, query))
        return gzt_str_of(err.text);
    gzt_buf_init(&buf, 1 << 20);
    for (size_t i = 0; i < got.count; i++) {
        if (i)
            gzt_buf_putc(&buf, ' ');
        gzt_buf_put(&buf, got.hits[i].id);
    }
    all = gzt_arena_copy(&arena, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
    return all;
}

static void
defaults(void)
{
    gzt_search_defaults(&options);
    options.plan.now = 1400630400; // 2014-05-21
}

// ---- order -----------------------------------------------------------------

static const gzt_article *
tied_articles(void)
{
    static gzt_article all[TIED];

    for (int i = 0; i < TIED; i++) {
        const char *id = gzt_arena_printf(&arena, "t%d", i).ptr;
        const char *date = i % 4 ? gzt_arena_printf(&arena, "2014-%02d-%02d",
                                                    i % 3 + 1, i % 5 + 1)
                                       .ptr
                                 : "";

        all[i] = article(id, "Gas deal", "The pipeline is built.", date);
        if (i % 10 == 0) // a few are better
            all[i].body = GZT_S("The pipeline, a pipeline, is built.");
        if (i % 6)
            all[i].source = gzt_arena_printf(&arena, "Wire %d", i % 6);
    }
    return all;
}

// All hits at once, and page by page, are the same list.
static bool
pages_agree(gzt_reader *reader, const char *query)
{
    gzt_str whole, paged = { "", 0 };
    uint32_t total;

    options.count = 1000;
    options.offset = 0;
    whole = ids(reader, query);
    total = (uint32_t)got.count;
    options.count = 7;
    for (options.offset = 0; options.offset < total; options.offset += 7) {
        gzt_str page = ids(reader, query);

        paged = gzt_arena_printf(&arena, "%.*s%s%.*s", GZT_ARG(paged),
                                 paged.len ? " " : "", GZT_ARG(page));
    }
    options.offset = 0;
    options.count = 1000;
    return total && gzt_str_eq(whole, paged);
}

static void
test_order(gzt_reader *one, gzt_reader *three)
{
    static const char *const queries[] = { "pipeline", "gas OR pipeline",
                                           "gas -nothing", "\"gas deal\"",
                                           "NOT nothing" };

    for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
        gzt_str list;

        CHECK(pages_agree(one, queries[i]));
        CHECK(pages_agree(three, queries[i]));
        list = ids(one, queries[i]);
        CHECK(got.count == TIED && got.total == TIED && got.total_exact);
        CHECK(gzt_str_eq(list, ids(three, queries[i])));
        for (size_t k = 0; k < got.count; k++)
            if (got.hits[k].rank != k + 1 ||
                (k && got.hits[k].score > got.hits[k - 1].score))
                CHECK(!"ranks rise and scores fall");
    }
}

static void
test_orders(gzt_reader *one, gzt_reader *three)
{
    options.half_life = 30 * DAY;
    test_order(one, three);
    options.half_life = 0;
    for (options.order = GZT_ORDER_OLDEST; options.order <= GZT_ORDER_NEWEST;
         options.order++) {
        gzt_str last = { 0 };
        bool good = true, undated = false;

        CHECK(pages_agree(one, "pipeline") && pages_agree(three, "pipeline"));
        CHECK(gzt_str_eq(ids(one, "pipeline"), ids(three, "pipeline")));
        CHECK(got.count == TIED && got.total == TIED && got.total_exact);
        for (size_t i = 0; i < got.count; i++) {
            gzt_str date = got.hits[i].date;
            int order = gzt_str_cmp(last, date);

            undated |= !date.len;
            good &= undated == !date.len; // they come last
            if (date.len && last.len)
                good &=
                    options.order == GZT_ORDER_OLDEST ? order <= 0 : order >= 0;
            last = date;
        }
        CHECK(good && undated);
    }
    defaults();
}

// One hit of each source, and all articles that name none.
static void
test_collapse(gzt_reader *one, gzt_reader *three)
{
    gzt_str list;

    options.count = 1000;
    options.one_per_source = true;
    for (options.order = GZT_ORDER_SCORE; options.order <= GZT_ORDER_NEWEST;
         options.order++) {
        list = ids(one, "pipeline");
        CHECK(got.count == 5 + TIED / 6);
        CHECK(got.total == got.count && got.total_exact);
        CHECK(gzt_str_eq(list, ids(three, "pipeline")));
    }
    options.order = GZT_ORDER_SCORE;
    options.count = 0;
    CHECK(!search(one, "pipeline") && got.total == 5 + TIED / 6);
    defaults();
}

static void
test_pages(gzt_reader *reader)
{
    CHECK(!search(reader, "pipeline") && got.count == 10 && got.total == TIED);
    options.offset = TIED - 3;
    CHECK(!search(reader, "pipeline") && got.count == 3);
    CHECK(got.hits[0].rank == TIED - 2);
    options.offset = TIED;
    CHECK(!search(reader, "pipeline") && !got.count && got.total == TIED);
    options.offset = UINT32_MAX;
    CHECK(!search(reader, "pipeline") && !got.count);
    options.offset = 0;
    options.count = UINT32_MAX;
    CHECK(!search(reader, "pipeline") && got.count == TIED);
    options.count = 0;
    CHECK(!search(reader, "pipeline") && !got.count && got.total == TIED);
    CHECK(!search(reader, "\"the pipeline\"") && got.total == TIED);
    CHECK(!search(reader, "exact:Pipeline") && got.total == 0);
    CHECK(!search(reader, "exact:pipeline") && got.total == TIED);
    defaults();
    options.dated = true;
    options.first = 1391212800; // 2014-02-01
    options.last = 1391212800 + 28 * DAY - 1;
    options.count = 1000;
    CHECK(!search(reader, "pipeline") && got.count == TIED / 4);
    for (size_t i = 0; i < got.count; i++)
        if (!gzt_str_starts(got.hits[i].date, GZT_S("2014-02")))
            CHECK(!"a date of February");
    defaults();
}

// So many that Xapian itself must sort them.
static void
test_many_ties(void)
{
    gzt_writer *writer = index_open("many", MANY / 3);
    gzt_reader *reader;
    gzt_str last = { 0 };
    bool good = true;

    for (int i = 0; i < MANY; i++) {
        gzt_arena a;
        gzt_article tie = { .title = GZT_S("gas") };
        gzt_document document;
        gzt_outcome outcome;

        gzt_arena_init(&a);
        tie.id = gzt_arena_printf(&a, "%d", i);
        gzt_document_make(&documenter, &tie, NULL, &a, &document);
        good &= !gzt_writer_put(writer, &document, &outcome, &err);
        gzt_arena_release(&a);
    }
    index_close(writer);
    reader = reader_open("many");
    CHECK(good && !search(reader, "gas") && got.count == 10);
    for (size_t i = 0; i < got.count; i++) {
        gzt_str uid = gzt_schema_uid(got.hits[i].id, &arena);

        good &= gzt_str_cmp(last, uid) < 0;
        last = uid;
    }
    CHECK(good);
    options.count_up_to = UINT32_MAX;
    CHECK(!search(reader, "gas") && got.total == MANY && got.total_exact);
    options.offset = MANY - 5;
    CHECK(!search(reader, "gas") && got.count == 5);
    CHECK(gzt_str_cmp(last, gzt_schema_uid(got.hits[0].id, &arena)) < 0);
    defaults();
    gzt_reader_close(reader);
}

// ---- what the text bears out -----------------------------------------------

// Two words with one fingerprint, so that the trace takes one for the other.
static void
colliding(gzt_str out[2])
{
    static uint32_t seen[1 << 16];

    for (uint32_t i = 1;; i++) {
        gzt_str word = gzt_arena_printf(&arena, "w%uq", i);
        uint16_t print = gzt_trace_print(word);

        if (seen[print]) {
            out[0] = gzt_arena_printf(&arena, "w%uq", seen[print]);
            out[1] = word;
            return;
        }
        seen[print] = i;
    }
}

static const char *
text(const char *format, gzt_str a, gzt_str b)
{
    gzt_buf buf;
    const char *out;

    gzt_buf_init(&buf, 4096);
    for (const char *p = format; *p; p++)
        if (*p == '1' || *p == '2')
            gzt_buf_put(&buf, *p == '1' ? a : b);
        else
            gzt_buf_putc(&buf, *p);
    out = gzt_arena_cstr(&arena, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
    return out;
}

static void
test_collision(void)
{
    gzt_reader *reader;
    gzt_str w[2];

    colliding(w);
    {
        gzt_article all[] = {
            article("true", "x", text("alpha 1 and 2 stand.", w[0], w[1]), ""),
            article("false", "x", text("alpha 2 and 1 stand.", w[0], w[1]), ""),
            article("apart", "x",
                    text("1 stands here. 2 and alpha.", w[0], w[1]), "")
        };

        index_make("collision", 1, all, 3);
    }
    reader = reader_open("collision");
    CHECK_STR(ids(reader, text("\"alpha 1\"", w[0], w[1])), "true");
    CHECK(got.total == 1);
    CHECK_STR(ids(reader, text("\"alpha 2\"", w[0], w[1])), "false");
    CHECK_STR(ids(reader, text("\"alpha 2\" OR \"1 stands\"", w[0], w[1])),
              "false apart");
    CHECK(!search(reader, text("\"nothing 1\"", w[0], w[1])) && !got.total);
    gzt_reader_close(reader);
}

static void
test_truth(void)
{
    gzt_article all[] = {
        article("title", "Gas deal signed",
                "The US signed. It was seen by us all.", "2014-05-20"),
        article("body", "The deal and the gas",
                "A gas deal was made by Deals Ltd. US aid.", "2014-05-21"),
        article("other", "Deals", "Gas here.\n\nA deal there.", "")
    };
    gzt_reader *reader;

    index_make("truth", 1, all, 3);
    reader = reader_open("truth");
    options.order = GZT_ORDER_OLDEST; // title, body, other
    CHECK_STR(ids(reader, "gas deal"), "title body other");
    CHECK_STR(ids(reader, "\"gas deal\""), "title body");
    CHECK_STR(ids(reader, "title:\"gas deal\""), "title");
    CHECK(got.total == 1);
    CHECK_STR(ids(reader, "title:(gas deal)"), "title body");
    CHECK_STR(ids(reader, "title:de*"), "title body other");
    CHECK_STR(ids(reader, "title:si*"), "title");
    CHECK_STR(ids(reader, "exact:Deals"), "body other");
    CHECK_STR(ids(reader, "exact:deals"), "");
    CHECK_STR(ids(reader, "title:exact:Deals"), "other");
    CHECK_STR(ids(reader, "title:exact:deal"), "title body");
    CHECK_STR(ids(reader, "exact:\"gas deal\""), "body");
    CHECK_STR(ids(reader, "gas w/p deal"), "title body");
    CHECK_STR(ids(reader, "gas NEAR/2 deal"), "title body");
    CHECK_STR(ids(reader, "\"US signed\""), "title");
    CHECK_STR(ids(reader, "exact:us"), "title");
    CHECK_STR(ids(reader, "gas -\"gas deal\""), "other");
    CHECK_STR(ids(reader, "\"gas deal\" OR there"), "title body other");
    options.plan.no_stem = true;
    CHECK_STR(ids(reader, "deals"), "body other");
    CHECK_STR(ids(reader, "title:deals"), "other");
    options.plan.no_stem = false;
    options.plan.exact = true;
    CHECK_STR(ids(reader, "title:Deals"), "other");
    options.plan.exact = false;
    options.count = 0;
    CHECK(!search(reader, "title:\"gas deal\"") && got.total == 1);
    defaults();
    gzt_reader_close(reader);
}

// ---- what is shown ---------------------------------------------------------

static bool
ranges_fit(const gzt_range *marks, size_t count, gzt_str s)
{
    size_t last = 0;

    for (size_t i = 0; i < count; i++) {
        if (marks[i].start < last || marks[i].end <= marks[i].start ||
            marks[i].end > s.len)
            return false;
        last = marks[i].end;
    }
    return true;
}

static void
test_details(void)
{
    gzt_article a = article(
        "d", "Gas deals signed",
        "Nothing here yet. The U.S. saw gas deals. Nothing more came of it.",
        "2014-05-21");
    const gzt_hit *hit;
    gzt_reader *reader;

    a.source = GZT_S("Wire");
    a.url = GZT_S("http://x");
    index_make("details", 0, &a, 1);
    reader = reader_open("details");
    options.details = true;
    options.snippet_words = 12;
    options.count_words = true;
    CHECK(!search(reader, "deal US unseen OR deal") && got.count == 1);
    CHECK(!search(reader, "deal US") && got.count == 1);
    hit = &got.hits[0];
    CHECK_STR(hit->id, "d");
    CHECK_STR(hit->source, "Wire");
    CHECK_STR(hit->url, "http://x");
    CHECK(hit->title_mark_count == 1 && hit->title_marks[0].start == 4 &&
          hit->title_marks[0].end == 9);
    CHECK(gzt_str_find(a.body, hit->snippet) < a.body.len);
    CHECK(gzt_str_find(hit->snippet, GZT_S("gas deals")) < hit->snippet.len);
    CHECK(hit->mark_count == 2 &&
          ranges_fit(hit->marks, hit->mark_count, hit->snippet));
    CHECK(hit->matched_count >= 2);
    CHECK_STR(hit->matched[0].as, "deals");
    CHECK_STR(hit->matched[0].via, "stem");
    CHECK(got.word_count == 2 && got.words[0].documents == 1);
    CHECK(!search(reader, "deal unobtanium") && !got.count);
    CHECK(got.word_count == 2 && got.words[1].documents == 0);
    CHECK_STR(got.words[1].word, "unobtanium");
    CHECK(!search(reader, "id:d") && got.count == 1); // nothing to mark
    CHECK(!search(reader, "") && !got.count && !got.total);
    gzt_reader_close(reader);
    defaults();
}

static void
test_explanations(void)
{
    gzt_reader *reader = reader_open("details");
    gzt_str said;
    bool matched;

    CHECK_OK(gzt_search_why_not(reader, analyzer, GZT_S("deal -gas unseen"),
                                GZT_S("d"), &options, false, &work, &said,
                                &matched, &fault, &err));
    CHECK(!matched);
    CHECK(gzt_str_eq(said, GZT_S("has     deal\n"
                                 "has     gas (excluded by the query)\n"
                                 "has not unseen\nno hit\n")));
    CHECK_OK(gzt_search_why_not(reader, analyzer, GZT_S("deal"), GZT_S("d"),
                                &options, true, &work, &said, &matched, &fault,
                                &err));
    CHECK(matched && gzt_str_find(said, GZT_S("\"hit\":true")) < said.len);
    options.dated = true;
    options.first = 0;
    options.last = 1;
    CHECK_OK(gzt_search_why_not(reader, analyzer, GZT_S("deal"), GZT_S("d"),
                                &options, false, &work, &said, &matched, &fault,
                                &err));
    CHECK(!matched && gzt_str_starts(said, GZT_S("has not a date")));
    defaults();
    CHECK_FAILS(gzt_search_why_not(reader, analyzer, GZT_S("deal"),
                                   GZT_S("none"), &options, false, &work, &said,
                                   &matched, &fault, &err),
                GZT_ENOTFOUND, "none");
    CHECK_OK(gzt_search_explain(reader, analyzer, GZT_S("deal US"), &options,
                                false, &work, &said, &fault, &err));
    CHECK(gzt_str_find(said, GZT_S("XAus")) < said.len);
    CHECK_OK(gzt_search_explain(reader, analyzer, GZT_S("deal US"), &options,
                                true, &work, &said, &fault, &err));
    CHECK(gzt_str_starts(said, GZT_S("{\"v\":1,\"query\":\"deal US\"")) &&
          gzt_str_ends(said, GZT_S("}\n")));
    CHECK_FAILS(search(reader, "deal )"), GZT_EINVAL, "bracket");
    CHECK(fault.start == 5);
    gzt_reader_close(reader);
}

// The parts of every hit make up its score; nothing is left over that no word
// of the query, and no neighbourhood of words, gives.
static bool
parts_add_up(gzt_reader *reader, const char *query)
{
    bool good = !search(reader, query) && got.count;

    for (size_t i = 0; i < got.count && good; i++) {
        const gzt_hit *hit = &got.hits[i];
        double sum = 0, factor = 1;

        for (size_t k = 0; k < hit->part_count; k++) {
            const gzt_score_part *part = &hit->parts[k];

            good &= part->score > 0;
            if (part->kind == GZT_SCORE_AGE)
                factor = part->score;
            else
                sum += part->score;
            if (part->kind == GZT_SCORE_ADDED)
                good &= options.expand;
            good &= (part->kind == GZT_SCORE_WORD) == (part->query.len > 0);
        }
        good &= fabs(sum * factor - hit->score) < 1e-4;
    }
    return good;
}

static void
test_parts(void)
{
    static const char *const queries[] = {
        "gas deal",
        "\"gas deal\"",
        "\"gas deal\" OR there",
        "gas (deal OR us)",
        "gas NEAR/2 deal",
        "title:deal gas",
        "de* gas",
        "gas -\"deal there\"",
        "deal gas mentions(gas)>=1",
        "deal",
        "us signed",
    };
    gzt_reader *reader = reader_open("truth");

    options.details = options.score_parts = true;
    for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++)
        if (!CHECK(parts_add_up(reader, queries[i])))
            printf("# %s\n", queries[i]);
    CHECK(!search(reader, "gas signed") && got.hits[0].part_count >= 2);
    CHECK_STR(got.hits[0].parts[0].query, "gas");
    CHECK(fabs(got.hits[0].parts[0].idf - log(4.0 / 3)) < 1e-4);
    options.half_life = DAY;
    CHECK(parts_add_up(reader, "gas deal"));
    CHECK(got.hits[0].parts[got.hits[0].part_count - 1].kind == GZT_SCORE_AGE);
    options.half_life = 0;
    options.expand = true;
    CHECK(parts_add_up(reader, "deal"));
    CHECK(!search(reader, "NOT nothing") && !got.hits[0].part_count);
    options.order = GZT_ORDER_NEWEST;
    CHECK(!search(reader, "gas") && !got.hits[0].part_count);
    defaults();
    gzt_reader_close(reader);
}

static void
test_strict(void)
{
    gzt_reader *reader = reader_open("details");

    CHECK(!search(reader, "the deal") && got.note_count == 1);
    options.plan.strict = true;
    CHECK_FAILS(search(reader, "the deal"), GZT_EINVAL, "stop words: the");
    CHECK(!search(reader, "deal") && got.count == 1);
    defaults();
    gzt_reader_close(reader);
}

// The index changes under the reader until its shards are gone: it answers by
// the state it knew or by a newer one, and never fails.
static void
test_modified(void)
{
    gzt_article a = article("m1", "Gas", "First.", ""), b = a;
    gzt_reader *reader;
    gzt_writer *writer;

    b.id = GZT_S("m2");
    index_make("modified", 0, &a, 1);
    reader = reader_open("modified");
    CHECK_STR(ids(reader, "gas"), "m1");
    writer = index_open("modified", 0);
    CHECK(index_put(writer, &b) == 'a');
    for (int i = 0; i < 3; i++)
        CHECK_OK(gzt_writer_compact(writer, &err));
    index_close(writer);
    CHECK(!search(reader, "gas") && got.count >= 1);
    for (int round = 0; round < 3; round++) { // many commits, no compaction
        writer = index_open("modified", 0);
        a.body = gzt_arena_printf(&arena, "Round %d.", round);
        CHECK(index_put(writer, &a) == 'r');
        index_close(writer);
        CHECK(!search(reader, "gas") && got.count >= 1);
    }
    CHECK_OK(gzt_reader_reopen(reader, &err));
    CHECK(!search(reader, "gas") && got.count == 2);
    gzt_reader_close(reader);
}

int
main(void)
{
    const gzt_article *tied;
    gzt_reader *one, *three;

    indexes_init();
    gzt_arena_init(&work);
    analyzer = gzt_analyzer_new();
    defaults();
    tied = tied_articles();
    index_make("one", 0, tied, TIED);
    index_make("three", TIED / 3, tied, TIED);
    one = reader_open("one");
    three = reader_open("three");
    test_order(one, three);
    test_orders(one, three);
    test_collapse(one, three);
    test_pages(one);
    test_pages(three);
    gzt_reader_close(one);
    gzt_reader_close(three);
    test_many_ties();
    test_collision();
    test_truth();
    test_details();
    test_explanations();
    test_parts();
    test_strict();
    test_modified();
    gzt_analyzer_free(analyzer);
    gzt_arena_release(&work);
    indexes_release();
    return tap_done();
}
