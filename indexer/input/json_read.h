/* json_read.h - reading JSON (RFC 8259) in place, value by value.
 *
 * Why not jansson: it builds a tree at 44 MB/s, four times slower than the
 * analysis of the same text; here most strings are handed out where they
 * stand, at more than 1 GB/s. tests/unit/test_input_json.c holds the two
 * against each other.
 *
 * The text must be valid UTF-8 already and outlive what is read from it.
 * Where jansson is stricter than the news is: an unpaired surrogate and
 * U+0000, which can only be written as escapes, are mended to U+FFFD.
 */
#ifndef GZT_INPUT_JSON_READ_H
#define GZT_INPUT_JSON_READ_H

#include "base/arena.h"
#include "base/buf.h"

enum {
    GZT_JSON_DEPTH = 64,    /**< arrays and objects within each other */
    GZT_JSON_MEMBERS = 1000 /**< of a record; for those who keep them all */
};

typedef enum gzt_json_kind {
    GZT_JSON_NULL,
    GZT_JSON_BOOL,
    GZT_JSON_NUMBER,
    GZT_JSON_STRING,
    GZT_JSON_ARRAY,
    GZT_JSON_OBJECT,
} gzt_json_kind;

typedef struct gzt_json_value {
    gzt_json_kind kind;
    gzt_str text; /**< a string without its quotes and escapes, in the text
                       or in the arena; all else as it stands in the text */
} gzt_json_value;

typedef struct gzt_json_reader {
    const char *begin, *at, *end;
    gzt_arena *arena;
    bool first;          /**< no member or item of the open one was read yet */
    bool mended;         /**< U+FFFD stands in a string for what cannot be */
    const char *problem; /**< why it is not JSON, at `at`; NULL: nothing yet */
} gzt_json_reader;

void gzt_json_reader_init(gzt_json_reader *reader, gzt_str text,
                          gzt_arena *arena);

/** Take `open`, '{' or '[', and the white space before it; false, and nothing
 *  taken, if something else comes. */
bool gzt_json_open(gzt_json_reader *reader, char open);

/** The next member of the object, or item of the array, that was opened last.
 *  False at its end, which is taken, or when there is a `problem`. A value
 *  that is itself an array or an object is checked and passed over whole. */
bool gzt_json_next_member(gzt_json_reader *reader, gzt_str *key,
                          gzt_json_value *value);
bool gzt_json_next_item(gzt_json_reader *reader, gzt_json_value *value);

/** True if nothing but white space follows; else there is a problem. */
bool gzt_json_at_end(gzt_json_reader *reader);

/** Write a value that was read, without white space outside strings. */
void gzt_json_put_value(gzt_buf *buf, gzt_json_value value, gzt_arena *arena);

/** "a string", "an array", ... */
const char *gzt_json_kind_name(gzt_json_kind kind);

#endif /* GZT_INPUT_JSON_READ_H */
