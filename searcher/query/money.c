/* money.c - money:>=100bn: the amounts of the index that lie in a range.
 *
 * Amounts are terms of currency and number ("usd100000000000"), so those that
 * the index holds are looked through; a value without a currency means any.
 */
#include "query/planner.h"

#include "base/str.h"
#include "store/schema.h"

#include <float.h>
#include <stdlib.h>

enum {
    SCAN = 200000, // amounts looked at
    TERMS = 2000,  // and searched for, the most frequent first
    CURRENCY = 3,
    DIGITS_MAX = 64
};

typedef struct bounds {
    double low, high;
    bool above, below; // the bound itself is left out
    gzt_str currency;  // "usd", or empty
} bounds;

// The number behind the currency of an amount's term.
static double
number_of(gzt_str term)
{
    char digits[DIGITS_MAX];
    gzt_str number = gzt_str_slice(term, CURRENCY, term.len);

    if (number.len >= sizeof(digits))
        return DBL_MAX;
    memcpy(digits, number.ptr, number.len);
    digits[number.len] = '\0';
    return strtod(digits, NULL);
}

static bool
read_amount(planner *p, gzt_str text, gzt_str *currency, double *out)
{
    gzt_tokens t;

    gzt_analyze(p->analyzer, text, GZT_S("en"), GZT_ANALYZE_QUERY, p->arena,
                &t);
    for (size_t i = 0; i < t.count; i++) {
        const gzt_token *token = &t.tokens[i];

        if (token->kind != GZT_TOKEN_AMOUNT || token->term.len <= CURRENCY)
            continue;
        *currency = gzt_str_slice(token->term, 0, CURRENCY);
        *out = number_of(token->term);
        return true;
    }
    return false;
}

// "100bn", "$100bn", "EUR 5 million"; both ends in one currency, if in any.
static bool
read_bound(planner *p, gzt_str text, bounds *b, double *out)
{
    gzt_str currency;

    text = gzt_str_trim(text);
    if (read_amount(p, text, &currency, out)) {
        if (b->currency.len && !gzt_str_eq(b->currency, currency))
            return false;
        b->currency = currency;
        return true;
    }
    return read_amount(p, gzt_arena_join(p->arena, GZT_S("$"), text), &currency,
                       out);
}

static bool
read_comparison(planner *p, gzt_str text, bounds *b)
{
    bool more = *text.ptr == '>', equal;
    gzt_str rest = gzt_str_slice(text, 1, text.len);

    equal = rest.len && *rest.ptr == '=';
    if (equal)
        rest = gzt_str_slice(rest, 1, rest.len);
    b->above = more && !equal;
    b->below = !more && !equal;
    return read_bound(p, rest, b, more ? &b->low : &b->high);
}

static bool
read_bounds(planner *p, gzt_str text, bounds *b)
{
    size_t dots = gzt_str_find(text, GZT_S(".."));
    gzt_str low = gzt_str_slice(text, 0, dots);
    gzt_str high = gzt_str_slice(text, dots + 2, text.len);

    *b = (bounds){ .low = 0, .high = DBL_MAX };
    if (text.len && (*text.ptr == '<' || *text.ptr == '>'))
        return read_comparison(p, text, b);
    if (dots < text.len)
        return (low.len || high.len) &&
               (!low.len || read_bound(p, low, b, &b->low)) &&
               (!high.len || read_bound(p, high, b, &b->high)) &&
               b->low <= b->high;
    if (text.len && *text.ptr == '=')
        text = gzt_str_slice(text, 1, text.len);
    if (!read_bound(p, text, b, &b->low))
        return false;
    b->high = b->low;
    return true;
}

static bool
is_within(gzt_str amount, const bounds *b)
{
    double number;

    if (amount.len <= CURRENCY)
        return false;
    number = number_of(amount);
    return (b->above ? number > b->low : number >= b->low) &&
           (b->below ? number < b->high : number <= b->high);
}

static size_t
keep_within(gzt_xterm *terms, size_t count, const bounds *b)
{
    const size_t prefix = sizeof(GZT_PREFIX_AMOUNT) - 1;
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (is_within(gzt_str_slice(terms[i].term, prefix, terms[i].term.len),
                      b))
            terms[kept++] = terms[i];
    gzt_plan_sort_terms(terms, kept);
    return kept;
}

gzt_status
gzt_planner_money(planner *p, gzt_str text, size_t word, bool *understood,
                  gzt_err *err)
{
    bounds b;
    gzt_xterm *found;
    gzt_str *terms;
    size_t count = 0, kept;
    bool more;
    gzt_status status;

    *understood = read_bounds(p, text, &b);
    if (!*understood)
        return GZT_OK;
    status = gzt_xdb_terms(
        gzt_reader_db(p->reader),
        gzt_arena_join(p->arena, GZT_S(GZT_PREFIX_AMOUNT), b.currency), SCAN,
        p->arena, &found, &count, &more, err);
    if (status)
        return status;
    kept = keep_within(found, count, &b);
    if (kept > TERMS || more) {
        gzt_planner_note(
            p, gzt_arena_printf(p->arena,
                                "money:%.*s: of %s%zu amounts the %d most "
                                "frequent are searched",
                                GZT_ARG(text), more ? "more than " : "", kept,
                                TERMS));
        kept = kept > TERMS ? TERMS : kept;
    }
    terms = gzt_arena_array(p->arena, kept + 1, sizeof(*terms));
    for (size_t i = 0; i < kept; i++) {
        terms[i] = found[i].term;
        gzt_planner_form(p, terms[i], (gzt_str){ 0 }, word, false);
    }
    p->words[word].query = gzt_plan_any_term(p, terms, kept);
    return GZT_OK;
}
