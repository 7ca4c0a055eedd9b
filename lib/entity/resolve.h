/* resolve.h - from names in a document to entities: which one is meant, what
 * is the same, what is none.
 *
 * What is decided here: whether a known name is meant in this document
 * (Georgia, Jordan, May); whom a second mention names (Putin); what the short
 * forms stand for that the document defines; titles, which are a role and no
 * part of a name; hyphenated pairs (China-Russia names both); and the ids of
 * what the lexicon does not know, so that one name has one id in all articles.
 *
 * Knows neither how the names were found nor the model that judged them.
 */
#ifndef GZT_ENTITY_RESOLVE_H
#define GZT_ENTITY_RESOLVE_H

#include "entity/lexicon.h"

/** A name as the model sees it. */
typedef struct gzt_span {
    uint32_t first, count; /**< units */
    uint8_t type;          /**< gzt_entity_type */
    float confidence;      /**< from 0 to 1 */
} gzt_span;

/** One field of a document, and what was found in it. Spans do not overlap
 *  each other, nor do matches; they may overlap one another. */
typedef struct gzt_resolve_part {
    gzt_str text;
    const gzt_tokens *tokens;
    const struct gzt_definitions *definitions; /**< NULL: not looked for yet */
    const gzt_unit *units;
    size_t unit_count;
    const gzt_match *matches; /**< of gzt_lexicon_scan() */
    size_t match_count;
    const gzt_span *spans; /**< of the model, by place */
    size_t span_count;
} gzt_resolve_part;

/** Decide on all mentions of a document, whose fields are parts[gzt_part]. A
 *  field that it has not is zero. The result lies in `arena` and in the
 *  lexicon; mentions come by field and start, and none overlaps another. */
void gzt_resolve(const gzt_lexicon *lexicon,
                 const gzt_resolve_part parts[GZT_PARTS], gzt_arena *arena,
                 gzt_mentions *out);

#endif /* GZT_ENTITY_RESOLVE_H */
