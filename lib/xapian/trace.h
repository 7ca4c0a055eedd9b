/* trace.h - the trace of an article: its tokens in order as 16-bit
 * fingerprints, two bytes each (little-endian), in place of a position list.
 *
 * A code below GZT_TRACE_FIRST is a mark; every other code is the fingerprint
 * of a token. Positions are not stored: each fingerprint takes the next one,
 * unless GZT_TRACE_SAME stands before it. Two tokens may share a fingerprint,
 * so a match says "perhaps": what is shown is checked against the text.
 *
 * Knows nothing of text or of Xapian.
 */
#ifndef GZT_XAPIAN_TRACE_H
#define GZT_XAPIAN_TRACE_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    GZT_TRACE_SENTENCE = 1,  /**< a sentence ends here */
    GZT_TRACE_PARAGRAPH = 2, /**< a paragraph (and a sentence) ends here */
    GZT_TRACE_SAME = 3,      /**< the next token stands where the last did */
    GZT_TRACE_FIELD = 4,     /**< the next field begins: nothing crosses it */
    GZT_TRACE_FIRST = 8
};

/** The fingerprint of an index term: never a mark, the same for ever. Those of
 *  frequent terms are below 256: they take one byte when a trace is packed. */
uint16_t gzt_trace_print(gzt_str term);

/** The same by the hash of the term, gzt_str_hash(term, 0). */
uint16_t gzt_trace_print_of(uint64_t hash);

void gzt_trace_put(gzt_buf *trace, uint16_t code);

/** How the places of a pattern must lie to each other. */
typedef enum gzt_trace_kind {
    GZT_TRACE_PHRASE,       /**< place i at position p + i */
    GZT_TRACE_NEAR,         /**< in any order, within `window` positions */
    GZT_TRACE_IN_SENTENCE,  /**< all in one sentence */
    GZT_TRACE_IN_PARAGRAPH, /**< all in one paragraph */
} gzt_trace_kind;

/** What may stand at one place: any of `count` fingerprints; count 0 means
 *  any token at all. */
typedef struct gzt_trace_place {
    const uint16_t *prints;
    size_t count;
} gzt_trace_place;

/** Which part of the article is looked at. */
typedef enum gzt_trace_zone {
    GZT_TRACE_ALL,
    GZT_TRACE_TITLE,
    GZT_TRACE_LEAD, /**< the first paragraph of the body */
} gzt_trace_zone;

typedef struct gzt_trace_pattern {
    gzt_trace_kind kind;
    const gzt_trace_place *places;
    size_t count;    /**< of places, at most GZT_TRACE_PLACES */
    uint32_t window; /**< NEAR: the last position minus the first, at most */
    gzt_trace_zone zone;
    uint32_t at_least; /**< occurrences that make a match; 0 is 1 */
} gzt_trace_pattern;

enum {
    GZT_TRACE_PLACES = 64
};

/** Does the pattern occur, `at_least` times? Two places never share one token.
 */
bool gzt_trace_match(gzt_str trace, const gzt_trace_pattern *pattern);

/** How often it occurs, counting at most `limit`. PHRASE: places where it
 *  begins. Else: non-overlapping occurrences, sentences or paragraphs. */
uint32_t gzt_trace_count(gzt_str trace, const gzt_trace_pattern *pattern,
                         uint32_t limit);

#ifdef __cplusplus
}
#endif
#endif /* GZT_XAPIAN_TRACE_H */
