/* build.c - the pipeline. */
#include "build/build.h"

#include "base/str.h"
#include "base/workers.h"
#include "build/analysis.h"
#include "build/sink.h"
#include "store/dictionary.h"

#include <stdlib.h>

enum {
    WINDOW = 256,            // records on their way, at most
    FLIGHT_BYTES = 64 << 20, // and their bytes
    WINDOW_LEAST = 16,
    JOB_MEMORY = 256 << 10, // that a record on its way may take
    FLIGHT_SHARE = 4,       // of the writer's memory
    SPREAD_BYTES = 5 << 18, // from all over the input, for the dictionary
    SAMPLE_BYTES = 1 << 20, // of its first records
    SAMPLE_RECORDS = WINDOW
};

// A record on its way through the pipeline.
typedef struct job {
    gzt_raw raw;
    gzt_arena arena; // of all below
    gzt_str reject;
    gzt_str *warnings;
    size_t warning_count;
    gzt_made made;
    gzt_str tagged; // the line that --tag prints
} job;

// What one thread works with.
typedef struct tools {
    gzt_documenter documenter;
    gzt_tagger *tagger;
    gzt_glass_packer *packer;
    gzt_arena arena; // of one article, until it is copied to the job's
} tools;

typedef struct build {
    gzt_writer *writer;
    gzt_input *input;
    const gzt_build_options *options;
    const gzt_build_events *events;
    gzt_account *account;
    gzt_workers *workers;
    gzt_sink *sink;
    tools *tools; // one for each thread
    unsigned threads;
    bool packs;
    job *idle[WINDOW];
    size_t idle_count;
    size_t window, flight_most; // records and their bytes on their way, at most
    size_t flight;              // bytes of records on their way
    bool ended;                 // the input
    bool stopped;               // the user has had enough
    bool too_bad;               // max_bad was reached
} build;

// ---- jobs ------------------------------------------------------------------

static job *
job_new(build *b)
{
    job *j;

    if (b->idle_count)
        return b->idle[--b->idle_count];
    j = gzt_xrealloc(NULL, 1, sizeof(*j));
    *j = (job){ 0 };
    gzt_arena_init(&j->arena);
    return j;
}

static void
job_free(job *j)
{
    gzt_raw_release(&j->raw);
    gzt_arena_release(&j->arena);
    free(j);
}

static void
job_done(build *b, job *j)
{
    b->flight -= j->raw.len;
    gzt_raw_release(&j->raw);
    gzt_arena_reset(&j->arena);
    if (b->idle_count < WINDOW)
        b->idle[b->idle_count++] = j;
    else
        job_free(j);
}

// Keep what the others need to know, and no more: most of what an article
// took to make is not.
static void
keep(job *j, const gzt_parsed *parsed, const gzt_made *made)
{
    j->reject = gzt_arena_copy(&j->arena, parsed->reject);
    j->warning_count = parsed->warning_count;
    j->warnings =
        gzt_arena_array(&j->arena, j->warning_count, sizeof(*j->warnings));
    for (size_t i = 0; i < j->warning_count; i++)
        j->warnings[i] = gzt_arena_copy(&j->arena, parsed->warnings[i]);
    if (parsed->reject.len)
        return;
    gzt_made_copy(made, &j->arena, &j->made);
    free(j->raw.bytes);
    j->raw.bytes = NULL;
}

static gzt_str
tagged(const gzt_article *article, const gzt_analysis *analysis,
       gzt_arena *arena)
{
    gzt_buf line;
    gzt_str kept;

    gzt_buf_init(&line, SIZE_MAX / 2);
    gzt_analysis_json(article, analysis, &line);
    kept = gzt_arena_copy(arena, gzt_buf_str(&line));
    gzt_buf_release(&line);
    return kept;
}

static void
make(const build *b, tools *t, const gzt_article *article, job *j,
     gzt_made *made)
{
    gzt_analysis analysis;

    gzt_analysis_make(&t->documenter, t->tagger, article, &t->arena, &analysis);
    analysis.tagging = b->options->tagging;
    if (b->options->tag) {
        j->tagged = tagged(article, &analysis, &j->arena);
        return;
    }
    gzt_document_make(&t->documenter, article, &analysis, &t->arena,
                      &made->document);
    if (b->packs) // one that does not pack goes to Xapian, which says why
        gzt_made_pack(made, t->packer, &t->arena, NULL);
}

// On a worker: all that needs neither the input nor the index.
static void
work(void *shared, void *argument, unsigned thread)
{
    build *b = shared;
    tools *t = &b->tools[thread];
    job *j = argument;
    gzt_parsed parsed = { 0 };
    gzt_made made = { 0 };

    if (j->raw.refused.len)
        return;
    gzt_arena_reset(&t->arena);
    gzt_input_parse(&j->raw, &b->options->input, &t->arena, &parsed);
    if (!parsed.reject.len)
        make(b, t, &parsed.article, j, &made);
    keep(j, &parsed, &made);
}

// ---- from the input to the workers -----------------------------------------

static bool
wants_to_stop(const build *b)
{
    return b->events->stopped && b->events->stopped(b->events->self);
}

static gzt_status
read_job(build *b, job **out, gzt_err *err)
{
    bool more = false;
    job *j = job_new(b);
    gzt_status status;

    // A signal ends the wait for input; it means the end only if our caller
    // says so, and then what has been read is still indexed.
    do {
        status = gzt_input_next(b->input, &j->raw, &more, err);
        b->stopped |= wants_to_stop(b);
    } while (status == GZT_EINTERRUPTED && !b->stopped);
    if (status == GZT_EINTERRUPTED) {
        status = GZT_OK;
        more = false;
    }
    *out = NULL;
    if (status || !more) {
        b->ended = true;
        j->raw = (gzt_raw){ 0 };
        job_done(b, j);
        return status;
    }
    b->flight += j->raw.len;
    *out = j;
    return GZT_OK;
}

static gzt_status
fill(build *b, gzt_err *err)
{
    while (!b->ended && gzt_workers_pending(b->workers) < b->window &&
           b->flight < b->flight_most) {
        job *j;
        gzt_status status = read_job(b, &j, err);

        if (status)
            return status;
        if (j)
            gzt_workers_put(b->workers, j);
    }
    return GZT_OK;
}

// ---- from the workers to the index -----------------------------------------

static void
reject(build *b, const job *j, gzt_str reason)
{
    b->account->rejected++;
    if (b->events->rejected)
        b->events->rejected(b->events->self, &j->raw, reason);
}

static void
warn(build *b, const job *j, gzt_str warning)
{
    b->account->warnings++;
    if (b->events->warned)
        b->events->warned(b->events->self, &j->raw, j->made.document.id,
                          warning);
}

static void
count_outcomes(build *b)
{
    gzt_outcomes outcomes;

    if (!b->sink)
        return;
    outcomes = gzt_sink_outcomes(b->sink);
    b->account->added = outcomes.added;
    b->account->replaced = outcomes.replaced;
    b->account->unchanged = outcomes.unchanged;
}

static gzt_status
put(build *b, const job *j, gzt_err *err)
{
    for (size_t i = 0; i < j->warning_count; i++)
        warn(b, j, j->warnings[i]);
    b->account->cut_terms += j->made.document.cut_terms;
    if (b->options->tag)
        b->events->tagged(b->events->self, j->tagged);
    if (b->sink)
        return gzt_sink_put(b->sink, &j->made, err);
    b->account->added++;
    return GZT_OK;
}

static gzt_status
finish(build *b, job *j, gzt_err *err)
{
    gzt_status status = GZT_OK;
    uint64_t limit = b->options->max_bad;

    b->account->bytes += j->raw.len;
    if (j->raw.refused.len)
        reject(b, j, j->raw.refused);
    else if (j->reject.len)
        reject(b, j, j->reject);
    else
        status = put(b, j, err);
    b->too_bad = limit && b->account->rejected >= limit;
    if (!status && b->too_bad)
        status = gzt_fail(err, GZT_EINVAL,
                          "stopped after %llu rejected records (--max-bad)",
                          (unsigned long long)limit);
    job_done(b, j);
    count_outcomes(b);
    if (b->events->progress)
        b->events->progress(b->events->self, b->account);
    return status;
}

// ---- the run ---------------------------------------------------------------

static void
set_dictionary(build *b, gzt_str dictionary)
{
    for (unsigned i = 0; i < b->threads; i++)
        gzt_codec_set_dictionary(b->tools[i].documenter.codec, dictionary);
}

// Learn from articles of all over the input, then from the first records, which
// are parsed on this thread: of standard input there is nothing else.
static gzt_str
learn(build *b, job *const *jobs, size_t count, gzt_arena *arena)
{
    gzt_article *spread, *articles;
    size_t sampled = gzt_input_sample(b->input, SPREAD_BYTES, arena, &spread);

    articles = gzt_arena_array(arena, sampled + count + 1, sizeof(*articles));
    if (sampled)
        memcpy(articles, spread, sampled * sizeof(*articles));
    for (size_t i = 0; i < count; i++) {
        gzt_parsed parsed = { 0 };

        if (jobs[i]->raw.refused.len)
            continue;
        gzt_input_parse(&jobs[i]->raw, &b->options->input, arena, &parsed);
        articles[sampled + i] = parsed.article;
    }
    return gzt_dictionary_learn(articles, sampled + count, arena);
}

// A new index learns its dictionary before its first article is deflated.
static gzt_status
begin_new(build *b, gzt_err *err)
{
    job *jobs[SAMPLE_RECORDS];
    gzt_arena arena;
    size_t count = 0;
    gzt_status status = GZT_OK;

    while (!status && !b->ended && count < b->window &&
           b->flight < SAMPLE_BYTES) {
        status = read_job(b, &jobs[count], err);
        count += !status && jobs[count];
    }
    gzt_arena_init(&arena);
    if (!status) {
        gzt_str dictionary = learn(b, jobs, count, &arena);

        set_dictionary(b, dictionary);
        status = gzt_writer_set_dictionary(b->writer, dictionary, err);
    }
    gzt_arena_release(&arena);
    for (size_t i = 0; i < count; i++)
        gzt_workers_put(b->workers, jobs[i]);
    return status;
}

static gzt_status
begin(build *b, gzt_err *err)
{
    uint64_t articles = 0;
    gzt_status status;

    if (!b->writer)
        return GZT_OK;
    status = gzt_writer_count(b->writer, &articles, err);
    if (status)
        return status;
    if (!articles)
        return begin_new(b, err);
    set_dictionary(b, gzt_writer_dictionary(b->writer));
    return GZT_OK;
}

static gzt_status
run(build *b, gzt_err *err)
{
    gzt_status status = begin(b, err);
    job *j;

    while (!status) {
        status = fill(b, err);
        if (status)
            break;
        j = gzt_workers_take(b->workers);
        if (!j)
            break;
        status = finish(b, j, err);
        b->ended |= b->stopped |= wants_to_stop(b);
    }
    if (!status && b->stopped)
        status = gzt_fail(err, GZT_EINTERRUPTED, "interrupted");
    while ((j = gzt_workers_take(b->workers)))
        job_done(b, j);
    return status;
}

// What came before the user stopped it, or the input was found too bad, stays.
static gzt_status
commit(build *b, gzt_status status, gzt_err *err)
{
    gzt_status committed;

    if (!b->sink || (status && status != GZT_EINTERRUPTED && !b->too_bad))
        return status;
    committed = gzt_sink_finish(b->sink, err);
    count_outcomes(b);
    if (!committed)
        committed = gzt_writer_commit(b->writer, err);
    return committed ? committed : status;
}

static void
open_sink(build *b)
{
    gzt_err why;

    if (!b->writer)
        return;
    b->sink = gzt_sink_new(b->writer, b->options->way, &why);
    b->packs = gzt_sink_packs(b->sink);
    if (why.status && b->events->noted)
        b->events->noted(b->events->self, gzt_str_of(why.text));
}

// With little memory, fewer records are on their way.
static void
set_window(build *b)
{
    size_t memory = b->writer ? gzt_writer_memory(b->writer) : SIZE_MAX;

    b->window = WINDOW;
    b->flight_most = FLIGHT_BYTES;
    if (memory / JOB_MEMORY < WINDOW)
        b->window = memory / JOB_MEMORY;
    if (b->window < WINDOW_LEAST)
        b->window = WINDOW_LEAST;
    if (memory / FLIGHT_SHARE < FLIGHT_BYTES)
        b->flight_most = memory / FLIGHT_SHARE;
}

static void
tools_init(tools *t, const struct gzt_lexicon *lexicon)
{
    gzt_documenter_init(&t->documenter);
    t->tagger = lexicon ? gzt_tagger_new(lexicon) : NULL;
    t->packer = gzt_glass_packer_new();
    gzt_arena_init(&t->arena);
}

static void
tools_release(tools *t)
{
    gzt_documenter_release(&t->documenter);
    gzt_tagger_free(t->tagger);
    gzt_glass_packer_free(t->packer);
    gzt_arena_release(&t->arena);
}

gzt_status
gzt_build(gzt_writer *writer, gzt_input *input,
          const gzt_build_options *options, const gzt_build_events *events,
          gzt_account *account, gzt_err *err)
{
    build b = { .writer = writer,
                .input = input,
                .options = options,
                .events = events,
                .account = account };
    gzt_status status;

    b.threads = options->jobs ? options->jobs : gzt_processors();
    b.tools = gzt_xrealloc(NULL, b.threads, sizeof(*b.tools));
    for (unsigned i = 0; i < b.threads; i++)
        tools_init(&b.tools[i], options->lexicon);
    set_window(&b); // of what the bulk builder has not taken yet
    open_sink(&b);
    status = gzt_workers_open(&b.workers, b.threads, b.window, work, &b, err);
    if (!status)
        status = commit(&b, run(&b, err), err);
    gzt_workers_close(b.workers);
    gzt_sink_free(b.sink);
    for (unsigned i = 0; i < b.threads; i++)
        tools_release(&b.tools[i]);
    while (b.idle_count)
        job_free(b.idle[--b.idle_count]);
    free(b.tools);
    return status;
}
