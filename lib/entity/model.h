/* model.h - the tagger's model: which words are known, and what they and
 * their surroundings say for each label. A file that lies in the program and
 * is used as it is; corpus/lexicon/TAGGER.md tells how it is made.
 *
 *   header | words | checks | rows
 *
 * A word has a class at four depths (1024, 256, 64, 16), by what it stood
 * beside in much unlabelled text, and a measure of how frequent it was there.
 * A row belongs to a feature: a score for each label in 1/scale, 8 bits each.
 * Words and rows are found by hashes; part of the hash stands in for the key.
 *
 * Files are little-endian, as the machines are that they are made for.
 */
#ifndef GZT_ENTITY_MODEL_H
#define GZT_ENTITY_MODEL_H

#include "entity/crf.h"
#include "entity/units.h"

enum {
    GZT_MODEL_VERSION = 1,
    GZT_MODEL_CLASSES = 1024,
    GZT_MODEL_DEPTHS = 4,
    GZT_MODEL_NO_CLASS = 0xffff,
};

typedef struct gzt_model_header {
    char magic[8]; /**< "GZTTAG" and two zeros */
    uint32_t version;
    uint32_t size;  /**< bytes of the whole */
    uint32_t words; /**< slots, a power of two */
    uint32_t rows;  /**< a power of two */
    float scale;    /**< a score of 1, in a row */
    uint32_t unused[9];
    gzt_crf crf;
    uint8_t depths[GZT_MODEL_DEPTHS - 1][GZT_MODEL_CLASSES];
} gzt_model_header;

_Static_assert(sizeof(gzt_model_header) % 64 == 0, "rows share no line");

/** A slot: check 0 is free. */
typedef struct gzt_model_word {
    uint32_t check;
    uint16_t class; /**< of 1024, or GZT_MODEL_NO_CLASS */
    uint8_t often;  /**< 4 log2 of its count */
    uint8_t flags;  /**< GZT_WORD_* */
} gzt_model_word;

/** What is known of a word besides. */
enum {
    GZT_WORD_GIVEN = 1,  /**< a given name */
    GZT_WORD_FAMILY = 2, /**< a family name */
    GZT_WORD_ORG = 4,    /**< in the names of organisations */
};

/** A row: the scores of the labels; those beyond are 0. */
typedef struct gzt_model_row {
    int8_t scores[GZT_CRF_WIDTH];
} gzt_model_row;

typedef struct gzt_model {
    const gzt_model_header *header;
    const gzt_model_word *words;
    const uint16_t *checks; /**< of each row: of its feature's hash, or 0 */
    const gzt_model_row *rows;
} gzt_model;

/** Look at `image`, aligned to 64 bytes; false if it is no model of this
 *  version, or cut short. */
bool gzt_model_open(gzt_model *out, gzt_str image);

/** The model in the program. */
bool gzt_model_builtin(gzt_model *out);

/** What is known of a word goes by: its folded form, of numbers the length. */
gzt_str gzt_word_form(gzt_str folded, uint8_t shape);

/** The key of a word: that form and its case. */
uint64_t gzt_word_key(gzt_str folded, uint8_t shape);

/** NULL: not known. */
const gzt_model_word *gzt_model_word_find(const gzt_model *model, uint64_t key);

/** The 16 bits of a feature's hash that are kept; never 0. */
static inline uint16_t
gzt_model_check(uint64_t feature)
{
    return (uint16_t)(feature >> 48 | 1);
}

/** The number of a feature's row in `*row`; false if it says nothing, and
 *  `*row` is then of no use. A feature has one of two rows. The checks lie
 *  close together, the rows do not. */
static inline bool
gzt_model_row_find(const gzt_model *model, uint64_t feature, uint32_t *row)
{
    uint32_t at = (uint32_t)feature & (model->header->rows - 2);
    uint16_t check = gzt_model_check(feature);

    at += model->checks[at] != check;
    *row = at;
    return model->checks[at] == check;
}

/** The row of a feature will soon be asked for. */
static inline void
gzt_model_row_expect(const gzt_model *model, uint64_t feature)
{
    __builtin_prefetch(
        &model->checks[(uint32_t)feature & (model->header->rows - 2)]);
}

#endif /* GZT_ENTITY_MODEL_H */
