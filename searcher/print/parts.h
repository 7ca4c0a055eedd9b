/* parts.h - what the files of print/ share; nobody else includes it. */
#ifndef GZT_PRINT_PARTS_H
#define GZT_PRINT_PARTS_H

#include "print/print.h"

/** Numbers of hits and scores have no locale: a point, never a comma. */
int64_t gzt_fixed_of(double value, unsigned digits);

/** `units` of 10^-digits: 74100 with 4 digits is "7.4100", with `trim` "7.41".
 */
void gzt_fixed_print(int64_t units, unsigned digits, bool trim, gzt_buf *out);

/** `code` as \t, \n, \r, \\, \x1b, \u202e or \U000e0001; returns its length. */
size_t gzt_code_escape(uint32_t code, char out[10]);

/** What would move the cursor or reorder the line is escaped, with `doubled`
 *  the backslash, too; what is not UTF-8 becomes U+FFFD. */
void gzt_text_escape(gzt_str text, bool doubled, gzt_buf *out);

/** A field of CSV, in quotes where it needs them; one line. */
void gzt_csv_field_print(gzt_str field, gzt_buf *out);

/** A text and the parts of it to be seen at once. */
typedef struct gzt_marked_text {
    gzt_str text;
    const gzt_range *marks; /**< ascending; what lies outside is ignored */
    size_t count;
} gzt_marked_text;

/** Where we are on a terminal. Begin with the first four set. */
typedef struct gzt_wrap {
    gzt_buf *out;
    unsigned columns; /**< the first one not to be written to */
    unsigned indent;  /**< of every further line; a good deal below columns */
    unsigned at;      /**< the cursor, now behind the indent */
    bool begun;       /**< something stands on this line */
    bool blank;       /**< a blank is due before the next word */
    const char *look; /**< SGR parameters in force, or NULL */
    gzt_str link;     /**< what a click opens, or empty */
} gzt_wrap;

/** Append `text` in words, line by line. White space of any kind is one blank;
 *  what is longer than a line is broken, but no character or escape is. The
 *  looks are SGR parameters, NULL for none. */
void gzt_wrap_put(gzt_wrap *wrap, gzt_marked_text text, const char *plain,
                  const char *marked);

/** All text from here to the end of the line (or further lines) opens `url`,
 *  if it is one that can be trusted to a terminal (OSC 8). */
void gzt_wrap_link(gzt_wrap *wrap, gzt_str url);

/** End the line, its look and its link. */
void gzt_wrap_end(gzt_wrap *wrap);

/** Terminal columns `text` takes once escaped, without wrapping. */
unsigned gzt_wrap_width(gzt_str text);

/** The next member of a JSON object, or item of an array, off the front of
 *  `rest`, which begins as the whole text and is its inside from then on; raw,
 *  strings with their quotes. Of an item, `name` is empty. False at the end or
 *  where it makes no sense. */
bool gzt_json_next(gzt_str *rest, gzt_str *name, gzt_str *value);

/** Raw JSON in one line, with nothing in it that a terminal obeys. */
void gzt_json_print(gzt_str raw, gzt_buf *out);

/** What a raw JSON string says; other raw JSON as it is. */
void gzt_json_text(gzt_str raw, gzt_buf *out);

void gzt_hits_print_human(const gzt_style *style, const gzt_answer *answer,
                          bool first, gzt_buf *out);
void gzt_hit_print_json(const gzt_answer *answer, const gzt_hit *hit,
                        gzt_buf *out);
void gzt_hit_print_template(gzt_str format, const gzt_answer *answer,
                            const gzt_hit *hit, gzt_buf *out);

#endif /* GZT_PRINT_PARTS_H */
