/* train.h - how the tagger's model is made: what the parts of the program
 * hand to each other. Nothing of this is in the library.
 *
 * Every step is a function of its input alone: fixed order, own random
 * numbers, one thread, no libm (whose last bit depends on the processor). */
#ifndef GZT_TRAIN_TRAIN_H
#define GZT_TRAIN_TRAIN_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "entity/bio.h"
#include "entity/features.h"

enum {
    TRAIN_CLASSES = 1024,
    TRAIN_LEVELS = 4, /**< 1024, 256, 64 and 16 classes */
};

/** A distinct word of the unlabelled text. */
typedef struct train_word {
    uint64_t key; /**< gzt_word_key() */
    gzt_str text; /**< folded */
    uint8_t shape, flags;
    uint32_t count; /**< within sentences, not at their beginning */
    uint32_t number;
    uint16_t classes[TRAIN_LEVELS];
} train_word;

/** Which number stands before which, and how often. */
typedef struct train_pairs {
    uint32_t items; /**< numbers are below it */
    size_t count;
    uint32_t *left, *right, *times;
} train_pairs;

typedef struct train_words {
    gzt_arena arena;
    train_word *words; /**< the most frequent first; 0 and 1: edge, rare */
    uint32_t count;
    train_pairs pairs;
} train_words;

/** Say it on stderr and end the program. */
__attribute__((format(printf, 1, 2), noreturn)) void train_die(const char *fmt,
                                                               ...);

/** Count the words and the bigrams of every article of the files, and keep
 *  the `limit` most frequent words of at least `least` occurrences. */
void train_words_count(train_words *out, const char *const *files, size_t count,
                       uint32_t limit, uint32_t least);

/** Give each word its classes: a two-sided predictive exchange algorithm
 *  (Uszkoreit and Brants 2008, both directions summed), then the same for
 *  the classes, and theirs. Uses up the pairs. */
void train_words_cluster(train_words *words, unsigned rounds);

/** Write them as lines, and read such lines. */
void train_words_write(const train_words *words, const char *file);
void train_words_read(train_words *out, const char *file);

// ---- Labelled text ----------------------------------------------------------

/** A name in a document, as far as it is known. */
typedef struct train_name {
    uint32_t first, count; /**< units */
    uint8_t types;         /**< bits by gzt_entity_type: one of them */
    bool perhaps;          /**< or it is none */
} train_name;

typedef struct train_document {
    const gzt_unit *units;
    size_t unit_count;
    const gzt_match *matches;
    size_t match_count;
    train_name *names;
    size_t name_count;
    uint8_t unlabelled; /**< types whose names are not marked */
    float weight;
    uint32_t group; /**< for leaving out: number of the set */
    bool copy;      /**< of another one, varied */
} train_document;

enum {
    TRAIN_PERSON,
    TRAIN_ORG,
    TRAIN_COUNTRY,
    TRAIN_ADJ,
    TRAIN_CITY,
    TRAIN_POOLS
};

/** Names to put in the place of others. */
typedef struct train_pool {
    gzt_str *names;
    size_t count;
} train_pool;

typedef struct train_set {
    gzt_arena arena;
    train_pool pools[TRAIN_POOLS];
    float varied, upper; /**< weights of copies; 0: none */
    float unknown;       /**< share of known names that copies do not know */
    uint64_t random;
    uint32_t folds;    /**< groups, by turns, for our own articles */
    uint32_t articles; /**< ours, so far */
    gzt_analyzer *analyzer;
    gzt_lexicon *lexicon;
    train_document *documents;
    size_t count;
} train_set;

/** Add the documents of a file, by its name and form: *.bio, the labelled
 *  articles of corpus/gold/entities, a TEI volume. `what` names the map of its
 *  types. */
void train_set_add(train_set *set, const char *file, const char *what,
                   uint32_t group, float weight);

/** A document in the making: its text, and bytes and types of its names. */
typedef struct train_draft {
    train_set *set;
    const char *file;
    uint8_t unlabelled;
    uint32_t group;
    float weight;
    gzt_str text;
    bool paragraphs; /**< they are the sentences */
    size_t *starts, *ends;
    uint8_t *types;
    size_t names, room;
} train_draft;

/** Names come by place. */
void train_draft_name(train_draft *d, size_t start, size_t end, uint8_t types);

/** Put a line in the form of corpus/gold/entities behind `text`. */
void train_draft_line(train_draft *d, gzt_buf *text, gzt_str line);

/** Make it a document of the set, with this share of its weight. A copy is not
 *  scored, and knows fewer names. */
void train_draft_put(const train_draft *d, float share, bool copy);

/** A number by lot, the same in each run. */
uint64_t train_draw(train_set *set);

/** Make copies of it that differ. */
void train_draft_vary(const train_draft *d);
void train_draft_release(train_draft *d);

/** Names for the blanks of patterns, and to put in the place of others: from
 *  a TSV of corpus/lexicon/entities; lines; a list "Family, Given TAB ...". */
void train_pool_add_entities(train_set *set, const char *file);
void train_pool_add_orgs(train_set *set, const char *file);
void train_pool_add_persons(train_set *set, const char *file);

/** Set the flags of words that occur in the pools' names, and add those that the
 *  unlabelled text has not. */
void train_words_mark(train_words *words, const train_set *set);

/** Add documents of sentences whose blanks are filled in from the pools. */
void train_set_add_patterns(train_set *set, const char *file, uint32_t group,
                            float weight);

// ---- Fitting ---------------------------------------------------------------

typedef struct train_options {
    unsigned epochs;
    float rate, l2;
    uint32_t least; /**< times a feature must occur */
    uint32_t rows;  /**< of the model */
    uint32_t seed;
    uint64_t leave; /**< bits of groups that are left out */
} train_options;

/** An image with words and without rows. */
void train_image_words(const train_words *words, uint32_t rows, gzt_buf *out);

/** Fit the model to the set; fills the rows of `image`. */
void train_fit(train_set *set, const train_options *options, gzt_buf *image);

/** Print how well the model finds the names of these groups. */
void train_score(const train_set *set, uint64_t groups, gzt_str image);

/** A file's bytes, unpacked if its name ends in .gz. */
gzt_str train_file_read(const char *file, gzt_arena *arena);

/** x ln x, the same on every machine. */
double train_xlogx(double x);

/** The fingerprints that are frequent in the traces of indexes into `file`: the
 *  table that codes are made with (docs/INDEX.md, "The trace"). */
void train_traces(const char *file, const char *const *indexes, size_t count);

#endif /* GZT_TRAIN_TRAIN_H */
