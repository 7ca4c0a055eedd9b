/* resolve_work.h - what the steps of resolving share. Private to lib/entity.
 *
 *   resolve.c          the order of the steps, and the mentions that come out
 *   resolve_names.c    names of the lexicon and of the model as one list
 *   resolve_sense.c    which of its senses a known name has
 *   resolve_unknown.c  ids of names that the lexicon has not
 *   resolve_acronyms.c short forms that the document defines
 *   resolve_later.c    shorter names that stand for an earlier one
 */
#ifndef GZT_ENTITY_RESOLVE_WORK_H
#define GZT_ENTITY_RESOLVE_WORK_H

#include "entity/resolve.h"

/** A name in the document, and what has been found out about it. */
typedef struct gzt_name {
    uint32_t first, count;  /**< units, without title */
    const gzt_match *match; /**< the lexicon has it, or NULL */
    const gzt_sense *sense; /**< which one of the match, or NULL */
    const gzt_span *span;   /**< the model has it or a part of it, or NULL */
    const gzt_match *from;  /**< a known name that begins a longer one that is
                                not known, or NULL */
    const gzt_match *to;    /**< one that ends it, or NULL */
    uint8_t part;           /**< gzt_part */
    uint8_t type;           /**< gzt_entity_type */
    uint8_t rule;           /**< gzt_entity_rule */
    uint8_t role;           /**< units before it that are its title */
    bool adjective;
    bool dropped;
    uint32_t entity; /**< a number, or GZT_LEXICON_NONE */
    gzt_str id;      /**< of one that the lexicon has not; empty: undecided */
    gzt_str name;
    float confidence;
} gzt_name;

/** How often entities are named beyond doubt, and things of a country. */
typedef struct gzt_tally {
    uint32_t *keys; /**< entity and 1; 0: free */
    uint16_t *counts, *of_country;
    size_t room; /**< a power of two */
} gzt_tally;

typedef struct gzt_resolving {
    const gzt_lexicon *lexicon;
    const gzt_resolve_part *parts;
    gzt_arena *arena;
    gzt_name *names; /**< by part and place */
    size_t count;
    gzt_tally tally;
} gzt_resolving;

static inline const gzt_unit *
gzt_name_unit(const gzt_resolving *r, const gzt_name *name, size_t i)
{
    return &r->parts[name->part].units[name->first + i];
}

/** The folded word at `i` of a name. */
static inline gzt_str
gzt_name_word(const gzt_resolving *r, const gzt_name *name, size_t i)
{
    return gzt_name_unit(r, name, i)->token->word;
}

/** Does the lexicon or an earlier step say what it is? */
static inline bool
gzt_name_is_decided(const gzt_name *name)
{
    return name->entity != GZT_LEXICON_NONE || name->id.len;
}

/** Its bytes as written, runs of white space as one blank. */
gzt_str gzt_name_text(const gzt_resolving *r, const gzt_name *name);

/** All names of the document, none within another: matches and spans, the one
 *  put right by the other. */
void gzt_resolve_names(gzt_resolving *r);

/** Count the names that have one sense only. */
void gzt_resolve_tally(gzt_resolving *r);

/** Decide on the senses of the lexicon's names, but for single words that may
 *  be surnames. A name that the document does not speak for is left to the
 *  model, or dropped. */
void gzt_resolve_senses(gzt_resolving *r);

/** The same for one name that has a match. */
void gzt_resolve_sense(gzt_resolving *r, gzt_name *name);

/** Names that the lexicon has not get the id that their own name makes: long
 *  ones at once, single words that may be a person's once those are linked. */
void gzt_resolve_unknown(gzt_resolving *r, bool singles);

/** The id of a name that the lexicon does not know, and the name; or the
 *  entity that it turns out to be. */
void gzt_resolve_own_id(gzt_resolving *r, gzt_name *name, gzt_str text);

/** What short forms that the document defines stand for. */
void gzt_resolve_acronyms(gzt_resolving *r);

/** Surnames, and heads such as "the Council", of names that are there. */
void gzt_resolve_later(gzt_resolving *r);

#endif /* GZT_ENTITY_RESOLVE_WORK_H */
