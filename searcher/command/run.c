/* run.c - do what was asked of `searcher`, and print it. */
#include "command/run.h"

#include "answer/graph.h"
#include "base/file.h"
#include "base/str.h"
#include "base/workers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    EXIT_HITS = 0,
    EXIT_NONE = 1,
    EXIT_BAD = 2,
    EXIT_AGAIN = 75
};

enum {
    OUT_MAX = 2000 << 20,
    OUT_FLUSH = 1 << 16,
    PAGE = 2000, // hits of a long list that are made at once
    BATCH_WINDOW = 64
};

// Tools of one thread.
typedef struct session {
    gzt_search_request *request;
    gzt_reader *reader;
    gzt_analyzer *analyzer;
    gzt_aliases *aliases;
    gzt_arena arena;
    gzt_buf out;
} session;

int
gzt_searcher_fail(const gzt_err *err)
{
    if (err->status == GZT_EINTERRUPTED) // the reader of our pipe has gone
        return EXIT_HITS;
    fprintf(stderr, "searcher: %s\n", err->text);
    switch (err->status) {
    case GZT_ELOCKED:
    case GZT_EMODIFIED:
    case GZT_ENETWORK:
        return EXIT_AGAIN;
    default:
        return EXIT_BAD;
    }
}

static gzt_status
session_open(session *s, gzt_search_request *request, gzt_err *err)
{
    *s = (session){ .request = request, .analyzer = gzt_analyzer_new() };
    gzt_arena_init(&s->arena);
    gzt_buf_init(&s->out, OUT_MAX);
    return gzt_reader_open(&s->reader, request->places, request->place_count,
                           err);
}

static void
session_close(session *s)
{
    gzt_reader_close(s->reader);
    gzt_analyzer_free(s->analyzer);
    gzt_arena_release(&s->arena);
    gzt_buf_release(&s->out);
}

// ---- what goes to stderr ---------------------------------------------------

static void
say(gzt_buf *line)
{
    gzt_err ignored;

    gzt_buf_putc(line, '\n');
    gzt_term_write(STDERR_FILENO, line, &ignored);
}

// A query that does not parse: the place under a caret.
static int
fail_query(gzt_str query, const gzt_query_fault *fault, gzt_arena *arena,
           const gzt_err *err)
{
    gzt_str lines;

    if (!fault->message.len)
        return gzt_searcher_fail(err);
    lines = gzt_query_fault_show(query, fault, gzt_term_columns(STDERR_FILENO),
                                 arena);
    fprintf(stderr, "searcher: %.*s%s", GZT_ARG(lines),
            gzt_str_ends(lines, GZT_S("\n")) ? "" : "\n");
    return EXIT_BAD;
}

static void
say_notes(const gzt_answer *answer, gzt_buf *line)
{
    for (size_t i = 0; i < answer->note_count; i++) {
        gzt_buf_put(line, GZT_S("searcher: "));
        gzt_print_escaped(answer->notes[i], line);
        say(line);
    }
}

static void
say_suggestions(const gzt_answer *answer, gzt_buf *line)
{
    size_t count = 0;

    for (size_t i = 0; i < answer->word_count; i++) {
        if (!answer->words[i].suggestion.len)
            continue;
        gzt_buf_put(line,
                    count++ ? GZT_S(", ") : GZT_S("searcher: did you mean "));
        gzt_print_escaped(answer->words[i].suggestion, line);
    }
    if (count) {
        gzt_buf_putc(line, '?');
        say(line);
    }
}

// No hits: what each word has, and what would help.
static void
say_zero(const session *s, const gzt_answer *answer, gzt_buf *line)
{
    size_t words = 0;

    gzt_buf_put(line, GZT_S("searcher: no hits: "));
    for (size_t i = 0; i < answer->word_count; i++) {
        if (!answer->words[i].wanted)
            continue;
        gzt_buf_put(line, words++ ? GZT_S(", ") : GZT_S(""));
        gzt_print_escaped(answer->words[i].word, line);
        gzt_buf_printf(line, " %u", answer->words[i].documents);
    }
    if (words > 1 && !s->request->search.plan.any)
        gzt_buf_put(line, GZT_S("; try --match any"));
    if (s->request->search.dated)
        gzt_buf_put(line, GZT_S("; try a wider range of dates"));
    if (answer->undated)
        gzt_buf_printf(line, "; %u article%s without a date would match",
                       answer->undated, answer->undated == 1 ? "" : "s");
    say(line);
    say_suggestions(answer, line);
}

// ---- searching -------------------------------------------------------------

static gzt_status
flush(session *s, gzt_err *err)
{
    return gzt_term_write(STDOUT_FILENO, &s->out, err);
}

static gzt_str
query_of(const session *s)
{
    return gzt_buf_str(&s->request->query);
}

static int
finish_search(session *s, const gzt_answer *answer, uint32_t shown)
{
    gzt_buf line;
    gzt_err err = { 0 };

    if (flush(s, &err))
        return gzt_searcher_fail(&err);
    gzt_buf_init(&line, OUT_MAX);
    if (!s->request->quiet) {
        say_notes(answer, &line);
        if (!shown && !answer->total)
            say_zero(s, answer, &line);
        else if (s->request->style.layout == GZT_LAYOUT_HUMAN) {
            gzt_print_summary(&s->request->style, answer, &line);
            gzt_term_write(STDERR_FILENO, &line, &err);
        }
    }
    gzt_buf_release(&line);
    return shown || answer->total ? EXIT_HITS : EXIT_NONE;
}

static int
run_search(session *s)
{
    gzt_err err = { 0 };
    gzt_query_fault fault = { 0 };
    gzt_answer answer;

    if (gzt_search(s->reader, s->analyzer, query_of(s), &s->request->search,
                   &s->arena, &answer, &fault, &err))
        return fail_query(query_of(s), &fault, &s->arena, &err);
    gzt_print_hits(&s->request->style, &answer, true, &s->out);
    return finish_search(s, &answer, (uint32_t)answer.count);
}

static int
run_count(session *s)
{
    gzt_err err = { 0 };
    gzt_query_fault fault = { 0 };
    gzt_answer answer;

    s->request->search.count = 0;
    if (gzt_search(s->reader, s->analyzer, query_of(s), &s->request->search,
                   &s->arena, &answer, &fault, &err))
        return fail_query(query_of(s), &fault, &s->arena, &err);
    gzt_buf_printf(&s->out, "%u\n", answer.total);
    return finish_search(s, &answer, 0);
}

static int
run_show(session *s)
{
    gzt_err err = { 0 };
    int code = EXIT_HITS;

    for (size_t i = 0; i < s->request->id_count; i++) {
        gzt_str id = gzt_str_of(s->request->ids[i]);
        gzt_article article;
        uint32_t docid;
        gzt_status status = gzt_reader_find(s->reader, id, &docid, &err);

        if (status == GZT_ENOTFOUND) {
            gzt_buf line;

            gzt_buf_init(&line, OUT_MAX);
            gzt_buf_put(&line, GZT_S("searcher: no article has the id "));
            gzt_print_escaped(id, &line);
            say(&line);
            gzt_buf_release(&line);
            code = EXIT_NONE;
            continue;
        }
        if (!status)
            status =
                gzt_reader_article(s->reader, docid, &s->arena, &article, &err);
        if (status)
            return gzt_searcher_fail(&err);
        gzt_print_article(&s->request->style, &article, &s->out);
        gzt_arena_reset(&s->arena);
        if (flush(s, &err))
            return gzt_searcher_fail(&err);
    }
    return code;
}

static int
run_explain(session *s)
{
    gzt_err err = { 0 };
    gzt_query_fault fault = { 0 };
    bool json = s->request->style.layout == GZT_LAYOUT_JSON;
    gzt_answer answer;
    gzt_str text;

    if (gzt_search_explain(s->reader, s->analyzer, query_of(s),
                           &s->request->search, json, &s->arena, &text, &fault,
                           &err))
        return fail_query(query_of(s), &fault, &s->arena, &err);
    gzt_buf_put(&s->out, text);
    s->request->search.details = s->request->search.score_parts = true;
    if (gzt_search(s->reader, s->analyzer, query_of(s), &s->request->search,
                   &s->arena, &answer, &fault, &err))
        return fail_query(query_of(s), &fault, &s->arena, &err);
    if (!json)
        gzt_print_why(&answer, &s->out);
    gzt_print_hits(&s->request->style, &answer, true, &s->out);
    return finish_search(s, &answer, (uint32_t)answer.count);
}

static int
run_why_not(session *s)
{
    gzt_err err = { 0 };
    gzt_query_fault fault = { 0 };
    bool json = s->request->style.layout == GZT_LAYOUT_JSON, matched = false;
    gzt_str text;

    if (gzt_search_why_not(s->reader, s->analyzer, query_of(s),
                           gzt_str_of(s->request->why_not), &s->request->search,
                           json, &s->arena, &text, &matched, &fault, &err))
        return fail_query(query_of(s), &fault, &s->arena, &err);
    gzt_buf_put(&s->out, text);
    if (flush(s, &err))
        return gzt_searcher_fail(&err);
    return matched ? EXIT_HITS : EXIT_NONE;
}

// ---- counts ----------------------------------------------------------------

static int
finish_counts(session *s, uint32_t hits)
{
    gzt_err err = { 0 };

    if (flush(s, &err))
        return gzt_searcher_fail(&err);
    if (!hits && !s->request->quiet)
        fprintf(stderr, "searcher: no hits to count\n");
    return hits ? EXIT_HITS : EXIT_NONE;
}

static int
run_facets(session *s)
{
    const gzt_search_request *r = s->request;
    gzt_err err = { 0 };
    gzt_query_fault fault = { 0 };
    gzt_facets facets;

    if (gzt_facets_count(s->reader, s->analyzer, query_of(s), &r->search,
                         r->facets, r->facet_count, r->search.count, &s->arena,
                         &facets, &fault, &err))
        return fail_query(query_of(s), &fault, &s->arena, &err);
    gzt_print_facets(&r->style, &facets, &s->out);
    return finish_counts(s, facets.hits);
}

static int
run_graph(session *s)
{
    const gzt_search_request *r = s->request;
    size_t limit = r->count_set ? r->search.count : SIZE_MAX;
    gzt_err err = { 0 };
    gzt_query_fault fault = { 0 };
    gzt_graph graph;

    if (gzt_graph_make(s->reader, s->analyzer, query_of(s), &r->search, r->min,
                       limit, &s->arena, &graph, &fault, &err))
        return fail_query(query_of(s), &fault, &s->arena, &err);
    gzt_print_graph(r->graph, &graph, &s->out);
    if (graph.hits && !graph.edge_count && !r->quiet)
        fprintf(stderr,
                "searcher: no two entities share a sentence in %u articles or "
                "more; try --min 1\n",
                r->min);
    return finish_counts(s, graph.hits);
}

// ---- batches ---------------------------------------------------------------

// A query on its way; `out` is its whole answer.
typedef struct task {
    gzt_str label, query;
    uint64_t line;
    gzt_buf out, notes;
    char *plain; // the query without its grammar, where that was needed
    bool hit, bad;
    gzt_err err;
} task;

typedef struct batch {
    gzt_search_request *request;
    session *sessions; // one for each thread
} batch;

// The words of a query without whatever could be grammar.
static gzt_str
plain_words(task *t)
{
    size_t len = t->query.len;

    t->plain = gzt_xrealloc(NULL, len, 1);
    for (size_t i = 0; i < len; i++) {
        char c = t->query.ptr[i];
        bool lone = c == '-' && (!i || t->query.ptr[i - 1] == ' ');

        t->plain[i] = lone || strchr("\"()~*:", c) ? ' ' : c;
    }
    return (gzt_str){ t->plain, len };
}

// The start of a message about a query of a batch. Its label may hold anything.
static void
put_query_name(const task *t, gzt_buf *out)
{
    gzt_buf_printf(out, "searcher: query %llu (", (unsigned long long)t->line);
    gzt_print_escaped(t->label, out);
    gzt_buf_put(out, GZT_S("): "));
}

// A line of a batch is often no query but a sentence: what does not parse is
// searched for as words, and said so.
static gzt_status
search_plain(session *s, const gzt_search_options *options, task *t,
             const gzt_query_fault *fault, gzt_answer *answer)
{
    gzt_query_fault again = { 0 };

    put_query_name(t, &t->notes);
    gzt_print_escaped(fault->message, &t->notes);
    gzt_buf_put(&t->notes, GZT_S("; searched as plain words\n"));
    return gzt_search(s->reader, s->analyzer, plain_words(t), options,
                      &s->arena, answer, &again, &t->err);
}

static void
answer_task(void *shared, void *job, unsigned thread)
{
    batch *b = shared;
    session *s = &b->sessions[thread];
    task *t = job;
    gzt_query_fault fault = { 0 };
    gzt_search_options options = b->request->search;
    gzt_answer answer;
    gzt_status status;

    options.plan.aliases = s->aliases;
    options.bare_zeros = true;
    status = gzt_search(s->reader, s->analyzer, t->query, &options, &s->arena,
                        &answer, &fault, &t->err);
    if (status == GZT_EINVAL && fault.message.len && !options.plan.strict)
        status = search_plain(s, &options, t, &fault, &answer);
    t->bad = status != GZT_OK;
    if (t->bad)
        return;
    answer.label = t->label;
    t->hit = answer.count > 0;
    gzt_print_hits(&b->request->style, &answer,
                   t->line == 1 || b->request->style.layout != GZT_LAYOUT_CSV,
                   &t->out);
    if (b->request->verbose)
        say_notes(&answer, &t->notes);
}

static task *
next_task(FILE *file, uint64_t *number)
{
    char *line = NULL, *tab;
    size_t size = 0;
    ssize_t len;
    task *t;

    do {
        free(line);
        line = NULL;
        size = 0;
        len = getline(&line, &size, file);
        if (len <= 0) {
            free(line);
            return NULL;
        }
        while (len && (line[len - 1] == '\n' || line[len - 1] == '\r'))
            len--;
    } while (!len);
    t = gzt_xrealloc(NULL, 1, sizeof(*t));
    *t = (task){ .line = ++*number };
    gzt_buf_init(&t->out, OUT_MAX);
    gzt_buf_init(&t->notes, OUT_MAX);
    tab = memchr(line, '\t', (size_t)len);
    if (tab) {
        t->label = (gzt_str){ line, (size_t)(tab - line) };
        t->query = (gzt_str){ tab + 1, (size_t)(line + len - tab - 1) };
    } else {
        t->query = (gzt_str){ line, (size_t)len };
        t->label = (gzt_str){ line, 0 };
    }
    return t;
}

static void
task_free(task *t)
{
    free((char *)t->label.ptr); // the line
    free(t->plain);
    gzt_buf_release(&t->out);
    gzt_buf_release(&t->notes);
    free(t);
}

// A query that fails is named and passed over; a failing output ends it all.
static gzt_status
finish_task(task *t, gzt_buf *out, bool quiet, bool *bad, bool *hit,
            gzt_err *err)
{
    gzt_status status = GZT_OK;

    if (t->bad) {
        gzt_buf message;

        gzt_buf_init(&message, OUT_MAX);
        put_query_name(t, &message);
        gzt_print_escaped(gzt_str_of(t->err.text), &message);
        say(&message);
        gzt_buf_release(&message);
        *bad = true;
    }
    *hit |= t->hit;
    if (t->notes.len && !quiet)
        gzt_term_write(STDERR_FILENO, &t->notes, NULL);
    gzt_buf_put(out, gzt_buf_str(&t->out));
    if (out->len >= OUT_FLUSH)
        status = gzt_term_write(STDOUT_FILENO, out, err);
    task_free(t);
    return status;
}

static gzt_status
run_tasks(session *s, gzt_workers *workers, FILE *file, bool *bad, bool *hit,
          gzt_err *err)
{
    gzt_status status = GZT_OK;
    uint64_t number = 0;
    bool ended = false;
    task *t;

    while (!status) {
        while (!ended && gzt_workers_pending(workers) < BATCH_WINDOW) {
            t = next_task(file, &number);
            ended = !t;
            if (t)
                gzt_workers_put(workers, t);
        }
        t = gzt_workers_take(workers);
        if (!t)
            break;
        status = finish_task(t, &s->out, s->request->quiet, bad, hit, err);
    }
    while ((t = gzt_workers_take(workers)))
        task_free(t);
    return status ? status : flush(s, err);
}

static gzt_status
open_sessions(batch *b, unsigned count, gzt_err *err)
{
    gzt_status status = GZT_OK;

    b->sessions = gzt_xrealloc(NULL, count, sizeof(*b->sessions));
    memset(b->sessions, 0, count * sizeof(*b->sessions));
    for (unsigned i = 0; i < count && !status; i++) {
        status = session_open(&b->sessions[i], b->request, err);
        b->sessions[i].aliases = b->request->aliases;
    }
    return status;
}

static int
run_batch(session *s)
{
    const char *path = s->request->batch;
    FILE *file = strcmp(path, "-") ? fopen(path, "r") : stdin;
    unsigned threads = s->request->jobs ? s->request->jobs : 1;
    batch b = { .request = s->request };
    gzt_workers *workers = NULL;
    gzt_err err = { 0 };
    bool bad = false, hit = false;
    gzt_status status;

    if (!file) {
        gzt_fail_errno(&err, "--batch %s", path);
        return gzt_searcher_fail(&err);
    }
    status = open_sessions(&b, threads, &err);
    if (!status)
        status = gzt_workers_open(&workers, threads, BATCH_WINDOW, answer_task,
                                  &b, &err);
    if (!status)
        status = run_tasks(s, workers, file, &bad, &hit, &err);
    gzt_workers_close(workers);
    for (unsigned i = 0; i < threads; i++)
        session_close(&b.sessions[i]);
    free(b.sessions);
    if (file != stdin)
        fclose(file);
    if (status)
        return gzt_searcher_fail(&err);
    return bad ? EXIT_BAD : hit ? EXIT_HITS : EXIT_NONE;
}

int
gzt_searcher_run(gzt_search_request *request)
{
    static int (*const tasks[])(
        session *) = { run_search,  run_count, run_show,   run_explain,
                       run_why_not, run_batch, run_facets, run_graph };
    session s;
    gzt_err err = { 0 };
    int code = session_open(&s, request, &err) ? gzt_searcher_fail(&err)
                                               : tasks[request->task](&s);

    session_close(&s);
    return code;
}
