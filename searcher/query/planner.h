/* planner.h - what the files that make a plan share; not for others. */
#ifndef GZT_QUERY_PLANNER_H
#define GZT_QUERY_PLANNER_H

#include "query/plan.h"

enum {
    PLAN_LANGS = 8,
    PLAN_UNITS = 20000
};

typedef struct planner {
    const gzt_plan_options *options;
    gzt_reader *reader;
    gzt_analyzer *analyzer;
    gzt_arena *arena;
    gzt_str lang;              // of the query
    gzt_str langs[PLAN_LANGS]; // of the articles, besides
    size_t lang_count;
    gzt_plan_word *words;
    size_t word_count;
    gzt_form *forms;
    size_t form_count;
    gzt_run *runs;
    size_t run_count;
    gzt_str *notes;
    size_t note_count;
    bool has_trace, has_exact;
    // Where the walk is:
    bool negative, title, lead, exact, alias, learned;
    unsigned scans;    // of all entities, for the end of a name
    unsigned entities; // types that words of this field name; 0: other words
    uint32_t at_least; // mentions that a phrase must have; 0 is 1
    bool silent;       // forms that are met are not to be kept
    gzt_str prefix;    // of a field's terms, or empty
} planner;

/** What the analyzer made of a stretch of the query: a word, a compound, an
 *  amount; required as one. */
typedef struct unit {
    const gzt_xquery *query;
    const gzt_str *terms; // what may stand at its one position; or none
    size_t term_count;
    const gzt_str *words; // folded, a position each
    size_t word_count;
    size_t start, end; // bytes in the stretch
    size_t word;       // in the plan
    bool stop;
} unit;

typedef struct units {
    unit *items;
    size_t count;
} units;

/** The units of a stretch of plain text; each becomes a word of the plan. */
units gzt_planner_units(planner *p, gzt_str text);

/** `text` as a phrase, or with `distance` its words near each other; NULL when
 *  there is no word in it. */
const gzt_xquery *gzt_planner_phrase(planner *p, gzt_str text,
                                     uint32_t distance, size_t word);

/** The amounts of money: that `text` means (">=100bn", "$5m..$10m") into the
 *  query of the plan's `word`; `*understood` is false where it makes no sense.
 */
gzt_status gzt_planner_money(planner *p, gzt_str text, size_t word,
                             bool *understood, gzt_err *err);

/** `query`, or as much of it as can be answered in a second or two: of many
 *  alternatives the rarest, with a note. The same however articles are spread.
 */
const gzt_xquery *gzt_planner_afford(planner *p, const gzt_xquery *query,
                                     gzt_err *err, gzt_status *status);

/** The types of entity that a field ("person", "place" ...) is about, a bit
 *  each; 0: it is about none. */
unsigned gzt_planner_entity_types(gzt_str field);

/** The terms of the entities of these types that `text` may mean; none when no
 *  article names one. Their names are marked in texts for the plan's `word`. */
gzt_status gzt_planner_entity(planner *p, gzt_str text, unsigned types,
                              size_t word, gzt_str **terms, size_t *count,
                              gzt_err *err);

/** Begin a word of the plan; its query is set later. */
size_t gzt_planner_word(planner *p, gzt_str text);

void gzt_planner_form(planner *p, gzt_str term, gzt_str folded, size_t word,
                      bool prefix);
void gzt_planner_note(planner *p, gzt_str note);

/** Put the most frequent terms first. */
void gzt_plan_sort_terms(gzt_xterm *terms, size_t count);

/** Query nodes in the arena. */
const gzt_xquery *gzt_plan_term(planner *p, gzt_str term);
const gzt_xquery *gzt_plan_nothing(planner *p);
const gzt_xquery *gzt_plan_kids(planner *p, gzt_xop op,
                                const gzt_xquery *const *kids, size_t count);
const gzt_xquery *gzt_plan_pair(planner *p, gzt_xop op, const gzt_xquery *a,
                                const gzt_xquery *b);

/** `kid`, its weight times `factor`. */
const gzt_xquery *gzt_plan_scaled(planner *p, const gzt_xquery *kid,
                                  double factor);

/** Any of the terms, counted as one word. */
const gzt_xquery *gzt_plan_any_term(planner *p, const gzt_str *terms,
                                    size_t count);

/** `kid`, where the places lie as `kind` says. */
const gzt_xquery *gzt_plan_trace(planner *p, const gzt_xquery *kid,
                                 gzt_trace_kind kind, uint32_t window,
                                 const gzt_str *const *terms,
                                 const size_t *counts, size_t places);

/** Put in place of runs of units that make up a known name that name or any
 *  of its others. */
void gzt_planner_names(planner *p, units *u, gzt_str text);

#endif /* GZT_QUERY_PLANNER_H */
