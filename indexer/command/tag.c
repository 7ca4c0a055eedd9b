/* tag.c - what articles name, on standard output. */
#include "command/tag.h"

#include "base/file.h"
#include "base/str.h"
#include "base/term.h"
#include "entity/tag.h"

#include <unistd.h>

enum {
    TOKENS_MAX = 1 << 30, // bytes of a file of tokens
    FLUSH = 1 << 16
};

// What the events of a run are told; the report takes most of them.
typedef struct output {
    gzt_build_events report;
    bool (*stopped)(void *self);
    gzt_buf lines;
    gzt_err err; // standard output could not be written
} output;

static void
put_line(void *self, gzt_str line)
{
    output *o = self;

    gzt_buf_put(&o->lines, line);
    if (o->lines.len >= FLUSH && !o->err.status)
        gzt_term_write(STDOUT_FILENO, &o->lines, &o->err);
}

static bool
has_stopped(void *self)
{
    output *o = self;

    return o->err.status || o->stopped(NULL);
}

static void
tell_rejected(void *self, const gzt_raw *raw, gzt_str reason)
{
    output *o = self;

    o->report.rejected(o->report.self, raw, reason);
}

static void
tell_warned(void *self, const gzt_raw *raw, gzt_str id, gzt_str warning)
{
    output *o = self;

    o->report.warned(o->report.self, raw, id, warning);
}

static gzt_status
tag_input(output *o, gzt_input *input, const gzt_build_options *options,
          gzt_account *account, gzt_err *err)
{
    const gzt_build_events events = { .self = o,
                                      .rejected = tell_rejected,
                                      .warned = tell_warned,
                                      .tagged = put_line,
                                      .stopped = has_stopped };
    gzt_status status = gzt_build(NULL, input, options, &events, account, err);

    if (!o->err.status)
        gzt_term_write(STDOUT_FILENO, &o->lines, &o->err);
    if (!o->err.status)
        return status;
    *err = o->err;
    return err->status;
}

gzt_status
gzt_tag_articles(const gzt_build_options *options, const char *const *paths,
                 size_t count, bool (*stopped)(void *self), gzt_report *report,
                 gzt_account *account, gzt_err *err)
{
    gzt_build_options tagging = *options;
    output o = { .stopped = stopped };
    gzt_input *input;
    gzt_status status;

    tagging.tag = true;
    if (!tagging.input.lang.len)
        tagging.input.lang = GZT_S("en");
    status = gzt_input_open(&input, paths, count, &tagging.input, err);
    if (status)
        return status;
    report->input = input;
    gzt_report_events(report, &o.report);
    gzt_buf_init(&o.lines, SIZE_MAX / 2);
    status = tag_input(&o, input, &tagging, account, err);
    gzt_buf_release(&o.lines);
    gzt_input_close(input);
    report->input = NULL;
    return status;
}

// ---- tokens ----------------------------------------------------------------

static gzt_status
read_stdin(gzt_buf *out, gzt_err *err)
{
    gzt_status status = gzt_file_read_stdin(out, err);

    if (status)
        return status;
    return out->full ? gzt_fail(err, GZT_EINVAL,
                                "standard input: more than %d MiB of tokens",
                                TOKENS_MAX >> 20)
                     : GZT_OK;
}

static gzt_status
tag_lines(gzt_tagger *tagger, gzt_analyzer *analyzer, gzt_str lines,
          gzt_str lang, gzt_err *err)
{
    gzt_status status = GZT_OK;
    gzt_buf out;

    gzt_buf_init(&out, SIZE_MAX / 2);
    while (!status && gzt_tag_bio(tagger, analyzer, &lines, lang, &out))
        if (out.len >= FLUSH)
            status = gzt_term_write(STDOUT_FILENO, &out, err);
    if (!status)
        status = gzt_term_write(STDOUT_FILENO, &out, err);
    gzt_buf_release(&out);
    return status;
}

static gzt_status
tag_file(gzt_tagger *tagger, gzt_analyzer *analyzer, const char *path,
         gzt_str lang, gzt_err *err)
{
    gzt_arena arena;
    gzt_buf buf;
    gzt_str lines = { 0 };
    gzt_status status;

    gzt_arena_init(&arena);
    gzt_buf_init(&buf, TOKENS_MAX);
    if (strcmp(path, "-")) {
        status = gzt_file_read(path, TOKENS_MAX, &arena, &lines, err);
    } else {
        status = read_stdin(&buf, err);
        lines = gzt_buf_str(&buf);
    }
    if (!status)
        status = tag_lines(tagger, analyzer, lines, lang, err);
    gzt_buf_release(&buf);
    gzt_arena_release(&arena);
    return status;
}

gzt_status
gzt_tag_tokens(const struct gzt_lexicon *lexicon, gzt_str lang,
               const char *const *paths, size_t count, gzt_err *err)
{
    gzt_tagger *tagger = gzt_tagger_new(lexicon);
    gzt_analyzer *analyzer = gzt_analyzer_new();
    gzt_status status = GZT_OK;

    for (size_t i = 0; i < count && !status; i++)
        status = tag_file(tagger, analyzer, paths[i], lang, err);
    gzt_analyzer_free(analyzer);
    gzt_tagger_free(tagger);
    return status;
}
