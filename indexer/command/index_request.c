/* index_request.c - the options of `indexer`. */
#include "command/index_request.h"

#include "base/file.h"
#include "base/options.h"
#include "base/str.h"
#include "base/term.h"
#include "command/help.h"
#include "text/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    OPT_PLACE = 1,
    OPT_FORMAT,
    OPT_LANG,
    OPT_SOURCE,
    OPT_DATE,
    OPT_ID,
    OPT_REJECTS,
    OPT_MAX_BAD,
    OPT_DRY_RUN,
    OPT_NO_ENTITIES,
    OPT_ENTITIES,
    OPT_TAG,
    OPT_DELETE,
    OPT_EXPORT,
    OPT_COMPACT,
    OPT_VERIFY,
    OPT_STATS,
    OPT_JSON,
    OPT_MEMORY,
    OPT_WAIT,
    OPT_JOBS,
    OPT_SHARD_ARTICLES,
    OPT_NUL,
    OPT_QUIET,
    OPT_VERBOSE,
    OPT_COLOR,
    OPT_HELP,
    OPT_VERSION,
    OPT_GENERATE,
    OPT_BULK,
    OPT_AS
};

static const gzt_option option_table[] = {
    { -1, 0, NULL, NULL, "What to read", false, false },
    { OPT_FORMAT, 0, "format",
      "auto|text|markdown|html|jsonl|feed|warc|mail|pdf",
      "How the input is written; by default found out from its content, then "
      "from its name. With --tag also bio: tokens, one a line.",
      false, false },
    { OPT_LANG, 0, "lang", "CODE",
      "Language of articles that do not say, as an ISO code (default en).",
      false, false },
    { OPT_SOURCE, 0, "source", "NAME", "Source of articles that do not say.",
      false, false },
    { OPT_DATE, 0, "date", "DATE", "Date of articles that do not say.", false,
      false },
    { OPT_ID, 0, "id", "FIELD",
      "The JSON field that identifies an article (default: id, then url, then "
      "path).",
      false, false },
    { OPT_REJECTS, 0, "rejects", "FILE",
      "Write records that could not be indexed to FILE, as JSON Lines.", false,
      false },
    { OPT_MAX_BAD, 0, "max-bad", "N", "Stop after N rejected records.", false,
      false },
    { OPT_DRY_RUN, 0, "dry-run", NULL, "Read and report, but write nothing.",
      false, false },
    { -1, 0, NULL, NULL, "The index", false, false },
    { OPT_PLACE, 'd', "index", "PLACE",
      "The index folder (default $GAZETTE_INDEX, then "
      "$XDG_DATA_HOME/gazette/index).",
      false, false },
    { OPT_ENTITIES, 0, "entities", "FILE",
      "Entities to know besides the built-in ones, or in their place: a TSV "
      "line each (docs/ENTITIES.md).",
      false, false },
    { OPT_NO_ENTITIES, 0, "no-entities", NULL, "Leave tagging out.", false,
      false },
    { OPT_MEMORY, 0, "memory", "SIZE",
      "Memory for building, as 500M or 1G (default a quarter of RAM, at most "
      "1G).",
      false, false },
    { OPT_JOBS, 'j', "jobs", "N",
      "Threads that read and analyse (default: one a core).", false, false },
    { OPT_WAIT, 0, "wait", "SECONDS",
      "Wait for another writer instead of giving up.", false, false },
    { OPT_SHARD_ARTICLES, 0, "shard-articles", "N",
      "A new index begins a new shard after N articles (default 8000000).",
      false, false },
    { -1, 0, NULL, NULL, "Instead of adding articles", false, false },
    { OPT_DELETE, 0, "delete", "ID...",
      "Remove these articles; - reads their ids from standard input.", false,
      true },
    { OPT_TAG, 0, "tag", NULL,
      "No index: print what each article names, and where, as JSON Lines.",
      false, false },
    { OPT_EXPORT, 0, "export", NULL,
      "Print all articles as JSON Lines that `indexer -` takes back.", false,
      false },
    { OPT_COMPACT, 0, "compact", NULL,
      "Fold all shards into one and make it as small as can be.", false,
      false },
    { OPT_VERIFY, 0, "verify", NULL,
      "Check every table and every stored article.", false, false },
    { OPT_STATS, 0, "stats", NULL, "Print the figures of the index.", false,
      false },
    { -1, 0, NULL, NULL, "General", false, false },
    { OPT_JSON, 0, "json", NULL,
      "Print the account or the figures as JSON on standard output.", false,
      false },
    { OPT_NUL, '0', "null", NULL, "Ids on standard input end in a NUL.", false,
      false },
    { OPT_QUIET, 'q', "quiet", NULL, "Say nothing but errors.", false, false },
    { OPT_VERBOSE, 'v', "verbose", NULL,
      "Name every rejected record and every warning.", false, false },
    { OPT_COLOR, 0, "color", "auto|always|never",
      "Whether to colour what is printed (the indexer prints nothing that has "
      "any).",
      false, false },
    { OPT_HELP, 0, "help", NULL,
      "Print this help; with --verbose, the limits on input too.", false,
      false },
    { OPT_VERSION, 0, "version", NULL, "Print the version.", false, false },
    { OPT_GENERATE, 0, "generate", "man|bash|zsh|fish", NULL, false, false },
    { OPT_BULK, 0, "bulk", "auto|always|never", NULL, false, false },
    { OPT_AS, 0, "as", "NAME", NULL, false, false },
    { 0, 0, NULL, NULL, NULL, false, false }
};

static const gzt_program program = {
    "indexer", "[OPTIONS] [FILE|DIR|-]...",
    "add articles to a gazette index, or replace them",
    "Reads plain text, Markdown with front matter, JSON Lines, web pages, "
    "feeds (RSS, Atom, JSON Feed), WARC and ARC files, e-mail and PDF, also "
    "compressed and in zip, tar and 7z archives, from files, folders and "
    "standard input (-). The index is created if there is none. The same "
    "input twice changes nothing, and files that did not change are not read "
    "again.\n\n"
    "Exit status: 0 all indexed; 1 some records rejected, the rest indexed; "
    "2 nothing done or stopped (usage, damaged index, full disk: what was "
    "committed stays); 75 another writer holds the index; 130 interrupted, "
    "what was read is committed.",
    option_table
};

// ---- options ---------------------------------------------------------------

static gzt_status
take_number(const gzt_parsed_option *o, uint64_t max, uint64_t *out,
            gzt_err *err)
{
    if (gzt_str_to_u64(gzt_str_of(o->value), max, out))
        return GZT_OK;
    return gzt_fail(err, GZT_EINVAL, "--%s takes a number, not %s",
                    o->option->name, o->value);
}

static gzt_status
take_size(const gzt_parsed_option *o, size_t *out, gzt_err *err)
{
    gzt_str text = gzt_str_of(o->value);
    static const char units[] = "kmgt";
    uint64_t number;
    int shift = 0;

    if (text.len > 1 && (text.ptr[text.len - 1] | 32) == 'b')
        text.len--;
    if (text.len && strchr(units, text.ptr[text.len - 1] | 32)) {
        shift =
            10 * (int)(strchr(units, text.ptr[text.len - 1] | 32) - units + 1);
        text.len--;
    }
    if (!gzt_str_to_u64(text, (uint64_t)1 << 20, &number) ||
        number << shift < (uint64_t)16 << 20)
        return gzt_fail(err, GZT_EINVAL,
                        "--memory takes a size of at least 16M, such as 500M "
                        "or 1G, not %s",
                        o->value);
    *out = number << shift;
    return GZT_OK;
}

static gzt_status
take_format(const char *value, gzt_format *out, gzt_err *err)
{
    static const char *const names[] = { "auto",  "text", "markdown",
                                         "jsonl", "html", "feed",
                                         "warc",  "mail", "pdf" };

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (!strcmp(value, names[i])) {
            *out = (gzt_format)i;
            return GZT_OK;
        }
    return gzt_fail(err, GZT_EINVAL,
                    "--format %s: write auto, text, markdown, html, jsonl, "
                    "feed, warc, mail or pdf",
                    value);
}

// bio is not for articles: tokens that are already split.
static gzt_status
take_layout(gzt_index_request *r, const char *value, gzt_err *err)
{
    r->bio = !strcmp(value, "bio");
    return r->bio ? GZT_OK : take_format(value, &r->build.input.format, err);
}

static gzt_status
take_way(const char *value, gzt_way *out, gzt_err *err)
{
    gzt_when when;

    if (!gzt_when_parse(value, &when))
        return gzt_fail(err, GZT_EINVAL, "--bulk takes auto, always or never");
    *out = when == GZT_WHEN_ALWAYS  ? GZT_WAY_BULK
           : when == GZT_WHEN_NEVER ? GZT_WAY_NATIVE
                                    : GZT_WAY_AUTO;
    return GZT_OK;
}

static gzt_status
take_lang(gzt_index_request *r, const char *value, gzt_err *err)
{
    size_t len = strlen(value);

    if (len < 2 || len > 16 ||
        strspn(value, "abcdefghijklmnopqrstuvwxyz"
                      "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") != len)
        return gzt_fail(err, GZT_EINVAL,
                        "--lang %s: write an ISO code such as en or pt-BR",
                        value);
    r->build.input.lang = r->writer.lang = gzt_str_of(value);
    return GZT_OK;
}

static gzt_status
take_date(gzt_index_request *r, const char *value, gzt_err *err)
{
    if (!gzt_date_canonical(gzt_str_of(value), r->date))
        return gzt_fail(err, GZT_EINVAL,
                        "--date %s: write a date such as 2014-05-21", value);
    r->build.input.date = gzt_str_of(r->date);
    return GZT_OK;
}

static gzt_status
take_mode(gzt_index_request *r, gzt_index_mode chosen, gzt_err *err)
{
    if (r->mode != GZT_MODE_INDEX && r->mode != chosen)
        return gzt_fail(err, GZT_EINVAL,
                        "--tag, --delete, --export, --compact, --verify and "
                        "--stats exclude each other");
    r->mode = chosen;
    return GZT_OK;
}

static void
take_operand(gzt_index_request *r, const char *value)
{
    r->operands = gzt_xrealloc(r->operands, r->count + 1, sizeof(*r->operands));
    r->operands[r->count++] = value;
}

static gzt_status
take_numbers(gzt_index_request *r, const gzt_parsed_option *o, gzt_err *err)
{
    uint64_t number = 0;
    gzt_status status;

    switch (o->option->id) {
    case OPT_MAX_BAD:
        return take_number(o, UINT64_MAX, &r->build.max_bad, err);
    case OPT_SHARD_ARTICLES:
        return take_number(o, INT32_MAX, &r->writer.shard_articles, err);
    case OPT_JOBS:
        status = take_number(o, 1024, &number, err);
        r->build.jobs = (unsigned)number;
        return status;
    case OPT_WAIT:
        status = take_number(o, UINT32_MAX, &number, err);
        r->writer.wait = (unsigned)number;
        return status;
    default:
        return take_size(o, &r->writer.memory, err);
    }
}

static gzt_status
take_text(gzt_index_request *r, const gzt_parsed_option *o, gzt_err *err)
{
    gzt_when when;

    switch (o->option->id) {
    case OPT_PLACE:
        snprintf(r->place, sizeof(r->place), "%s", o->value);
        return GZT_OK;
    case OPT_FORMAT:
        return take_layout(r, o->value, err);
    case OPT_ENTITIES:
        r->entities = o->value;
        return GZT_OK;
    case OPT_LANG:
        return take_lang(r, o->value, err);
    case OPT_SOURCE:
        r->build.input.source = gzt_str_of(o->value);
        return GZT_OK;
    case OPT_DATE:
        return take_date(r, o->value, err);
    case OPT_ID:
        r->build.input.id_field = gzt_str_of(o->value);
        return GZT_OK;
    case OPT_REJECTS:
        r->rejects = o->value;
        return GZT_OK;
    case OPT_AS:
        r->name = o->value;
        return GZT_OK;
    case OPT_BULK:
        return take_way(o->value, &r->build.way, err);
    case OPT_COLOR:
        return gzt_when_parse(o->value, &when)
                   ? GZT_OK
                   : gzt_fail(err, GZT_EINVAL,
                              "--color takes auto, always or never");
    case OPT_DELETE:
        if (o->value)
            take_operand(r, o->value);
        return take_mode(r, GZT_MODE_DELETE, err);
    default:
        return take_numbers(r, o, err);
    }
}

static gzt_status
take_flag(gzt_index_request *r, const gzt_parsed_option *o, gzt_err *err)
{
    switch (o->option->id) {
    case OPT_TAG:
        return take_mode(r, GZT_MODE_TAG, err);
    case OPT_EXPORT:
        return take_mode(r, GZT_MODE_EXPORT, err);
    case OPT_COMPACT:
        return take_mode(r, GZT_MODE_COMPACT, err);
    case OPT_VERIFY:
        return take_mode(r, GZT_MODE_VERIFY, err);
    case OPT_STATS:
        return take_mode(r, GZT_MODE_STATS, err);
    case OPT_DRY_RUN:
        r->dry_run = true;
        return GZT_OK;
    case OPT_JSON:
        r->json = true;
        return GZT_OK;
    case OPT_NUL:
        r->nul = true;
        return GZT_OK;
    case OPT_QUIET:
        r->quiet = true;
        return GZT_OK;
    case OPT_VERBOSE:
        r->verbose = true;
        return GZT_OK;
    default:
        r->no_entities = true;
        return GZT_OK;
    }
}

static gzt_status
take_option(gzt_index_request *r, const gzt_parsed_option *o, gzt_err *err)
{
    if (!o->option) {
        take_operand(r, o->value);
        return GZT_OK;
    }
    if (o->option->id == OPT_HELP)
        return r->help = r->done = true, GZT_OK;
    if (o->option->id == OPT_VERSION || o->option->id == OPT_GENERATE)
        r->done = true;
    if (o->option->id == OPT_VERSION)
        return gzt_options_say_version(&program, gzt_xapian_version(), err);
    if (o->option->id == OPT_GENERATE)
        return gzt_options_say_generated(&program, o->value, r->name, err);
    return o->option->argument ? take_text(r, o, err) : take_flag(r, o, err);
}

static gzt_status
check_request(const gzt_index_request *r, gzt_err *err)
{
    bool wants = r->mode == GZT_MODE_INDEX || r->mode == GZT_MODE_DELETE ||
                 r->mode == GZT_MODE_TAG;

    if (!strncmp(r->place, "tcp://", 6))
        return gzt_fail(err, GZT_EINVAL,
                        "%s: a server can only be searched; give the folder "
                        "it serves",
                        r->place);
    if (r->bio && r->mode != GZT_MODE_TAG)
        return gzt_fail(err, GZT_EINVAL,
                        "--format bio: tokens can be tagged (--tag), not "
                        "indexed");
    if (r->no_entities && (r->entities || r->mode == GZT_MODE_TAG))
        return gzt_fail(err, GZT_EINVAL,
                        "--no-entities leaves nothing for %s to do",
                        r->entities ? "--entities" : "--tag");
    if (!wants && r->count)
        return gzt_fail(err, GZT_EINVAL,
                        "%s: this takes no files (--help explains)",
                        r->operands[0]);
    if (wants && !r->count)
        return gzt_fail(err, GZT_EINVAL,
                        r->mode == GZT_MODE_DELETE
                            ? "--delete: name ids, or - for standard input"
                            : "nothing to index: name files or folders, or - "
                              "for standard input (--help explains)");
    return GZT_OK;
}

gzt_status
gzt_index_request_parse(gzt_index_request *r, int argc, char **argv,
                        gzt_err *err)
{
    gzt_options options;
    gzt_status status;

    *r = (gzt_index_request){ 0 };
    gzt_default_place(r->place, sizeof(r->place));
    gzt_options_init(&options, &program, argc, argv);
    for (;;) {
        gzt_parsed_option o;
        bool more;

        status = gzt_options_next(&options, &o, &more, err);
        if (status || !more)
            break;
        status = take_option(r, &o, err);
        if (status || (r->done && !r->help))
            break;
    }
    if (r->help) // whatever else stands there
        return gzt_help_print(&program, r->verbose, err);
    if (r->done)
        return status;
    return status ? status : check_request(r, err);
}

// ---- entities --------------------------------------------------------------

// An article that was tagged otherwise is not the same; nor is its file.
gzt_status
gzt_index_request_lexicon(gzt_index_request *r, gzt_err *err)
{
    gzt_arena arena;
    gzt_str file = { 0 };
    gzt_status status = GZT_OK;

    if (r->no_entities ||
        (r->mode != GZT_MODE_INDEX && r->mode != GZT_MODE_TAG))
        return GZT_OK;
    status = gzt_lexicon_open(&r->lexicon, r->entities, err);
    gzt_arena_init(&arena);
    if (!status && r->entities)
        status =
            gzt_file_read(r->entities, GZT_LEXICON_FILE, &arena, &file, err);
    if (!status) {
        uint64_t tagging =
            gzt_str_hash(file, gzt_lexicon_version(r->lexicon)) | 1;

        snprintf(r->tagging, sizeof(r->tagging), "%016llx",
                 (unsigned long long)tagging);
        r->build.lexicon = r->lexicon;
        r->build.tagging = tagging;
        r->build.input.more = gzt_str_of(r->tagging);
    }
    gzt_arena_release(&arena);
    return status;
}

void
gzt_index_request_release(gzt_index_request *r)
{
    gzt_lexicon_close(r->lexicon);
    free(r->operands);
}
