/* text.c - an article's text held against a plan. */
#include "answer/text.h"

#include "base/str.h"
#include "store/schema.h"

#include <math.h>

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

// A stop word within a phrase is not worth a mark wherever it stands.
static bool
is_noise(const gzt_matcher *m, const gzt_token *token, const gzt_form *form)
{
    gzt_str text = m->plan->words[form->word].text;

    return (token->flags & GZT_TOKEN_STOP) &&
           gzt_str_find(text, GZT_S(" ")) < text.len;
}

static size_t
find_matches(const gzt_matcher *m, const gzt_tokens *t, gzt_arena *arena,
             const gzt_match **out)
{
    gzt_match *found = NULL;
    size_t count = 0;

    for (size_t i = 0; i < t->count; i++) {
        const gzt_token *token = &t->tokens[i];
        const gzt_form *form = find_form(m, gzt_schema_term(token, arena));

        if (!form || is_noise(m, token, form))
            continue;
        found = gzt_arena_more(arena, found, count, sizeof(*found));
        found[count++] = (gzt_match){ token, form };
    }
    *out = found;
    return count;
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

// The written form `low`, or the folded word `high`, where they are asked for.
static bool
shows(const gzt_xquery *leaf, const gzt_token *token, gzt_str field)
{
    if (leaf->low.len &&
        !gzt_str_eq(leaf->low, gzt_str_slice(field, token->start, token->end)))
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
    if (is_of_text(leaf->term))
        return field_has(a, leaf, &a->text->title, article->title) ||
               field_has(a, leaf, &a->text->body, article->body);
    a->status =
        gzt_xdb_doc_terms(gzt_reader_db(a->reader), a->text->docid, leaf->term,
                          false, a->arena, &terms, &count, a->err);
    return !a->status && count && gzt_str_eq(terms[0].term, leaf->term);
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
has_phrase(asking *a, const gzt_phrase *phrase)
{
    gzt_trace_pattern pattern = phrase->pattern;
    gzt_trace_place *places =
        gzt_arena_array(a->arena, pattern.count, sizeof(*places));
    gzt_buf trace;
    bool found;

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
gzt_text_marks(const gzt_match *matches, size_t count, gzt_arena *arena,
               const gzt_range **out)
{
    gzt_range *marks = gzt_arena_array(arena, count + 1, sizeof(*marks));
    size_t n = 0;

    for (size_t i = 0; i < count; i++) {
        const gzt_token *token = matches[i].token;

        if (n && token->start < marks[n - 1].end) {
            if (token->end > marks[n - 1].end)
                marks[n - 1].end = token->end;
            continue;
        }
        marks[n++] = (gzt_range){ token->start, token->end };
    }
    *out = marks;
    return n;
}

static gzt_str
rule_of(const gzt_match *match, gzt_str query, gzt_str as)
{
    const gzt_token *token = match->token;
    const gzt_form *form = match->form;
    bool dotted = gzt_str_find(as, GZT_S(".")) < as.len;

    if (form->alias)
        return GZT_S("alias");
    if (gzt_str_eq_nocase(as, query) || gzt_str_eq_nocase(as, form->folded))
        return GZT_S("exact");
    if (token->kind == GZT_TOKEN_AMOUNT)
        return GZT_S("amount");
    if (token->kind == GZT_TOKEN_DATE)
        return GZT_S("date");
    if (token->kind == GZT_TOKEN_ACRONYM || dotted)
        return GZT_S("acronym");
    if (token->kind == GZT_TOKEN_JOINED)
        return GZT_S("joined");
    if (form->prefix)
        return GZT_S("prefix");
    return gzt_str_eq(token->word, form->folded) ? GZT_S("fold")
                                                 : GZT_S("stem");
}

static size_t
add_matched(const gzt_matcher *m, const gzt_match *match, gzt_str field,
            gzt_matched *list, size_t count)
{
    gzt_str query = m->plan->words[match->form->word].text;
    gzt_str as = gzt_str_slice(field, match->token->start, match->token->end);

    for (size_t i = 0; i < count; i++)
        if (gzt_str_eq(list[i].as, as) && gzt_str_eq(list[i].query, query))
            return count;
    if (count < MATCHED_MAX)
        list[count++] = (gzt_matched){ query, as, rule_of(match, query, as) };
    return count;
}

size_t
gzt_text_matched(const gzt_text *text, const gzt_matcher *matcher,
                 gzt_arena *arena, const gzt_matched **out)
{
    gzt_matched *list = gzt_arena_array(arena, MATCHED_MAX, sizeof(*list));
    size_t n = 0;

    for (size_t i = 0; i < text->title_match_count; i++)
        n = add_matched(matcher, &text->title_matches[i], text->article.title,
                        list, n);
    for (size_t i = 0; i < text->match_count; i++)
        n = add_matched(matcher, &text->matches[i], text->article.body, list,
                        n);
    *out = list;
    return n;
}
