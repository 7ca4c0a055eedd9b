/* document.h - an article as the document that Xapian gets: terms, values,
 * the trace and the record. Plain data, made by any thread; writing it is
 * store/writer.h's. */
#ifndef GZT_STORE_DOCUMENT_H
#define GZT_STORE_DOCUMENT_H

#include "store/record.h"
#include "text/analyzer.h"
#include "xapian/trace_pack.h"
#include "xapian/xapian_c.h"

enum {
    GZT_TITLE_WEIGHT = 3, /**< a title word counts as so many in the body */
};

typedef struct gzt_document {
    gzt_str id;    /**< of the article */
    gzt_str key;   /**< its unique term */
    uint64_t hash; /**< gzt_article_hash(), and how it was tagged */
    gzt_xdoc doc;
    size_t cut_terms; /**< tokens too long for a term as they are */
    size_t cost;      /**< bytes of memory, roughly, until it is committed */
} gzt_document;

/** Tools of one thread. */
typedef struct gzt_documenter {
    gzt_analyzer *analyzer;
    gzt_codec *codec;
    gzt_buf trace, packed, record;
} gzt_documenter;

void gzt_documenter_init(gzt_documenter *documenter);
void gzt_documenter_release(gzt_documenter *documenter);

/** A short form that an article explains, folded: "cica" and "conference on
 *  interaction and confidence building measures in asia". */
typedef struct gzt_short_form {
    gzt_str letters, words;
} gzt_short_form;

/** The words of an article, and what they say. */
typedef struct gzt_analysis {
    gzt_tokens fields[GZT_PARTS];
    gzt_mentions mentions;
    uint64_t tagging; /**< a number for what found the mentions; 0: nothing
                           has looked. It is part of the document's hash. */
    gzt_short_form *short_forms;
    size_t short_form_count;
} gzt_analysis;

/** Cut title and body into tokens, and nothing more. All lies in the arena, in
 *  the article, or, until the next one, in the documenter. */
void gzt_document_analyze(gzt_documenter *documenter,
                          const gzt_article *article, gzt_arena *arena,
                          gzt_analysis *out);

/** Make the document of `article`, as `analysis` has it (NULL: analysed here,
 *  without the rest). All of it lies in the arena, but terms may lie in the
 *  documenter, until that analyses the next article. */
void gzt_document_make(gzt_documenter *documenter, const gzt_article *article,
                       const gzt_analysis *analysis, gzt_arena *arena,
                       gzt_document *out);

#endif /* GZT_STORE_DOCUMENT_H */
