/* report.h - what the indexer tells while it works and when it is done:
 * rejects, warnings, the progress bar, the account. Floor 4. */
#ifndef GZT_COMMAND_REPORT_H
#define GZT_COMMAND_REPORT_H

#include "build/build.h"

typedef struct gzt_report {
    gzt_input *input; /**< for the progress bar; told of rejects */
    int rejects;      /**< file for --rejects, or -1 */
    bool quiet, verbose, json;
    bool bar; /**< stderr is a terminal that takes one */
    double began, drawn;
    uint64_t told;       /**< rejects and warnings named so far */
    uint64_t skipped;    /**< files passed over, for the account */
    uint64_t passed;     /**< records without an article, of web archives */
    gzt_err rejects_err; /**< the rejects file could not be written */
    gzt_buf line;
} gzt_report;

void gzt_report_init(gzt_report *report);
void gzt_report_release(gzt_report *report);

/** Open the rejects file; "-" is standard output. */
gzt_status gzt_report_open_rejects(gzt_report *report, const char *path,
                                   gzt_err *err);

/** Fill in the events that this report takes. */
void gzt_report_events(gzt_report *report, gzt_build_events *events);

/** The account: the last line on stderr, and one JSON object on stdout when
 *  asked for. GZT_ENOSPC, GZT_EIO when stdout or the rejects file failed. */
gzt_status gzt_report_account(gzt_report *report, const gzt_account *account,
                              gzt_err *err);

/** Seconds of a clock that only goes forward. */
double gzt_report_clock(void);

#endif /* GZT_COMMAND_REPORT_H */
