/* lexicon_image.h - the lexicon as it lies in memory: one run of bytes, all
 * places relative to its start, in the byte order of the machine that runs it.
 * Made by lexicon_build.c, read by lexicon.c. Private to lib/entity.
 *
 *   header | entities, by id | senses | slots | names | strings
 *
 * A slot belongs to a run of words that is a name, begins one, or both. It is
 * found by the words' hash; 40 more bits of the hash stand in for the words.
 */
#ifndef GZT_ENTITY_LEXICON_IMAGE_H
#define GZT_ENTITY_LEXICON_IMAGE_H

#include "entity/lexicon.h"

#include "base/buf.h"
#include "base/str.h"

enum {
    GZT_IMAGE_VERSION = 2,
    GZT_IMAGE_FIRSTS = 256,    /**< 64-bit words */
    GZT_IMAGE_IDS = 8192,      /**< 64-bit words */
    GZT_SENSE_LAST = 1u << 15, /**< of its name: in gzt_sense.flags */
    GZT_STRING_MAX = 255,      /**< bytes of any string */
};

typedef struct gzt_image_header {
    char magic[8]; /**< "GZTLEX" and two zeros */
    uint32_t version;
    uint32_t size; /**< bytes of the whole */
    uint64_t hash; /**< of all that follows the header */
    /** Bytes from the start of the image, and how many items. */
    uint32_t entities_at, entities;
    uint32_t senses_at, senses;
    uint32_t slots_at, slots; /**< a power of two */
    uint32_t names_at, names;
    uint32_t strings_at, strings; /**< bytes */
    /** A bit for each gzt_unit.hash (modulo their number) of a word without a
     *  capital that begins a name ("al"): others need not be looked up. */
    uint64_t firsts[GZT_IMAGE_FIRSTS];
    /** A bit for each hash of an id: most others need not be looked for. */
    uint64_t ids[GZT_IMAGE_IDS];
} gzt_image_header;

/** Strings are places in `strings`: a byte of length, then the bytes. */
typedef struct gzt_image_entity {
    uint32_t id, name, codes, note;
    uint32_t country; /**< number, or GZT_LEXICON_NONE */
    uint32_t names;   /**< the first one, in `names` */
    uint16_t name_count;
    uint16_t flags;
    uint8_t type, prior;
    uint16_t unused;
} gzt_image_entity;

/** A slot: 40 bits of hash, 1 bit "longer names begin like this", 23 bits
 *  number of the first sense and 1, or 0. All zero: free. */
enum {
    GZT_SLOT_SENSE_BITS = 23,
};
#define GZT_SLOT_SENSES ((1ull << GZT_SLOT_SENSE_BITS) - 1)
#define GZT_SLOT_MORE (1ull << GZT_SLOT_SENSE_BITS)
#define GZT_SLOT_CHECK (~0ull << (GZT_SLOT_SENSE_BITS + 1))

/** What stands before a word in a name is part of the name, as far as these
 *  go: "People's", "Educational, Scientific". */
enum {
    GZT_NAME_GAPS =
        GZT_GAP_POSSESSIVE | GZT_GAP_COMMA | GZT_GAP_OPEN | GZT_GAP_CLOSE,
};

/** The hash of a run of words, made longer by one. Begin with 0. */
static inline uint64_t
gzt_name_hash_word(uint64_t before, gzt_str word, unsigned gap)
{
    uint64_t hash =
        gzt_str_hash(word, before ? before + (gap & GZT_NAME_GAPS) : 0);

    return hash ? hash : 1;
}

static inline uint64_t
gzt_name_hash(uint64_t before, const gzt_unit *unit)
{
    return gzt_name_hash_word(before, unit->token->word, unit->gap);
}

/** The place of a word's bit in `firsts`. */
static inline uint32_t
gzt_first_bit(uint64_t hash)
{
    return hash % (64 * GZT_IMAGE_FIRSTS);
}

/** The place of an id's bit in `ids`. */
static inline uint32_t
gzt_id_bit(gzt_str id)
{
    return gzt_str_quick_hash(id) % (64 * GZT_IMAGE_IDS);
}

/** Where the slot of `hash` is, or the free one where it would be. */
static inline uint32_t
gzt_slot_find(const uint64_t *slots, uint32_t count, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & (count - 1);

    while (slots[at] && (slots[at] ^ hash) & GZT_SLOT_CHECK)
        at = (at + 1) & (count - 1);
    return at;
}

// ---- Building ---------------------------------------------------------------

typedef struct gzt_lexicon_builder gzt_lexicon_builder;

gzt_lexicon_builder *gzt_lexicon_builder_new(void);

/** NULL is allowed. */
void gzt_lexicon_builder_free(gzt_lexicon_builder *builder);

/** Take the entries of a TSV, its columns as docs/ENTITIES.md describes them.
 *  A second entry of an id adds its aliases to the first, and what that had
 *  left empty. `name` is the file's, for errors. The text is borrowed until
 *  the builder is freed. */
gzt_status gzt_lexicon_builder_add(gzt_lexicon_builder *builder, gzt_str text,
                                   const char *name, gzt_err *err);

/** Give the names of each line of an alias list (see query/alias.h) to the
 *  entity that one of them names already; other lines are passed over. Call it
 *  when all entries are in. */
void gzt_lexicon_builder_add_aliases(gzt_lexicon_builder *builder,
                                     gzt_str text);

/** The image of all entries, put into `out`; its bytes depend on nothing but
 *  the entries. Countries that are no entry are left out. */
gzt_status gzt_lexicon_builder_finish(gzt_lexicon_builder *builder,
                                      gzt_buf *out, gzt_err *err);

#endif /* GZT_ENTITY_LEXICON_IMAGE_H */
