/* help.c - `indexer --help`. */
#include "command/help.h"

#include "base/str.h"
#include "input/limits.h"

gzt_status
gzt_help_print(const gzt_program *program, bool verbose, gzt_err *err)
{
    gzt_program shown = *program;
    gzt_buf details;
    gzt_status status;

    gzt_buf_init(&details, 1 << 20);
    gzt_buf_put(&details, gzt_str_of(program->details));
    if (verbose) {
        gzt_buf_put(&details, GZT_S("\n\nLimits: what goes beyond one is "
                                    "rejected, with the limit as its reason, "
                                    "and the rest goes on.\n\n"));
        gzt_limits_describe(&details);
    }
    shown.details = details.ptr;
    status = gzt_options_say_help(&shown, err);
    gzt_buf_release(&details);
    return status;
}
