/* names.h - the entities of a hit, with their names. What the lexicon does not
 * know is called as the article calls it.
 */
#ifndef GZT_ANSWER_NAMES_H
#define GZT_ANSWER_NAMES_H

#include "answer/answer.h"
#include "entity/lexicon.h"
#include "store/entities.h"
#include "store/reader.h"

/** The ids of a document's entities, with mentions: `ids[i].term` and `.wdf`,
 *  those of `type` or, with GZT_ENTITY_TYPES, all. */
gzt_status gzt_names_ids(gzt_reader *reader, uint32_t docid, unsigned type,
                         gzt_arena *arena, gzt_xterm **ids, size_t *count,
                         gzt_err *err);

/** The name of the entity `id`. `lexicon` may be NULL. One that it does not
 *  know is looked for in the text of document `docid`; if it is not there as
 *  it is in the id, that stands in. */
gzt_status gzt_names_find(const gzt_lexicon *lexicon, gzt_reader *reader,
                          gzt_analyzer *analyzer, uint32_t docid, gzt_str id,
                          gzt_arena *arena, gzt_str *out, gzt_err *err);

/** A text and its tokens. */
typedef struct gzt_named_text {
    gzt_str text;
    const gzt_tokens *tokens;
} gzt_named_text;

/** The entities of a document, the most mentioned first, named by the lexicon
 *  or as its texts have them. */
gzt_status gzt_names_of(const gzt_lexicon *lexicon, gzt_reader *reader,
                        uint32_t docid, const gzt_named_text *texts,
                        size_t text_count, gzt_arena *arena,
                        const gzt_hit_entity **out, size_t *count,
                        gzt_err *err);

#endif /* GZT_ANSWER_NAMES_H */
