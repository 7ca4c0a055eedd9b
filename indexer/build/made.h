/* made.h - an article as workers make it: the document, and its terms packed
 * for the bulk builder. Plain data in one arena. */
#ifndef GZT_BUILD_MADE_H
#define GZT_BUILD_MADE_H

#include "glass/glass.h"
#include "store/document.h"

typedef struct gzt_made {
    gzt_document document;
    gzt_glass_terms terms;
    bool packed; /**< there are such terms */
} gzt_made;

/** Sort and pack the terms of the document. They lie in the packer and in the
 *  arena. */
gzt_status gzt_made_pack(gzt_made *made, gzt_glass_packer *packer,
                         gzt_arena *arena, gzt_err *err);

/** Copy all of it into the arena, close together. */
void gzt_made_copy(const gzt_made *made, gzt_arena *arena, gzt_made *out);

#endif /* GZT_BUILD_MADE_H */
