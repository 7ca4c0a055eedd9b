/* tag.h - who, what and where: the entities that an article names.
 *
 * Names are found by the lexicon and, in English, by a model of how names and
 * their surroundings look; what each of them means is resolved over the whole
 * article (see resolve.h). In languages other than English only the lexicon
 * speaks.
 */
#ifndef GZT_ENTITY_TAG_H
#define GZT_ENTITY_TAG_H

#include "base/buf.h"
#include "text/analyzer.h"

struct gzt_lexicon;     // entity/lexicon.h
struct gzt_model;       // entity/model.h
struct gzt_definitions; // entity/acronym.h

/** A field's text, and its tokens by gzt_analyze(), whatever the flags. */
typedef struct gzt_tag_field {
    gzt_str text;
    const gzt_tokens *tokens;
    const struct gzt_definitions *definitions; /**< of its short forms, or NULL:
                                                    they are looked for */
} gzt_tag_field;

/** For one thread. */
typedef struct gzt_tagger gzt_tagger;

/** The lexicon outlives the tagger. */
gzt_tagger *gzt_tagger_new(const struct gzt_lexicon *lexicon);

/** The same with another model than the program's, or none if it is NULL. */
gzt_tagger *gzt_tagger_new_with(const struct gzt_lexicon *lexicon,
                                const struct gzt_model *model);

/** NULL is allowed. */
void gzt_tagger_free(gzt_tagger *tagger);

/** The mentions in an article whose fields are fields[gzt_part], `count` of
 *  them, at most GZT_PARTS: by field and start, none overlapping another. Never
 *  fails. They lie in `arena` and in the lexicon, where they stay valid. */
void gzt_tag(gzt_tagger *tagger, const gzt_tag_field *fields, size_t count,
             gzt_str lang, gzt_arena *arena, gzt_mentions *out);

/** Tag the next document of text that is split into tokens (see bio.h): it is
 *  taken off `lines`, and put into `out` as `token TAB tag` lines with the
 *  same sentences and the same -DOCSTART- lines. A tag's type is an entity
 *  type's name, adjectives of countries and places are "group". A token that
 *  holds several names gets the first one's tag. False: there was none. */
bool gzt_tag_bio(gzt_tagger *tagger, gzt_analyzer *analyzer, gzt_str *lines,
                 gzt_str lang, gzt_buf *out);

#endif /* GZT_ENTITY_TAG_H */
