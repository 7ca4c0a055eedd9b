/* main.c - the program `indexer`: options in, exit codes out. */
#include "base/str.h"
#include "command/again.h"
#include "command/index_request.h"
#include "command/maintain.h"
#include "command/report.h"
#include "command/tag.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

enum {
    EXIT_DONE = 0,
    EXIT_REJECTS = 1,
    EXIT_STOPPED = 2,
    EXIT_LOCKED = 75,
    EXIT_INTERRUPTED = 130
};

// Set by a signal: the one thing in this program that is not a local.
static volatile sig_atomic_t interrupted;

static void
on_signal(int number)
{
    interrupted = 1;
    signal(number, SIG_DFL); // a second one ends the program at once
}

// Xapian 1.4.22 may throw while it clears up after a failed write, which C++
// answers with abort(). The last commit is whole all the same: say so, and end
// as any failed write ends.
static void
on_abort(int number)
{
    static const char text[] =
        "indexer: the index could not be written further: no space left, or a "
        "file too large? What was committed stays.\n";

    (void)number;
    (void)!write(STDERR_FILENO, text, sizeof(text) - 1);
    _exit(EXIT_STOPPED);
}

static bool
is_interrupted(void *self)
{
    (void)self;
    return interrupted;
}

static int
fail(const gzt_err *err)
{
    fprintf(stderr, "indexer: %s\n", err->text);
    switch (err->status) {
    case GZT_ELOCKED:
    case GZT_EMODIFIED: // --export, --verify beside a writer: try again
        return EXIT_LOCKED;
    case GZT_EINTERRUPTED:
        return EXIT_INTERRUPTED;
    default:
        return EXIT_STOPPED;
    }
}

// ---- doing it --------------------------------------------------------------

// A quarter of the memory, at most 1 GiB, is what the whole process may take.
// What Xapian holds for a pending posting is counted; input, workers and its
// block cache are not, so they have their part set aside.
static size_t
pending_budget(size_t memory)
{
    uint64_t ram =
        (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
    uint64_t budget = memory ? memory : ram / 4;

    if (!memory && budget > (uint64_t)1 << 30)
        budget = (uint64_t)1 << 30;
    return (size_t)(budget / 2);
}

static gzt_status
build_into(const gzt_index_request *r, gzt_writer *writer, gzt_report *report,
           gzt_account *account, gzt_err *err)
{
    gzt_build_options options = r->build;
    gzt_build_events events = { .stopped = is_interrupted };
    gzt_again again;
    gzt_input *input;
    gzt_status status;

    if (!options.input.lang.len)
        options.input.lang = writer
                                 ? gzt_str_of(gzt_writer_settings(writer)->lang)
                                 : GZT_S("en");
    status = gzt_input_open(&input, r->operands, r->count, &options.input, err);
    if (status)
        return status;
    report->input = input;
    gzt_report_events(report, &events);
    events.stopped = is_interrupted;
    gzt_again_begin(&again, r->place, writer, input);
    status = gzt_build(writer, input, &options, &events, account, err);
    gzt_again_end(&again, writer, input, r->operands, r->count, status,
                  account);
    report->skipped = gzt_input_skipped(input);
    report->passed = gzt_input_passed(input);
    gzt_input_close(input);
    report->input = NULL;
    return status;
}

static gzt_status
index_all(gzt_index_request *r, gzt_report *report, gzt_account *account,
          gzt_err *err)
{
    gzt_writer *writer = NULL;
    gzt_status status = GZT_OK, closed;

    // A mistyped name must not leave an empty index behind.
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->operands[i], "-") && access(r->operands[i], F_OK))
            return gzt_fail_errno(err, "%s", r->operands[i]);
    if (r->rejects)
        status = gzt_report_open_rejects(report, r->rejects, err);
    if (!status && !r->dry_run) {
        r->writer.create = true;
        r->writer.memory = pending_budget(r->writer.memory);
        status = gzt_writer_open(&writer, r->place, &r->writer, err);
    }
    if (!status)
        status = build_into(r, writer, report, account, err);
    closed = gzt_writer_close(writer, status ? NULL : err);
    return status ? status : closed;
}

static int
run_index(gzt_index_request *r)
{
    gzt_report report;
    gzt_account account = { 0 };
    gzt_err err = { 0 }, lost = { 0 };
    gzt_status status, told = GZT_OK;
    int code;

    gzt_report_init(&report);
    report.quiet = r->quiet;
    report.verbose = r->verbose;
    report.json = r->json;
    status = index_all(r, &report, &account, &err);
    code = status ? fail(&err) : account.rejected ? EXIT_REJECTS : EXIT_DONE;
    if (!status || status == GZT_EINTERRUPTED ||
        (r->build.max_bad && account.rejected >= r->build.max_bad))
        told = gzt_report_account(&report, &account, &lost);
    if (told && !status)
        code = fail(&lost);
    gzt_report_release(&report);
    return code;
}

static int
run_tag(gzt_index_request *r)
{
    gzt_report report;
    gzt_account account = { 0 };
    gzt_err err = { 0 };
    gzt_status status = GZT_OK;

    if (r->bio) {
        status = gzt_tag_tokens(r->lexicon, r->build.input.lang, r->operands,
                                r->count, &err);
        return status == GZT_EINTERRUPTED ? EXIT_DONE
               : status                   ? fail(&err)
                                          : EXIT_DONE;
    }
    gzt_report_init(&report);
    report.quiet = r->quiet;
    report.verbose = r->verbose;
    if (r->rejects)
        status = gzt_report_open_rejects(&report, r->rejects, &err);
    if (!status)
        status = gzt_tag_articles(&r->build, r->operands, r->count,
                                  is_interrupted, &report, &account, &err);
    gzt_report_release(&report);
    if (status == GZT_EINTERRUPTED &&
        !interrupted) // our pipe's reader has gone
        return EXIT_DONE;
    return status ? fail(&err) : account.rejected ? EXIT_REJECTS : EXIT_DONE;
}

static int
run_maintenance(const gzt_index_request *r)
{
    gzt_maintain m = { r->place, r->writer.wait, r->json, r->quiet,
                       is_interrupted };
    gzt_err err = { 0 };
    uint64_t missing = 0;
    gzt_status status;

    switch (r->mode) {
    case GZT_MODE_DELETE:
        status = gzt_maintain_delete(&m, r->operands, r->count, r->nul,
                                     &missing, &err);
        break;
    case GZT_MODE_EXPORT:
        status = gzt_maintain_export(&m, &err);
        // A closed pipe ends quietly.
        if (status == GZT_EINTERRUPTED && !interrupted)
            return EXIT_DONE;
        break;
    case GZT_MODE_COMPACT:
        status = gzt_maintain_compact(&m, &err);
        break;
    case GZT_MODE_VERIFY:
        status = gzt_maintain_verify(&m, &err);
        break;
    default:
        status = gzt_maintain_stats(&m, &err);
        break;
    }
    if (!status && fflush(stdout))
        status = gzt_fail_errno(&err, "cannot write the output");
    if (status)
        return fail(&err);
    return missing ? EXIT_REJECTS : EXIT_DONE;
}

static void
catch_signals(void)
{
    struct sigaction action = { .sa_handler = on_signal };

    signal(SIGPIPE, SIG_IGN);
    signal(SIGABRT, on_abort);
    signal(SIGXFSZ, SIG_IGN); // a limit on file size is an error, not a crash
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

int
main(int argc, char **argv)
{
    gzt_index_request r;
    gzt_err err = { 0 };
    int code;

    catch_signals();
    if (gzt_index_request_parse(&r, argc, argv, &err))
        code = fail(&err);
    else if (r.done)
        code = EXIT_DONE;
    else if (gzt_index_request_lexicon(&r, &err))
        code = fail(&err);
    else
        code = r.mode == GZT_MODE_INDEX ? run_index(&r)
               : r.mode == GZT_MODE_TAG ? run_tag(&r)
                                        : run_maintenance(&r);
    gzt_index_request_release(&r);
    return code;
}
