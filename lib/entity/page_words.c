/* page_words.c - the words without a capital that names are made of. Articles
 * and prepositions join ("Bank of England"), particles begin ("al Qaeda"), and
 * agreements and events often end in small letters ("Paris accords"). */
#include "entity/page.h"

#include "base/str.h"

enum {
    BETWEEN = GZT_PART_BETWEEN,
    BEFORE = GZT_PART_BEFORE,
    BEHIND = GZT_PART_BEHIND,
    COMMA = GZT_PART_COMMA,
};

static const struct {
    const char *word;
    uint8_t len, part;
} words[] = {
    // in bytewise order
    { "a", 1, BETWEEN },
    { "abu", 3, BETWEEN | BEFORE },
    { "accord", 6, BEHIND },
    { "accords", 7, BEHIND },
    { "ad", 2, BEFORE },
    { "against", 7, BETWEEN },
    { "agreement", 9, BEHIND },
    { "agreements", 10, BEHIND },
    { "al", 2, BETWEEN | BEFORE },
    { "an", 2, BEFORE },
    { "and", 3, BETWEEN },
    { "ar", 2, BEFORE },
    { "as", 2, BETWEEN | BEFORE },
    { "ash", 3, BEFORE },
    { "at", 2, BETWEEN | BEFORE },
    { "attacks", 7, BEHIND },
    { "ben", 3, BETWEEN | BEFORE },
    { "between", 7, BETWEEN },
    { "bin", 3, BETWEEN | BEFORE },
    { "bombing", 7, BEHIND },
    { "bombings", 8, BEHIND },
    { "by", 2, BETWEEN | BEHIND },
    { "campaign", 8, BEHIND },
    { "charter", 7, BEHIND },
    { "civil", 5, BEHIND },
    { "co", 2, COMMA },
    { "conference", 10, BEHIND },
    { "congressional", 13, BEHIND },
    { "constitutional", 14, BEHIND },
    { "convention", 10, BEHIND },
    { "conventions", 11, BEHIND },
    { "corp", 4, COMMA },
    { "coup", 4, BEHIND },
    { "crisis", 6, BEHIND },
    { "da", 2, BETWEEN | BEFORE },
    { "dc", 2, COMMA },
    { "de", 2, BETWEEN | BEFORE },
    { "deal", 4, BEHIND },
    { "declaration", 11, BEHIND },
    { "del", 3, BETWEEN | BEFORE },
    { "den", 3, BETWEEN | BEFORE },
    { "der", 3, BETWEEN | BEFORE },
    { "des", 3, BETWEEN },
    { "di", 2, BETWEEN | BEFORE },
    { "do", 2, BETWEEN | BEFORE },
    { "dos", 3, BETWEEN | BEFORE },
    { "du", 2, BETWEEN | BEFORE },
    { "e", 1, BETWEEN },
    { "earthquake", 10, BEHIND },
    { "el", 2, BETWEEN | BEFORE },
    { "election", 8, BEHIND },
    { "elections", 9, BEHIND },
    { "en", 2, BEFORE },
    { "es", 2, BEFORE },
    { "et", 2, BETWEEN },
    { "ez", 2, BEFORE },
    { "famine", 6, BEHIND },
    { "federal", 7, BEHIND },
    { "for", 3, BETWEEN },
    { "from", 4, BETWEEN },
    { "games", 5, BEHIND },
    { "general", 7, BEHIND },
    { "genocide", 8, BEHIND },
    { "gubernatorial", 13, BEHIND },
    { "ibn", 3, BETWEEN | BEFORE },
    { "in", 2, BETWEEN },
    { "inc", 3, COMMA },
    { "initiative", 10, BEHIND },
    { "intervention", 12, BEHIND },
    { "jr", 2, COMMA },
    { "la", 2, BETWEEN | BEFORE },
    { "le", 2, BETWEEN | BEFORE },
    { "leadership", 10, BEHIND },
    { "legislative", 11, BEHIND },
    { "les", 3, BETWEEN },
    { "llc", 3, COMMA },
    { "local", 5, BEHIND },
    { "ltd", 3, COMMA },
    { "massacre", 8, BEHIND },
    { "mayoral", 7, BEHIND },
    { "missile", 7, BEHIND },
    { "municipal", 9, BEHIND },
    { "nuclear", 7, BEHIND },
    { "of", 2, BETWEEN },
    { "offensive", 9, BEHIND },
    { "olympics", 8, BEHIND },
    { "on", 2, BETWEEN },
    { "pact", 4, BEHIND },
    { "parliamentary", 13, BEHIND },
    { "peace", 5, BEHIND },
    { "plan", 4, BEHIND },
    { "plc", 3, COMMA },
    { "presidential", 12, BEHIND },
    { "process", 7, BEHIND },
    { "protocol", 8, BEHIND },
    { "protocols", 9, BEHIND },
    { "provincial", 10, BEHIND },
    { "referendum", 10, BEHIND },
    { "regional", 8, BEHIND },
    { "resolution", 10, BEHIND },
    { "revolution", 10, BEHIND },
    { "senatorial", 10, BEHIND },
    { "special", 7, BEHIND },
    { "spring", 6, BEHIND },
    { "sr", 2, COMMA },
    { "state", 5, BEHIND },
    { "summit", 6, BEHIND },
    { "the", 3, BETWEEN },
    { "to", 2, BETWEEN },
    { "treaty", 6, BEHIND },
    { "ud", 2, BETWEEN },
    { "ul", 2, BETWEEN },
    { "und", 3, BETWEEN },
    { "uprising", 8, BEHIND },
    { "ur", 2, BETWEEN },
    { "van", 3, BETWEEN | BEFORE },
    { "von", 3, BETWEEN | BEFORE },
    { "war", 3, BEHIND },
    { "wars", 4, BEHIND },
    { "with", 4, BETWEEN },
    { "y", 1, BETWEEN },
};

unsigned
gzt_word_part(gzt_str folded)
{
    size_t low = 0, high = sizeof(words) / sizeof(*words);

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        gzt_str word = { words[mid].word, words[mid].len };
        int order = gzt_str_cmp(folded, word);

        if (!order)
            return words[mid].part;
        if (order < 0)
            high = mid;
        else
            low = mid + 1;
    }
    return 0;
}
