/* cut.h - records out of a source, one a call, by the way its format keeps
 * them apart. Each function reads on as far as it must; `*found` false says
 * that the source has ended and was closed. GZT_EINTERRUPTED loses nothing.
 */
#ifndef GZT_INPUT_CUT_H
#define GZT_INPUT_CUT_H

#include "input/source.h"

enum {
    GZT_WARC_HEADER = 64 * 1024, /**< bytes of a record's header */
    GZT_WARC_FIELDS = 1000       /**< in it */
};

/** A record a line, blank ones left out (JSON Lines). */
gzt_status gzt_cut_line(gzt_source *source, gzt_raw *out, bool *found);

/** All of it is one record. */
gzt_status gzt_cut_whole(gzt_source *source, gzt_raw *out, bool *found);

/** The items of a feed, which is read whole. */
gzt_status gzt_cut_feed(gzt_source *source, gzt_raw *out, bool *found);

/** The records of a WARC or ARC file that may hold an article; the others are
 *  passed over and counted. What is damaged is refused, and the search for
 *  the next record begins. */
gzt_status gzt_cut_warc(gzt_source *source, gzt_raw *out, bool *found);

/** The messages of an mbox file. */
gzt_status gzt_cut_mbox(gzt_source *source, gzt_raw *out, bool *found);

#endif /* GZT_INPUT_CUT_H */
