/* request.c - what the user of `searcher` wants. */
#include "command/request.h"

#include "base/file.h"
#include "base/options.h"
#include "base/str.h"
#include "text/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    QUERY_MAX = 4 << 20,
    SIMILAR_MAX = 16 << 20, // bytes of a text on standard input
    SNIPPET_WORDS = 40
};

enum {
    OPT_COUNT_HITS = 1,
    OPT_OFFSET,
    OPT_ALL,
    OPT_MATCH,
    OPT_SORT,
    OPT_FROM,
    OPT_TO,
    OPT_LAST,
    OPT_RECENCY,
    OPT_COLLAPSE,
    OPT_EXPAND,
    OPT_ALIASES,
    OPT_EXACT,
    OPT_NO_STEM,
    OPT_NO_ALIASES,
    OPT_NO_ACRONYMS,
    OPT_NO_JOINED,
    OPT_NO_AMOUNTS,
    OPT_NO_DATES,
    OPT_NO_FOLD,
    OPT_STRICT,
    OPT_FORMAT,
    OPT_JSON,
    OPT_IDS,
    OPT_PATHS,
    OPT_COUNT,
    OPT_SNIPPET,
    OPT_NO_SNIPPET,
    OPT_NUL,
    OPT_SHOW,
    OPT_BATCH,
    OPT_EXPLAIN,
    OPT_WHY_NOT,
    OPT_SIMILAR,
    OPT_FACET,
    OPT_GRAPH,
    OPT_MIN,
    OPT_ENTITIES,
    OPT_PLACE,
    OPT_JOBS,
    OPT_QUIET,
    OPT_VERBOSE,
    OPT_COLOR,
    OPT_HELP,
    OPT_VERSION,
    OPT_GENERATE,
    OPT_AS
};

static const gzt_option option_table[] = {
    { -1, 0, NULL, NULL, "Which hits", false, false },
    { OPT_COUNT_HITS, 'n', "number", "N", "Show N hits (default 10).", false,
      false },
    { OPT_OFFSET, 0, "offset", "N", "Pass over the first N hits.", false,
      false },
    { OPT_ALL, 0, "all", NULL, "Show every hit.", false, false },
    { OPT_MATCH, 0, "match", "all|any",
      "Whether a hit must have all words of the query or any (default all). "
      "Stop words outside quotes never exclude.",
      false, false },
    { OPT_SORT, 0, "sort", "score|date|-date",
      "Order by score, oldest first or newest first (default score).", false,
      false },
    { OPT_FROM, 0, "from", "DATE",
      "No article before this day: 2014, 2014-05, 2014-05-21, yesterday.",
      false, false },
    { OPT_TO, 0, "to", "DATE", "No article after this day, which is included.",
      false, false },
    { OPT_LAST, 0, "last", "LENGTH", "Only the last 12h, 7d, 2w, 6m or 1y.",
      false, false },
    { OPT_RECENCY, 0, "recency", "LENGTH",
      "Newer articles count more: an article's score halves with each LENGTH "
      "of age, as 30d.",
      false, false },
    { OPT_EXPAND, 0, "expand", NULL,
      "Add words that the best hits share, and name them; without --match any "
      "they only change the order.",
      false, false },
    { OPT_SIMILAR, 0, "similar", "ID|-",
      "More like this article, or like the text on standard input; a query "
      "only filters.",
      false, false },
    { OPT_COLLAPSE, 0, "collapse", "none|story|source",
      "Fold near-duplicates, or the hits of one source, into the best of them "
      "(default none).",
      false, false },
    { -1, 0, NULL, NULL, "How words match", false, false },
    { OPT_ALIASES, 0, "aliases", "FILE",
      "Names that mean the same, a line each: canonical, tab, others.", false,
      false },
    { OPT_ENTITIES, 0, "entities", "FILE",
      "Entities to know besides the built-in ones, as `indexer --entities` "
      "takes them.",
      false, false },
    { OPT_NO_ALIASES, 0, "no-aliases", NULL, "A name finds only itself.", false,
      false },
    { OPT_NO_ACRONYMS, 0, "no-acronyms", NULL,
      "Short forms that articles explain, as in \"North Atlantic Council "
      "(NAC)\", do not find the long form, nor it them.",
      false, false },
    { OPT_NO_JOINED, 0, "no-joined", NULL,
      "co-operation does not find cooperation, nor the reverse.", false,
      false },
    { OPT_NO_AMOUNTS, 0, "no-amounts", NULL,
      "$400bn does not find $400 billion.", false, false },
    { OPT_NO_DATES, 0, "no-dates", NULL,
      "21 May 2014 does not find 2014-05-21.", false, false },
    { OPT_NO_FOLD, 0, "no-fold", NULL,
      "Accents count: a word finds only itself as it is written, capitals "
      "aside.",
      false, false },
    { OPT_NO_STEM, 0, "no-stem", NULL, "A word finds only its own inflection.",
      false, false },
    { OPT_EXACT, 0, "exact", NULL,
      "A word finds only itself as it is written, capitals and accents "
      "included.",
      false, false },
    { OPT_STRICT, 0, "strict", NULL,
      "Whatever would be dropped or rewritten is an error.", false, false },
    { -1, 0, NULL, NULL, "What is printed", false, false },
    { OPT_FORMAT, 0, "format", "human|tsv|csv|json|trec|TEMPLATE",
      "Human on a terminal, else tsv. A template is like {date}\\t{title}\\n.",
      false, false },
    { OPT_JSON, 0, "json", NULL, "Short for --format json: a hit a line.",
      false, false },
    { OPT_IDS, 0, "ids", NULL, "Only the ids of the hits, one a line.", false,
      false },
    { OPT_PATHS, 0, "paths", NULL,
      "Only the files that the hits were read from, one a line.", false,
      false },
    { OPT_NUL, '0', "null", NULL,
      "With --ids and --paths: a NUL behind each instead of a newline.", false,
      false },
    { OPT_COUNT, 0, "count", NULL, "Only the number of hits.", false, false },
    { OPT_SNIPPET, 0, "snippet", "N",
      "Sentences of about N words that show the match (default 40 in human "
      "and json).",
      false, false },
    { OPT_NO_SNIPPET, 0, "no-snippet", NULL, "No snippets.", false, false },
    { OPT_COLOR, 0, "color", "auto|always|never",
      "Colour on a terminal, always or never.", false, false },
    { -1, 0, NULL, NULL, "Instead of a search", false, false },
    { OPT_SHOW, 0, "show", "ID...", "Print these articles whole.", false,
      true },
    { OPT_BATCH, 0, "batch", "FILE",
      "Answer a query a line, LABEL tab QUERY; - reads standard input. With "
      "--format trec this makes a run file, and words are joined by OR.",
      false, false },
    { OPT_EXPLAIN, 0, "explain", NULL,
      "Say how the query was understood and how many articles have each "
      "word.",
      false, false },
    { OPT_WHY_NOT, 0, "why-not", "ID",
      "Say of one article what of the query it has and what it lacks.", false,
      false },
    { OPT_FACET, 0, "facet", "F,...",
      "Count the hits by person, org, country, place, agreement, event, group, "
      "entity (all of these), source, lang, year, month or day; the N most "
      "frequent of each (-n, --all). Without a query: all articles.",
      false, false },
    { OPT_GRAPH, 0, "graph", "dot|graphml|tsv",
      "Which entities are named in the same sentence of the hits, and in how "
      "many articles. Without a query: of all articles.",
      false, false },
    { OPT_MIN, 0, "min", "N",
      "With --graph: only what N articles have (default 2).", false, false },
    { -1, 0, NULL, NULL, "General", false, false },
    { OPT_PLACE, 'd', "index", "PLACE",
      "An index: its folder, a stub file, or tcp://HOST:PORT of an "
      "xapian-tcpsrv; several are searched as one (default $GAZETTE_INDEX, "
      "then $XDG_DATA_HOME/gazette/index).",
      false, false },
    { OPT_JOBS, 'j', "jobs", "N", "Threads for --batch (default 1).", false,
      false },
    { OPT_QUIET, 'q', "quiet", NULL, "No notes, no summary.", false, false },
    { OPT_VERBOSE, 'v', "verbose", NULL, "Notes in --batch too.", false,
      false },
    { OPT_HELP, 0, "help", NULL, "Print this help.", false, false },
    { OPT_VERSION, 0, "version", NULL, "Print the version.", false, false },
    { OPT_GENERATE, 0, "generate", "man|bash|zsh|fish", NULL, false, false },
    { OPT_AS, 0, "as", "NAME", NULL, false, false },
    { 0, 0, NULL, NULL, NULL, false, false }
};

static const gzt_program program = {
    "searcher", "[OPTIONS] QUERY...", "ranked search in a gazette index",
    "Words are joined, so `searcher natural gas deal` needs no quotes.\n\n"
    "In a query: word, \"a phrase\", \"near words\"~5, AND OR NOT -word ( ), "
    "NEAR/5, w/s and w/p (same sentence, same paragraph), gaz*, Gazprum~1, "
    "mentions(Gazprom)>=3, title: lead: source: author: section: tag: lang: "
    "id: url: exact:, person: org: place: country: entity:, money:>=100bn, "
    "date:2014-05..2014-06. Operators are written in capitals.\n\n"
    "Exit status: 0 at least one hit; 1 none, and the index is healthy; 2 a "
    "usage or query error, a missing or damaged index; 75 try again.",
    option_table
};

// ---- values ----------------------------------------------------------------

static gzt_status
take_u32(const gzt_parsed_option *o, uint32_t *out, gzt_err *err)
{
    uint64_t number;

    if (!gzt_str_to_u64(gzt_str_of(o->value), UINT32_MAX / 8, &number))
        return gzt_fail(err, GZT_EINVAL,
                        "--%s takes a number, not %s; a query with -words "
                        "goes in quotes or behind --",
                        o->option->name, o->value);
    *out = (uint32_t)number;
    return GZT_OK;
}

// Which of the words is `value`?
static gzt_status
take_choice(const gzt_parsed_option *o, const char *const *words, int *out,
            gzt_err *err)
{
    for (int i = 0; words[i]; i++)
        if (!strcmp(o->value, words[i])) {
            *out = i;
            return GZT_OK;
        }
    return gzt_fail(err, GZT_EINVAL, "--%s takes %s, not %s", o->option->name,
                    o->option->argument, o->value);
}

static gzt_status
take_date(gzt_search_request *r, const gzt_parsed_option *o, gzt_err *err)
{
    gzt_search_options *s = &r->search;
    int64_t first, last, length;
    gzt_str value = gzt_str_of(o->value);

    if (!s->dated) {
        s->first = -((int64_t)1 << 45);
        s->last = (int64_t)1 << 45;
        s->dated = true;
    }
    if (o->option->id == OPT_LAST) {
        if (!gzt_duration_parse(value, &length))
            return gzt_fail(err, GZT_EINVAL,
                            "--last takes 12h, 7d, 2w, 6m or 1y, not %s",
                            o->value);
        s->first = s->plan.now - length;
        s->last = s->plan.now;
        return GZT_OK;
    }
    if (!gzt_date_range(value, s->plan.now, &first, &last))
        return gzt_fail(err, GZT_EINVAL,
                        "--%s takes a date such as 2014, 2014-05, 2014-05-21 "
                        "or yesterday, not %s",
                        o->option->name, o->value);
    if (o->option->id == OPT_FROM)
        s->first = first;
    else
        s->last = last;
    return GZT_OK;
}

static gzt_status
take_format(gzt_search_request *r, const char *value, gzt_err *err)
{
    static const char *const names[] = { "human", "tsv", "csv", "json",
                                         "trec" };

    r->style_set = true;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (!strcmp(value, names[i])) {
            r->style.layout = (gzt_layout)i;
            return GZT_OK;
        }
    if (!strpbrk(value, "{\\"))
        return gzt_fail(err, GZT_EINVAL,
                        "--format %s: write human, tsv, csv, json, trec or a "
                        "template such as '{date}\\t{title}\\n'",
                        value);
    r->style.layout = GZT_LAYOUT_TEMPLATE;
    r->style.format = gzt_str_of(value);
    return gzt_template_check(r->style.format, err);
}

static gzt_status
take_place(gzt_search_request *r, const char *value, gzt_err *err)
{
    if (r->place_count == GZT_PLACES_MAX)
        return gzt_fail(err, GZT_EINVAL, "-d: at most %d places",
                        GZT_PLACES_MAX);
    r->places[r->place_count++] = value;
    return GZT_OK;
}

static gzt_status
take_operand(gzt_search_request *r, const char *value, gzt_err *err)
{
    if (r->task == GZT_TASK_SHOW && !r->query.len) {
        r->ids = gzt_xrealloc(r->ids, r->id_count + 1, sizeof(*r->ids));
        r->ids[r->id_count++] = value;
        return GZT_OK;
    }
    if (r->query.len)
        gzt_buf_putc(&r->query, ' ');
    gzt_buf_put(&r->query, gzt_str_of(value));
    return r->query.full ? gzt_fail(err, GZT_EINVAL, "the query is too long")
                         : GZT_OK;
}

static gzt_status
take_task(gzt_search_request *r, gzt_task task, gzt_err *err)
{
    if (r->task != GZT_TASK_SEARCH && r->task != task)
        return gzt_fail(err, GZT_EINVAL,
                        "--count, --show, --explain, --why-not, --batch, "
                        "--facet and --graph exclude each other");
    r->task = task;
    return GZT_OK;
}

static gzt_status
take_aliases(gzt_search_request *r, const char *path, gzt_err *err)
{
    return gzt_aliases_load(r->aliases, path, err);
}

static gzt_status
read_text(gzt_buf *out, gzt_err *err)
{
    gzt_status status = gzt_file_read_stdin(out, err);

    if (status)
        return status;
    if (out->full)
        return gzt_fail(err, GZT_EINVAL,
                        "--similar -: the text is longer than %d MiB",
                        SIMILAR_MAX >> 20);
    return GZT_OK;
}

static gzt_status
take_similar(gzt_search_request *r, const char *value, gzt_err *err)
{
    gzt_status status;

    r->search.like = true;
    r->search.similar.id = gzt_str_of(value);
    if (strcmp(value, "-"))
        return GZT_OK;
    gzt_buf_clear(&r->similar);
    status = read_text(&r->similar, err);
    r->search.similar = (gzt_similar){ .text = gzt_buf_str(&r->similar) };
    if (!status && !gzt_str_trim(r->search.similar.text).len)
        status =
            gzt_fail(err, GZT_EINVAL, "--similar -: standard input is empty");
    return status;
}

static gzt_status
take_facets(gzt_search_request *r, const char *value, gzt_err *err)
{
    gzt_str rest = gzt_str_of(value), name;

    while (gzt_str_cut(&rest, ',', &name)) {
        unsigned kind = gzt_facet_find(gzt_str_trim(name));

        if (kind == GZT_FACET_KINDS)
            return gzt_fail(err, GZT_EINVAL,
                            "--facet %.*s: write person, org, country, place, "
                            "agreement, event, group, entity, source, lang, "
                            "year, month or day, with commas between",
                            GZT_ARG(name));
        if (r->facet_count == GZT_FACETS_MAX)
            return gzt_fail(err, GZT_EINVAL, "--facet: at most %d at once",
                            GZT_FACETS_MAX);
        r->facets[r->facet_count++] = kind;
    }
    return take_task(r, GZT_TASK_FACET, err);
}

static gzt_status
take_graph(gzt_search_request *r, const gzt_parsed_option *o, gzt_err *err)
{
    static const char *const formats[] = { "dot", "graphml", "tsv", NULL };
    int choice = 0;
    gzt_status status = take_choice(o, formats, &choice, err);

    r->graph = (gzt_graph_format)choice;
    return status ? status : take_task(r, GZT_TASK_GRAPH, err);
}

static gzt_status
take_choices(gzt_search_request *r, const gzt_parsed_option *o, gzt_err *err)
{
    static const char *const match[] = { "all", "any", NULL };
    static const char *const sort[] = { "score", "date", "-date", NULL };
    static const char *const collapse[] = { "none", "source", "story", NULL };
    static const char *const when[] = { "auto", "always", "never", NULL };
    int choice = 0;
    gzt_status status;

    switch (o->option->id) {
    case OPT_MATCH:
        status = take_choice(o, match, &choice, err);
        r->search.plan.any = choice == 1;
        r->match_set = true;
        return status;
    case OPT_SORT:
        status = take_choice(o, sort, &choice, err);
        r->search.order = (gzt_order)choice;
        return status;
    case OPT_COLLAPSE:
        status = take_choice(o, collapse, &choice, err);
        r->search.one_per_source = choice == 1;
        r->search.one_per_story = choice == 2;
        return status;
    default:
        status = take_choice(o, when, &choice, err);
        r->colour = (gzt_when)choice;
        return status;
    }
}

static gzt_status
take_numbers(gzt_search_request *r, const gzt_parsed_option *o, gzt_err *err)
{
    uint32_t number = 0;
    gzt_status status;

    switch (o->option->id) {
    case OPT_COUNT_HITS:
        r->count_set = true;
        return take_u32(o, &r->search.count, err);
    case OPT_MIN:
        return take_u32(o, &r->min, err);
    case OPT_OFFSET:
        return take_u32(o, &r->search.offset, err);
    case OPT_JOBS:
        return take_u32(o, &r->jobs, err);
    default:
        status = take_u32(o, &number, err);
        r->search.snippet_words = number;
        r->snippet_set = true;
        return status;
    }
}

static gzt_status
take_value(gzt_search_request *r, const gzt_parsed_option *o, gzt_err *err)
{
    switch (o->option->id) {
    case OPT_COUNT_HITS:
    case OPT_OFFSET:
    case OPT_JOBS:
    case OPT_MIN:
    case OPT_SNIPPET:
        return take_numbers(r, o, err);
    case OPT_SIMILAR:
        return take_similar(r, o->value, err);
    case OPT_FACET:
        return take_facets(r, o->value, err);
    case OPT_GRAPH:
        return take_graph(r, o, err);
    case OPT_ENTITIES:
        r->entities = o->value;
        return GZT_OK;
    case OPT_FROM:
    case OPT_TO:
    case OPT_LAST:
        return take_date(r, o, err);
    case OPT_RECENCY:
        if (gzt_duration_parse(gzt_str_of(o->value), &r->search.half_life) &&
            r->search.half_life > 0)
            return GZT_OK;
        return gzt_fail(err, GZT_EINVAL,
                        "--recency takes a half-life such as 30d, not %s",
                        o->value);
    case OPT_FORMAT:
        return take_format(r, o->value, err);
    case OPT_ALIASES:
        return take_aliases(r, o->value, err);
    case OPT_PLACE:
        return take_place(r, o->value, err);
    case OPT_SHOW:
        return take_task(r, GZT_TASK_SHOW, err)
                   ? GZT_EINVAL
                   : take_operand(r, o->value, err);
    case OPT_BATCH:
        r->batch = o->value;
        return take_task(r, GZT_TASK_BATCH, err);
    case OPT_AS:
        r->name = o->value;
        return GZT_OK;
    case OPT_WHY_NOT:
        r->why_not = o->value;
        return take_task(r, GZT_TASK_WHY_NOT, err);
    default:
        return take_choices(r, o, err);
    }
}

static void
set_layout(gzt_search_request *r, gzt_layout layout)
{
    r->style.layout = layout;
    r->style_set = true;
}

static gzt_status
take_flag(gzt_search_request *r, int id, gzt_err *err)
{
    switch (id) {
    case OPT_ALL:
        r->all = true;
        return GZT_OK;
    case OPT_EXPAND:
        r->search.expand = true;
        return GZT_OK;
    case OPT_EXACT:
        r->search.plan.exact = true;
        return GZT_OK;
    case OPT_NO_STEM:
        r->search.plan.no_stem = true;
        return GZT_OK;
    case OPT_NO_ACRONYMS:
        r->search.plan.no_acronyms = true;
        return GZT_OK;
    case OPT_NO_JOINED:
        r->search.plan.no_joined = true;
        return GZT_OK;
    case OPT_NO_AMOUNTS:
        r->search.plan.no_amounts = true;
        return GZT_OK;
    case OPT_NO_DATES:
        r->search.plan.no_dates = true;
        return GZT_OK;
    case OPT_NO_FOLD:
        r->search.plan.no_fold = true;
        return GZT_OK;
    case OPT_NO_ALIASES:
        r->search.plan.no_aliases = true;
        return GZT_OK;
    case OPT_STRICT:
        r->search.plan.strict = true;
        return GZT_OK;
    case OPT_NO_SNIPPET:
        r->no_snippet = true;
        return GZT_OK;
    case OPT_NUL:
        r->style.nul = true;
        return GZT_OK;
    case OPT_QUIET:
        r->quiet = true;
        return GZT_OK;
    case OPT_VERBOSE:
        r->verbose = true;
        return GZT_OK;
    case OPT_COUNT:
        return take_task(r, GZT_TASK_COUNT, err);
    case OPT_EXPLAIN:
        return take_task(r, GZT_TASK_EXPLAIN, err);
    default:
        set_layout(r, id == OPT_JSON  ? GZT_LAYOUT_JSON
                      : id == OPT_IDS ? GZT_LAYOUT_IDS
                                      : GZT_LAYOUT_PATHS);
        return GZT_OK;
    }
}

static gzt_status
take_option(gzt_search_request *r, const gzt_parsed_option *o, gzt_err *err)
{
    if (!o->option)
        return take_operand(r, o->value, err);
    r->done = o->option->id == OPT_HELP || o->option->id == OPT_VERSION ||
              o->option->id == OPT_GENERATE;
    if (o->option->id == OPT_HELP)
        return gzt_options_say_help(&program, err);
    if (o->option->id == OPT_VERSION)
        return gzt_options_say_version(&program, gzt_xapian_version(), err);
    if (o->option->id == OPT_GENERATE)
        return gzt_options_say_generated(&program, o->value, r->name, err);
    return o->option->argument ? take_value(r, o, err)
                               : take_flag(r, o->option->id, err);
}

// ---- the whole -------------------------------------------------------------

static gzt_status
check(const gzt_search_request *r, gzt_err *err)
{
    bool wants_query = r->task != GZT_TASK_SHOW && r->task != GZT_TASK_BATCH;
    bool takes_all = r->task == GZT_TASK_FACET || r->task == GZT_TASK_GRAPH ||
                     r->search.like;

    if (wants_query && !takes_all && !r->query.len)
        return gzt_fail(err, GZT_EINVAL,
                        "no query: write words to search for (--help "
                        "explains)");
    if (!wants_query && r->query.len)
        return gzt_fail(err, GZT_EINVAL,
                        "%.*s: --batch and --show take no query",
                        GZT_ARG(gzt_buf_str(&r->query)));
    if (r->task == GZT_TASK_SHOW && !r->id_count)
        return gzt_fail(err, GZT_EINVAL, "--show: name at least one id");
    if (r->search.dated && r->search.first > r->search.last)
        return gzt_fail(err, GZT_EINVAL, "--from is later than --to");
    if (r->task == GZT_TASK_FACET && r->style_set &&
        r->style.layout > GZT_LAYOUT_JSON)
        return gzt_fail(err, GZT_EINVAL,
                        "--facet prints human, tsv, csv or json");
    return GZT_OK;
}

static void
settle_style(gzt_search_request *r)
{
    gzt_style *style = &r->style;
    bool terminal = isatty(STDOUT_FILENO);
    bool text;

    if (!r->style_set)
        style->layout = terminal || r->task == GZT_TASK_SHOW ? GZT_LAYOUT_HUMAN
                                                             : GZT_LAYOUT_TSV;
    style->colour = gzt_term_colour(r->colour, STDOUT_FILENO);
    style->by_source = r->search.one_per_source;
    style->columns = gzt_term_columns(STDOUT_FILENO);
    text =
        style->layout == GZT_LAYOUT_HUMAN || style->layout == GZT_LAYOUT_JSON ||
        (style->layout == GZT_LAYOUT_TEMPLATE &&
         gzt_str_find(style->format, GZT_S("{snippet}")) < style->format.len);
    r->search.details = text;
    r->search.entities = style->layout == GZT_LAYOUT_JSON;
    if (style->layout != GZT_LAYOUT_HUMAN) // no summary, so no total is needed
        r->search.count_up_to = 0;
    if (!r->snippet_set)
        r->search.snippet_words = SNIPPET_WORDS;
    if (!text || r->no_snippet)
        r->search.snippet_words = 0;
}

static void
settle(gzt_search_request *r)
{
    if (!r->place_count)
        r->places[r->place_count++] = r->place;
    if (r->all)
        r->search.count = UINT32_MAX / 8;
    if (r->task == GZT_TASK_BATCH && r->style.layout == GZT_LAYOUT_TREC &&
        r->style_set && !r->match_set)
        r->search.plan.any = true;
    settle_style(r);
}

gzt_status
gzt_request_parse(gzt_search_request *r, int argc, char **argv, gzt_err *err)
{
    gzt_options options;
    gzt_status status;

    *r = (gzt_search_request){ .jobs = 1, .min = 2 };
    gzt_search_defaults(&r->search);
    gzt_buf_init(&r->query, QUERY_MAX);
    gzt_buf_init(&r->similar, SIMILAR_MAX);
    r->aliases = gzt_aliases_new();
    r->search.plan.aliases = r->aliases;
    r->search.plan.now = gzt_now();
    gzt_default_place(r->place, sizeof(r->place));
    gzt_options_init(&options, &program, argc, argv);
    for (;;) {
        gzt_parsed_option o;
        bool more;

        status = gzt_options_next(&options, &o, &more, err);
        if (status || !more)
            break;
        status = take_option(r, &o, err);
        if (status || r->done)
            return status;
    }
    if (!status)
        status = check(r, err);
    if (!status)
        status = gzt_lexicon_open(&r->lexicon, r->entities, err);
    if (status)
        return status;
    r->search.plan.lexicon = r->lexicon;
    settle(r);
    return GZT_OK;
}

void
gzt_request_release(gzt_search_request *r)
{
    gzt_aliases_free(r->aliases);
    gzt_lexicon_close(r->lexicon);
    gzt_buf_release(&r->query);
    gzt_buf_release(&r->similar);
    free(r->ids);
}
