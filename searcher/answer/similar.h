/* similar.h - more like this: the words that tell a text from the rest of the
 * index, as a query. */
#ifndef GZT_ANSWER_SIMILAR_H
#define GZT_ANSWER_SIMILAR_H

#include "query/plan.h"

enum {
    GZT_SIMILAR_WORDS = 30,
    GZT_SIMILAR_ENTITIES = 10
};

/** What others are to be like: an article of the index, or a text. */
typedef struct gzt_similar {
    gzt_str id;   /**< of the article; empty: the text */
    gzt_str text; /**< its first line is its title */
} gzt_similar;

/** The words of `what` with the highest tf-idf, and what it names, joined by
 *  OR; the article itself is left out. Appends the words to `plan`, with a note
 *  that names them. GZT_ENOTFOUND: no article has the id; GZT_EINVAL: there is
 *  no word in it that other articles have. All in the arena. */
gzt_status gzt_similar_plan(gzt_reader *reader, gzt_analyzer *analyzer,
                            const gzt_similar *what, gzt_arena *arena,
                            gzt_plan *plan, gzt_err *err);

#endif /* GZT_ANSWER_SIMILAR_H */
