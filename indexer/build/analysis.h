/* analysis.h - what an article says: its words, what it names, the short forms
 * that it explains. Between the input, which knows files, and the store, which keeps
 * what is found here.
 */
#ifndef GZT_BUILD_ANALYSIS_H
#define GZT_BUILD_ANALYSIS_H

#include "base/buf.h"
#include "entity/tag.h"
#include "store/document.h"

/** Analyse title and body; without a `tagger` nothing is named. All lies in the
 *  arena, in the article or in the tagger's lexicon. */
void gzt_analysis_make(gzt_documenter *documenter, gzt_tagger *tagger,
                       const gzt_article *article, gzt_arena *arena,
                       gzt_analysis *out);

/** What the article names as a line of JSON, for `indexer --tag`. */
void gzt_analysis_json(const gzt_article *article, const gzt_analysis *analysis,
                       gzt_buf *out);

#endif /* GZT_BUILD_ANALYSIS_H */
