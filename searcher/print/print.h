/* print.h - an answer as text: for people, for pipes, for programs.
 *
 * All text of articles is untrusted: in `human` and in the one-line formats
 * control characters and bidi overrides are escaped (tab as \t, newline as
 * \n, return as \r, others as \x1b or \u202e), so no field breaks a line or
 * a column. In tsv, csv and templates a backslash is \\, so that escapes can
 * be undone. What is not UTF-8 becomes U+FFFD.
 * Knows nothing of how the answer came about.
 */
#ifndef GZT_PRINT_PRINT_H
#define GZT_PRINT_PRINT_H

#include "answer/answer.h"
#include "answer/counts.h"
#include "base/buf.h"
#include "base/err.h"

typedef enum gzt_layout {
    GZT_LAYOUT_HUMAN,
    GZT_LAYOUT_TSV,
    GZT_LAYOUT_CSV,      /**< RFC 4180 with a header line; lines end in \n */
    GZT_LAYOUT_JSON,     /**< JSON Lines */
    GZT_LAYOUT_TREC,     /**< label Q0 id rank score gazette; blanks in label
                              and id become %20, scores fall from hit to hit
                              within one call, as trec_eval needs it */
    GZT_LAYOUT_TEMPLATE, /**< {date}\t{title}\n */
    GZT_LAYOUT_IDS,
    GZT_LAYOUT_PATHS,
} gzt_layout;

typedef struct gzt_style {
    gzt_layout layout;
    gzt_str format;   /**< the template */
    bool colour;      /**< ANSI colours and hyperlinks; human only */
    unsigned columns; /**< width to wrap to; human only */
    bool nul;         /**< IDS, PATHS: NUL instead of newline behind each, and
                           nothing escaped */
    bool by_source;   /**< collapsed hits are the source's, not copies; human
                           only */
} gzt_style;

/** Is the template well-formed? GZT_EINVAL names the unknown field and the
 *  known ones. Escapes \t \n \0 \\ \{ \} ; fields {rank} {score} {id} {title}
 *  {date} {updated} {source} {author} {lang} {section} {url} {path} {snippet}
 *  {query} {label} {collapsed}. A template without any escape or newline at
 *  its end gets a newline. Refused, too: an empty template, unknown escapes, a
 *  brace without its other half. */
gzt_status gzt_template_check(gzt_str format, gzt_err *err);

/** Append hits to `out`. `first`: this is the beginning of the answer (a CSV
 *  header goes before, in human the label if there is one). Called again with
 *  further hits of the same answer for long lists. A human hit ends with an
 *  empty line. */
void gzt_print_hits(const gzt_style *style, const gzt_answer *answer,
                    bool first, gzt_buf *out);

/** Why each hit is one: what stands in it, for which word of the query, by
 *  which rule, at which bytes of which field. */
void gzt_print_why(const gzt_answer *answer, gzt_buf *out);

/** The counts of facets: human (a table each), tsv, csv (facet, articles,
 *  value, name, query) or JSON Lines. */
void gzt_print_facets(const gzt_style *style, const gzt_facets *facets,
                      gzt_buf *out);

typedef enum gzt_graph_format {
    GZT_GRAPH_DOT,
    GZT_GRAPH_GRAPHML,
    GZT_GRAPH_TSV, /**< articles, sentences, id, name, id, name, query */
} gzt_graph_format;

void gzt_print_graph(gzt_graph_format format, const gzt_graph *graph,
                     gzt_buf *out);

/** The line that ends a human answer ("4 articles in 2 ms", "10 of about 1,200
 *  articles, 3 ms"), for stderr. */
void gzt_print_summary(const gzt_style *style, const gzt_answer *answer,
                       gzt_buf *out);

/** One text, safe for one line of a terminal or of TSV; \ becomes \\. */
void gzt_print_escaped(gzt_str text, gzt_buf *out);

/** A stored article for --show: human (title, a block of fields, wrapped
 *  paragraphs) or, in any other layout, one JSON line with every field as
 *  CLI.md names them, "v" before and "path" and those in `extra` behind. */
void gzt_print_article(const gzt_style *style, const gzt_article *article,
                       gzt_buf *out);

#endif /* GZT_PRINT_PRINT_H */
