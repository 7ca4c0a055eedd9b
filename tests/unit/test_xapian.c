/* test_xapian.c - reading and searching a local index, single and joined. */
#include "test_xapian.h"

#include <math.h>

static void
test_open(void)
{
    gzt_xdb *db;

    CHECK_STR(gzt_str_of(gzt_xapian_version()), "1.4.22");
    CHECK_FAILS(gzt_xdb_open(&db, scratch_path("nowhere"), &err), GZT_ENOTFOUND,
                "nowhere");
    CHECK(!db && access(scratch_path("nowhere"), F_OK) != 0);
    CHECK_FAILS(gzt_xdb_open(&db, "", &err), GZT_ENOTFOUND, "no index");
    CHECK_FAILS(gzt_xdb_open(&db, scratch, &err), GZT_ENOTFOUND, scratch);
    write_text(scratch_path("text"), "just a text\n");
    CHECK_FAILS(gzt_xdb_open(&db, scratch_path("text"), &err), GZT_ENOTFOUND,
                "text");
    CHECK(gzt_xdb_open(&db, scratch_path("nowhere"), NULL) == GZT_ENOTFOUND);
    CHECK_FAILS(gzt_xdb_join(&db, NULL, 0, &err), GZT_EINVAL, "no index");
    gzt_xdb_close(NULL);
}

static void
test_stub(void)
{
    gzt_xdb *db;
    gzt_xstats stats;

    mkdir(scratch_path("stub"), 0755);
    write_text(scratch_path("stub/XAPIANDB"), "auto ../one\nauto ../one\n");
    db = open_reader("stub");
    CHECK_OK(gzt_xdb_stats(db, &stats, &err));
    CHECK(stats.documents == 12 && stats.shards == 2);
    CHECK_STR(find(db, q_phrase("treaty", "talks")), "1 2 5 6");
    gzt_xdb_close(db);
    CHECK_OK(gzt_xdb_open(&db, scratch_path("stub/XAPIANDB"), &err));
    gzt_xdb_close(db);
    write_text(scratch_path("stub/XAPIANDB"), "auto ../gone\n");
    CHECK_FAILS(gzt_xdb_open(&db, scratch_path("stub"), &err), GZT_ENOTFOUND,
                "gone");
}

static void
test_stats(gzt_xdb *db)
{
    gzt_xstats stats;
    uint32_t documents;
    uint64_t collection;
    gzt_str low, high, value;

    CHECK_OK(gzt_xdb_stats(db, &stats, &err));
    CHECK(stats.documents == 6 && stats.last_docid == 6 && stats.shards == 1);
    CHECK(fabs(stats.average_length - 27 / 6.) < 1e-9);
    CHECK(!stats.has_positions);
    CHECK_OK(gzt_xdb_freqs(db, GZT_S("talks"), &documents, &collection, &err));
    CHECK(documents == 3 && collection == 4);
    CHECK_OK(gzt_xdb_freqs(db, GZT_S("absent"), &documents, NULL, &err));
    CHECK(documents == 0);
    CHECK_OK(gzt_xdb_value_bounds(db, DATE, &arena, &low, &high, &err));
    CHECK_STR(low, "2014-05-21");
    CHECK_STR(high, "2014-06-01");
    CHECK_OK(gzt_xdb_metadata(db, GZT_S("lang"), &arena, &value, &err));
    CHECK_STR(value, "en");
    CHECK_OK(gzt_xdb_metadata(db, GZT_S("other"), &arena, &value, &err));
    CHECK_STR(value, "");
}

static void
test_terms(gzt_xdb *db)
{
    gzt_xterm *terms;
    size_t count;
    bool more;

    CHECK_OK(gzt_xdb_terms(db, GZT_S("t"), 100, &arena, &terms, &count, &more,
                           &err));
    CHECK(count == 3 && !more);
    CHECK_STR(terms[0].term, "talks");
    CHECK_STR(terms[1].term, "the");
    CHECK_STR(terms[2].term, "treaty");
    CHECK(terms[2].freq == 5 && terms[2].wdf == 0);
    CHECK_OK(
        gzt_xdb_terms(db, GZT_S("t"), 2, &arena, &terms, &count, &more, &err));
    CHECK(count == 2 && more);
    CHECK_OK(
        gzt_xdb_terms(db, GZT_S("tz"), 2, &arena, &terms, &count, NULL, &err));
    CHECK(count == 0);
}

static void
test_postings(gzt_xdb *db)
{
    uint32_t *docids;
    size_t count;

    CHECK_OK(gzt_xdb_postings(db, GZT_S("open"), 0, 100, &arena, &docids,
                              &count, &err));
    CHECK(count == 4 && docids[0] == 1 && docids[3] == 6);
    CHECK_OK(gzt_xdb_postings(db, GZT_S("open"), 2, 2, &arena, &docids, &count,
                              &err));
    CHECK(count == 2 && docids[0] == 3 && docids[1] == 4);
    CHECK_OK(gzt_xdb_postings(db, GZT_S("open"), 7, 2, &arena, &docids, &count,
                              &err));
    CHECK(count == 0);
    CHECK_OK(
        gzt_xdb_postings(db, GZT_S(""), 5, 9, &arena, &docids, &count, &err));
    CHECK(count == 2 && docids[0] == 5);
    CHECK_OK(gzt_xdb_postings(db, GZT_S("absent"), 1, 9, &arena, &docids,
                              &count, &err));
    CHECK(count == 0);
}

static void
test_document(gzt_xdb *db)
{
    gzt_xterm *terms;
    size_t count;
    gzt_str s;
    uint32_t length;

    CHECK_OK(gzt_xdb_doc_data(db, 4, &arena, &s, &err));
    CHECK_STR(s, "<markets open lower>");
    CHECK_OK(gzt_xdb_doc_value(db, 4, SOURCE, &arena, &s, &err));
    CHECK_STR(s, "ap");
    CHECK_OK(gzt_xdb_doc_value(db, 5, DATE, &arena, &s, &err));
    CHECK_STR(s, "");
    CHECK_OK(gzt_xdb_doc_terms(db, 3, GZT_S("t"), true, &arena, &terms, &count,
                               &err));
    CHECK(count == 2 && terms[0].wdf == 2 && terms[0].freq == 3);
    CHECK_OK(gzt_xdb_doc_terms(db, 3, GZT_S(""), false, &arena, &terms, &count,
                               &err));
    CHECK(count == 6 && terms[0].wdf == 0 && terms[1].freq == 0);
    CHECK_STR(terms[0].term, "Q3");
    CHECK_OK(gzt_xdb_doc_length(db, 3, &length, &err));
    CHECK(length == 6);
    CHECK_FAILS(gzt_xdb_doc_data(db, 99, &arena, &s, &err), GZT_ENOTFOUND,
                "99");
    CHECK_FAILS(gzt_xdb_doc_value(db, 99, DATE, &arena, &s, &err),
                GZT_ENOTFOUND, "one");
    CHECK_FAILS(gzt_xdb_doc_length(db, 99, &length, &err), GZT_ENOTFOUND, "");
    CHECK_FAILS(gzt_xdb_doc_terms(db, 99, GZT_S(""), false, &arena, &terms,
                                  &count, &err),
                GZT_ENOTFOUND, "");
    CHECK_FAILS(gzt_xdb_doc_data(db, 0, &arena, &s, &err), GZT_EINVAL, "");
}

/* ---- Operators -------------------------------------------------------- */

static gzt_xquery *
q_range(const char *low, const char *high)
{
    gzt_xquery *q = q_new(GZT_XRANGE);

    q->slot = DATE;
    q->low = gzt_str_of(low);
    q->high = gzt_str_of(high);
    return q;
}

static gzt_xquery *
q_prefix(const char *prefix, size_t limit)
{
    gzt_xquery *q = q_new(GZT_XPREFIX);

    q->term = gzt_str_of(prefix);
    q->limit = limit;
    return q;
}

static void
test_operators(gzt_xdb *db)
{
    CHECK_STR(find(db, q_term("open")), "1 3 4 6");
    CHECK_STR(find(db, q_term("absent")), "");
    CHECK_STR(find(db, q_term("")), "1 2 3 4 5 6");
    CHECK_STR(find(db, q_new(GZT_XNOTHING)), "");
    CHECK_STR(find(db, q_new(GZT_XAND)), "");
    CHECK_STR(find(db, q_two(GZT_XAND, "open", "treaty")), "1 3 6");
    CHECK_STR(find(db, q_two(GZT_XOR, "lower", "fail")), "2 4 5");
    CHECK_STR(find(db, q_two(GZT_XSYNONYM, "lower", "fail")), "2 4 5");
    CHECK_STR(find(db, q_two(GZT_XMAX, "lower", "fail")), "2 4 5");
    CHECK_STR(find(db, q_two(GZT_XAND_NOT, "open", "treaty")), "4");
    CHECK_STR(find(db, q_two(GZT_XFILTER, "open", "treaty")), "1 3 6");
    CHECK_STR(find(db, q_two(GZT_XMAYBE, "open", "treaty")), "1 3 4 6");
    CHECK_STR(
        find(db, q_kids(GZT_XAND, 2, q_term("open"), q_new(GZT_XNOTHING))), "");
    CHECK_STR(find(db, q_prefix("t", 0)), "1 2 3 5 6");
    CHECK_STR(find(db, q_prefix("fa", 1)), "2 5");
    CHECK_STR(find(db, q_prefix("tz", 0)), "");
    CHECK_STR(find(db, q_range("2014-05-22", "2014-05-24")), "2 3 4");
    CHECK_STR(find(db, q_range("2014-05-24", "")), "4 6");
    CHECK_STR(find(db, q_range("2014-05-24", "2014-05-22")), "");
    CHECK_STR(find(db, q_range("", "2014-05-21")), "1");
    CHECK_STR(find(db, q_range("", "")), "1 2 3 4 5 6");
}

static void
test_synonym_of_anything(gzt_xdb *db)
{
    gzt_xquery *q =
        q_kids(GZT_XSYNONYM, 2, q_term("lower"), q_phrase("treaty", "talks"));
    gzt_xrequest request = request_for(q);

    CHECK_STR(find(db, q), "1 3 4");
    CHECK_STR(run(db, &request), "4 3 1");
    request.query =
        q_kids(GZT_XSYNONYM, 2, q_term("lower"), q_range("2014-06-01", ""));
    CHECK_STR(run(db, &request), "4 6");
    request.query = q_kids(GZT_XSYNONYM, 2, q_term("geneva"), q);
    CHECK(strlen(run(db, &request).ptr) == strlen("1 3 4"));
}

static void
test_phrases(gzt_xdb *db)
{
    gzt_xquery *all;
    gzt_xrequest request;
    gzt_xresult result;
    gzt_xquery *ordered = q_phrase("talks", "open");

    CHECK_STR(find(db, q_phrase("treaty", "talks")), "1 3");
    CHECK_STR(find(db, q_phrase("talks", "treaty")), "");
    CHECK_STR(find(db, ordered), "1 3");
    CHECK_STR(find(db, q_kids(GZT_XAND_NOT, 2, q_term("treaty"), ordered)),
              "2 5 6");
    CHECK_STR(find(db, q_kids(GZT_XOR, 2, q_term("lower"), ordered)), "1 3 4");
    CHECK_STR(
        find(db, q_kids(GZT_XAND, 2, ordered, q_phrase("geneva", "hosts"))),
        "3");
    CHECK_STR(find(db, q_kids(GZT_XMAYBE, 2, q_term("geneva"), ordered)),
              "1 3");
    // The kid may have more documents than there are traces.
    all = q_kids(GZT_XTRACE, 1, q_term(""), NULL);
    all->slot = TRACE;
    all->pattern = phrase("markets", "treaty");
    CHECK_STR(find(db, all), "6");
    all->slot = 77;
    CHECK_STR(find(db, all), "");
    all->slot = SOURCE; // where no traces are
    request = request_for(all);
    CHECK_FAILS(gzt_xdb_search(db, &request, &arena, &result, &err),
                GZT_EFORMAT, "packed in a way");
}

static void
test_must(gzt_xdb *db)
{
    const gzt_trace_pattern *must[2] = { phrase("treaty", "talks"),
                                         phrase("hosts", "treaty") };
    gzt_xrequest request = request_for(q_two(GZT_XAND, "treaty", "talks"));
    gzt_xresult result;

    request.scheme = GZT_XBOOL;
    request.must = must;
    request.trace_slot = TRACE;
    CHECK_STR(run(db, &request), "1 2 3");
    request.must_count = 1;
    CHECK_STR(run(db, &request), "1 3");
    request.must_count = 2;
    CHECK_STR(run(db, &request), "3");
    request.count = 0;
    CHECK_OK(gzt_xdb_search(db, &request, &arena, &result, &err));
    CHECK(result.count == 0 && result.lower == 1 && result.upper == 1);
}

static void
test_trees(gzt_xdb *db)
{
    enum {
        WIDE = 10000
    };
    const gzt_xquery **kids = gzt_arena_array(&arena, WIDE, sizeof(*kids));
    gzt_xquery *wide = q_new(GZT_XOR), *deep = q_term("open");
    gzt_xrequest request = request_for(wide);
    gzt_xresult result;

    for (size_t i = 0; i < WIDE; i++)
        // Not all of them absent: Xapian takes those in quadratic time.
        kids[i] = i % 10 ? q_term("lower")
                         : q_term(gzt_arena_printf(&arena, "w%zu", i).ptr);
    kids[777] = q_term("open");
    wide->kids = kids;
    wide->count = WIDE;
    CHECK_STR(find(db, wide), "1 3 4 6");
    CHECK_STR(run(db, &request), "4 6 1 3");
    for (int i = 0; i < 200; i++)
        deep = q_kids(i % 2 ? GZT_XAND : GZT_XOR, 2, deep, q_term("open"));
    CHECK_STR(find(db, deep), "1 3 4 6");
    request.query = q_kids(GZT_XAND, 1, deep, NULL);
    CHECK_FAILS(gzt_xdb_search(db, &request, &arena, &result, &err), GZT_EINVAL,
                "deep");
    CHECK(result.count == 0 && !result.hits);
}

static void
test_invalid(gzt_xdb *db)
{
    gzt_xquery *scale = q_kids(GZT_XSCALE, 1, q_term("open"), NULL);
    gzt_xquery *unknown = q_new((gzt_xop)15);
    gzt_xquery *two = q_two(GZT_XTRACE, "open", "treaty");
    gzt_xrequest request = request_for(NULL);
    gzt_xresult result;

    CHECK_FAILS(gzt_xdb_search(db, &request, &arena, &result, &err), GZT_EINVAL,
                "missing");
    request.query = unknown;
    CHECK_FAILS(gzt_xdb_search(db, &request, &arena, &result, &err), GZT_EINVAL,
                "unknown");
    request.query = two;
    CHECK_FAILS(gzt_xdb_search(db, &request, &arena, &result, &err), GZT_EINVAL,
                "one part");
    request.query = scale;
    scale->factor = -1;
    CHECK_FAILS(gzt_xdb_search(db, &request, &arena, &result, &err), GZT_EINVAL,
                "negative");
    scale->factor = (double)NAN;
    CHECK_FAILS(gzt_xdb_search(db, &request, &arena, &result, &err), GZT_EINVAL,
                "negative");
    request = request_for(q_term("open"));
    request.scheme = GZT_XTFIDF;
    CHECK_FAILS(gzt_xdb_search(db, &request, &arena, &result, &err), GZT_EINVAL,
                "ormalization");
    // No document can have such a term, so that is no failure.
    CHECK_STR(find(db, q_term(memset(gzt_arena_alloc(&arena, 501), 'x', 500))),
              "");
}

/* ---- Ranking ---------------------------------------------------------- */

static double
weight_of(gzt_xdb *db, const gzt_xquery *query, uint32_t docid)
{
    gzt_xrequest request = request_for(query);
    gzt_xresult result;

    CHECK_OK(gzt_xdb_search(db, &request, &arena, &result, &err));
    for (size_t i = 0; i < result.count; i++)
        if (result.hits[i].docid == docid)
            return result.hits[i].weight;
    return -1;
}

// BM25 as in Robertson and Zaragoza, with Xapian's factor k1 + 1 and its
// lower bound for the idf.
static double
bm25(double wdf, double length, double average, double tf, double documents)
{
    double ratio = (documents - tf + 0.5) / (tf + 0.5);

    ratio = ratio < 2 ? ratio * 0.5 + 1 : ratio;
    return log(ratio) * 2.2 * wdf /
           (1.2 * (0.25 + 0.75 * length / average) + wdf);
}

static void
test_weights(gzt_xdb *db)
{
    double talks = weight_of(db, q_term("talks"), 3);
    double open = weight_of(db, q_term("open"), 3);
    gzt_xquery *scale = q_kids(GZT_XSCALE, 1, q_term("talks"), NULL);
    gzt_xquery *twice = q_term("talks");

    CHECK(fabs(talks - bm25(2, 6, 4.5, 3, 6)) < 1e-9);
    CHECK(fabs(weight_of(db, q_two(GZT_XAND, "talks", "open"), 3) - talks -
               open) < 1e-9);
    CHECK(fabs(weight_of(db, q_two(GZT_XFILTER, "talks", "open"), 3) - talks) <
          1e-9);
    CHECK(fabs(weight_of(db, q_two(GZT_XMAX, "talks", "open"), 3) - talks) <
          1e-9);
    CHECK(fabs(weight_of(db, q_two(GZT_XMAYBE, "talks", "open"), 3) - talks -
               open) < 1e-9);
    scale->factor = 0.5;
    CHECK(fabs(weight_of(db, scale, 3) - talks / 2) < 1e-9);
    twice->wqf = 3;
    CHECK(fabs(weight_of(db, twice, 3) - talks * 1.5) < 1e-9); // k3 = 1
    CHECK(fabs(weight_of(db, q_phrase("talks", "open"), 3) - talks - open) <
          1e-9);
}

static void
test_schemes(gzt_xdb *db)
{
    gzt_xrequest request = request_for(q_term("talks"));
    gzt_xresult result;

    request.scheme = GZT_XTFIDF;
    request.normalizations = "ntn";
    CHECK_OK(gzt_xdb_search(db, &request, &arena, &result, &err));
    CHECK(result.count == 3 && result.hits[0].docid == 3);
    CHECK(fabs(result.hits[0].weight - 2 * log(6. / 3)) < 1e-9);
    request.scheme = GZT_XBOOL;
    CHECK_OK(gzt_xdb_search(db, &request, &arena, &result, &err));
    CHECK(result.count == 3 && result.hits[0].weight == 0);
}

static void
test_order(gzt_xdb *db)
{
    gzt_xrequest request = request_for(q_term("treaty"));

    CHECK_STR(run(db, &request), "6 1 2 5 3");
    request.sort = GZT_XSORT_WEIGHT_VALUE;
    request.sort_slot = SOURCE; // 1 reuters, 2 afp, 5 afp: the same length
    CHECK_STR(run(db, &request), "6 2 5 1 3");
    request.sort = GZT_XSORT_VALUE;
    request.sort_slot = DATE;
    CHECK_STR(run(db, &request), "5 1 2 3 6");
    request.sort_descending = true;
    CHECK_STR(run(db, &request), "6 3 2 1 5");
    request.first = 1;
    request.count = 2;
    CHECK_STR(run(db, &request), "3 2");
    request.first = 99;
    CHECK_STR(run(db, &request), "");
    request.first = UINT32_MAX;
    request.count = UINT32_MAX;
    CHECK_STR(run(db, &request), "");
}

static void
test_counts(gzt_xdb *db)
{
    gzt_xrequest request = request_for(q_term("treaty"));
    gzt_xresult result;

    request.count = 1;
    request.collapse_slot = SOURCE;
    CHECK_OK(gzt_xdb_search(db, &request, &arena, &result, &err));
    CHECK(result.count == 1 && result.hits[0].docid == 6);
    CHECK_STR(result.hits[0].collapse_key, "reuters");
    CHECK(result.hits[0].collapsed == 2);
    CHECK(result.lower == 2 && result.estimated == 2 && result.upper == 2);
    CHECK(result.uncollapsed_lower == 5 && result.uncollapsed_upper == 5);
}

// A slot's values of several documents, some without one.
static void
test_values(gzt_xdb *db)
{
    const uint32_t docids[] = { 1, 2, 4, 5, 6, 99 };
    gzt_str *values, one;
    size_t same = 0;

    CHECK_OK(gzt_xdb_values_of(db, SOURCE, docids, 6, &arena, &values, &err));
    for (size_t i = 0; i < 5; i++)
        same += !gzt_xdb_doc_value(db, docids[i], SOURCE, &arena, &one, &err) &&
                gzt_str_eq(one, values[i]);
    CHECK(same == 5 && !values[5].len);
    CHECK_OK(gzt_xdb_values_of(db, 77, docids, 6, &arena, &values, &err));
    CHECK(!values[0].len && !values[4].len);
}

static void
test_describe(void)
{
    gzt_xquery *q =
        q_kids(GZT_XOR, 2, q_two(GZT_XAND, "a", "b"), q_phrase("c", "d"));
    gzt_str said;

    CHECK_OK(gzt_xquery_describe(q, &arena, &said, &err));
    CHECK_STR(said, "Query(((a AND b) OR ((c AND d) FILTER "
                    "PostingSource(trace 0))))");
    CHECK_FAILS(gzt_xquery_describe(NULL, &arena, &said, &err), GZT_EINVAL,
                "missing");
}

static void
test_join(gzt_xdb *one)
{
    gzt_xdb *two = open_reader("one");
    gzt_xdb *parts[] = { one, two };
    gzt_xdb *all;
    gzt_xstats stats;
    gzt_str data;

    CHECK_OK(gzt_xdb_join(&all, parts, 2, &err));
    gzt_xdb_close(two);
    CHECK_OK(gzt_xdb_stats(all, &stats, &err));
    CHECK(stats.documents == 12 && stats.shards == 2);
    // Document d of part p is (d - 1) * 2 + p + 1.
    CHECK_STR(find(all, q_term("lower")), "7 8");
    CHECK_STR(find(all, q_phrase("treaty", "talks")), "1 2 5 6");
    CHECK_OK(gzt_xdb_doc_data(all, 8, &arena, &data, &err));
    CHECK_STR(data, "<markets open lower>");
    gzt_xdb_close(all);
}

int
main(void)
{
    gzt_xdb *db;

    scratch_init();
    make_index("one");
    test_open();
    test_stub();
    db = open_reader("one");
    test_stats(db);
    test_terms(db);
    test_postings(db);
    test_document(db);
    test_operators(db);
    test_synonym_of_anything(db);
    test_phrases(db);
    test_must(db);
    test_trees(db);
    test_invalid(db);
    test_weights(db);
    test_schemes(db);
    test_order(db);
    test_counts(db);
    test_values(db);
    test_describe();
    test_join(db);
    gzt_xdb_close(db);
    scratch_release();
    return tap_done();
}
