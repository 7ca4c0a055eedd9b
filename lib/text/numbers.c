/* numbers.c - numbers, their grouping, and money.
 *
 * An amount is a number beside a currency: a sign ("$400bn", "US$ 5",
 * "5 €"), a code in capitals ("USD 5 million") or a name ("5 million
 * euros"). What may be a weight, a past tense or one of several countries'
 * money is no currency: "400 pounds", "won 5", "rupees".
 */
#include "text/numbers.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    NAME_MAX = 16, // bytes of a name or a multiplier
    DIGITS_MAX = 15
};

typedef struct sign {
    uint32_t code;
    const char *currency;
} sign;

typedef struct name {
    const char *text;
    const char *currency;
} name;

typedef struct multiplier {
    const char *text;
    uint64_t value;
} multiplier;

static const sign signs[] = {
    { '$', "usd" },    { 0xa3, "gbp" },   { 0xa5, "jpy" },   { 0x20a9, "krw" },
    { 0x20aa, "ils" }, { 0x20ac, "eur" }, { 0x20b4, "uah" }, { 0x20b9, "inr" },
    { 0x20ba, "try" }, { 0x20bd, "rub" }, { 0xff04, "usd" }, { 0xffe5, "jpy" },
};

// What may stand before "$", touching it.
static const name dollars[] = {
    { "us", "usd" }, { "a", "aud" },  { "au", "aud" }, { "c", "cad" },
    { "ca", "cad" }, { "hk", "hkd" }, { "nz", "nzd" }, { "s", "sgd" },
    { "sg", "sgd" }, { "nt", "twd" }, { "r", "brl" },  { "mx", "mxn" },
};

// In capitals.
static const name codes[] = {
    { "USD", "usd" }, { "EUR", "eur" }, { "GBP", "gbp" }, { "JPY", "jpy" },
    { "CNY", "cny" }, { "RMB", "cny" }, { "RUB", "rub" }, { "RUR", "rub" },
    { "CHF", "chf" }, { "INR", "inr" }, { "KRW", "krw" }, { "AUD", "aud" },
    { "CAD", "cad" }, { "HKD", "hkd" }, { "NZD", "nzd" }, { "SGD", "sgd" },
    { "TWD", "twd" }, { "BRL", "brl" }, { "SEK", "sek" }, { "NOK", "nok" },
    { "DKK", "dkk" }, { "PLN", "pln" }, { "UAH", "uah" }, { "ILS", "ils" },
    { "ZAR", "zar" }, { "MXN", "mxn" }, { "AED", "aed" }, { "SAR", "sar" },
};

// Behind a number; in lower case.
static const name names[] = {
    { "dollar", "usd" },   { "dollars", "usd" }, { "euro", "eur" },
    { "euros", "eur" },    { "yen", "jpy" },     { "yuan", "cny" },
    { "renminbi", "cny" }, { "ruble", "rub" },   { "rubles", "rub" },
    { "rouble", "rub" },   { "roubles", "rub" }, { "hryvnia", "uah" },
    { "hryvnias", "uah" }, { "shekels", "ils" }, { "zlotys", "pln" },
    { "bucks", "usd" },
};

// The same, where a million or more makes it clear that money is meant.
static const name large_names[] = {
    { "pounds", "gbp" },
    { "won", "krw" },
};

static const name peoples[] = {
    { "us", "usd" },         { "american", "usd" },  { "canadian", "cad" },
    { "australian", "aud" }, { "singapore", "sgd" }, { "taiwan", "twd" },
    { "zealand", "nzd" },    { "kong", "hkd" },
};

static const multiplier multipliers[] = {
    { "k", 1000 },
    { "thousand", 1000 },
    { "tausend", 1000 },
    { "m", 1000000 },
    { "mn", 1000000 },
    { "mln", 1000000 },
    { "mio", 1000000 },
    { "million", 1000000 },
    { "millions", 1000000 },
    { "millionen", 1000000 },
    { "millones", 1000000 },
    { "milioni", 1000000 },
    { "b", 1000000000 },
    { "bn", 1000000000 },
    { "bln", 1000000000 },
    { "mrd", 1000000000 },
    { "billion", 1000000000 },
    { "milliard", 1000000000 },
    { "milliards", 1000000000 },
    { "milliarden", 1000000000 },
    { "miliardi", 1000000000 },
    { "tn", 1000000000000 },
    { "trn", 1000000000000 },
    { "trillion", 1000000000000 },
    { "billionen", 1000000000000 },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static size_t
digits_end(gzt_str text, size_t at)
{
    while (at < text.len && gzt_is_digit(text.ptr[at]))
        at++;
    return at;
}

// The bytes of the mark at `at` that groups like `mark`; 0 is none.
static size_t
grouping_at(gzt_str text, size_t at, char mark)
{
    gzt_str rest = gzt_str_slice(text, at, text.len);

    if (rest.len && rest.ptr[0] == mark)
        return 1;
    // Thin and narrow blanks have no other use between digits.
    if (mark == ',' && (gzt_str_starts(rest, GZT_S("\xe2\x80\xaf")) ||
                        gzt_str_starts(rest, GZT_S("\xe2\x80\x89"))))
        return 3;
    return 0;
}

// Past all groups of three digits; `groups` counts them.
static size_t
groups_end(gzt_str text, size_t at, char mark, size_t *groups)
{
    for (*groups = 0;; ++*groups) {
        size_t width = grouping_at(text, at, mark);
        size_t end = width ? digits_end(text, at + width) : at;

        if (!width || end - at - width != 3)
            return at;
        at = end;
    }
}

static bool
has_digit(gzt_str text, size_t at)
{
    return at < text.len && gzt_is_digit(text.ptr[at]);
}

size_t
gzt_number_end(gzt_str text, size_t at, bool after_dot)
{
    size_t end = digits_end(text, at), groups, grouped, fraction;

    if (after_dot)
        return end;
    if (end - at <= 3) {
        grouped = groups_end(text, end, '.', &groups);
        if (groups >= 2) // one alone is a fraction: 1.234
            return grouped;
        end = groups_end(text, end, ',', &groups);
    }
    if (end >= text.len || text.ptr[end] != '.' || !has_digit(text, end + 1))
        return end;
    fraction = digits_end(text, end + 1);
    if (fraction < text.len && text.ptr[fraction] == '.' &&
        has_digit(text, fraction + 1))
        return end;
    return fraction;
}

static const char *
currency_of_sign(uint32_t code)
{
    if (code < 0xa3 && code != '$')
        return NULL;
    for (size_t i = 0; i < COUNT(signs); i++)
        if (signs[i].code == code)
            return signs[i].currency;
    return NULL;
}

bool
gzt_money_is_sign(uint32_t code)
{
    return currency_of_sign(code) != NULL;
}

static const char *
find_name(const name *list, size_t count, gzt_str text)
{
    for (size_t i = 0; text.len && i < count; i++)
        if (list[i].text[0] == text.ptr[0] &&
            gzt_str_eq(gzt_str_of(list[i].text), text))
            return list[i].currency;
    return NULL;
}

// ASCII letters and dots of a piece ("U.S" is two pieces) in lower case.
static gzt_str
lower_piece(gzt_str text, size_t start, size_t end, char out[NAME_MAX])
{
    size_t len = 0;

    for (size_t i = start; i < end; i++) {
        char c = text.ptr[i];

        if (c == '.')
            continue;
        if (len == NAME_MAX)
            return (gzt_str){ out, 0 };
        out[len++] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    return (gzt_str){ out, len };
}

static uint64_t
find_multiplier(gzt_str word)
{
    for (size_t i = 0; word.len && i < COUNT(multipliers); i++)
        if (multipliers[i].text[0] == word.ptr[0] &&
            gzt_str_eq(gzt_str_of(multipliers[i].text), word))
            return multipliers[i].value;
    return 0;
}

static bool
is_near(gzt_gap gap)
{
    return gap == GZT_GAP_BLANK || gap == GZT_GAP_HYPHEN || gap == GZT_GAP_NONE;
}

// An amount as it is read: which pieces, how much of what.
struct amount {
    gzt_str text;
    const gzt_piece *pieces;
    size_t count, last;
    uint64_t factor; // 0: none was named
    const char *currency;
};

static bool
is_number(const struct amount *amount, size_t at)
{
    return at < amount->count && amount->pieces[at].kind == GZT_PIECE_NUMBER;
}

// "bn", touching the number or behind it. False for a range: "$5-6 billion".
static bool
read_factor(struct amount *amount)
{
    const gzt_piece *number = &amount->pieces[amount->last];
    size_t at = number->start;
    char buffer[NAME_MAX];

    if (number->gap == GZT_GAP_HYPHEN && is_number(amount, amount->last + 1))
        return false;
    while (at < number->end &&
           (gzt_is_digit(amount->text.ptr[at]) ||
            memchr(".,\xe2\x80\x89\xaf", amount->text.ptr[at], 5)))
        at++;
    if (at < number->end) {
        amount->factor =
            find_multiplier(lower_piece(amount->text, at, number->end, buffer));
        return amount->factor > 0;
    }
    if (amount->last + 1 < amount->count && is_near(number->gap)) {
        amount->factor = find_multiplier(
            lower_piece(amount->text, number[1].start, number[1].end, buffer));
        amount->last += amount->factor > 0;
    }
    return true;
}

// "$400", "US$400", "USD 400".
static bool
read_prefix(struct amount *amount, size_t at)
{
    const gzt_piece *piece = &amount->pieces[at];
    char buffer[NAME_MAX];
    gzt_str word = gzt_str_slice(amount->text, piece->start, piece->end);

    amount->last = at;
    if (piece->kind == GZT_PIECE_NUMBER) {
        if (at && piece[-1].gap == GZT_GAP_MONEY)
            return false; // is part of what began before
        amount->currency = currency_of_sign(piece->before);
        return true;
    }
    if (!piece->capital || word.len > 3 || !is_number(amount, at + 1))
        return false;
    amount->last = at + 1;
    if (piece->gap == GZT_GAP_MONEY && piece[1].before == '$')
        amount->currency = find_name(
            dollars, COUNT(dollars),
            lower_piece(amount->text, piece->start, piece->end, buffer));
    else if (piece->gap == GZT_GAP_BLANK)
        amount->currency = find_name(codes, COUNT(codes), word);
    return amount->currency != NULL;
}

// How many pieces from `at` on name a people, whose currency goes to `out`:
// "US", "U.S." (two), "Canadian".
static size_t
count_people(const struct amount *amount, size_t at, const char **out)
{
    const gzt_piece *first = &amount->pieces[at];
    size_t count = 1;
    char buffer[NAME_MAX];

    if (at + 1 < amount->count && gzt_piece_is_letter(first) &&
        gzt_piece_is_letter(first + 1))
        count = 2;
    *out = find_name(
        peoples, COUNT(peoples),
        lower_piece(amount->text, first->start, first[count - 1].end, buffer));
    return count;
}

static void
read_people(struct amount *amount)
{
    const char *currency;
    size_t at = amount->last + 1;
    char buffer[NAME_MAX];

    at += count_people(amount, at, &currency);
    if (!currency || at >= amount->count)
        return;
    if (!gzt_str_eq(lower_piece(amount->text, amount->pieces[at].start,
                                amount->pieces[at].end, buffer),
                    GZT_S("dollars")))
        return;
    amount->currency = currency;
    amount->last = at;
}

// "400 million euros", "5 billion US dollars", "5 €", "5 million USD".
static void
read_suffix(struct amount *amount)
{
    const gzt_piece *piece = &amount->pieces[amount->last], *next = piece + 1;
    char buffer[NAME_MAX];
    gzt_str word;

    amount->currency = currency_of_sign(piece->after);
    if (amount->currency || amount->last + 1 >= amount->count ||
        !is_near(piece->gap))
        return;
    word = gzt_piece_str(amount->text, next);
    amount->currency = find_name(codes, COUNT(codes), word);
    word = lower_piece(amount->text, next->start, next->end, buffer);
    if (!amount->currency)
        amount->currency = find_name(names, COUNT(names), word);
    if (!amount->currency && amount->factor)
        amount->currency = find_name(large_names, COUNT(large_names), word);
    if (amount->currency)
        amount->last++;
    else
        read_people(amount);
}

// Digits and the fraction of `number`, times the factor, in plain digits.
static bool
write_amount(const struct amount *amount, const gzt_piece *number, char *out)
{
    char digits[DIGITS_MAX + 16];
    size_t len = 0, point = 0;
    int scale = 0;

    for (uint64_t f = amount->factor; f >= 10; f /= 10)
        scale++;
    for (size_t i = number->start; i < number->end; i++) {
        char c = amount->text.ptr[i];

        if (gzt_is_digit(c) && len == DIGITS_MAX)
            return false;
        if (gzt_is_digit(c))
            digits[len++] = c;
        else if (c == '.')
            point = point ? SIZE_MAX : len; // two of them group
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
            break;
    }
    if (!point || point == SIZE_MAX)
        point = len;
    for (point += (size_t)scale; len < point;)
        digits[len++] = '0';
    while (len > point && digits[len - 1] == '0')
        len--;
    for (scale = 0; (size_t)scale + 1 < point && digits[scale] == '0';)
        scale++;
    snprintf(out, GZT_AMOUNT_MAX, "%s%.*s%s%.*s", amount->currency,
             (int)point - scale, digits + scale, len > point ? "." : "",
             (int)(len - point), digits + point);
    return true;
}

bool
gzt_amount_read(gzt_str text, const gzt_piece *pieces, size_t count, size_t at,
                size_t *last, char out[GZT_AMOUNT_MAX])
{
    struct amount amount = { .text = text, .pieces = pieces, .count = count };
    const gzt_piece *number;

    if (!read_prefix(&amount, at))
        return false;
    number = &pieces[amount.last];
    if (!read_factor(&amount))
        return false;
    if (!amount.currency)
        read_suffix(&amount);
    *last = amount.last;
    return amount.currency && write_amount(&amount, number, out);
}
