/* index_request.h - what the user of `indexer` wants, from the command line. Floor 4.
 */
#ifndef GZT_COMMAND_INDEX_REQUEST_H
#define GZT_COMMAND_INDEX_REQUEST_H

#include "build/build.h"
#include "entity/lexicon.h"

#include <limits.h>

typedef enum gzt_index_mode {
    GZT_MODE_INDEX,
    GZT_MODE_TAG,
    GZT_MODE_DELETE,
    GZT_MODE_EXPORT,
    GZT_MODE_COMPACT,
    GZT_MODE_VERIFY,
    GZT_MODE_STATS
} gzt_index_mode;

typedef struct gzt_index_request {
    gzt_index_mode mode;
    char place[PATH_MAX];
    gzt_build_options build;
    gzt_writer_options writer;
    const char *rejects;
    const char *entities;
    gzt_lexicon *lexicon;
    char tagging[64]; // what decides how articles are tagged
    bool no_entities, bio;
    const char *name; // as installed, for completions
    const char **operands;
    size_t count;
    bool dry_run, json, quiet, verbose, nul, help, done;
    char date[24];
} gzt_index_request;

/** Read the options. What prints something and ends the program has been done:
 *  then `done` is set. */
gzt_status gzt_index_request_parse(gzt_index_request *request, int argc,
                                   char **argv, gzt_err *err);

/** Open the lexicon, if articles are to be tagged. */
gzt_status gzt_index_request_lexicon(gzt_index_request *request, gzt_err *err);

void gzt_index_request_release(gzt_index_request *request);

#endif /* GZT_COMMAND_INDEX_REQUEST_H */
