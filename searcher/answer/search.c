/* search.c - a query in, an answer out. */
#include "answer/search.h"

#include "answer/expand.h"
#include "answer/names.h"
#include "answer/prints.h"
#include "answer/proximity.h"
#include "answer/score.h"
#include "answer/searching.h"
#include "answer/suggest.h"
#include "answer/weigh.h"
#include "base/str.h"

#include <time.h>

enum {
    COUNT_UP_TO = 1000,
    REOPENED_MAX = 20,
    DAMAGED_MAX = 4, // a block that was just replaced looks like damage
    GUESSES_MAX = 8  // words of a query for which a near one is looked for
};

void
gzt_search_defaults(gzt_search_options *options)
{
    *options = (gzt_search_options){ .count = 10, .count_up_to = COUNT_UP_TO };
}

static double
clock_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

const gzt_xquery *
gzt_searching_dated(const searching *s, const gzt_xquery *query)
{
    const gzt_search_options *o = s->options;

    if (!o->dated)
        return query;
    return gzt_plan_filter(query, gzt_plan_dates(o->first, o->last, s->arena),
                           s->arena);
}

// What is like something; the query, if there is one, only filters.
static gzt_status
plan_similar(searching *s, bool filter)
{
    const gzt_xquery *asked = s->plan.query;
    gzt_status status =
        gzt_similar_plan(s->reader, s->analyzer, &s->options->similar, s->arena,
                         &s->plan, s->err);

    if (!status && filter)
        s->plan.query = gzt_plan_filter(s->plan.query, asked, s->arena);
    return status;
}

gzt_status
gzt_searching_plan(searching *s, gzt_str text, const gzt_node **node,
                   gzt_query_fault *fault)
{
    const gzt_search_options *o = s->options;
    gzt_status status =
        gzt_query_parse(text, o->plan.strict, s->arena, node, fault, s->err);

    if (!status)
        status = gzt_plan_make(*node, text, s->reader, s->analyzer, &o->plan,
                               s->arena, &s->plan, fault, s->err);
    if (!status && o->like)
        status = plan_similar(s, gzt_str_trim(text).len > 0);
    if (status)
        return status;
    if (o->plan.strict && s->plan.note_count)
        return gzt_fail(s->err, GZT_EINVAL, "%.*s (--strict)",
                        GZT_ARG(s->plan.notes[0]));
    s->asked = gzt_searching_dated(s, s->plan.query);
    status = gzt_weigh(s->reader, s->asked, s->arena, &s->query, s->err);
    s->words = s->query;
    return status;
}

// ---- hits ------------------------------------------------------------------

static void
fill_fields(gzt_hit *hit, const gzt_article *a)
{
    hit->id = a->id;
    hit->title = a->title;
    hit->date = a->date;
    hit->updated = a->updated;
    hit->source = a->source;
    hit->author = a->author;
    hit->lang = a->lang;
    hit->section = a->section;
    hit->url = a->url;
    hit->path = a->path;
}

static void
fill_details(searching *s, gzt_hit *hit, const gzt_text *text)
{
    hit->title_mark_count =
        gzt_text_marks(text->title_matches, text->title_match_count, s->arena,
                       &hit->title_marks);
    hit->matched_count =
        gzt_text_matched(text, &s->matcher, s->arena, &hit->matched);
    if (s->options->snippet_words)
        gzt_text_snippet(text, &s->matcher, s->options->snippet_words, s->arena,
                         hit);
}

static gzt_status
fill_entities(searching *s, gzt_hit *hit, const gzt_text *text)
{
    gzt_named_text fields[] = { { text->article.title, &text->title },
                                { text->article.body, &text->body } };

    if (!s->options->entities)
        return GZT_OK;
    return gzt_names_of(s->options->plan.lexicon, s->reader, text->docid,
                        fields, 2, s->arena, &hit->entities, &hit->entity_count,
                        s->err);
}

static gzt_status
make_hit(searching *s, const gzt_candidate *candidate, const gzt_text *text,
         uint32_t rank, gzt_hit *hit)
{
    gzt_article header;
    gzt_text read;
    gzt_status status = GZT_OK;

    *hit = (gzt_hit){ .rank = rank,
                      .score = candidate->score,
                      .collapsed = candidate->collapsed };
    if (!s->options->details) {
        status = gzt_reader_header(s->reader, candidate->docid, s->arena,
                                   &header, s->err);
        fill_fields(hit, &header);
        return status;
    }
    if (!text) {
        status = gzt_text_read(&read, &s->matcher, s->reader, s->analyzer,
                               candidate->docid, s->arena, s->err);
        text = &read;
    }
    if (status)
        return status;
    fill_fields(hit, &text->article);
    fill_details(s, hit, text);
    if (s->options->score_parts)
        status = gzt_score_split(s, candidate, text, hit);
    return status ? status : fill_entities(s, hit, text);
}

const gzt_xquery *
gzt_searching_borne_out(searching *s, const gzt_text *text, const gzt_xquery *q,
                        gzt_arena *arena, gzt_status *status)
{
    gzt_xquery *copy = gzt_arena_alloc(arena, sizeof(*copy));
    const gzt_xquery **kids =
        gzt_arena_array(arena, q->count + 1, sizeof(*kids));
    bool has = true;

    if ((q->op == GZT_XTRACE || q->op == GZT_XAND_NOT) && !*status)
        *status = gzt_text_matches(text, q, s->reader, arena, &has, s->err);
    *copy = *q;
    copy->kids = kids;
    if (!has) {
        copy->op = GZT_XNOTHING;
        copy->count = 0;
    }
    for (size_t i = 0; i < copy->count; i++)
        kids[i] = gzt_searching_borne_out(s, text, q->kids[i], arena, status);
    return copy;
}

// Xapian has asked the trace. Where that is all there is to ask, the words of
// the article can tell that it is right.
static gzt_status
is_borne_out(searching *s, uint32_t docid, bool *out)
{
    gzt_arena scratch;
    gzt_status status;

    *out = false;
    if (s->plan.has_exact || !gzt_reader_is_local(s->reader))
        return GZT_OK;
    if (!s->prints)
        s->prints = gzt_prints_new(s->plan.query, s->arena);
    gzt_arena_init(&scratch);
    status =
        gzt_prints_are_true(s->prints, s->reader, docid, &scratch, out, s->err);
    gzt_arena_release(&scratch);
    return status;
}

// Does the text itself match? Where the weight was a guess, too, it is asked
// for again. Only what stays is kept in the arena.
static gzt_status
passes(searching *s, const gzt_xquery *query, bool guessed,
       gzt_candidate *candidate, bool *out)
{
    gzt_arena scratch;
    gzt_text text;
    gzt_status status;

    gzt_arena_init(&scratch);
    status = gzt_text_read(&text, &s->matcher, s->reader, s->analyzer,
                           candidate->docid, &scratch, s->err);
    if (!status)
        status =
            gzt_text_matches(&text, query, s->reader, &scratch, out, s->err);
    if (!status && *out && guessed) {
        const gzt_xquery *true_query =
            gzt_searching_borne_out(s, &text, s->query, &scratch, &status);

        if (!status)
            status =
                gzt_candidates_weigh(s->reader, true_query, text.article.id,
                                     &scratch, &candidate->score, s->err);
    }
    gzt_arena_release(&scratch);
    return status;
}

// Could the candidate, whose score is at most what it seems, still enter a
// page of `want` hits? `kept` are in order.
static bool
may_enter(const gzt_candidates *c, size_t kept, size_t looked, uint32_t want,
          bool guessed)
{
    if (kept < want)
        return true;
    return guessed && want &&
           c->items[looked].score >= c->items[want - 1].score;
}

static void
keep_in_order(gzt_candidates *c, size_t kept, gzt_candidate candidate)
{
    for (; kept && c->items[kept - 1].score < candidate.score; kept--)
        c->items[kept] = c->items[kept - 1];
    c->items[kept] = candidate;
}

// The index only guesses where a trace or a written form is concerned: drop
// the candidates, in rank order, whose text does not bear it out. `*enough`:
// no further candidate could change the page.
static gzt_status
check_candidates(searching *s, gzt_candidates *c, uint32_t want, bool *enough)
{
    size_t kept = 0, looked = 0;
    bool guessed = s->options->order == GZT_ORDER_SCORE &&
                   !s->options->half_life &&
                   gzt_candidates_are_guessed(s->reader, s->query);

    for (; looked < c->count && may_enter(c, kept, looked, want, guessed);
         looked++) {
        gzt_candidate candidate = c->items[looked];
        bool good;
        gzt_status status = is_borne_out(s, candidate.docid, &good);

        if (!status && !good)
            status = passes(s, s->plan.query, guessed, &candidate, &good);
        if (status)
            return status;
        if (good && guessed)
            keep_in_order(c, kept++, candidate);
        else if (good)
            c->items[kept++] = candidate;
    }
    c->total -= (uint32_t)(looked - kept);
    *enough = c->complete || (kept >= want && (!guessed || looked < c->count));
    if (looked < c->count) {
        c->complete = false;
        // What is local has been asked for the phrase; the fingerprints that
        // stand for words rarely err.
        c->exact &= looked == kept && !s->plan.has_exact &&
                    gzt_reader_is_local(s->reader);
    }
    c->count = kept;
    return guessed ? gzt_candidates_sort(s->reader, c, s->arena, s->err)
                   : GZT_OK;
}

// Folded before its text is asked, a hit that does not match would stand for
// one that does. What is alike only all hits can tell.
static bool
folds_late(const searching *s)
{
    if (s->options->one_per_story)
        return true;
    return s->options->one_per_source &&
           (s->plan.has_exact ||
            (s->plan.has_trace && !gzt_reader_is_local(s->reader)));
}

static gzt_status
find_and_fold(searching *s, gzt_candidates *c)
{
    gzt_search_options options = *s->options;
    gzt_status status;
    bool enough;

    options.one_per_source = false;
    status = gzt_candidates_find(s->reader, s->query, &options, UINT32_MAX / 4,
                                 s->arena, c, s->err);
    if (!status && (s->plan.has_trace || s->plan.has_exact))
        status = check_candidates(s, c, UINT32_MAX / 4, &enough);
    if (status)
        return status;
    return s->options->one_per_story
               ? gzt_candidates_fold_stories(s->reader, c, s->arena, s->err)
               : gzt_candidates_fold(s->reader, c, s->arena, s->err);
}

static gzt_status
find_checked(searching *s, uint32_t want, gzt_candidates *c)
{
    bool check = s->plan.has_trace || s->plan.has_exact;
    uint32_t ask = want;
    gzt_status status;

    if (folds_late(s))
        return find_and_fold(s, c);
    for (;; ask *= 4) {
        bool enough;

        status = gzt_candidates_find(s->reader, s->query, s->options, ask,
                                     s->arena, c, s->err);
        if (status || !check)
            return status;
        status = check_candidates(s, c, want, &enough);
        if (status || enough || ask > UINT32_MAX / 8)
            return status;
    }
}

// A phrase that every hit must have says all there is to say of distances.
static bool
has_phrase(const gzt_xquery *q)
{
    bool found = q->op == GZT_XTRACE;

    if (q->op == GZT_XAND_NOT)
        return has_phrase(q->kids[0]);
    if (q->op != GZT_XAND && q->op != GZT_XFILTER)
        return found;
    for (size_t i = 0; i < q->count && !found; i++)
        found = has_phrase(q->kids[i]);
    return found;
}

// The first `want` hits; those at the top ordered by how close their words
// stand, too. A pool of fixed size: pages must fit together.
gzt_status
gzt_searching_find(searching *s, uint32_t want, gzt_candidates *c)
{
    bool near = s->options->order == GZT_ORDER_SCORE &&
                !s->options->half_life && !has_phrase(s->asked) &&
                gzt_proximity_counts(s->words);
    uint32_t pool =
        near && want < GZT_PROXIMITY_POOL ? GZT_PROXIMITY_POOL : want;
    gzt_status status = find_checked(s, pool, c);

    if (!status && near && c->count && c->items[0].score > 0)
        status = gzt_proximity_add(s->reader, s->words, c, s->arena, s->err);
    if (!status && c->count > want)
        c->count = want;
    return status;
}

static gzt_status
take_hits(searching *s, const gzt_candidates *c, gzt_answer *out)
{
    uint32_t first = s->options->offset;
    size_t end = c->count < (uint64_t)first + s->options->count
                     ? c->count
                     : (size_t)first + s->options->count;
    gzt_hit *hits;
    gzt_status status = GZT_OK;

    if (first >= end)
        return GZT_OK;
    hits = gzt_arena_array(s->arena, end - first, sizeof(*hits));
    for (size_t i = first; i < end && !status; i++) {
        status =
            make_hit(s, &c->items[i], NULL, (uint32_t)i + 1, &hits[out->count]);
        out->count += !status;
    }
    out->hits = hits;
    return status;
}

// ---- counts and words ------------------------------------------------------

// Over a server a word that is a phrase, or has one among its names, is
// counted by asking the texts.
static gzt_status
count_word(searching *s, const gzt_xquery *query, bool phrases, uint32_t *out)
{
    gzt_search_options all = { .count_up_to = UINT32_MAX };
    gzt_candidates c;
    gzt_status status;

    if (gzt_reader_is_local(s->reader) || !phrases)
        return gzt_candidates_count(s->reader, query, s->arena, out, s->err);
    status = gzt_candidates_find(s->reader, query, &all, UINT32_MAX / 4,
                                 s->arena, &c, s->err);
    *out = 0;
    for (size_t i = 0; i < c.count && !status; i++) {
        bool good = false;

        status = passes(s, query, false, &c.items[i], &good);
        *out += good;
    }
    return status;
}

gzt_status
gzt_searching_count(searching *s, gzt_answer *out)
{
    gzt_word_count *words =
        gzt_arena_array(s->arena, s->plan.word_count + 1, sizeof(*words));
    gzt_status status = GZT_OK;

    for (size_t i = 0; i < s->plan.word_count && !status; i++) {
        const gzt_plan_word *word = &s->plan.words[i];

        if (!word->query)
            continue;
        words[out->word_count].word = word->text;
        words[out->word_count].wanted = !word->negative && !word->dropped;
        status = count_word(s, word->query, s->plan.has_trace,
                            &words[out->word_count].documents);
        out->word_count++;
    }
    out->words = words;
    return status;
}

static gzt_status
just_count(searching *s, gzt_answer *out)
{
    gzt_candidates c;
    gzt_status status;

    out->total_exact = true;
    out->at_most = s->plan.has_trace && !gzt_reader_is_local(s->reader);
    if (!s->plan.has_exact && !out->at_most && !s->options->one_per_source &&
        !s->options->one_per_story)
        return gzt_candidates_count(s->reader, s->query, s->arena, &out->total,
                                    s->err);
    // The text must be asked, so look at every candidate.
    status = gzt_searching_find(s, UINT32_MAX / 4, &c);
    out->total = (uint32_t)c.count;
    out->at_most = false;
    return status;
}

// Ask once, and again with the words of the best hits.
static gzt_status
expand(searching *s)
{
    gzt_candidates best;
    gzt_str note;
    gzt_status status = gzt_searching_find(s, GZT_EXPAND_HITS, &best);

    if (!status)
        status = gzt_expand(s->reader, s->analyzer, &s->plan, s->asked,
                            s->options->plan.any, &best, s->arena, &s->asked,
                            &note, s->err);
    if (!status)
        status = gzt_weigh(s->reader, s->asked, s->arena, &s->query, s->err);
    if (status || !note.len)
        return status;
    s->plan.notes = gzt_arena_more(s->arena, s->plan.notes, s->plan.note_count,
                                   sizeof(note));
    ((gzt_str *)s->plan.notes)[s->plan.note_count++] = note;
    return GZT_OK;
}

static gzt_status
answer(searching *s, gzt_answer *out)
{
    gzt_candidates c = { 0 };
    uint64_t want = (uint64_t)s->options->offset + s->options->count;
    gzt_status status;

    if (s->options->expand) {
        status = expand(s);
        if (status)
            return status;
    }
    if (!s->options->count)
        return just_count(s, out);
    status = gzt_searching_find(
        s, want > UINT32_MAX / 4 ? UINT32_MAX / 4 : (uint32_t)want, &c);
    if (!status)
        status = take_hits(s, &c, out);
    out->total = c.total;
    out->total_exact = c.exact;
    out->at_most = !c.exact && (s->plan.has_trace || s->plan.has_exact);
    return status;
}

// For each word that no article has, a near one; and what has no date.
static gzt_status
explain_zero(searching *s, gzt_answer *out)
{
    gzt_status status = GZT_OK;
    size_t guesses = 0;

    for (size_t i = 0; i < out->word_count && !status; i++) {
        gzt_word_count *word = (gzt_word_count *)&out->words[i];

        if (word->wanted && !word->documents && guesses++ < GUESSES_MAX)
            status = gzt_suggest_word(s->reader, s->analyzer, word->word,
                                      s->arena, &word->suggestion, s->err);
    }
    if (!status && s->options->dated)
        status = gzt_suggest_undated(s->reader, s->plan.query, s->arena,
                                     &out->undated, s->err);
    return status;
}

gzt_status
gzt_search_once(gzt_reader *reader, gzt_analyzer *analyzer, gzt_str query,
                const gzt_search_options *options, gzt_arena *arena,
                gzt_answer *out, gzt_query_fault *fault, gzt_err *err)
{
    searching s = { .reader = reader,
                    .analyzer = analyzer,
                    .options = options,
                    .arena = arena,
                    .err = err };
    double began = clock_seconds();
    const gzt_node *node;
    gzt_status status = gzt_searching_plan(&s, query, &node, fault);

    *out = (gzt_answer){ .query = query };
    if (!status && (options->details || s.plan.has_trace || s.plan.has_exact))
        status = gzt_matcher_init(&s.matcher, &s.plan, reader, arena, err);
    if (!status)
        status = answer(&s, out);
    if (!status &&
        (options->count_words || (!out->total && !options->bare_zeros)))
        status = gzt_searching_count(&s, out);
    if (!status && !out->total && !options->bare_zeros)
        status = explain_zero(&s, out);
    out->notes = s.plan.notes;
    out->note_count = s.plan.note_count;
    out->seconds = clock_seconds() - began;
    return status;
}

static bool
may_have_moved(gzt_status status)
{
    return status == GZT_EMODIFIED || status == GZT_ENOTFOUND ||
           status == GZT_EFORMAT;
}

bool
gzt_search_again(gzt_reader *reader, gzt_status *status, int attempt,
                 gzt_err *err)
{
    gzt_status opened;

    if (!may_have_moved(*status) || attempt == REOPENED_MAX ||
        (*status == GZT_EFORMAT && attempt == DAMAGED_MAX))
        return false;
    opened = gzt_reader_reopen(reader, err);
    if (opened)
        *status = opened;
    return !opened;
}

gzt_status
gzt_search(gzt_reader *reader, gzt_analyzer *analyzer, gzt_str query,
           const gzt_search_options *options, gzt_arena *arena, gzt_answer *out,
           gzt_query_fault *fault, gzt_err *err)
{
    gzt_status status;
    int attempt = 0;

    do {
        gzt_arena_reset(arena);
        status = gzt_search_once(reader, analyzer, query, options, arena, out,
                                 fault, err);
    } while (gzt_search_again(reader, &status, attempt++, err));
    return status;
}
