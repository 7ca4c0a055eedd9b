/* bio.h - text that is already split into tokens, one a line, with or without
 * tags: `token TAB tag`, a blank line behind each sentence, a line that begins
 * with -DOCSTART- before each document. Tags are BIO2: B-org begins a name,
 * I-org goes on with it, O is none.
 *
 * Tokens are joined with blanks and analysed as all text is, each sentence a
 * paragraph; names go back to the tokens by their bytes. What a document says
 * elsewhere counts: without -DOCSTART- lines, and behind one that only begins a
 * file, GZT_BIO_SENTENCES sentences are taken for a document.
 */
#ifndef GZT_ENTITY_BIO_H
#define GZT_ENTITY_BIO_H

#include "entity/units.h"

enum {
    GZT_BIO_SENTENCES = 40,
    GZT_BIO_BYTES = 8 << 20, /**< of a document; it is cut behind them */
};

typedef struct gzt_bio_token {
    gzt_str word, tag; /**< tag is empty where there was none */
    size_t start, end; /**< bytes in the document's text */
    uint32_t sentence; /**< of the document, from 0 */
} gzt_bio_token;

/** A document; all in an arena, or in the lines it was read from. */
typedef struct gzt_bio {
    gzt_str text;
    const gzt_bio_token *tokens;
    size_t count;
    bool marked; /**< there was a -DOCSTART- line before it */
} gzt_bio;

/** Take the next document off `lines`; false at their end. A document without
 *  tokens is one as well. */
bool gzt_bio_take(gzt_str *lines, gzt_arena *arena, gzt_bio *out);

/** The units of the document's text. Sentences are the document's. */
size_t gzt_bio_units(const gzt_bio *bio, const gzt_tokens *tokens,
                     gzt_arena *arena, gzt_unit **out);

#endif /* GZT_ENTITY_BIO_H */
