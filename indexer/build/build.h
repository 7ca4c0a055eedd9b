/* build.h - the pipeline: records from an input, through workers that parse
 * and analyse, to the index, in input order.
 *
 * Knows nothing of terminals or options; says what happens through events.
 */
#ifndef GZT_BUILD_BUILD_H
#define GZT_BUILD_BUILD_H

#include "build/sink.h"
#include "input/input.h"

/** What became of the records. */
typedef struct gzt_account {
    uint64_t added, replaced, unchanged, rejected;
    uint64_t warnings;
    uint64_t cut_terms; /**< words too long for a term, indexed by a hash */
    uint64_t bytes;     /**< of records */
} gzt_account;

/** What the caller wants to hear, on its own thread; any may be NULL. */
typedef struct gzt_build_events {
    void *self;
    void (*rejected)(void *self, const gzt_raw *raw, gzt_str reason);
    void (*warned)(void *self, const gzt_raw *raw, gzt_str id, gzt_str warning);
    /** What an article names, as JSON with its newline. */
    void (*tagged)(void *self, gzt_str line);
    /** Something about the run as a whole. */
    void (*noted)(void *self, gzt_str sentence);
    void (*progress)(void *self, const gzt_account *account);
    bool (*stopped)(void *self); /**< asked after every record */
} gzt_build_events;

typedef struct gzt_build_options {
    unsigned jobs; /**< threads that parse and analyse; 0: as many as cores */
    uint64_t max_bad; /**< stop after so many rejects; 0: never */
    gzt_way way;      /**< how articles come into the index */
    const struct gzt_lexicon *lexicon; /**< of entities; NULL: no tagging */
    uint64_t tagging;                  /**< see gzt_analysis */
    bool tag; /**< only tag: `tagged` gets a line for each article */
    gzt_input_options input;
} gzt_build_options;

/** Put all of `input` into the index; `writer` NULL: read and report only.
 *  Commits at the end, also when stopped: then GZT_EINTERRUPTED. GZT_EINVAL:
 *  max_bad was reached. On any other failure nothing further is committed. */
gzt_status gzt_build(gzt_writer *writer, gzt_input *input,
                     const gzt_build_options *options,
                     const gzt_build_events *events, gzt_account *account,
                     gzt_err *err);

#endif /* GZT_BUILD_BUILD_H */
