/* parse.h - the query language, from text to a tree of what was asked.
 *
 * Knows the grammar, not the index: no stemming, no expansion, no field's
 * meaning beyond its name. Ordinary text never fails ("What's next for the
 * U.S.?", 9/11, AT&T, s/s, W-2, C++); an unknown field, an unbalanced quote or
 * bracket and a lone "-" do, with a caret under the place and what to write
 * instead.
 *
 * From the tightest to the loosest:
 *
 *   word  "a phrase"  "near words"~5  gaz*  Gazprum~1  field:value  ( )
 *   mentions(x)>=3
 *   NOT x  -x
 *   x NEAR/5 y  (NEAR alone: 10)  x w/s y  x w/p y      read from the left
 *   x AND y
 *   x y                                                 side by side
 *   x OR y
 *
 * so that "a b OR c AND d" is (a b) OR (c AND d), and "NOT a NEAR b" has the
 * NOT on a alone. The value of a field is a word, a phrase, a group or another
 * field. Operators are written as here, case and all, with white space,
 * brackets or quotes round them; one that lacks an operand is a word ("AND
 * what", "WHY NOT"; of two in a row the first). A "-" is NOT where a word
 * begins and something follows at once: not in a-b, --, ->. Curly quotes are
 * quotes when they are closed; an apostrophe never is one. A star or ~ counts
 * only at the end of a word with a letter in it, before the sentence's
 * punctuation; "5*", "foo.*" and "~" are text. A field is ASCII letters of
 * either case, a colon, and at once a value: "Re: gas", "10:30",
 * "http://a.b/c", "mailto:" and "C:\dir" are text. White space, control
 * characters and what is not UTF-8 separate words.
 */
#ifndef GZT_QUERY_PARSE_H
#define GZT_QUERY_PARSE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum {
    GZT_QUERY_BYTES = 1 << 20,  /**< longest query */
    GZT_QUERY_DEPTH = 64,       /**< deepest nesting of brackets and NOT */
    GZT_QUERY_HEIGHT = 512,     /**< most nodes from the root to a leaf, so
                                    that walking a tree may recurse */
    GZT_QUERY_NODES = 20000,    /**< most words, operators and brackets */
    GZT_QUERY_DISTANCE = 1000,  /**< largest N of NEAR/N and "..."~N */
    GZT_QUERY_MENTIONS = 10000, /**< largest N of mentions(x)>=N */
};

typedef enum gzt_node_kind {
    GZT_NODE_EMPTY,  /**< nothing to search for: "" or only punctuation */
    GZT_NODE_WORDS,  /**< `text`: a run of bare text without white space, with
                          a letter or digit, for the analyzer ("U.S.",
                          "China-Russia", "$400", "gas,") */
    GZT_NODE_PHRASE, /**< `text`: what stood between the quotes; `distance` is
                          the N of ~N, or 0 */
    GZT_NODE_LIST,   /**< kids side by side, no operator: --match decides */
    GZT_NODE_AND,
    GZT_NODE_OR,
    GZT_NODE_NOT,       /**< one kid: NOT x, -x */
    GZT_NODE_NEAR,      /**< kids within `distance` words, any order */
    GZT_NODE_SENTENCE,  /**< kids in one sentence: x w/s y */
    GZT_NODE_PARAGRAPH, /**< kids in one paragraph: x w/p y */
    GZT_NODE_PREFIX,    /**< `text`: gaz* without the star; as WORDS it may
                             hold more than one token (F-16*) */
    GZT_NODE_FUZZY,     /**< `text` ~`distance`: Gazprum~1 */
    GZT_NODE_FIELD,     /**< `field`: and one kid; person:"Xi Jinping",
                            title:(gas deal) */
    GZT_NODE_MENTIONS,  /**< mentions(x)>=3: one kid; `text` is the comparison,
                             `distance` the number */
    GZT_NODE_RANGE,     /**< date:`low`..`high`, one may be empty; date:low
                             alone has low = high; `text` is both as written.
                             Not yet known to be dates. No FIELD stands above
                             it, nor above the days of date:(2014 OR 2016) */
} gzt_node_kind;

typedef struct gzt_node {
    gzt_node_kind kind;
    size_t start, end; /**< bytes in the query, for carets and --explain */
    gzt_str text;
    gzt_str field; /**< canonical, lower case */
    uint32_t distance;
    gzt_str low, high;
    const struct gzt_node *const *kids;
    size_t count;
} gzt_node;

/** Where and why a query does not parse. */
typedef struct gzt_query_fault {
    size_t start, end; /**< bytes in the query */
    gzt_str message;   /**< "no field is called autor" */
    gzt_str hint;      /**< "did you mean author:?", or empty */
} gzt_query_fault;

/** Parse `text`. The tree lies in the arena and borrows from `text`. On a
 *  GZT_EINVAL, `fault` (may be NULL) says where, and `err` the same in one
 *  line. What asks for nothing ("" and punctuation) leaves no node but the
 *  root. `strict` refuses what would otherwise be read as plain text with a
 *  guess: an operator without operands, an empty phrase, a curly quote that is
 *  not closed. A known operator in lower case between words stays plain text
 *  either way. Time and memory are linear in the length of `text`. */
gzt_status gzt_query_parse(gzt_str text, bool strict, gzt_arena *arena,
                           const gzt_node **out, gzt_query_fault *fault,
                           gzt_err *err);

/** The fault as lines for a terminal, each with its newline: the message, the
 *  query (one line, unsafe characters escaped, cut to `columns` round the
 *  place), a caret under the place, the hint if there is one. 0 columns: 80. */
gzt_str gzt_query_fault_show(gzt_str text, const gzt_query_fault *fault,
                             unsigned columns, gzt_arena *arena);

/** The tree written out, every operator and bracket in the open:
 *  (gas AND (title:deal OR NOT "x y"~5)). A word that would be read as an
 *  operator stands in quotes, nothing at all is (). Holds the query's own
 *  bytes: escape it for a terminal. */
gzt_str gzt_node_describe(const gzt_node *node, gzt_arena *arena);

/** The tree as JSON: {"op":"and","kids":[{"op":"words","text":"gas","start":0,
 *  "end":3},...]}. */
void gzt_node_json(const gzt_node *node, gzt_buf *buf);

/** The names of the fields, NULL at the end, for help and suggestions. */
extern const char *const gzt_query_fields[];

#endif /* GZT_QUERY_PARSE_H */
