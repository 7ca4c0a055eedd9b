/* names.c - what else a name of the query is called: by the list of aliases,
 * and by the short forms that articles of the index explain.
 *
 * "Conference on ... in Asia (CICA)" in one article lets CICA find the long
 * form in all, and the long form CICA: but not in articles that explain the
 * letters otherwise.
 */
#include "query/planner.h"

#include "base/str.h"
#include "store/schema.h"

#include <stdlib.h>

enum {
    ALIAS_RUN = GZT_ALIAS_WORDS, // units
    EXPLAINED_SCAN = 200,        // explanations looked at
    EXPLAINED_MAX = 5,           // and used, the most frequent
    EXPLAINED_SHARE = 20         // one in so many of the most frequent's
};

// A name that the run of units has besides its own.
typedef struct other {
    gzt_str name;
    gzt_str letters; // it is these, explained
    bool learned;
} other;

typedef struct others {
    other *items;
    size_t count;
} others;

static void
add_other(planner *p, others *list, other item)
{
    list->items =
        gzt_arena_more(p->arena, list->items, list->count, sizeof(item));
    list->items[list->count++] = item;
}

// ---- short forms -----------------------------------------------------------

// Written as an acronym: no small letter, two capitals.
static bool
is_acronym(gzt_str text)
{
    size_t capitals = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] >= 'a' && text.ptr[i] <= 'z')
            return false;
        capitals += text.ptr[i] >= 'A' && text.ptr[i] <= 'Z';
    }
    return capitals > 1;
}

static gzt_str
joined_words(planner *p, const gzt_str *words, size_t count)
{
    gzt_str all = words[0];

    for (size_t i = 1; i < count; i++)
        all = gzt_arena_printf(p->arena, "%.*s %.*s", GZT_ARG(all),
                               GZT_ARG(words[i]));
    return all;
}

// What stands behind `prefix` and `key=`, the most frequent first.
static gzt_xterm *
explained(planner *p, const char *prefix, gzt_str key, size_t *count)
{
    gzt_str begin = gzt_arena_printf(p->arena, "%s%.*s=", prefix, GZT_ARG(key));
    gzt_xterm *found = NULL;
    gzt_err ignored;

    *count = 0;
    if (gzt_xdb_terms(gzt_reader_db(p->reader), begin, EXPLAINED_SCAN, p->arena,
                      &found, count, NULL, &ignored) ||
        !*count)
        return NULL;
    gzt_plan_sort_terms(found, *count);
    while (*count > EXPLAINED_MAX ||
           found[*count - 1].freq * EXPLAINED_SHARE < found[0].freq)
        --*count;
    for (size_t i = 0; i < *count; i++)
        found[i].term =
            gzt_str_slice(found[i].term, begin.len, found[i].term.len);
    return found;
}

static void
add_learned(planner *p, const char *prefix, gzt_str key, others *list)
{
    size_t count;
    gzt_xterm *found = explained(p, prefix, key, &count);
    bool is_long = !strcmp(prefix, GZT_PREFIX_LONG);

    for (size_t i = 0; i < count; i++)
        add_other(p, list,
                  (other){ found[i].term,
                           is_long ? found[i].term : (gzt_str){ 0 }, true });
}

// Does any explained name begin with these two words? Most do not, and need
// not be looked for in all their lengths.
static bool
may_begin_name(planner *p, const unit *first, const unit *second)
{
    gzt_str words[2] = { first->words[first->word_count - 1],
                         second->words[0] };
    gzt_str begin;
    gzt_xterm *found;
    size_t count = 0;
    gzt_err ignored;

    if (first->word_count > 1)
        return true;
    begin = gzt_arena_join(p->arena, GZT_S(GZT_PREFIX_LONG),
                           joined_words(p, words, 2));
    return !gzt_xdb_terms(gzt_reader_db(p->reader), begin, 1, p->arena, &found,
                          &count, NULL, &ignored) &&
           count;
}

// An article that explains the letters in another way means something else.
static const gzt_xquery *
unless_explained(planner *p, const gzt_xquery *q, gzt_str letters, gzt_str name)
{
    size_t count, kept = 0;
    gzt_xterm *found = explained(p, GZT_PREFIX_SHORT, letters, &count);
    gzt_str *terms = gzt_arena_array(p->arena, count + 1, sizeof(*terms));

    for (size_t i = 0; i < count; i++)
        if (!gzt_str_eq(found[i].term, name))
            terms[kept++] =
                gzt_arena_printf(p->arena, GZT_PREFIX_SHORT "%.*s=%.*s",
                                 GZT_ARG(letters), GZT_ARG(found[i].term));
    return kept ? gzt_plan_pair(p, GZT_XAND_NOT, q,
                                gzt_plan_any_term(p, terms, kept))
                : q;
}

// The letters in capitals, so that they are read as an acronym.
static gzt_str
capitals(planner *p, gzt_str letters)
{
    char *copy = gzt_arena_cstr(p->arena, letters);

    for (size_t i = 0; i < letters.len; i++)
        if (copy[i] >= 'a' && copy[i] <= 'z')
            copy[i] = (char)(copy[i] - 'a' + 'A');
    return (gzt_str){ copy, letters.len };
}

// ---- the names of a run ----------------------------------------------------

static size_t
words_of_run(const units *u, size_t from, size_t count, gzt_str *words)
{
    size_t total = 0;

    for (size_t i = from; i < from + count; i++)
        for (size_t k = 0; k < u->items[i].word_count; k++) {
            if (total == GZT_ALIAS_WORDS)
                return 0;
            words[total++] = u->items[i].words[k];
        }
    return total;
}

static const gzt_xquery *
run_query(planner *p, const units *u, size_t from, size_t count)
{
    const gzt_xquery *kids[ALIAS_RUN];

    for (size_t i = 0; i < count; i++)
        kids[i] = u->items[from + i].query;
    return gzt_plan_kids(p, GZT_XAND, kids, count);
}

// A name of many words must not outweigh its one-word form by their sheer
// number: it weighs what one of its words does on average.
static const gzt_xquery *
name_query(planner *p, gzt_str name, size_t word)
{
    const gzt_xquery *phrase = gzt_planner_phrase(p, name, 0, word);
    const gzt_xquery *widest_form = phrase;

    if (phrase && phrase->op == GZT_XMAX)
        widest_form = phrase->kids[0];
    if (!phrase || widest_form->op != GZT_XTRACE)
        return phrase;
    return gzt_plan_scaled(p, phrase,
                           1.0 / (double)widest_form->pattern->count);
}

static const gzt_xquery *
other_query(planner *p, const other *o, gzt_str own_words, size_t word)
{
    const gzt_xquery *q;

    p->alias = !o->learned;
    p->learned = o->learned;
    if (!o->letters.len)
        return name_query(p, o->name, word);
    q = name_query(p, capitals(p, o->letters), word);
    return q ? unless_explained(p, q, o->letters, own_words) : NULL;
}

// The run of units as itself or any of the names.
static void
put_names(planner *p, units *u, size_t from, size_t count, const others *names,
          gzt_str own_words, gzt_str text)
{
    unit *first = &u->items[from];
    const gzt_xquery **kids =
        gzt_arena_array(p->arena, names->count + 1, sizeof(*kids));
    size_t n = 0;

    kids[n++] = run_query(p, u, from, count);
    first->end = u->items[from + count - 1].end;
    p->words[first->word].text = gzt_str_slice(text, first->start, first->end);
    for (size_t i = 1; i < count; i++) // they are one word of the plan now
        p->words[u->items[from + i].word].query = NULL;
    for (size_t i = 0; i < names->count; i++) {
        const gzt_xquery *q =
            other_query(p, &names->items[i], own_words, first->word);

        if (q)
            kids[n++] = q;
    }
    p->alias = p->learned = false;
    first->query = gzt_plan_kids(p, GZT_XMAX, kids, n);
    first->term_count = 0;
    p->words[first->word].query = first->query;
    memmove(first + 1, first + count,
            (u->count - from - count) * sizeof(*first));
    u->count -= count - 1;
}

// All other names of `count` units from `from` on.
static others
names_of(planner *p, const units *u, size_t from, size_t count, gzt_str text,
         gzt_str *own_words)
{
    const unit *first = &u->items[from];
    const gzt_plan_options *o = p->options;
    gzt_str words[GZT_ALIAS_WORDS];
    const gzt_str *names = NULL;
    others list = { 0 };
    size_t total = words_of_run(u, from, count, words), found = 0;

    if (!total || (count == 1 && first->stop))
        return list;
    *own_words = joined_words(p, words, total);
    if (!o->no_aliases && o->aliases)
        found = gzt_aliases_find(o->aliases, words, total, p->arena, &names);
    for (size_t i = 0; i < found; i++)
        add_other(p, &list, (other){ .name = names[i] });
    if (o->no_acronyms)
        return list;
    if (count == 1 && is_acronym(gzt_str_slice(text, first->start, first->end)))
        add_learned(p, GZT_PREFIX_SHORT, *own_words, &list);
    if (total > 1 && (count == 1 || may_begin_name(p, first, first + 1)))
        add_learned(p, GZT_PREFIX_LONG, *own_words, &list);
    return list;
}

void
gzt_planner_names(planner *p, units *u, gzt_str text)
{
    if (p->exact || p->title)
        return;
    for (size_t i = 0; i < u->count; i++)
        for (size_t n = ALIAS_RUN; n > 0; n--) {
            gzt_str own_words;
            others names = { 0 };

            if (i + n <= u->count)
                names = names_of(p, u, i, n, text, &own_words);
            if (names.count) {
                put_names(p, u, i, n, &names, own_words, text);
                break;
            }
        }
}
