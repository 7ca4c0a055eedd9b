/* lex.c - a query cut into lexemes.
 *
 * Linear in the query: every character is looked at a bounded number of
 * times. What looks ahead without consuming (has_value, closes_later) stops
 * at what the next step consumes, or remembers how far it has looked.
 */
#include "query/lex.h"

#include "base/str.h"
#include "base/utf8.h"

#include <utf8proc.h>

enum {
    OPENING_QUOTE = 0x201c,
    CLOSING_QUOTE = 0x201d,
    REPLACEMENT = 0xfffd,
    PIECE_MAX = 60, // bytes of the query quoted in a hint
    NEAR_DEFAULT = 10,
    MENTIONS_MAX = 1024, // bytes of what may stand in mentions()
    FUZZY_MAX = 2,       // edits; beyond it everything resembles everything
    SHOUTED_WORDS = 6,
};

typedef struct lexer {
    gzt_str query;
    size_t at;
    bool strict;
    size_t curly_end; // the first closing quote behind the last look for one
    gzt_arena *arena;
    gzt_query_fault *fault;
    gzt_lexemes *out;
    size_t cap;
} lexer;

bool
gzt_query_fault_set(gzt_query_fault *fault, size_t start, size_t end,
                    gzt_str message, gzt_str hint)
{
    *fault = (gzt_query_fault){ start, end, message, hint };
    return false;
}

// ---- Characters ------------------------------------------------------------

bool
gzt_lex_is_blank(uint32_t code)
{
    return code <= ' ' || (code >= 0x7f && code <= 0xa0) || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200a) || code == 0x2028 ||
           code == 0x2029 || code == 0x202f || code == 0x205f ||
           code == 0x3000 || code == REPLACEMENT;
}

static bool
is_letter(uint32_t code)
{
    if (code < 0x80)
        return (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
        return true;
    default:
        return false;
    }
}

static bool
is_number(uint32_t code)
{
    if (code < 0x80)
        return code >= '0' && code <= '9';
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return true;
    default:
        return false;
    }
}

bool
gzt_lex_is_searchable(gzt_str text)
{
    while (text.len) {
        uint32_t code = gzt_utf8_take(&text);

        if (is_letter(code) || is_number(code))
            return true;
    }
    return false;
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// The character at `at`; the end of the query separates as a blank does.
static uint32_t
peek(lexer *lx, size_t at, size_t *next)
{
    gzt_str rest = gzt_str_slice(lx->query, at, lx->query.len);
    uint32_t code = ' ';

    lx->out->steps++;
    if (rest.len)
        code = gzt_utf8_take(&rest);
    *next = lx->query.len - rest.len;
    return code;
}

// Is there a closing quote at `at` or behind it? Remembers the answer, since a
// query may be nothing but opening quotes.
static bool
closes_later(lexer *lx, size_t at)
{
    if (lx->curly_end < at) {
        gzt_str rest = gzt_str_slice(lx->query, at, lx->query.len);
        size_t found = gzt_str_find(rest, GZT_S("\u201d"));

        lx->out->steps += found;
        lx->curly_end = at + found;
    }
    return lx->curly_end < lx->query.len;
}

// A quote or bracket that opens an operand, `next` being what follows it.
static bool
is_opening(lexer *lx, uint32_t code, size_t next)
{
    return code == '"' || code == '(' ||
           (code == OPENING_QUOTE && closes_later(lx, next));
}

static bool
ends_word(lexer *lx, uint32_t code, size_t next)
{
    return gzt_lex_is_blank(code) || code == ')' || is_opening(lx, code, next);
}

// Does something that can be searched for begin at `at`?
static bool
has_value(lexer *lx, size_t at)
{
    size_t next, first = at;

    for (;; at = next) {
        uint32_t code = peek(lx, at, &next);

        if (ends_word(lx, code, next))
            return at == first && is_opening(lx, code, next);
        if (is_letter(code) || is_number(code))
            return true;
    }
}

// ---- Lexemes ---------------------------------------------------------------

static bool
put(lexer *lx, gzt_lexeme lexeme)
{
    gzt_lexemes *out = lx->out;

    if (out->count >= GZT_QUERY_NODES && lexeme.kind != GZT_LEX_END)
        return gzt_query_fault_set(
            lx->fault, lexeme.start, lexeme.end,
            gzt_arena_printf(lx->arena,
                             "more than %d words, operators and brackets",
                             GZT_QUERY_NODES),
            GZT_S("ask for less at once, or divide it into several queries"));
    if (out->count == lx->cap) {
        size_t cap = lx->cap ? 2 * lx->cap : 32;
        gzt_lexeme *grown = gzt_arena_array(lx->arena, cap, sizeof(*grown));

        if (out->count)
            memcpy(grown, out->items, out->count * sizeof(*grown));
        out->items = grown;
        lx->cap = cap;
    }
    out->items[out->count++] = lexeme;
    lx->at = lexeme.end;
    return true;
}

// The kind of what came last, or END.
static gzt_lexeme_kind
last_kind(const lexer *lx)
{
    return lx->out->count ? lx->out->items[lx->out->count - 1].kind
                          : GZT_LEX_END;
}

// Bound to the "-" or "field:" before it: never an operator.
static bool
is_bound(const lexer *lx)
{
    return last_kind(lx) == GZT_LEX_MINUS || last_kind(lx) == GZT_LEX_FIELD;
}

// A piece of the query that can stand in a message.
static gzt_str
piece(lexer *lx, size_t start, size_t end)
{
    gzt_str rest = gzt_str_slice(lx->query, start, end);
    bool cut = rest.len > PIECE_MAX;
    char *copy = gzt_arena_alloc(lx->arena, PIECE_MAX + 4);
    size_t len = 0;

    if (cut)
        rest.len = gzt_utf8_floor(rest, PIECE_MAX);
    while (rest.len) {
        uint32_t code = gzt_utf8_take(&rest);

        if (!gzt_utf8_is_unsafe(code) && code != REPLACEMENT)
            len += gzt_utf8_write(code, copy + len);
    }
    if (cut)
        len += gzt_utf8_write(0x2026, copy + len);
    return (gzt_str){ copy, len };
}

static size_t
word_end(lexer *lx, size_t at)
{
    size_t next;
    uint32_t code = peek(lx, at, &next);

    while (!ends_word(lx, code, next)) {
        at = next;
        code = peek(lx, at, &next);
    }
    return at;
}

// ---- Phrases ---------------------------------------------------------------

// The N of a ~N at `at`, which it is moved behind; 0 where there is none.
static uint32_t
take_distance(lexer *lx, size_t *at)
{
    size_t digits = *at + 1, end = digits, next;
    uint32_t number = 0;

    if (peek(lx, *at, &next) != '~')
        return 0;
    while (end < lx->query.len && is_digit(lx->query.ptr[end])) {
        if (number <= GZT_QUERY_DISTANCE)
            number = 10 * number + (uint32_t)(lx->query.ptr[end] - '0');
        end++;
    }
    if (end == digits || is_letter(peek(lx, end, &next)))
        return 0;
    lx->out->steps += end - digits;
    *at = end;
    return number;
}

// `text` is where the words begin, `quote` what ends them.
static bool
lex_phrase(lexer *lx, size_t text, gzt_str quote)
{
    gzt_str rest = gzt_str_slice(lx->query, text, lx->query.len);
    size_t len = gzt_str_find(rest, quote), end;
    gzt_lexeme phrase = { GZT_LEX_PHRASE, .start = lx->at };

    lx->out->steps += len;
    if (len == rest.len)
        return gzt_query_fault_set(lx->fault, lx->at, text,
                                   GZT_S("this quote is never closed"),
                                   GZT_S("close it, or leave it out"));
    end = text + len + quote.len;
    phrase.text = gzt_str_slice(rest, 0, len);
    if (lx->strict && !gzt_lex_is_searchable(phrase.text))
        return gzt_query_fault_set(lx->fault, lx->at, end,
                                   GZT_S("nothing between the quotes"),
                                   GZT_S("leave them out"));
    phrase.distance = take_distance(lx, &end);
    phrase.end = end;
    if (phrase.distance > GZT_QUERY_DISTANCE)
        return gzt_query_fault_set(
            lx->fault, text + len + quote.len, end,
            gzt_arena_printf(lx->arena, "a distance is at most %d words",
                             GZT_QUERY_DISTANCE),
            GZT_S("articles that have all words anywhere: join them by AND"));
    return put(lx, phrase);
}

// ---- Words -----------------------------------------------------------------

static uint32_t
near_distance(gzt_str word)
{
    uint64_t number;

    if (word.len == 4)
        return NEAR_DEFAULT;
    if (!gzt_str_to_u64(gzt_str_slice(word, 5, word.len), GZT_QUERY_DISTANCE,
                        &number))
        return GZT_QUERY_DISTANCE + 1;
    return (uint32_t)number;
}

// NEAR or NEAR/digits, whatever the number.
static bool
is_near(gzt_str word)
{
    if (!gzt_str_starts(word, GZT_S("NEAR")) || word.len == 5)
        return false;
    for (size_t i = 4; i < word.len; i++)
        if (i == 4 ? word.ptr[i] != '/' : !is_digit(word.ptr[i]))
            return false;
    return true;
}

gzt_lexeme_kind
gzt_lex_operator(gzt_str word, uint32_t *distance)
{
    static const struct {
        const char *name;
        gzt_lexeme_kind kind;
    } operators[] = {
        { "AND", GZT_LEX_AND },       { "OR", GZT_LEX_OR },
        { "NOT", GZT_LEX_NOT },       { "w/s", GZT_LEX_SENTENCE },
        { "w/p", GZT_LEX_PARAGRAPH },
    };

    for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++)
        if (gzt_str_eq(word, gzt_str_of(operators[i].name)))
            return operators[i].kind;
    if (!is_near(word))
        return GZT_LEX_WORD;
    *distance = near_distance(word);
    return GZT_LEX_NEAR;
}

// Is this a word that a star or a ~ behind it can say something about? (Not
// "5*", "foo.*", "*word*".)
static bool
is_stem(gzt_str stem, char mark)
{
    bool letter = false, wordy = false;

    while (stem.len) {
        uint32_t code = gzt_utf8_take(&stem);

        if (code == (uint32_t)mark)
            return false;
        letter = letter || is_letter(code);
        wordy = is_letter(code) || is_number(code);
    }
    return letter && wordy;
}

// Turn a word that ends in ~, ~1 or ~2 into a fuzzy one.
static bool
mark_fuzzy(lexer *lx, gzt_lexeme *word, gzt_str shape)
{
    size_t digits = shape.len;

    while (digits && is_digit(shape.ptr[digits - 1]))
        digits--;
    if (!digits || shape.ptr[digits - 1] != '~' ||
        !is_stem(gzt_str_slice(shape, 0, digits - 1), '~'))
        return true;
    word->distance = 1;
    if (digits < shape.len)
        word->distance = (uint32_t)(shape.ptr[digits] - '0');
    if (shape.len - digits > 1 || !word->distance || word->distance > FUZZY_MAX)
        return gzt_query_fault_set(
            lx->fault, word->start + digits - 1, word->start + shape.len,
            GZT_S("a word takes ~1 or ~2: how many letters may differ"),
            GZT_S("write it in quotes to search for the text"));
    word->kind = GZT_LEX_FUZZY;
    word->text.len = digits - 1;
    return true;
}

// Turn a word into a prefix, a fuzzy word or an operator if it has their
// form. Punctuation of the sentence may follow the star.
static bool
classify(lexer *lx, gzt_lexeme *word)
{
    gzt_str shape = word->text;

    if (!is_bound(lx))
        word->kind = gzt_lex_operator(word->text, &word->distance);
    if (word->kind != GZT_LEX_WORD)
        return true;
    while (shape.len && memchr(".,;:!?", shape.ptr[shape.len - 1], 6))
        shape.len--;
    if (shape.len && shape.ptr[shape.len - 1] == '*' &&
        is_stem(gzt_str_slice(shape, 0, shape.len - 1), '*')) {
        word->kind = GZT_LEX_PREFIX;
        word->text.len = shape.len - 1;
        return true;
    }
    return mark_fuzzy(lx, word, shape);
}

// A quote that opens and is not closed stands in words as punctuation does.
static bool
check_curly(lexer *lx, gzt_lexeme word)
{
    size_t at = gzt_str_find(word.text, GZT_S("\u201c"));

    if (!lx->strict || at == word.text.len)
        return true;
    return gzt_query_fault_set(lx->fault, word.start + at, word.start + at + 3,
                               GZT_S("this quote is never closed"),
                               GZT_S("close it, or leave it out"));
}

static bool
lex_word(lexer *lx)
{
    gzt_lexeme word = { GZT_LEX_WORD, .start = lx->at };

    word.end = word_end(lx, lx->at);
    word.text = gzt_str_slice(lx->query, word.start, word.end);
    if (!check_curly(lx, word))
        return false;
    if (!is_bound(lx) && !gzt_lex_is_searchable(word.text)) {
        lx->at = word.end;
        return true;
    }
    return classify(lx, &word) && put(lx, word);
}

// ---- Fields ----------------------------------------------------------------

static bool
unknown_field(lexer *lx, size_t value)
{
    gzt_str name = gzt_str_slice(lx->query, lx->at, value - 1);
    const char *field = gzt_query_field_suggest(name);
    size_t next, end = word_end(lx, value);
    uint32_t code = peek(lx, value, &next);
    gzt_str shown = piece(lx, lx->at, value - 1), hint;

    if (field)
        hint = gzt_arena_printf(lx->arena, "did you mean %s:?", field);
    else if (is_opening(lx, code, next))
        hint = GZT_S("to search for the text, put a blank behind the colon");
    else
        hint = gzt_arena_printf(
            lx->arena, "write \"%.*s\" in quotes to search for the text",
            GZT_ARG(piece(lx, lx->at, end)));
    return gzt_query_fault_set(
        lx->fault, lx->at, value - 1,
        gzt_arena_printf(lx->arena, "no field is called %.*s", GZT_ARG(shown)),
        hint);
}

// Where the value of a field begins if a name and a colon stand here, else 0.
static size_t
value_after_name(lexer *lx)
{
    size_t at = lx->at;

    while (at < lx->query.len && (uint8_t)lx->query.ptr[at] < 0x80 &&
           is_letter((uint8_t)lx->query.ptr[at]))
        at++;
    lx->out->steps += at - lx->at;
    if (at == lx->at || at == lx->query.len || lx->query.ptr[at] != ':')
        return 0;
    return at + 1;
}

// What no field's value begins with: "http://", "C:\", "std::".
static bool
is_text_behind_colon(lexer *lx, size_t value, bool known)
{
    gzt_str rest = gzt_str_slice(lx->query, value, lx->query.len);

    if (gzt_str_starts(rest, GZT_S(":")) || gzt_str_starts(rest, GZT_S("//")))
        return true;
    return !known && rest.len && (*rest.ptr == '/' || *rest.ptr == '\\');
}

// "date:..": meant as a range, which the parser will miss.
static bool
is_empty_range(lexer *lx, gzt_str name, size_t value)
{
    return gzt_str_eq_nocase(name, GZT_S("date")) &&
           gzt_str_starts(gzt_str_slice(lx->query, value, lx->query.len),
                          GZT_S(".."));
}

// Where the bracket of "mentions(" stands if it is closed and compared, as in
// mentions(Gazprom)>=3; else 0.
static size_t
mentions_bracket(lexer *lx)
{
    gzt_str rest = gzt_str_slice(lx->query, lx->at, lx->query.len);
    size_t open = sizeof("mentions") - 1, depth = 0;

    if (rest.len > MENTIONS_MAX)
        rest.len = MENTIONS_MAX;
    if (rest.len <= open || rest.ptr[open] != '(' ||
        !gzt_str_eq_nocase(gzt_str_slice(rest, 0, open), GZT_S("mentions")))
        return 0;
    for (size_t i = open; i + 1 < rest.len; i++) {
        lx->out->steps++;
        depth += rest.ptr[i] == '(';
        depth -= rest.ptr[i] == ')';
        if (!depth)
            return memchr("<=>", rest.ptr[i + 1], 3) ? lx->at + open : 0;
    }
    return 0;
}

// A field, or a word that only looks like one. A name is a name in letters of
// either case; text that follows a colon without a blank is rare enough to be
// asked about.
static bool
lex_field(lexer *lx)
{
    size_t value = value_after_name(lx), bracket = mentions_bracket(lx);
    gzt_str name;
    const char *field;

    if (bracket)
        return put(lx, (gzt_lexeme){ GZT_LEX_MENTIONS, lx->at, bracket,
                                     GZT_S("mentions"), 0 });
    if (!value)
        return lex_word(lx);
    name = gzt_str_slice(lx->query, lx->at, value - 1);
    field = gzt_query_field_find(name);
    if (is_text_behind_colon(lx, value, field != NULL) ||
        !(has_value(lx, value) || is_empty_range(lx, name, value)))
        return lex_word(lx);
    if (field)
        return put(lx, (gzt_lexeme){ GZT_LEX_FIELD, lx->at, value,
                                     gzt_str_of(field), 0 });
    if (last_kind(lx) == GZT_LEX_FIELD ||
        gzt_str_eq_nocase(name, GZT_S("mailto")))
        return lex_word(lx);
    return unknown_field(lx, value);
}

// ---- All of it -------------------------------------------------------------

static bool
lone_dash(lexer *lx)
{
    size_t word = lx->at + 1, next;
    gzt_str hint = GZT_S("leave it out, or put it in quotes with its words");

    while (word < lx->query.len && gzt_lex_is_blank(peek(lx, word, &next)))
        word = next;
    if (word < lx->query.len && lx->query.ptr[word] != '-' &&
        has_value(lx, word)) {
        gzt_str shown = piece(lx, word, word_end(lx, word));

        if (shown.len)
            hint = gzt_arena_printf(
                lx->arena,
                "write -%.*s, without a blank, for articles that lack "
                "it; else leave the \"-\" out",
                GZT_ARG(shown));
    }
    return gzt_query_fault_set(lx->fault, lx->at, lx->at + 1,
                               GZT_S("a \"-\" stands alone"), hint);
}

// A dash means NOT only where a word could not have one before it; any other
// and runs of them (--, ->, "gas"-free) are punctuation.
static bool
lex_dash(lexer *lx, bool begins)
{
    size_t next, after;
    uint32_t code;

    peek(lx, lx->at, &next);
    code = peek(lx, next, &after);
    if (begins && (gzt_lex_is_blank(code) || code == ')'))
        return lone_dash(lx);
    if (begins && code != '-' && has_value(lx, next))
        return put(lx, (gzt_lexeme){ .kind = GZT_LEX_MINUS,
                                     .start = lx->at,
                                     .end = next });
    while (lx->at < lx->query.len && lx->query.ptr[lx->at] == '-')
        lx->at++;
    return true;
}

// The lexeme that begins here, where no blank stands.
static bool
lex_one(lexer *lx, bool after_blank)
{
    size_t next;
    uint32_t code = peek(lx, lx->at, &next);

    switch (code) {
    case '(':
    case ')':
        return put(lx, (gzt_lexeme){ .kind = code == '(' ? GZT_LEX_OPEN
                                                         : GZT_LEX_CLOSE,
                                     .start = lx->at,
                                     .end = next });
    case '"':
        return lex_phrase(lx, next, GZT_S("\""));
    case '-':
        if (is_bound(lx))
            return lex_word(lx);
        return lex_dash(lx, after_blank || last_kind(lx) == GZT_LEX_OPEN);
    case OPENING_QUOTE:
        if (closes_later(lx, next))
            return lex_phrase(lx, next, GZT_S("\u201d"));
        return lex_word(lx);
    default:
        return lex_field(lx);
    }
}

// Not US, IT or WHO.
static bool
is_function_word(gzt_str word)
{
    static const char *const words[] = { "A",  "AN", "BY", "FOR", "FROM", "IN",
                                         "OF", "ON", "TO", "THE", "WITH" };

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (gzt_str_eq(word, gzt_str_of(words[i])))
            return true;
    return false;
}

// A sentence that is all capitals: many words, "of" or "the" among them,
// nothing of the grammar but AND and OR, and those are words in it.
static bool
is_shouted(gzt_str query, const gzt_lexemes *all)
{
    size_t words = 0;
    bool sentence = false;

    for (size_t i = 0; i < query.len; i++)
        if (query.ptr[i] >= 'a' && query.ptr[i] <= 'z')
            return false;
    for (size_t i = 0; i < all->count; i++) {
        const gzt_lexeme *l = &all->items[i];

        if (l->kind == GZT_LEX_WORD) {
            words++;
            sentence = sentence || is_function_word(l->text);
        } else if (l->kind != GZT_LEX_AND && l->kind != GZT_LEX_OR) {
            return false;
        }
    }
    return sentence && words >= SHOUTED_WORDS;
}

bool
gzt_lex(gzt_str query, bool strict, gzt_arena *arena, gzt_lexemes *out,
        gzt_query_fault *fault)
{
    lexer lx = { .query = query,
                 .strict = strict,
                 .arena = arena,
                 .fault = fault,
                 .out = out };
    bool after_blank = true; // as the beginning is

    if (!query.len)
        lx.query = GZT_S("");
    *out = (gzt_lexemes){ 0 };
    while (lx.at < query.len) {
        size_t next;

        if (gzt_lex_is_blank(peek(&lx, lx.at, &next))) {
            lx.at = next;
            after_blank = true;
            continue;
        }
        if (!lex_one(&lx, after_blank))
            return false;
        after_blank = false;
    }
    if (!strict && is_shouted(query, out))
        for (size_t i = 0; i < out->count; i++)
            out->items[i].kind = GZT_LEX_WORD;
    return put(&lx, (gzt_lexeme){ .start = query.len, .end = query.len });
}
