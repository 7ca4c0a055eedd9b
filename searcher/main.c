/* main.c - the program `searcher`: options in, exit codes out. */
#include "command/run.h"

#include <signal.h>

int
main(int argc, char **argv)
{
    gzt_search_request request;
    gzt_err err = { 0 };
    int code;

    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    if (gzt_request_parse(&request, argc, argv, &err))
        code = gzt_searcher_fail(&err);
    else if (request.done)
        code = 0;
    else
        code = gzt_searcher_run(&request);
    gzt_request_release(&request);
    return code;
}
