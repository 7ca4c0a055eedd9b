/* text.c - an article's text held against a plan. */
#include "answer/text.h"

#include "base/str.h"
#include "base/utf8.h"
#include "store/schema.h"

#include <math.h>
#include <stdlib.h>
#include <utf8proc.h>

enum {
    MATCHED_MAX = 16,
    OTHER = 0xffff // print of a token that no place of the pattern wants
};

// ---- the matcher -----------------------------------------------------------

static bool
is_shown(const gzt_plan *plan, const gzt_form *form)
{
    const gzt_plan_word *word = &plan->words[form->word];

    return !word->negative && !word->dropped;
}

static void
put_form(gzt_matcher *m, const gzt_form *form)
{
    size_t at = gzt_str_hash(form->term, 0) & m->mask;

    for (; m->slots[at]; at = (at + 1) & m->mask)
        if (gzt_str_eq(m->slots[at]->term, form->term))
            return; // the first, which is the user's own word, stays
    m->slots[at] = form;
}

// A run is rarer than its words: the sum of theirs.
static gzt_status
weigh_run(gzt_matcher *m, const gzt_run *run, gzt_reader *reader,
          uint32_t total, gzt_err *err)
{
    double sum = 0;

    for (size_t i = 0; i < run->places; i++) {
        uint32_t documents;
        gzt_status status;

        if (!run->counts[i])
            continue;
        status = gzt_xdb_freqs(gzt_reader_db(reader), run->terms[i][0],
                               &documents, NULL, err);
        if (status)
            return status;
        sum += log(1.0 + total / (documents + 1.0));
    }
    if (sum > m->weights[run->word])
        m->weights[run->word] = sum;
    return GZT_OK;
}

static gzt_status
weigh(gzt_matcher *m, gzt_reader *reader, gzt_err *err)
{
    gzt_xdb *db = gzt_reader_db(reader);
    gzt_xstats stats;
    gzt_status status = gzt_xdb_stats(db, &stats, err);

    for (size_t i = 0; !status && i < m->plan->form_count; i++) {
        const gzt_form *form = &m->plan->forms[i];
        uint32_t documents;
        double weight;

        status = gzt_xdb_freqs(db, form->term, &documents, NULL, err);
        weight = log(1.0 + stats.documents / (documents + 1.0));
        if (!status && documents && weight > m->weights[form->word])
            m->weights[form->word] = weight;
    }
    for (size_t i = 0; !status && i < m->plan->run_count; i++)
        status = weigh_run(m, &m->plan->runs[i], reader, stats.documents, err);
    return status;
}

gzt_status
gzt_matcher_init(gzt_matcher *m, const gzt_plan *plan, gzt_reader *reader,
                 gzt_arena *arena, gzt_err *err)
{
    size_t size = 16;

    while (size < 2 * plan->form_count)
        size *= 2;
    *m = (gzt_matcher){ .plan = plan, .mask = size - 1 };
    m->slots = gzt_arena_array(arena, size, sizeof(*m->slots));
    m->weights =
        gzt_arena_array(arena, plan->word_count + 1, sizeof(*m->weights));
    for (size_t i = 0; i < plan->form_count; i++) {
        if (!is_shown(plan, &plan->forms[i]))
            continue;
        put_form(m, &plan->forms[i]);
        m->prefixes |= plan->forms[i].prefix;
    }
    return weigh(m, reader, err);
}

static const gzt_form *
find_prefix(const gzt_matcher *m, gzt_str term)
{
    for (size_t i = 0; m->prefixes && i < m->plan->form_count; i++) {
        const gzt_form *form = &m->plan->forms[i];

        if (form->prefix && is_shown(m->plan, form) &&
            gzt_str_starts(term, form->term))
            return form;
    }
    return NULL;
}

static const gzt_form *
find_form(const gzt_matcher *m, gzt_str term)
{
    size_t at = gzt_str_hash(term, 0) & m->mask;

    for (; m->slots[at]; at = (at + 1) & m->mask)
        if (gzt_str_eq(m->slots[at]->term, term))
            return m->slots[at];
    return find_prefix(m, term);
}

typedef struct matches_found {
    gzt_text_match *items;
    size_t count;
} matches_found;

static void
add_match(matches_found *found, gzt_text_match match, gzt_arena *arena)
{
    found->items = gzt_arena_more(arena, found->items, found->count,
                                  sizeof(*found->items));
    found->items[found->count++] = match;
}

static bool
is_one_of(gzt_str term, const gzt_str *terms, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (gzt_str_eq(term, terms[i]))
            return true;
    return false;
}

// The last token of the run that begins at token `i`; NULL if none does.
static const gzt_token *
follow_run(const gzt_run *run, const gzt_tokens *t, const gzt_str *terms,
           size_t i)
{
    const gzt_token *last = NULL;
    uint32_t pos = t->tokens[i].pos;

    if (!is_one_of(terms[i], run->terms[0], run->counts[0]))
        return NULL;
    for (size_t place = 1; place < run->places; place++) {
        last = NULL;
        for (; i < t->count && t->tokens[i].pos <= pos + place; i++)
            if (t->tokens[i].pos == pos + place && !last &&
                is_one_of(terms[i], run->terms[place], run->counts[place]))
                last = &t->tokens[i];
        if (!last)
            return NULL;
    }
    return last;
}

static void
find_runs(const gzt_plan *plan, const gzt_tokens *t, const gzt_str *terms,
          matches_found *found, gzt_arena *arena)
{
    for (size_t r = 0; r < plan->run_count; r++) {
        const gzt_run *run = &plan->runs[r];

        if (plan->words[run->word].negative)
            continue;
        for (size_t i = 0; i < t->count; i++) {
            const gzt_token *last = follow_run(run, t, terms, i);

            if (last)
                add_match(found,
                          (gzt_text_match){ &t->tokens[i], t->tokens[i].start,
                                            last->end, NULL, run->word,
                                            run->alias, run->learned },
                          arena);
        }
    }
}

static int
by_start(const void *a, const void *b)
{
    const gzt_text_match *x = a, *y = b;

    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->end < y->end) - (x->end > y->end); // the longer first
}

static size_t
find_matches(const gzt_matcher *m, const gzt_tokens *t, gzt_arena *arena,
             const gzt_text_match **out)
{
    gzt_str *terms = gzt_arena_array(arena, t->count + 1, sizeof(*terms));
    matches_found found = { 0 };

    for (size_t i = 0; i < t->count; i++) {
        const gzt_token *token = &t->tokens[i];
        const gzt_form *form;

        terms[i] = gzt_schema_term(token, arena);
        form = find_form(m, terms[i]);
        if (form)
            add_match(&found,
                      (gzt_text_match){ token, token->start, token->end, form,
                                        form->word, form->alias,
                                        form->learned },
                      arena);
    }
    find_runs(m->plan, t, terms, &found, arena);
    if (found.count)
        qsort(found.items, found.count, sizeof(*found.items), by_start);
    *out = found.items;
    return found.count;
}

gzt_status
gzt_text_read(gzt_text *text, const gzt_matcher *matcher, gzt_reader *reader,
              gzt_analyzer *analyzer, uint32_t docid, gzt_arena *arena,
              gzt_err *err)
{
    gzt_article *a = &text->article;
    gzt_status status = gzt_reader_article(reader, docid, arena, a, err);

    if (status)
        return status;
    text->docid = docid;
    gzt_analyze(analyzer, a->title, a->lang, 0, arena, &text->title);
    gzt_analyze(analyzer, a->body, a->lang, 0, arena, &text->body);
    text->title_match_count =
        find_matches(matcher, &text->title, arena, &text->title_matches);
    text->match_count =
        find_matches(matcher, &text->body, arena, &text->matches);
    return GZT_OK;
}

// ---- does it match? --------------------------------------------------------

typedef struct asking {
    const gzt_text *text;
    gzt_reader *reader;
    gzt_arena *arena;
    gzt_err *err;
    gzt_status status;
} asking;

static bool matches(asking *a, const gzt_xquery *q);

static bool
is_same_but_for_case(gzt_str a, gzt_str b)
{
    while (a.len && b.len)
        if (utf8proc_tolower((utf8proc_int32_t)gzt_utf8_take(&a)) !=
            utf8proc_tolower((utf8proc_int32_t)gzt_utf8_take(&b)))
            return false;
    return !a.len && !b.len;
}

static bool
is_written(const gzt_xquery *leaf, gzt_str as)
{
    return leaf->limit ? is_same_but_for_case(leaf->low, as)
                       : gzt_str_eq(leaf->low, as);
}

// The written form `low`, or the folded word `high`, where they are asked for.
static bool
shows(const gzt_xquery *leaf, const gzt_token *token, gzt_str field)
{
    if (leaf->low.len &&
        !is_written(leaf, gzt_str_slice(field, token->start, token->end)))
        return false;
    return !leaf->high.len || gzt_str_eq(leaf->high, token->word);
}

static bool
field_has(asking *a, const gzt_xquery *leaf, const gzt_tokens *t, gzt_str field)
{
    for (size_t i = 0; i < t->count; i++) {
        gzt_str term = gzt_schema_term(&t->tokens[i], a->arena);

        if (leaf->op == GZT_XPREFIX ? gzt_str_starts(term, leaf->term)
                                    : gzt_str_eq(term, leaf->term) &&
                                          shows(leaf, &t->tokens[i], field))
            return true;
    }
    return false;
}

// Terms of the text begin with a small letter, a digit or XA, XM, XD.
static bool
is_of_text(gzt_str term)
{
    if (term.ptr[0] < 'A' || term.ptr[0] > 'Z')
        return true;
    return gzt_str_starts(term, GZT_S(GZT_PREFIX_ACRONYM)) ||
           gzt_str_starts(term, GZT_S(GZT_PREFIX_AMOUNT)) ||
           gzt_str_starts(term, GZT_S(GZT_PREFIX_DATE));
}

static bool
has_term(asking *a, const gzt_xquery *leaf)
{
    const gzt_article *article = &a->text->article;
    gzt_xterm *terms;
    size_t count;

    if (!leaf->term.len)
        return true;
    if (gzt_str_starts(leaf->term, GZT_S(GZT_PREFIX_TITLE)) &&
        (leaf->low.len || leaf->high.len)) {
        gzt_xquery bare = *leaf;

        bare.term = gzt_str_slice(leaf->term, 1, leaf->term.len);
        return field_has(a, &bare, &a->text->title, article->title);
    }
    if (is_of_text(leaf->term))
        return field_has(a, leaf, &a->text->title, article->title) ||
               field_has(a, leaf, &a->text->body, article->body);
    a->status =
        gzt_xdb_doc_terms(gzt_reader_db(a->reader), a->text->docid, leaf->term,
                          false, a->arena, &terms, &count, a->err);
    return !a->status && count &&
           (leaf->op == GZT_XPREFIX || gzt_str_eq(terms[0].term, leaf->term));
}

static bool
in_range(asking *a, const gzt_xquery *q)
{
    gzt_str value;

    a->status = gzt_xdb_doc_value(gzt_reader_db(a->reader), a->text->docid,
                                  q->slot, a->arena, &value, a->err);
    return !a->status && gzt_str_cmp(value, q->low) >= 0 &&
           (!q->high.len || gzt_str_cmp(value, q->high) <= 0);
}

// The number of `term` among all alternatives of the phrase: a fingerprint
// without collisions.
static uint16_t
number_of(const gzt_phrase *phrase, gzt_str term)
{
    uint16_t number = GZT_TRACE_FIRST;

    for (size_t i = 0; i < phrase->pattern.count; i++)
        for (size_t k = 0; k < phrase->pattern.places[i].count; k++, number++)
            if (gzt_str_eq(phrase->terms[i][k], term))
                return number;
    return OTHER;
}

static void
put_numbers(asking *a, const gzt_phrase *phrase, const gzt_tokens *t,
            gzt_buf *trace)
{
    for (size_t i = 0; i < t->count; i++) {
        const gzt_token *token = &t->tokens[i];

        if (i && token->pos == t->tokens[i - 1].pos)
            gzt_trace_put(trace, GZT_TRACE_SAME);
        gzt_trace_put(trace,
                      number_of(phrase, gzt_schema_term(token, a->arena)));
        if (token->flags & GZT_TOKEN_PARAGRAPH)
            gzt_trace_put(trace, GZT_TRACE_PARAGRAPH);
        else if (token->flags & GZT_TOKEN_SENTENCE)
            gzt_trace_put(trace, GZT_TRACE_SENTENCE);
    }
}

static bool
names_entity(const gzt_phrase *phrase)
{
    for (size_t i = 0; i < phrase->pattern.count; i++)
        for (size_t k = 0; k < phrase->pattern.places[i].count; k++)
            if (gzt_str_starts(phrase->terms[i][k], GZT_S(GZT_PREFIX_ENTITY)))
                return true;
    return false;
}

// What is named was found when the article was indexed; the trace alone has
// its places.
static bool
trace_has(asking *a, const gzt_phrase *phrase)
{
    gzt_str trace;

    a->status = gzt_reader_trace(a->reader, a->text->docid, &trace, a->err);
    return !a->status && gzt_trace_match(trace, &phrase->pattern);
}

static bool
has_phrase(asking *a, const gzt_phrase *phrase)
{
    gzt_trace_pattern pattern = phrase->pattern;
    gzt_trace_place *places =
        gzt_arena_array(a->arena, pattern.count, sizeof(*places));
    gzt_buf trace;
    bool found;

    if (names_entity(phrase))
        return trace_has(a, phrase);
    for (size_t i = 0; i < pattern.count; i++) {
        uint16_t *prints = gzt_arena_array(
            a->arena, pattern.places[i].count + 1, sizeof(*prints));

        for (size_t k = 0; k < pattern.places[i].count; k++)
            prints[k] = number_of(phrase, phrase->terms[i][k]);
        places[i] = (gzt_trace_place){ prints, pattern.places[i].count };
    }
    pattern.places = places;
    gzt_buf_init(&trace, SIZE_MAX / 2);
    put_numbers(a, phrase, &a->text->title, &trace);
    gzt_trace_put(&trace, GZT_TRACE_FIELD);
    put_numbers(a, phrase, &a->text->body, &trace);
    found = gzt_trace_match(gzt_buf_str(&trace), &pattern);
    gzt_buf_release(&trace);
    return found;
}

static bool
all_kids(asking *a, const gzt_xquery *q, size_t from, bool want)
{
    for (size_t i = from; i < q->count && !a->status; i++)
        if (matches(a, q->kids[i]) != want)
            return false;
    return true;
}

static bool
matches(asking *a, const gzt_xquery *q)
{
    switch (q->op) {
    case GZT_XNOTHING:
        return false;
    case GZT_XTERM:
    case GZT_XPREFIX:
        return has_term(a, q);
    case GZT_XAND:
    case GZT_XFILTER:
        return all_kids(a, q, 0, true);
    case GZT_XOR:
    case GZT_XSYNONYM:
    case GZT_XMAX:
        return !all_kids(a, q, 0, false);
    case GZT_XAND_NOT:
        return matches(a, q->kids[0]) && all_kids(a, q, 1, false);
    case GZT_XMAYBE:
    case GZT_XSCALE:
        return matches(a, q->kids[0]);
    case GZT_XRANGE:
        return in_range(a, q);
    case GZT_XTRACE:
        return matches(a, q->kids[0]) &&
               has_phrase(a, (const gzt_phrase *)q->pattern);
    }
    return false;
}

gzt_status
gzt_text_matches(const gzt_text *text, const gzt_xquery *query,
                 gzt_reader *reader, gzt_arena *arena, bool *out, gzt_err *err)
{
    asking a = { text, reader, arena, err, GZT_OK };

    *out = matches(&a, query);
    return a.status;
}

// ---- what to show ----------------------------------------------------------

size_t
gzt_text_marks(const gzt_text_match *matches, size_t count, gzt_arena *arena,
               const gzt_range **out)
{
    gzt_range *marks = gzt_arena_array(arena, count + 1, sizeof(*marks));
    size_t n = 0;

    for (size_t i = 0; i < count; i++) {
        if (n && matches[i].start < marks[n - 1].end) {
            if (matches[i].end > marks[n - 1].end)
                marks[n - 1].end = matches[i].end;
            continue;
        }
        marks[n++] = (gzt_range){ matches[i].start, matches[i].end };
    }
    *out = marks;
    return n;
}

// Without the quotes that a phrase was typed with.
static gzt_str
unquoted(gzt_str query)
{
    if (query.len > 1 && query.ptr[0] == '"' && query.ptr[query.len - 1] == '"')
        return gzt_str_slice(query, 1, query.len - 1);
    return query;
}

static gzt_str
rule_of_form(const gzt_text_match *match, gzt_str as)
{
    const gzt_token *token = match->token;
    const gzt_form *form = match->form;
    bool dotted = gzt_str_find(as, GZT_S(".")) < as.len;

    if (gzt_str_eq_nocase(as, form->folded))
        return GZT_S("exact");
    if (token->kind == GZT_TOKEN_AMOUNT)
        return GZT_S("amount");
    if (token->kind == GZT_TOKEN_DATE)
        return GZT_S("date");
    if (token->kind == GZT_TOKEN_ACRONYM || dotted)
        return GZT_S("acronym");
    if (token->kind == GZT_TOKEN_JOINED)
        return GZT_S("joined");
    if (form->prefix || form->fuzzy)
        return form->prefix ? GZT_S("prefix") : GZT_S("fuzzy");
    return gzt_str_eq(token->word, form->folded) ? GZT_S("fold")
                                                 : GZT_S("stem");
}

static gzt_str
rule_of(const gzt_text_match *match, gzt_str query, gzt_str as)
{
    if (match->alias)
        return GZT_S("alias");
    if (match->learned)
        return GZT_S("acronym");
    if (gzt_str_eq_nocase(as, unquoted(query)))
        return GZT_S("exact");
    return match->form ? rule_of_form(match, as) : GZT_S("stem");
}

static size_t
add_matched(const gzt_matcher *m, const gzt_text_match *match, gzt_part field,
            gzt_str text, gzt_matched *list, size_t count)
{
    gzt_str query = m->plan->words[match->word].text;
    gzt_str as = gzt_str_slice(text, match->start, match->end);

    for (size_t i = 0; i < count; i++)
        if (gzt_str_eq(list[i].as, as) && gzt_str_eq(list[i].query, query))
            return count;
    if (count < MATCHED_MAX)
        list[count++] = (gzt_matched){ query,
                                       as,
                                       rule_of(match, query, as),
                                       field,
                                       { match->start, match->end } };
    return count;
}

size_t
gzt_text_matched(const gzt_text *text, const gzt_matcher *matcher,
                 gzt_arena *arena, const gzt_matched **out)
{
    gzt_matched *list = gzt_arena_array(arena, MATCHED_MAX, sizeof(*list));
    size_t n = 0;

    for (size_t i = 0; i < text->title_match_count; i++)
        n = add_matched(matcher, &text->title_matches[i], GZT_IN_TITLE,
                        text->article.title, list, n);
    for (size_t i = 0; i < text->match_count; i++)
        n = add_matched(matcher, &text->matches[i], GZT_IN_BODY,
                        text->article.body, list, n);
    *out = list;
    return n;
}
