/* plan.h - what a parsed query means in an index: which terms, in which
 * words' stead, which phrases; a tree that Xapian matches, and all that is
 * needed to say afterwards why a text matched.
 */
#ifndef GZT_QUERY_PLAN_H
#define GZT_QUERY_PLAN_H

#include "query/alias.h"
#include "query/parse.h"
#include "store/reader.h"
#include "text/analyzer.h"

typedef struct gzt_plan_options {
    bool any;     /**< side by side means OR; else AND */
    bool exact;   /**< every word as it is written */
    bool no_stem; /**< every word in its own inflection */
    bool no_aliases;
    bool no_acronyms;  /**< short forms that articles explain */
    bool no_joined;    /**< co-operation is two words, and not cooperation */
    bool no_amounts;   /**< $400bn is the words it is written in */
    bool no_dates;     /**< likewise 21 May 2014 */
    bool no_fold;      /**< accents count; a word is as written but for case */
    uint64_t postings; /**< that may be read for a query; 0: as many as take a
                            second or two */
    bool strict; /**< whatever would be dropped or rewritten is an error */
    gzt_aliases *aliases;              /**< may be NULL */
    const struct gzt_lexicon *lexicon; /**< of entities; may be NULL */
    int64_t now;                       /**< seconds since 1970, for date: */
} gzt_plan_options;

/** A word, phrase or filter of the query, as the user knows it. */
typedef struct gzt_plan_word {
    gzt_str text;            /**< as typed */
    const gzt_xquery *query; /**< matches the articles that have it */
    bool negative;           /**< under a NOT */
    bool dropped;            /**< a stop word that was left out */
    bool within;             /**< another of these: mentions(word)>=2 */
} gzt_plan_word;

/** A term that stands for a word of the query. */
typedef struct gzt_form {
    gzt_str term;
    gzt_str folded; /**< the query's own word, folded; empty for others */
    size_t word;    /**< index into words */
    bool alias;
    bool learned; /**< a short form, or what it is short for */
    bool prefix;  /**< any term that begins so */
    bool fuzzy;   /**< a near spelling */
} gzt_form;

/** Words in a row that stand for a word of the query together: a phrase, or a
 *  name of several words. */
typedef struct gzt_run {
    const gzt_str *const *terms; /**< [place][alternative] */
    const size_t *counts;        /**< alternatives of each place */
    size_t places;
    size_t word; /**< index into words */
    bool alias, learned;
} gzt_run;

/** Places with the terms that may stand there. The pattern comes first, so
 *  that an xquery's pattern leads back here. */
typedef struct gzt_phrase {
    gzt_trace_pattern pattern;
    const gzt_str *const *terms; /**< [place][alternative], as counted in
                                      pattern.places */
} gzt_phrase;

/** In `query` an XTERM leaf's `low` is the form that the text itself must
 *  show (exact:; but for case if its `limit` is 1), its `high` the folded word
 *  (--no-stem); empty: any. Where
 *  the term is a title's, the title must. */
typedef struct gzt_plan {
    const gzt_xquery *query;
    const gzt_plan_word *words;
    size_t word_count;
    const gzt_form *forms;
    size_t form_count;
    const gzt_run *runs;
    size_t run_count;
    const gzt_str *notes; /**< lines for the user: what was rewritten */
    size_t note_count;
    bool has_trace; /**< some XTRACE is in `query` */
    bool has_exact; /**< some leaf asks for a form of the text */
    bool only_stop_words;
} gzt_plan;

/** Make the plan of `node`. GZT_EINVAL with `fault` where a field's value
 *  makes no sense. All in the arena. */
gzt_status gzt_plan_make(const gzt_node *node, gzt_str text, gzt_reader *reader,
                         gzt_analyzer *analyzer,
                         const gzt_plan_options *options, gzt_arena *arena,
                         gzt_plan *out, gzt_query_fault *fault, gzt_err *err);

/** A filter on the article's time, both ends inclusive. */
const gzt_xquery *gzt_plan_dates(int64_t first, int64_t last, gzt_arena *arena);

/** Both queries, ranked by the first. */
const gzt_xquery *gzt_plan_filter(const gzt_xquery *query,
                                  const gzt_xquery *filter, gzt_arena *arena);

#endif /* GZT_QUERY_PLAN_H */
