/* run.h - do what was asked of `searcher`, and print it. */
#ifndef GZT_COMMAND_RUN_H
#define GZT_COMMAND_RUN_H

#include "command/request.h"

/** Say why on stderr; the exit code for it. */
int gzt_searcher_fail(const gzt_err *err);

/** Do it; the exit code. */
int gzt_searcher_run(gzt_search_request *request);

#endif /* GZT_COMMAND_RUN_H */
