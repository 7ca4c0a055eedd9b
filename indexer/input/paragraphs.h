/* paragraphs.h - plain text taken apart into paragraphs, with what can be
 * counted about each. Judges nothing. */
#ifndef GZT_INPUT_PARAGRAPHS_H
#define GZT_INPUT_PARAGRAPHS_H

#include "base/arena.h"

typedef struct gzt_paragraph {
    gzt_str text; /**< trimmed; lines that had been wrapped are joined */
    size_t block; /**< the same for those without a blank line in between */
    size_t columns, words;
    bool sentence; /**< ends as a sentence does */
    bool prose;    /**< long, and made of sentences */
    bool drop;     /**< for the user of the list: not part of the text */
} gzt_paragraph;

typedef struct gzt_paragraphs {
    gzt_paragraph *items;
    size_t count;
    bool has_prose;
} gzt_paragraphs;

enum {
    GZT_PARAGRAPHS_MAX = 100000 /**< what comes behind is one last one */
};

/** Take `text` (valid UTF-8; any kind of line end) apart. Every character but
 *  white space is in exactly one paragraph. */
gzt_paragraphs gzt_paragraphs_split(gzt_arena *arena, gzt_str text);

/** Those that are not to be dropped, "\n\n" between blocks, and where prose
 *  stands a line a paragraph; "\n" between other lines of a block. */
gzt_str gzt_paragraphs_join(gzt_arena *arena, const gzt_paragraphs *all);

/** Columns on a grid, near enough: characters. */
size_t gzt_columns(gzt_str s);

#endif /* GZT_INPUT_PARAGRAPHS_H */
