/* lexicon.h - the names that are known before an article is read: entities,
 * what they are called, and which names stand in a text.
 *
 * An entity has an id (`org:cica`), a canonical name and aliases. A name that
 * several entities share has several senses, the likeliest first. Names are
 * looked up by the analyzer's folded words, so accents, dots and apostrophes
 * make no difference; capitals do: a match has those that the alias has
 * (Turkey, not turkey; US, not us), or more (TURKEY).
 *
 * The lexicon that comes with gazette is made by corpus/lexicon/
 * compile_entities.c and lies in the program's read-only data: opening it
 * parses and copies nothing. A file of the user's can add to it. What the
 * functions below hand out lives as long as the lexicon. A lexicon does not
 * change once it is open: threads may share it.
 */
#ifndef GZT_ENTITY_LEXICON_H
#define GZT_ENTITY_LEXICON_H

#include "base/arena.h"
#include "entity/units.h"

/** Instead of an entity's number. */
#define GZT_LEXICON_NONE UINT32_MAX

enum {
    GZT_LEXICON_WORDS = 16,      /**< of an alias, at most */
    GZT_LEXICON_SENSES = 64,     /**< of an alias, at most */
    GZT_LEXICON_FILE = 64 << 20, /**< bytes of a user's file */
};

/** What is said of an entity. */
enum {
    GZT_ENTITY_HISTORIC = 1, /**< a state that is no more */
    GZT_ENTITY_CAPITAL = 2,  /**< a capital: its name may mean the government */
    GZT_ENTITY_ADDED = 4,    /**< from the user's file */
};

typedef struct gzt_entity {
    gzt_str id, name;
    gzt_str codes;    /**< "ISO:CHN" ...; with a blank between; mostly empty */
    gzt_str note;     /**< an office with years or the like; mostly empty */
    uint32_t country; /**< that it belongs to, or another entity that it is
                           part of: a number, or GZT_LEXICON_NONE */
    uint8_t type;     /**< gzt_entity_type */
    uint8_t prior;    /**< how often it is meant, 0 to 100, among namesakes */
    uint16_t flags;   /**< GZT_ENTITY_* */
} gzt_entity;

/** How an alias stands for its entity. */
enum {
    GZT_SENSE_ADJECTIVE = 1, /**< "Russian", "Sino" */
    GZT_SENSE_WEAK = 2,      /**< also an everyday word or name ("May"): only
                                  where the document speaks for it */
    GZT_SENSE_NAME = 4,      /**< it is the canonical name */
    GZT_SENSE_ACRONYM = 8,   /**< all in capitals */
    GZT_SENSE_EXACT = 16,    /**< capitals tell it from an everyday word */
};

typedef struct gzt_sense {
    uint32_t entity;   /**< its number */
    uint16_t capitals; /**< bit i: word i must have a capital */
    uint16_t uppers;   /**< bit i: word i must be all in capitals, or dotted */
    uint16_t flags;    /**< GZT_SENSE_* */
    uint16_t prior;    /**< 0 to 100; senses come in its order */
} gzt_sense;

/** A name found in a text. */
typedef struct gzt_match {
    uint32_t first, count;   /**< units */
    const gzt_sense *senses; /**< the likeliest first */
    uint64_t fits; /**< bit i: sense i goes with the text's capitals; not 0 */
    uint8_t sense_count;
    uint8_t types; /**< bit t: a sense that fits is of gzt_entity_type t */
    uint8_t flags; /**< GZT_SENSE_* that all senses that fit have */
} gzt_match;

typedef struct gzt_lexicon gzt_lexicon;

/** The built-in lexicon and, unless NULL, the entries of the file at `path`: a
 *  TSV of the columns that docs/ENTITIES.md describes. GZT_EINVAL names the
 *  file and the line that makes no sense. */
gzt_status gzt_lexicon_open(gzt_lexicon **out, const char *path, gzt_err *err);

/** NULL is allowed. */
void gzt_lexicon_close(gzt_lexicon *lexicon);

/** A number that changes whenever the built-in entities do. */
uint64_t gzt_lexicon_version(const gzt_lexicon *lexicon);

/** Entities have the numbers from 0 to this, exclusive. */
uint32_t gzt_lexicon_count(const gzt_lexicon *lexicon);

/** The entity of a number. */
gzt_entity gzt_lexicon_entity(const gzt_lexicon *lexicon, uint32_t number);

/** Its country's number, or GZT_LEXICON_NONE. */
uint32_t gzt_lexicon_country(const gzt_lexicon *lexicon, uint32_t number);

/** Only its type, quickly. */
gzt_entity_type gzt_lexicon_type(const gzt_lexicon *lexicon, uint32_t number);

/** The number of an id, or GZT_LEXICON_NONE. An entity of the user's file goes
 *  before a built-in one with its id. */
uint32_t gzt_lexicon_find(const gzt_lexicon *lexicon, gzt_str id);

/** All aliases of the entity with this number, as written, its name first;
 *  the array lies in `arena`. For queries: what may be meant by it. */
size_t gzt_lexicon_aliases(const gzt_lexicon *lexicon, uint32_t number,
                           gzt_arena *arena, const gzt_str **out);

/** The senses of the name that `words[0..count)`, folded, make up; whatever
 *  their capitals. In `out`, room for 2 * GZT_LEXICON_SENSES; returns how many.
 *  For queries. */
size_t gzt_lexicon_senses(const gzt_lexicon *lexicon, const gzt_str *words,
                          size_t count, const gzt_sense **out);

/** The longest name that begins with units[at] and ends before units[count];
 *  false when there is none. The words of a name stand in one sentence, with
 *  blanks, a hyphen, an apostrophe, "&", "/" or a comma that the name has as
 *  well. A possessive ends it. */
bool gzt_lexicon_match(const gzt_lexicon *lexicon, const gzt_unit *units,
                       size_t count, size_t at, gzt_match *out);

/** All names in units[0..count), the leftmost and longest, none within
 *  another. The array lies in `arena`. */
size_t gzt_lexicon_scan(const gzt_lexicon *lexicon, const gzt_unit *units,
                        size_t count, gzt_arena *arena, const gzt_match **out);

/** The part behind the colon of an id that is made of a name: words in ASCII
 *  lower case, joined by "-"; "Yan Xuetong" gives "yan-xuetong". Never empty
 *  and at most 100 bytes: what has no Latin letters keeps its own. */
gzt_str gzt_entity_slug(gzt_str name, gzt_arena *arena);

/** "person", "org" ...: a type's name, which begins its ids. */
gzt_str gzt_entity_type_name(gzt_entity_type type);

/** The type of a name or of an id ("org", "org:cica"); false when none. */
bool gzt_entity_type_of(gzt_str name, gzt_entity_type *out);

#endif /* GZT_ENTITY_LEXICON_H */
