/* candidates.c - documents in the order of an answer. */
#include "answer/candidates.h"

#include "base/str.h"
#include "store/schema.h"

#include <math.h>
#include <stdlib.h>

enum {
    SLACK = 8,             // hits beyond the page, to see a tie end
    PHRASE_PAGE = 100,     // hits of a page for which it is worth to look
    PHRASE_POOL = 6,       // at so many times as many, in rank order,
    PHRASE_POOL_MAX = 216, // and again as often, up to so many times
    RECENCY_POOL = 1000,   // best hits whose order age may change
    ALL = UINT32_MAX / 2
};

// ---- what a server cannot do -----------------------------------------------

static const gzt_xquery *relaxed(const gzt_xquery *q, bool remote,
                                 gzt_arena *arena);

static const gzt_xquery *
relaxed_kids(const gzt_xquery *q, bool remote, gzt_arena *arena)
{
    gzt_xquery *copy = gzt_arena_alloc(arena, sizeof(*copy));
    const gzt_xquery **kids = gzt_arena_array(arena, q->count, sizeof(*kids));

    *copy = *q;
    for (size_t i = 0; i < q->count; i++)
        kids[i] = relaxed(q->kids[i], remote, arena);
    copy->kids = kids;
    return copy;
}

static bool
has_trace(const gzt_xquery *q)
{
    bool found = q->op == GZT_XTRACE;

    for (size_t i = 0; i < q->count && !found; i++)
        found = has_trace(q->kids[i]);
    return found;
}

// Without what the server cannot ask: a trace is dropped where that lets more
// through, and a NOT of a trace with it. What came through too much is sorted
// out by the text afterwards.
static const gzt_xquery *
relaxed(const gzt_xquery *q, bool remote, gzt_arena *arena)
{
    gzt_xquery *copy;
    size_t kept = 1;

    if (!remote || !has_trace(q))
        return q;
    if (q->op == GZT_XTRACE)
        return relaxed(q->kids[0], remote, arena);
    copy = (gzt_xquery *)relaxed_kids(q, remote, arena);
    if (q->op != GZT_XAND_NOT)
        return copy;
    for (size_t i = 1; i < q->count; i++)
        if (!has_trace(q->kids[i]))
            ((const gzt_xquery **)copy->kids)[kept++] = copy->kids[i];
    copy->count = kept;
    return kept == 1 ? copy->kids[0] : copy;
}

// ---- asking Xapian ---------------------------------------------------------

// Phrases that every hit must have are asked for last, and only where a
// document could enter the page.
static const gzt_xquery *
split_must(const gzt_xquery *q, gzt_xrequest *request, gzt_arena *arena)
{
    gzt_xquery *copy;
    const gzt_xquery **kids;

    if (q->op == GZT_XTRACE) {
        const gzt_trace_pattern **must =
            (const gzt_trace_pattern **)gzt_arena_more(
                arena, request->must, request->must_count, sizeof(*must));

        must[request->must_count++] = q->pattern;
        request->must = must;
        request->trace_slot = q->slot;
        return split_must(q->kids[0], request, arena);
    }
    if (q->op != GZT_XAND && q->op != GZT_XFILTER)
        return q;
    copy = gzt_arena_alloc(arena, sizeof(*copy));
    kids = gzt_arena_array(arena, q->count, sizeof(*kids));
    for (size_t i = 0; i < q->count; i++)
        kids[i] = split_must(q->kids[i], request, arena);
    *copy = *q;
    copy->kids = kids;
    return copy;
}

static void
prepare(gzt_xrequest *request, gzt_reader *reader, const gzt_xquery *query,
        gzt_arena *arena)
{
    bool remote = !gzt_reader_is_local(reader);

    *request = (gzt_xrequest){ .scheme = GZT_XWDF,
                               .collapse_slot = GZT_XNO_SLOT,
                               .look_up = gzt_reader_look_up,
                               .reader = reader };
    query = relaxed(query, remote, arena);
    request->query = remote ? query : split_must(query, request, arena);
}

// Weights that differ only by the order in which shards summed them up are
// the same.
static double
rounded(double weight)
{
    return round(weight * 1e8) / 1e8;
}

typedef struct ranked {
    gzt_candidate candidate;
    gzt_str uid;
} ranked;

static int
by_score_and_uid(const void *a, const void *b)
{
    const ranked *x = a, *y = b;

    if (x->candidate.score != y->candidate.score)
        return x->candidate.score < y->candidate.score ? 1 : -1;
    return gzt_str_cmp(x->uid, y->uid);
}

static bool
is_tied(const gzt_candidates *c, size_t i)
{
    return (i && c->items[i - 1].score == c->items[i].score) ||
           (i + 1 < c->count && c->items[i + 1].score == c->items[i].score);
}

// Order by score, and equal scores by uid, which alone is the same however the
// documents are spread over shards.
static gzt_status
settle_ties(gzt_reader *reader, gzt_candidates *c, gzt_arena *arena,
            gzt_err *err)
{
    ranked *all = gzt_arena_array(arena, c->count + 1, sizeof(*all));
    gzt_status status = GZT_OK;

    for (size_t i = 0; i < c->count && !status; i++) {
        all[i].candidate = c->items[i];
        if (is_tied(c, i))
            status = gzt_xdb_doc_value(gzt_reader_db(reader), c->items[i].docid,
                                       GZT_SLOT_UID, arena, &all[i].uid, err);
    }
    if (status)
        return status;
    qsort(all, c->count, sizeof(*all), by_score_and_uid);
    for (size_t i = 0; i < c->count; i++)
        c->items[i] = all[i].candidate;
    return GZT_OK;
}

static gzt_status
ask(gzt_reader *reader, gzt_xrequest *request, uint32_t count,
    const gzt_search_options *options, gzt_arena *arena, gzt_candidates *out,
    gzt_err *err)
{
    gzt_xresult result;
    gzt_status status;

    request->count = count;
    request->check_at_least = options->count_up_to > ALL ? ALL
                              : options->count_up_to > count
                                  ? options->count_up_to
                                  : count;
    // Of hits alike the one that comes first must stay, on every place.
    if (options->one_per_source)
        request->collapse_slot = GZT_SLOT_SOURCE;
    status =
        gzt_xdb_search(gzt_reader_db(reader), request, arena, &result, err);
    if (status)
        return status;
    *out = (gzt_candidates){ .items = gzt_arena_array(arena, result.count + 1,
                                                      sizeof(*out->items)),
                             .count = result.count,
                             .complete = result.count < count,
                             .total = result.estimated,
                             .exact = result.lower == result.upper };
    if (out->complete) {
        out->total = (uint32_t)result.count;
        out->exact = true;
    }
    for (size_t i = 0; i < result.count; i++)
        out->items[i] =
            (gzt_candidate){ .docid = result.hits[i].docid,
                             .score = rounded(result.hits[i].weight),
                             .collapsed = result.hits[i].collapsed };
    return GZT_OK;
}

// ---- one for each source ---------------------------------------------------

typedef struct sourced {
    gzt_str source;
    size_t at; // in the order of the candidates
} sourced;

static int
by_source_and_place(const void *a, const void *b)
{
    const sourced *x = a, *y = b;
    int order = gzt_str_cmp(x->source, y->source);

    return order ? order : (x->at > y->at) - (x->at < y->at);
}

static void
drop_folded(gzt_candidates *c)
{
    size_t kept = 0;

    for (size_t i = 0; i < c->count; i++)
        if (c->items[i].docid)
            c->items[kept++] = c->items[i];
    c->count = kept;
    c->total = (uint32_t)kept;
    c->exact = c->complete = true;
}

gzt_status
gzt_candidates_fold(gzt_reader *reader, gzt_candidates *c, gzt_arena *arena,
                    gzt_err *err)
{
    sourced *all = gzt_arena_array(arena, c->count + 1, sizeof(*all));
    size_t best = 0;
    gzt_status status = GZT_OK;

    for (size_t i = 0; i < c->count && !status; i++) {
        all[i].at = i;
        status = gzt_xdb_doc_value(gzt_reader_db(reader), c->items[i].docid,
                                   GZT_SLOT_SOURCE, arena, &all[i].source, err);
    }
    if (status)
        return status;
    qsort(all, c->count, sizeof(*all), by_source_and_place);
    for (size_t i = 1; i < c->count; i++) {
        if (!all[i].source.len ||
            !gzt_str_eq(all[i].source, all[best].source)) {
            best = i;
            continue;
        }
        c->items[all[best].at].collapsed++;
        c->items[all[i].at].docid = 0;
    }
    drop_folded(c);
    return GZT_OK;
}

// ---- by score --------------------------------------------------------------

// Does the tie across the end of the page end within what was fetched?
static bool
tie_ends(const gzt_candidates *c, uint32_t want)
{
    return c->complete || c->count < want ||
           c->items[c->count - 1].score < c->items[want - 1].score;
}

static void
cut(gzt_candidates *c, uint32_t want)
{
    if (c->count <= want)
        return;
    c->count = want;
    c->complete = false;
}

static bool
is_one_word(const gzt_xquery *q)
{
    while (q->op == GZT_XSCALE || (q->op == GZT_XFILTER && q->count))
        q = q->kids[0];
    return q->op == GZT_XTERM || q->op == GZT_XMAX;
}

// Equal scores are equal to the last bit (see weigh.h), so Xapian can order
// them by uid, which alone is the same however documents are spread. But it
// reads the uid of every document that enters the page for a while; and where
// there are several words, ties are rare, and seen in a few hits more.
static gzt_status
in_order(gzt_reader *reader, gzt_xrequest *request,
         const gzt_search_options *options, uint32_t want, gzt_arena *arena,
         gzt_candidates *out, gzt_err *err)
{
    if (want && want < ALL - SLACK && !options->one_per_source &&
        !is_one_word(request->query)) {
        gzt_status status =
            ask(reader, request, want + SLACK, options, arena, out, err);

        if (status)
            return status;
        if (tie_ends(out, want)) {
            status = settle_ties(reader, out, arena, err);
            cut(out, want); // behind it a tie may have lost some of its own
            return status;
        }
    }
    request->sort = GZT_XSORT_WEIGHT_VALUE;
    request->sort_slot = GZT_SLOT_UID;
    return ask(reader, request, want, options, arena, out, err);
}

typedef struct phrases {
    gzt_reader *reader;
    const gzt_xrequest *request;
    gzt_candidate *kept;
    size_t kept_count, looked;
} phrases;

static gzt_status
has_phrases(phrases *p, uint32_t docid, bool *out, gzt_err *err)
{
    gzt_str trace;
    gzt_status status = gzt_reader_trace(p->reader, docid, &trace, err);

    *out = true;
    for (size_t i = 0; i < p->request->must_count && !status && *out; i++)
        *out = gzt_trace_match(trace, p->request->must[i]);
    return status;
}

static gzt_status
look_for_phrases(phrases *p, const gzt_candidates *pool, uint32_t want,
                 gzt_err *err)
{
    gzt_status status = GZT_OK;

    for (; p->looked < pool->count && p->kept_count < want && !status;
         p->looked++) {
        bool good;

        status = has_phrases(p, pool->items[p->looked].docid, &good, err);
        if (!status && good)
            p->kept[p->kept_count++] = pool->items[p->looked];
    }
    return status;
}

// Ask the traces of the best that have all words, in rank order: unless a
// phrase is rare among them, few need to be looked at. `*done`: these are the
// first `want`.
static gzt_status
best_with_phrases(gzt_reader *reader, const gzt_xrequest *request,
                  const gzt_search_options *options, uint32_t want,
                  gzt_arena *arena, gzt_candidates *out, bool *done,
                  gzt_err *err)
{
    gzt_xrequest words = *request;
    phrases p = { .reader = reader, .request = request };
    gzt_status status = GZT_OK;

    *done = false;
    words.must_count = 0;
    p.kept = gzt_arena_array(arena, want, sizeof(*p.kept));
    for (uint32_t pool = PHRASE_POOL; !*done && pool <= PHRASE_POOL_MAX;
         pool *= PHRASE_POOL) {
        status =
            in_order(reader, &words, options, want * pool, arena, out, err);
        if (!status)
            status = look_for_phrases(&p, out, want, err);
        if (status)
            break;
        *done = p.kept_count == want || out->complete;
    }
    out->exact &= p.looked == p.kept_count;
    out->complete &= p.looked == out->count;
    if (out->complete) {
        out->exact = true;
        out->total = (uint32_t)p.kept_count;
    }
    out->items = p.kept;
    out->count = p.kept_count;
    return status;
}

static gzt_status
by_score(gzt_reader *reader, gzt_xrequest *request,
         const gzt_search_options *options, uint32_t want, gzt_arena *arena,
         gzt_candidates *out, gzt_err *err)
{
    if (request->must_count && want && want <= PHRASE_PAGE &&
        options->count_up_to <= want && !options->one_per_source) {
        bool done;
        gzt_status status = best_with_phrases(reader, request, options, want,
                                              arena, out, &done, err);

        if (status || done)
            return status;
    }
    return in_order(reader, request, options, want, arena, out, err);
}

// ---- by date ---------------------------------------------------------------

static const gzt_xquery *
dated(const gzt_xquery *query, gzt_xop op, gzt_arena *arena)
{
    gzt_xquery *any_date = gzt_arena_alloc(arena, sizeof(*any_date));
    gzt_xquery *q = gzt_arena_alloc(arena, sizeof(*q));
    const gzt_xquery **kids = gzt_arena_array(arena, 2, sizeof(*kids));

    any_date->op = GZT_XRANGE;
    any_date->slot = GZT_SLOT_DATE;
    any_date->low = (gzt_str){ "", 1 };
    kids[0] = query;
    kids[1] = any_date;
    q->op = op;
    q->kids = kids;
    q->count = 2;
    return q;
}

static void
append(gzt_candidates *to, const gzt_candidates *more, gzt_arena *arena)
{
    gzt_candidate *all =
        gzt_arena_array(arena, to->count + more->count + 1, sizeof(*all));

    memcpy(all, to->items, to->count * sizeof(*all));
    if (more->count)
        memcpy(all + to->count, more->items, more->count * sizeof(*all));
    to->items = all;
    to->count += more->count;
    to->total += more->total;
    to->exact &= more->exact;
    to->complete = more->complete;
}

// Articles without a date come last, whichever way the others run.
static gzt_status
all_by_date(gzt_reader *reader, gzt_xrequest *request,
            const gzt_search_options *options, uint32_t want, gzt_arena *arena,
            gzt_candidates *out, gzt_err *err)
{
    const gzt_xquery *query = request->query;
    gzt_candidates undated;
    uint32_t room;
    gzt_status status;

    request->query = dated(query, GZT_XFILTER, arena);
    request->sort = GZT_XSORT_VALUE;
    request->sort_slot = GZT_SLOT_DATE;
    request->sort_descending = options->order != GZT_ORDER_OLDEST;
    status = ask(reader, request, want, options, arena, out, err);
    if (status)
        return status;
    room = out->count < want ? want - (uint32_t)out->count : 0;
    request->query = dated(query, GZT_XAND_NOT, arena);
    request->sort_slot = GZT_SLOT_UID;
    request->sort_descending = false;
    status = ask(reader, request, room, options, arena, &undated, err);
    if (!status)
        append(out, &undated, arena);
    return status;
}

// A source may have dated and undated articles: fold them when both are there.
static gzt_status
by_date(gzt_reader *reader, gzt_xrequest *request,
        const gzt_search_options *options, uint32_t want, gzt_arena *arena,
        gzt_candidates *out, gzt_err *err)
{
    gzt_search_options each = *options;
    gzt_status status;

    each.one_per_source = false;
    if (options->one_per_source)
        want = ALL;
    status = all_by_date(reader, request, &each, want, arena, out, err);
    if (!status && options->one_per_source)
        status = gzt_candidates_fold(reader, out, arena, err);
    return status;
}

// ---- by score and age ------------------------------------------------------

static double
age_factor(gzt_str value, const gzt_search_options *options)
{
    int64_t time = 0;
    double age;

    if (value.len < GZT_TIME_BYTES)
        return 0.5; // an unknown age counts as one half-life
    time = gzt_schema_time_of(value.ptr);
    age = (double)(options->plan.now - time);
    return age <= 0 ? 1 : exp2(-age / (double)options->half_life);
}

static int
by_score_alone(const void *a, const void *b)
{
    double x = ((const gzt_candidate *)a)->score;
    double y = ((const gzt_candidate *)b)->score;

    return (x < y) - (x > y);
}

static gzt_status
by_recency(gzt_reader *reader, gzt_xrequest *request,
           const gzt_search_options *options, uint32_t want, gzt_arena *arena,
           gzt_candidates *out, gzt_err *err)
{
    uint32_t pool = want > RECENCY_POOL ? want : RECENCY_POOL;
    gzt_status status =
        by_score(reader, request, options, pool, arena, out, err);

    for (size_t i = 0; i < out->count && !status; i++) {
        gzt_str value;

        status = gzt_xdb_doc_value(gzt_reader_db(reader), out->items[i].docid,
                                   GZT_SLOT_DATE, arena, &value, err);
        if (status)
            return status;
        out->items[i].age = age_factor(value, options);
        out->items[i].score = rounded(out->items[i].score * out->items[i].age);
    }
    if (status)
        return status;
    qsort(out->items, out->count, sizeof(*out->items), by_score_alone);
    return settle_ties(reader, out, arena, err);
}

gzt_status
gzt_candidates_find(gzt_reader *reader, const gzt_xquery *query,
                    const gzt_search_options *options, uint32_t want,
                    gzt_arena *arena, gzt_candidates *out, gzt_err *err)
{
    gzt_xrequest request, plain;
    gzt_status status;

    prepare(&request, reader, query, arena);
    if (options->order != GZT_ORDER_SCORE)
        return by_date(reader, &request, options, want, arena, out, err);
    if (options->half_life > 0)
        return by_recency(reader, &request, options, want, arena, out, err);
    plain = request;
    status = by_score(reader, &request, options, want, arena, out, err);
    if (status || !out->count || out->items[0].score > 0)
        return status;
    // Filters and stop words weigh nothing: then the newest come first.
    return by_date(reader, &plain, options, want, arena, out, err);
}

static bool
is_guessed(const gzt_xquery *q)
{
    bool found = false;

    if (q->op != GZT_XTRACE && q->op != GZT_XAND && q->op != GZT_XFILTER &&
        q->op != GZT_XSCALE && q->op != GZT_XAND_NOT)
        return has_trace(q);
    // What is excluded has no weight.
    for (size_t i = 0; i < (q->op == GZT_XAND_NOT ? 1 : q->count) && !found;
         i++)
        found = is_guessed(q->kids[i]);
    return found;
}

bool
gzt_candidates_are_guessed(const gzt_reader *reader, const gzt_xquery *query)
{
    return !gzt_reader_is_local(reader) && is_guessed(query);
}

gzt_status
gzt_candidates_weigh(gzt_reader *reader, const gzt_xquery *query, gzt_str id,
                     gzt_arena *arena, double *out, gzt_err *err)
{
    gzt_xquery *key = gzt_arena_alloc(arena, sizeof(*key));
    gzt_xrequest request;
    gzt_xresult result;
    gzt_status status;

    key->op = GZT_XTERM;
    key->term = gzt_schema_key(GZT_S(GZT_PREFIX_ID), id, arena);
    prepare(&request, reader, gzt_plan_filter(query, key, arena), arena);
    request.count = 1;
    status =
        gzt_xdb_search(gzt_reader_db(reader), &request, arena, &result, err);
    if (!status && result.count)
        *out = rounded(result.hits[0].weight);
    return status;
}

gzt_status
gzt_candidates_sort(gzt_reader *reader, gzt_candidates *c, gzt_arena *arena,
                    gzt_err *err)
{
    qsort(c->items, c->count, sizeof(*c->items), by_score_alone);
    return settle_ties(reader, c, arena, err);
}

// A server's own Xapian may fail without weights: see TermSource.
static gzt_xscheme
unweighted(const gzt_reader *reader)
{
    return gzt_reader_is_local(reader) ? GZT_XBOOL : GZT_XWDF;
}

static int
by_docid(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

void
gzt_docids_sort(uint32_t *docids, size_t count)
{
    size_t sorted = 1;

    while (sorted < count && docids[sorted - 1] < docids[sorted])
        sorted++;
    if (sorted < count) // mostly they are
        qsort(docids, count, sizeof(*docids), by_docid);
}

gzt_status
gzt_candidates_all(gzt_reader *reader, const gzt_xquery *query,
                   gzt_arena *arena, uint32_t **docids, size_t *count,
                   gzt_err *err)
{
    gzt_xrequest request;
    gzt_xresult result;
    gzt_status status;

    prepare(&request, reader, query, arena);
    request.scheme = unweighted(reader);
    request.count = request.check_at_least = ALL;
    status =
        gzt_xdb_search(gzt_reader_db(reader), &request, arena, &result, err);
    if (status)
        return status;
    *count = result.count;
    *docids = gzt_arena_array(arena, result.count + 1, sizeof(**docids));
    for (size_t i = 0; i < result.count; i++)
        (*docids)[i] = result.hits[i].docid;
    gzt_docids_sort(*docids, *count);
    return GZT_OK;
}

gzt_status
gzt_candidates_count(gzt_reader *reader, const gzt_xquery *query,
                     gzt_arena *arena, uint32_t *out, gzt_err *err)
{
    gzt_xrequest request;
    gzt_xresult result;
    gzt_status status;

    prepare(&request, reader, query, arena);
    request.scheme = unweighted(reader);
    request.check_at_least = ALL;
    status =
        gzt_xdb_search(gzt_reader_db(reader), &request, arena, &result, err);
    if (!status)
        *out = result.lower == result.upper ? result.lower : result.estimated;
    return status;
}
