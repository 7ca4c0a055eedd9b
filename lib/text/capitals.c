/* capitals.c - acronyms apart from shouting.
 *
 * A sentence is a headline when more than GZT_HEADLINE_SHARE of its letters
 * are capitals and two of its words in capitals are no acronym by their
 * looks: four letters or more, or a stop word ("US, UK SIGN DEAL"). With one
 * such word ("UN MEETS") it may be either, and both forms are made; with none
 * ("NATO", "EU, UN", "FBI and CIA") it is running text.
 */
#include "text/capitals.h"

#include "text/analyzer.h"
#include "text/stopwords.h"

// Stop words that in capitals are somebody's name more often than stress.
static bool
is_named(gzt_str lower)
{
    return gzt_str_eq(lower, GZT_S("us")) || gzt_str_eq(lower, GZT_S("it")) ||
           gzt_str_eq(lower, GZT_S("who")) || gzt_str_eq(lower, GZT_S("is"));
}

static bool
is_all_capitals(const gzt_piece *piece)
{
    return piece->kind == GZT_PIECE_WORD && !piece->digits &&
           piece->letters >= 2 && piece->capitals == piece->letters;
}

// Three ASCII capitals at most that say no more than "the" does.
static bool
is_stressed_stop_word(gzt_str text, const gzt_piece *piece)
{
    char lower[3];
    gzt_str word = { lower, piece->end - piece->start };

    if (word.len > sizeof(lower))
        return false;
    for (size_t i = 0; i < word.len; i++)
        lower[i] = (char)(text.ptr[piece->start + i] | 0x20);
    return !is_named(word) && gzt_is_stop_word(word, GZT_S("en"));
}

// II to XXXIX: kings, popes and wars are typed in lower case too.
static bool
is_roman(gzt_str word)
{
    static const char *const ends[] = { "",  "I",  "II",  "III",  "IV",
                                        "V", "VI", "VII", "VIII", "IX" };

    for (int tens = 0; tens < 3 && gzt_str_starts(word, GZT_S("X")); tens++)
        word = gzt_str_slice(word, 1, word.len);
    for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
        if (gzt_str_eq(word, gzt_str_of(ends[i])))
            return true;
    return false;
}

static bool
has_plural_s(gzt_str text, const gzt_piece *piece)
{
    return piece->letters >= 3 && piece->capitals + 1 == piece->letters &&
           text.ptr[piece->end - 1] == 's';
}

bool
gzt_capitals_is_acronym(gzt_str text, const gzt_piece *piece)
{
    if (piece->kind != GZT_PIECE_WORD || piece->digits || piece->capitals < 2)
        return false;
    if (!is_all_capitals(piece))
        return has_plural_s(text, piece);
    return !is_stressed_stop_word(text, piece) &&
           !is_roman(gzt_piece_str(text, piece));
}

static bool
is_shouted(gzt_str text, const gzt_piece *piece)
{
    return is_all_capitals(piece) &&
           (piece->letters > 3 || is_stressed_stop_word(text, piece));
}

gzt_capitals
gzt_capitals_judge(gzt_str text, const gzt_piece *pieces, size_t count)
{
    uint64_t letters = 0, capitals = 0;
    size_t shouted = 0;

    for (size_t i = 0; i < count; i++) {
        letters += pieces[i].letters;
        capitals += pieces[i].capitals;
    }
    if (count < 2 || capitals * 100 <= letters * GZT_HEADLINE_SHARE)
        return GZT_CAPITALS_ACRONYM;
    for (size_t i = 0; i < count && shouted < 2; i++)
        shouted += is_shouted(text, &pieces[i]);
    if (shouted == 1)
        return GZT_CAPITALS_EITHER;
    return shouted ? GZT_CAPITALS_NOTHING : GZT_CAPITALS_ACRONYM;
}
