/* help.c - `indexer --help`. */
#include "command/help.h"

#include "base/str.h"
#include "base/term.h"
#include "input/limits.h"

#include <unistd.h>

gzt_status
gzt_help_print(const gzt_program *program, bool verbose, gzt_err *err)
{
    gzt_program shown = *program;
    gzt_buf out, details;
    gzt_status status;

    gzt_buf_init(&out, 1 << 20);
    gzt_buf_init(&details, 1 << 20);
    gzt_buf_put(&details, gzt_str_of(program->details));
    if (verbose) {
        gzt_buf_put(&details, GZT_S("\n\nLimits: what goes beyond one is "
                                    "rejected, with the limit as its reason, "
                                    "and the rest goes on.\n\n"));
        gzt_limits_describe(&details);
    }
    shown.details = details.ptr;
    gzt_options_help(&shown, gzt_term_columns(STDOUT_FILENO), &out);
    status = gzt_term_write(STDOUT_FILENO, &out, err);
    gzt_buf_release(&details);
    gzt_buf_release(&out);
    return status;
}
