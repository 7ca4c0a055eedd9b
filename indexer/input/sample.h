/* sample.h - articles from all over the input, before it is read: what a
 * dictionary for all of it should be learned from. A guess, and a cheap one;
 * never fails. */
#ifndef GZT_INPUT_SAMPLE_H
#define GZT_INPUT_SAMPLE_H

#include "input/walk.h"

/** Some articles of JSON Lines, and pieces of text and Markdown files as bodies
 *  of such, spread over the files of the walk and over each of them (of gzipped
 *  ones only the beginning is looked at), in their order; about `most` bytes
 *  are read. They lie in the arena. Returns how many. */
size_t gzt_sample_files(const gzt_walk *walk, size_t most, gzt_arena *arena,
                        gzt_article **out);

#endif /* GZT_INPUT_SAMPLE_H */
