/* decode.h - from a page to names: the scores of its units, and the likeliest
 * labels of each stretch. */
#ifndef GZT_ENTITY_DECODE_H
#define GZT_ENTITY_DECODE_H

#include "entity/page.h"
#include "entity/resolve.h"

typedef struct gzt_decoder gzt_decoder;

/** For one thread. The model outlives it. */
gzt_decoder *gzt_decoder_new(const gzt_model *model);

/** NULL is allowed. */
void gzt_decoder_free(gzt_decoder *decoder);

/** The names in units[0..count), all fields of a document one behind the
 *  other; `matches` are of gzt_lexicon_scan() on them. Spans come by place, in
 *  `arena`; their confidence is the least probability that the model gives to
 *  one of their labels. Returns how many. */
size_t gzt_decode(gzt_decoder *decoder, const gzt_unit *units, size_t count,
                  const gzt_match *matches, size_t match_count,
                  gzt_arena *arena, gzt_span **out);

#endif /* GZT_ENTITY_DECODE_H */
