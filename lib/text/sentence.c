/* sentence.c - a full stop that ends a sentence, and one that abbreviates.
 *
 * A sentence ends where a stop is followed by a blank and by a capital, a
 * digit, or a letter of a script that has no capitals. Behind an
 * abbreviation or a lone letter the next word must also be one that seldom
 * stands inside a sentence with a capital: a stop word ("in the U.S. The").
 * In a text all in capitals that is the best there is.
 */
#include "text/sentence.h"

#include "text/dates_in_text.h"
#include "text/stopwords.h"

#include <stdlib.h>

enum {
    WORD_MAX = 12
};

// Never the end: a name or a number follows. Sorted.
static const char *const titles[] = {
    "adm",    "amb",  "art",  "brig",  "capt", "cf",   "cmdr", "col", "cpl",
    "dr",     "fig",  "fr",   "ft",    "gen",  "gov",  "hon",  "lt",  "maj",
    "messrs", "mlle", "mme",  "mr",    "mrs",  "ms",   "msgr", "mt",  "no",
    "nos",    "nr",   "para", "paras", "pp",   "pres", "prof", "rep", "reps",
    "rev",    "sec",  "sen",  "sens",  "sgt",  "sr",   "sra",  "st",  "ste",
    "supt",   "vol",  "vols", "vs",
};

// May be the end. Sorted.
static const char *const shortened[] = {
    "al",   "approx", "apr",  "assn", "aug", "ave", "blvd", "bros", "co",
    "corp", "dec",    "dept", "dist", "div", "etc", "feb",  "gmbh", "ibid",
    "inc",  "jan",    "jr",   "jul",  "jun", "ltd", "mar",  "mio",  "mrd",
    "nov",  "oct",    "op",   "plc",  "pty", "sep", "sept", "tel",  "univ",
};

static int
by_text(const void *key, const void *item)
{
    return strcmp(key, *(const char *const *)item);
}

static bool
is_among(const char *word, const char *const *list, size_t count)
{
    return bsearch(word, list, count, sizeof(*list), by_text) != NULL;
}

// The ASCII letters at `at`, in lower case; too many of them are none.
static gzt_str
lower_word(gzt_str text, size_t at, char out[WORD_MAX + 1])
{
    size_t len = 0;

    while (at + len < text.len && len < WORD_MAX) {
        unsigned char c = (unsigned char)text.ptr[at + len] | 0x20;

        if (c < 'a' || c > 'z')
            break;
        out[len++] = (char)c;
    }
    out[len] = '\0';
    return (gzt_str){ out, len < WORD_MAX ? len : 0 };
}

// "No" is an answer when no number follows it.
static bool
is_title(const char *word, char next)
{
    if (!strcmp(word, "no") || !strcmp(word, "art") || !strcmp(word, "fig"))
        return gzt_is_digit(next);
    return is_among(word, titles, sizeof(titles) / sizeof(*titles));
}

static bool
ends_behind_dot(gzt_str text, const gzt_piece *last, size_t next)
{
    char buffer[WORD_MAX + 1], following[WORD_MAX + 1];
    gzt_str word = lower_word(text, last->start, buffer);
    gzt_str after = lower_word(text, next, following);
    size_t count = sizeof(shortened) / sizeof(*shortened);

    if (last->kind == GZT_PIECE_NUMBER && last->end - last->start <= 2)
        return !gzt_month_find(after); // "21. Mai 2014"
    if (word.len != last->end - last->start)
        return true;
    if (is_title(buffer, text.ptr[next]))
        return false;
    if (!gzt_piece_is_letter(last) && !is_among(buffer, shortened, count))
        return true;
    return after.len > 1 && gzt_is_stop_word(after, GZT_S("en"));
}

bool
gzt_sentence_ends(gzt_str text, const gzt_piece *last, uint32_t stop,
                  size_t next)
{
    uint32_t code;
    size_t len;

    if (gzt_char_at(text, next, &code, &len) == GZT_CHAR_LOWER)
        return false;
    return stop != '.' || ends_behind_dot(text, last, next);
}
