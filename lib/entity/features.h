/* features.h - what is observed about a unit that may be part of a name. A
 * feature is a hash of its kind and its value. Training and tagging use the
 * same functions, so they cannot disagree.
 *
 * The features of a word alone do not change with its place; the tagger adds
 * them up once a word and offset.
 */
#ifndef GZT_ENTITY_FEATURES_H
#define GZT_ENTITY_FEATURES_H

#include "entity/page.h"

enum {
    GZT_FEATURES_MAX = 40 /**< of a call below */
};

typedef struct gzt_features {
    uint64_t ids[GZT_FEATURES_MAX];
    size_t count;
} gzt_features;

/** Of a word for a unit that stands `offset` (-2 to 2) units before it, by the
 *  word alone; into `out`, whose former content goes. */
void gzt_features_word(const gzt_word *word, int offset, gzt_features *out);

/** Of a unit by what stands around it. */
void gzt_features_place(const gzt_page *page, uint32_t at, gzt_features *out);

/** Of a word by what its document says elsewhere. */
void gzt_features_echo(const gzt_echo *echo, gzt_features *out);

#endif /* GZT_ENTITY_FEATURES_H */
