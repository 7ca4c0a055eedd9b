/* help.h - `indexer --help`, with --verbose also the limits on input. Floor 4. */
#ifndef GZT_COMMAND_HELP_H
#define GZT_COMMAND_HELP_H

#include "base/options.h"

/** Print it on standard output. */
gzt_status gzt_help_print(const gzt_program *program, bool verbose,
                          gzt_err *err);

#endif /* GZT_COMMAND_HELP_H */
