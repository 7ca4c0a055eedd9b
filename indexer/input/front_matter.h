/* front_matter.h - `key: value` lines between `---` at the beginning of a text.
 *
 * The simple half of YAML that people write there: strings, quoted or not,
 * lists as `[a, b]` or as `- a` lines, texts over several indented lines
 * (also behind `|` and `>`), comments. */
#ifndef GZT_INPUT_FRONT_MATTER_H
#define GZT_INPUT_FRONT_MATTER_H

#include "base/arena.h"

typedef struct gzt_matter_field {
    gzt_str key;   /**< lower case */
    gzt_str value; /**< without its quotes; items of a list, each closed by
                        a newline */
    bool list;
} gzt_matter_field;

/** How many bytes of `text` are front matter, with both its `---` lines; 0 if
 *  there is none, as when a line between them is no `key: value`. */
size_t gzt_front_matter_length(gzt_str text);

/** Take the next field off `rest`, which begins as the front matter itself.
 *  False at its end. */
bool gzt_front_matter_next(gzt_str *rest, gzt_arena *arena,
                           gzt_matter_field *out);

#endif /* GZT_INPUT_FRONT_MATTER_H */
