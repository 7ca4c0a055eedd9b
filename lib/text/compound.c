/* compound.c - words, and what joins them: hyphens, apostrophes, dots, a
 * slash, an ampersand.
 *
 * An apostrophe divides a word only behind an elision ("O'Neill",
 * "d'Ivoire", "dell'Arte"); elsewhere it is left out ("Sana'a" is sanaa,
 * "al-Qa'ida" is al, qaida and alqaida), so that either spelling has the same
 * positions and phrases hold. A possessive 's is no part of the word.
 *
 * A hyphen divides: parts at successive positions, and the whole beside the
 * first if there are no more than four and not all are numbers ("1914-18").
 */
#include "text/dates_in_text.h"
#include "text/fold.h"
#include "text/numbers.h"
#include "text/work.h"

enum {
    PARTS_MAX = 4,
    GROUP_MAX = 8, // pieces between apostrophes
    SHORT_MAX = 4, // bytes on either side of a slash: 9/11, s/s, 2014/15
};

static gzt_gap
gap_behind(const gzt_work *work, size_t at)
{
    return at < work->piece_count ? (gzt_gap)work->pieces[at].gap : GZT_GAP_FAR;
}

static bool
is_one_of(gzt_str word, const gzt_str *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (gzt_str_eq_nocase(word, list[i]))
            return true;
    return false;
}

static gzt_str
raw_piece(const gzt_work *work, size_t at)
{
    return gzt_piece_str(work->text, &work->pieces[at]);
}

static void
put_form(gzt_work *work, gzt_token token, gzt_form form)
{
    if (!form.word.len)
        return;
    token.word = form.word;
    token.term = form.term;
    token.hash = form.hash;
    token.flags |= form.flags;
    if (work->flags & GZT_ANALYZE_NO_STEM) {
        token.term = form.word;
        token.hash = 0;
    }
    gzt_work_put(work, token);
}

// The letters of an acronym in lower case; `word` is folded.
static void
put_acronym(gzt_work *work, gzt_token token, gzt_str word)
{
    token.kind = GZT_TOKEN_ACRONYM;
    token.word = token.term = word;
    token.flags |= word.len > GZT_TERM_MAX ? GZT_TOKEN_CUT : 0;
    if (word.len && word.len <= GZT_TERM_MAX)
        gzt_work_put(work, token);
}

// "Đoković" is Djokovic too, "Müller" Mueller.
static void
put_respelt(gzt_work *work, gzt_token token, gzt_str raw)
{
    char bytes[GZT_TERM_MAX];
    gzt_str word = gzt_fold_respelt(raw, work->umlauts, work->scratch);

    if (!word.len || word.len > sizeof(bytes))
        return;
    memcpy(bytes, word.ptr, word.len);
    token.kind = GZT_TOKEN_JOINED;
    put_form(work, token,
             gzt_words_get(work->words, (gzt_str){ bytes, word.len }));
}

// The US of "US$400": neither the country nor the pronoun, but "us$".
static bool
is_of_currency(const gzt_work *work, const gzt_piece *looks)
{
    return looks->letters <= 3 && looks->capitals == looks->letters &&
           looks->letters && looks->end < work->text.len &&
           work->text.ptr[looks->end] == '$';
}

// A word, an acronym, or both; `looks` has its capitals, `raw` its bytes,
// `expected` is what gzt_words_expect() returned for them.
static void
put_word(gzt_work *work, const gzt_piece *looks, gzt_str raw,
         gzt_expected expected)
{
    gzt_token token = { .start = looks->start,
                        .end = looks->end,
                        .kind = GZT_TOKEN_WORD,
                        .flags = looks->capital ? GZT_TOKEN_CAPITAL : 0 };
    bool currency = is_of_currency(work, looks);
    gzt_form form =
        currency ? gzt_words_get(work->words, (gzt_str){ raw.ptr, raw.len + 1 })
                 : gzt_words_get_expected(work->words, raw, expected);
    gzt_capitals capitals = work->capitals;
    bool acronym = looks->capitals > 1 && !currency &&
                   gzt_capitals_is_acronym(work->text, looks);

    if (capitals == GZT_CAPITALS_NOTHING && work->flags & GZT_ANALYZE_QUERY)
        capitals = GZT_CAPITALS_EITHER;
    acronym &= capitals != GZT_CAPITALS_NOTHING;
    if (!acronym || looks->capitals > 3 || capitals == GZT_CAPITALS_EITHER)
        put_form(work, token, form);
    if (acronym && looks->capitals < looks->letters && form.word.len)
        form.word.len--; // the plural's s
    if (acronym && !(form.flags & GZT_TOKEN_CUT))
        put_acronym(work, token, form.word);
    if (looks->wide && work->respells && !acronym)
        put_respelt(work, token, raw);
    work->pos += form.word.len > 0;
}

// Letters with dots between them, from `at` on; how many.
static size_t
count_dotted(const gzt_work *work, size_t at)
{
    gzt_str first = raw_piece(work, at);
    bool spaced = gzt_str_eq(first, GZT_S("U"));
    size_t count = 1;

    // "U. S.", "U. S. S. R.": with U only, or J. F. would be an acronym.
    while (at + count < work->piece_count &&
           gzt_piece_is_letter(&work->pieces[at + count])) {
        gzt_gap gap = gap_behind(work, at + count - 1);

        if (gap != GZT_GAP_DOT &&
            !(gap == GZT_GAP_STOP && spaced &&
              work->pieces[at + count].capital &&
              work->text.ptr[work->pieces[at + count].end] == '.'))
            break;
        count++;
    }
    return count;
}

static void
put_dotted(gzt_work *work, size_t at, size_t count)
{
    const gzt_piece *first = &work->pieces[at], *last = first + count - 1;
    gzt_token token = { .start = first->start,
                        .end = last->end,
                        .kind = GZT_TOKEN_WORD,
                        .flags = first->capital ? GZT_TOKEN_CAPITAL : 0 };
    char bytes[GZT_TERM_MAX + 1];
    size_t len = 0;
    gzt_form form;

    if (last->end < work->text.len && work->text.ptr[last->end] == '.')
        token.end++;
    for (size_t i = 0; i < count; i++) {
        gzt_str letter = gzt_fold(raw_piece(work, at + i), work->scratch);

        if (len + letter.len > GZT_TERM_MAX)
            break;
        memcpy(bytes + len, letter.ptr, letter.len);
        len += letter.len;
    }
    form = gzt_words_get(work->words, (gzt_str){ bytes, len });
    if (count > 3)
        put_form(work, token, form);
    put_acronym(work, token, form.word);
    work->pos += form.word.len > 0;
}

// "he'll", "we're": only behind these, for Sa'd is a name.
static bool
is_contracted(const gzt_work *work, size_t at)
{
    static const gzt_str left[] = {
        { "i", 1 },     { "he", 2 },   { "it", 2 },    { "we", 2 },
        { "you", 3 },   { "she", 3 },  { "who", 3 },   { "how", 3 },
        { "they", 4 },  { "that", 4 }, { "this", 4 },  { "what", 4 },
        { "there", 5 }, { "here", 4 }, { "where", 5 },
    };
    static const gzt_str right[] = {
        { "d", 1 }, { "m", 1 }, { "ll", 2 }, { "re", 2 }, { "ve", 2 },
    };

    return is_one_of(raw_piece(work, at), left, sizeof(left) / sizeof(*left)) &&
           is_one_of(raw_piece(work, at + 1), right,
                     sizeof(right) / sizeof(*right));
}

static bool
is_elided(const gzt_work *work, size_t at)
{
    static const gzt_str longer[] = {
        { "qu", 2 },     { "all", 3 },    { "dell", 4 },  { "dall", 4 },
        { "nell", 4 },   { "sull", 4 },   { "quell", 5 }, { "jusqu", 5 },
        { "lorsqu", 6 }, { "puisqu", 6 }, { "sant", 4 },
    };

    return gzt_piece_is_letter(&work->pieces[at]) ||
           is_one_of(raw_piece(work, at), longer,
                     sizeof(longer) / sizeof(*longer));
}

static bool
is_possessive(const gzt_work *work, size_t at)
{
    return at < work->piece_count &&
           gap_behind(work, at - 1) == GZT_GAP_APOSTROPHE &&
           gap_behind(work, at) != GZT_GAP_APOSTROPHE &&
           is_one_of(raw_piece(work, at), &GZT_S("s"), 1);
}

// How many pieces apostrophes make one word of.
static size_t
count_group(const gzt_work *work, size_t at)
{
    size_t count = 1;

    if (work->pieces[at].kind != GZT_PIECE_WORD || is_elided(work, at))
        return 1;
    while (count < GROUP_MAX && at + count < work->piece_count &&
           gap_behind(work, at + count - 1) == GZT_GAP_APOSTROPHE &&
           work->pieces[at + count].kind == GZT_PIECE_WORD &&
           !is_possessive(work, at + count))
        count++;
    return count == 2 && is_contracted(work, at) ? 1 : count;
}

static void
put_group(gzt_work *work, size_t at, size_t count)
{
    gzt_piece looks = work->pieces[at];
    gzt_buf *raw = work->scratch;

    gzt_buf_clear(raw);
    gzt_buf_put(raw, raw_piece(work, at));
    for (size_t i = 1; i < count; i++) {
        const gzt_piece *piece = &work->pieces[at + i];

        gzt_buf_put(raw, gzt_piece_str(work->text, piece));
        looks.letters += piece->letters;
        looks.capitals += piece->capitals;
        looks.digits |= piece->digits;
        looks.wide |= piece->wide;
        looks.end = piece->end;
    }
    put_word(work, &looks, gzt_buf_str(raw),
             gzt_words_expect(work->words, gzt_buf_str(raw), raw->len));
}

// What an amount or a date makes stands beside its first word.
static void
put_extras(gzt_work *work, size_t at)
{
    const gzt_piece *piece = &work->pieces[at];
    gzt_token token = { .start = piece->start, .kind = GZT_TOKEN_AMOUNT };
    char term[GZT_AMOUNT_MAX];
    size_t last;
    gzt_day day;

    work->pos--;
    if (gzt_amount_read(work->text, work->pieces, work->piece_count, at, &last,
                        term)) {
        token.end = work->pieces[last].end;
        token.term = gzt_arena_copy(work->arena, gzt_str_of(term));
        token.word = token.term;
        gzt_work_put(work, token);
    }
    if (gzt_date_read(work->text, work->pieces, work->piece_count, at, &last,
                      &day)) {
        token.kind = GZT_TOKEN_DATE;
        token.end = work->pieces[last].end;
        token.term = gzt_arena_printf(work->arena, "%04d-%02d-%02d", day.year,
                                      day.month, day.day);
        token.word = token.term;
        gzt_work_put(work, token);
    }
    work->pos++;
}

// One part of a compound, at one position. Returns the piece behind it.
static size_t
put_part(gzt_work *work, size_t at)
{
    const gzt_piece *piece = &work->pieces[at];
    uint32_t pos = work->pos;
    size_t count = 1, end;

    if (gzt_piece_is_letter(piece))
        count = count_dotted(work, at);
    if (count > 1) {
        put_dotted(work, at, count);
    } else if (piece->gap == GZT_GAP_APOSTROPHE &&
               (count = count_group(work, at)) > 1) {
        put_group(work, at, count);
    } else {
        put_word(work, piece, raw_piece(work, at), work->expected[at]);
    }
    if (work->pos > pos && (piece->kind == GZT_PIECE_NUMBER ||
                            (at + 1 < work->piece_count &&
                             work->pieces[at + 1].kind == GZT_PIECE_NUMBER)))
        put_extras(work, at);
    end = at + count;
    if (gap_behind(work, end - 1) == GZT_GAP_APOSTROPHE &&
        end < work->piece_count &&
        (is_possessive(work, end) || is_contracted(work, end - 1)))
        end++;
    return end;
}

// Write the parts behind tokens[first] as one into the scratch buffer; false
// when there is nothing to join.
static bool
join_parts(gzt_work *work, size_t first, gzt_str between)
{
    uint32_t pos = UINT32_MAX;
    bool letters = between.len > 0;

    gzt_buf_clear(work->scratch);
    for (size_t i = first; i < work->count; i++) {
        const gzt_token *token = &work->tokens[i];

        // The plain part comes first at its position.
        if (token->pos == pos)
            continue;
        if (pos != UINT32_MAX)
            gzt_buf_put(work->scratch, between);
        pos = token->pos;
        gzt_buf_put(work->scratch, token->word);
        for (size_t j = 0; j < token->word.len && !letters; j++)
            letters = !gzt_is_digit(token->word.ptr[j]);
    }
    return letters;
}

static void
put_joined(gzt_work *work, size_t first, size_t end_piece, gzt_str between)
{
    gzt_token token = { .start = work->tokens[first].start,
                        .end = work->pieces[end_piece - 1].end,
                        .kind = GZT_TOKEN_JOINED };
    uint32_t pos = work->pos;
    size_t index = first;
    gzt_form form;

    if (!join_parts(work, first, between))
        return;
    form = gzt_words_get(work->words, gzt_buf_str(work->scratch));
    token.flags = (form.flags & GZT_TOKEN_CUT) |
                  (work->tokens[first].flags & GZT_TOKEN_CAPITAL);
    token.word = form.word;
    token.term = work->flags & GZT_ANALYZE_NO_STEM ? form.word : form.term;
    work->pos = work->tokens[first].pos;
    for (size_t i = first; i < work->count; i++) {
        work->tokens[i].flags |= GZT_TOKEN_PART;
        index += work->tokens[i].pos == work->pos;
    }
    gzt_work_insert(work, index, token);
    work->pos = pos;
}

// "9/11", "AT&T": two short parts and nothing else around them, or it is an
// address or a list.
static bool
is_pair(const gzt_work *work, size_t at, size_t next)
{
    gzt_gap gap = gap_behind(work, next - 1);
    gzt_gap before = at ? gap_behind(work, at - 1) : GZT_GAP_FAR;
    gzt_gap behind = gap_behind(work, next);

    if ((gap != GZT_GAP_SLASH && gap != GZT_GAP_AMPERSAND) ||
        next >= work->piece_count || next != at + 1 ||
        work->pieces[next].kind == GZT_PIECE_BIGRAMS)
        return false;
    if (before == GZT_GAP_SLASH || before == GZT_GAP_DOT ||
        behind == GZT_GAP_SLASH || behind == GZT_GAP_DOT)
        return false;
    return gap == GZT_GAP_AMPERSAND || (raw_piece(work, at).len <= SHORT_MAX &&
                                        raw_piece(work, next).len <= SHORT_MAX);
}

// A word with blanks on both sides, that is no more than a word: nearly all.
static bool
is_plain(const gzt_work *work, size_t at)
{
    const gzt_piece *piece = &work->pieces[at];

    return piece->kind == GZT_PIECE_WORD && piece->gap == GZT_GAP_BLANK &&
           piece->capitals < 2 && piece->letters > 1 && !piece->wide &&
           at + 1 < work->piece_count &&
           work->pieces[at + 1].kind != GZT_PIECE_NUMBER;
}

static void
put_plain(gzt_work *work, size_t at)
{
    const gzt_piece *piece = &work->pieces[at];
    gzt_token token = { .start = piece->start,
                        .end = piece->end,
                        .kind = GZT_TOKEN_WORD,
                        .flags = piece->capital ? GZT_TOKEN_CAPITAL : 0 };
    gzt_form form = gzt_words_get_expected(work->words, raw_piece(work, at),
                                           work->expected[at]);

    put_form(work, token, form);
    work->pos += form.word.len > 0;
}

static size_t
put_compound(gzt_work *work, size_t at)
{
    size_t first = work->count, next = at, parts = 0;
    uint32_t pos = work->pos;
    gzt_gap gap;

    do {
        next = put_part(work, next);
        gap = gap_behind(work, next - 1);
        parts++;
    } while ((gap == GZT_GAP_HYPHEN || gap == GZT_GAP_APOSTROPHE) &&
             next < work->piece_count &&
             work->pieces[next].kind != GZT_PIECE_BIGRAMS);
    if (work->pos == pos || work->truncated)
        return next;
    if (parts > 1 && parts <= PARTS_MAX && work->pos - pos > 1) {
        put_joined(work, first, next, GZT_S(""));
    } else if (parts == 1 && is_pair(work, at, next)) {
        next = put_part(work, next);
        put_joined(work, first, next,
                   gap == GZT_GAP_SLASH ? GZT_S("/") : GZT_S("&"));
    }
    return next;
}

size_t
gzt_compound_put(gzt_work *work, size_t at)
{
    if (!is_plain(work, at))
        return put_compound(work, at);
    put_plain(work, at);
    return at + 1;
}
