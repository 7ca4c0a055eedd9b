/* report.c - what the indexer tells. */
#include "command/report.h"

#include "base/json.h"
#include "base/str.h"
#include "base/term.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum {
    TOLD_MAX = 20,        // rejects and warnings named without --verbose
    LINE_MAX_ = 80 << 20, // one reject with its record, escaped
    BAR_MIN_COLUMNS = 20
};

static const double DRAW_EVERY = 0.2; // seconds

double
gzt_report_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void
gzt_report_init(gzt_report *report)
{
    *report = (gzt_report){ .rejects = -1 };
    report->began = gzt_report_clock();
    report->bar = isatty(STDERR_FILENO);
    gzt_buf_init(&report->line, LINE_MAX_);
}

void
gzt_report_release(gzt_report *report)
{
    if (report->rejects > STDERR_FILENO)
        close(report->rejects);
    gzt_buf_release(&report->line);
}

gzt_status
gzt_report_open_rejects(gzt_report *report, const char *path, gzt_err *err)
{
    if (!strcmp(path, "-")) {
        report->rejects = STDOUT_FILENO;
        return GZT_OK;
    }
    report->rejects =
        open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    return report->rejects < 0 ? gzt_fail_errno(err, "--rejects %s", path)
                               : GZT_OK;
}

// ---- progress --------------------------------------------------------------

static void
clear_bar(gzt_report *r)
{
    if (r->bar && r->drawn > 0)
        fputs("\r\033[K", stderr);
}

static void
put_grouped(gzt_buf *buf, uint64_t number)
{
    char digits[24];
    int len =
        snprintf(digits, sizeof(digits), "%llu", (unsigned long long)number);

    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0)
            gzt_buf_putc(buf, ',');
        gzt_buf_putc(buf, digits[i]);
    }
}

static void
put_left(gzt_buf *buf, double seconds)
{
    unsigned long left = (unsigned long)(seconds + 0.5);

    if (left >= 3600)
        gzt_buf_printf(buf, "  %lu:%02lu:%02lu left", left / 3600,
                       left / 60 % 60, left % 60);
    else
        gzt_buf_printf(buf, "  %lu:%02lu left", left / 60, left % 60);
}

static void
draw_bar(gzt_report *r, const gzt_account *account, double now)
{
    uint64_t done, total, articles;
    double elapsed = now - r->began;
    unsigned columns = gzt_term_columns(STDERR_FILENO);
    gzt_str line;

    gzt_buf_clear(&r->line);
    articles = account->added + account->replaced + account->unchanged;
    gzt_input_progress(r->input, &done, &total);
    put_grouped(&r->line, articles);
    gzt_buf_printf(&r->line, " articles  %.1f MB/s",
                   (double)account->bytes / 1e6 / elapsed);
    if (total && done <= total) {
        gzt_buf_printf(&r->line, "  %3.0f %%",
                       100.0 * (double)done / (double)total);
        if (done && elapsed > 1)
            put_left(&r->line, elapsed * (double)(total - done) / (double)done);
    }
    line = gzt_buf_str(&r->line);
    if (columns < BAR_MIN_COLUMNS)
        return;
    if (line.len >= columns)
        line.len = columns - 1;
    fprintf(stderr, "\r\033[K%.*s", GZT_ARG(line));
    r->drawn = now;
}

static void
on_progress(void *self, const gzt_account *account)
{
    gzt_report *r = self;
    double now;

    if (!r->bar || r->quiet)
        return;
    now = gzt_report_clock();
    if (now - r->drawn >= DRAW_EVERY && now - r->began >= DRAW_EVERY)
        draw_bar(r, account, now);
}

// ---- rejects and warnings --------------------------------------------------

static void
put_place(gzt_buf *buf, const gzt_raw *raw)
{
    gzt_buf_put(buf, raw->path);
    if (raw->line)
        gzt_buf_printf(buf, ":%llu", (unsigned long long)raw->line);
}

// One line on stderr, safe for a terminal; after TOLD_MAX only a word that
// there are more.
static void
tell(gzt_report *r, const gzt_raw *raw, const char *what, gzt_str text)
{
    gzt_str rest;

    if (r->quiet)
        return;
    r->told++;
    if (r->told > TOLD_MAX && !r->verbose) {
        if (r->told == TOLD_MAX + 1) {
            clear_bar(r);
            fputs("indexer: more of these are not shown; -v shows all, "
                  "--rejects FILE keeps them\n",
                  stderr);
        }
        return;
    }
    gzt_buf_clear(&r->line);
    put_place(&r->line, raw);
    gzt_buf_printf(&r->line, ": %s: %.*s", what, GZT_ARG(text));
    clear_bar(r);
    fputs("indexer: ", stderr);
    for (rest = gzt_buf_str(&r->line); rest.len;) {
        char bytes[4];
        uint32_t code = gzt_utf8_take(&rest);

        if (gzt_utf8_is_unsafe(code))
            code = '?';
        fwrite(bytes, 1, gzt_utf8_write(code, bytes), stderr);
    }
    fputc('\n', stderr);
}

static void
on_rejected(void *self, const gzt_raw *raw, gzt_str reason)
{
    gzt_report *r = self;

    gzt_input_reject(r->input, raw);
    tell(r, raw, "rejected", reason);
    if (r->rejects < 0 || r->rejects_err.status)
        return;
    gzt_buf_clear(&r->line);
    gzt_buf_put(&r->line, GZT_S("{\"v\":1"));
    gzt_json_field(&r->line, "input", raw->path);
    if (raw->line)
        gzt_buf_printf(&r->line, ",\"line\":%llu",
                       (unsigned long long)raw->line);
    gzt_buf_printf(&r->line, ",\"byte\":%llu", (unsigned long long)raw->byte);
    gzt_json_field(&r->line, "reason", reason);
    gzt_json_key(&r->line, "record");
    gzt_json_string(&r->line, (gzt_str){ raw->bytes, raw->len });
    gzt_buf_put(&r->line, GZT_S("}\n"));
    gzt_term_write(r->rejects, &r->line, &r->rejects_err);
}

static void
on_warned(void *self, const gzt_raw *raw, gzt_str id, gzt_str warning)
{
    (void)id;
    tell(self, raw, "warning", warning);
}

static void
on_noted(void *self, gzt_str sentence)
{
    const gzt_report *report = self;

    if (!report->quiet)
        fprintf(stderr, "indexer: %.*s\n", GZT_ARG(sentence));
}

void
gzt_report_events(gzt_report *report, gzt_build_events *events)
{
    events->self = report;
    events->rejected = on_rejected;
    events->warned = on_warned;
    events->noted = on_noted;
    events->progress = on_progress;
}

// ---- the account -----------------------------------------------------------

static void
put_account_json(gzt_buf *out, const gzt_report *r, const gzt_account *a,
                 double seconds)
{
    gzt_buf_printf(
        out,
        "{\"v\":1,\"added\":%llu,\"replaced\":%llu,"
        "\"unchanged\":%llu,\"rejected\":%llu,\"warnings\":%llu,"
        "\"long_words\":%llu,\"skipped\":%llu,\"passed\":%llu,"
        "\"bytes\":%llu,\"seconds\":%.3f}\n",
        (unsigned long long)a->added, (unsigned long long)a->replaced,
        (unsigned long long)a->unchanged, (unsigned long long)a->rejected,
        (unsigned long long)a->warnings, (unsigned long long)a->cut_terms,
        (unsigned long long)r->skipped, (unsigned long long)r->passed,
        (unsigned long long)a->bytes, seconds);
}

static void
say_account(const gzt_report *r, const gzt_account *a, double seconds)
{
    if (a->cut_terms)
        fprintf(stderr,
                "indexer: %llu words were too long and are found only whole\n",
                (unsigned long long)a->cut_terms);
    if (r->verbose && r->skipped)
        fprintf(stderr, "indexer: %llu hidden or binary files skipped\n",
                (unsigned long long)r->skipped);
    if (r->verbose && r->passed)
        fprintf(stderr,
                "indexer: %llu records of web archives hold no article\n",
                (unsigned long long)r->passed);
    if (r->verbose)
        fprintf(stderr, "indexer: %.1f MB of records, %.1f MB/s\n",
                (double)a->bytes / 1e6, (double)a->bytes / 1e6 / seconds);
    fprintf(stderr,
            "added %llu, replaced %llu, unchanged %llu, rejected %llu in "
            "%.1f s\n",
            (unsigned long long)a->added, (unsigned long long)a->replaced,
            (unsigned long long)a->unchanged, (unsigned long long)a->rejected,
            seconds);
}

gzt_status
gzt_report_account(gzt_report *r, const gzt_account *account, gzt_err *err)
{
    double seconds = gzt_report_clock() - r->began;

    clear_bar(r);
    if (!r->quiet)
        say_account(r, account, seconds);
    if (r->rejects_err.status)
        return gzt_fail(err, r->rejects_err.status, "--rejects: %s",
                        r->rejects_err.text);
    if (!r->json)
        return GZT_OK;
    gzt_buf_clear(&r->line);
    put_account_json(&r->line, r, account, seconds);
    return gzt_term_write(STDOUT_FILENO, &r->line, err);
}
