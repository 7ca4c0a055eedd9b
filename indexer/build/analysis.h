/* analysis.h - what an article says: its words, the short forms that it
 * explains. Between the input, which knows files, and the store, which keeps
 * what is found here.
 */
#ifndef GZT_BUILD_ANALYSIS_H
#define GZT_BUILD_ANALYSIS_H

#include "store/document.h"

/** Analyse title and body. All lies in the arena, or in the article. */
void gzt_analysis_make(gzt_documenter *documenter, const gzt_article *article,
                       gzt_arena *arena, gzt_analysis *out);

#endif /* GZT_BUILD_ANALYSIS_H */
