/* stopwords.c - look words up in the lists that were compiled in. */
#include "text/stopwords.h"

#include "text/analyzer.h"
#include "text/languages.h"

struct entry {
    const char *word;
    const char *stem; // of a protected word; else NULL
};

struct list {
    const char *lang;
    const struct entry *entries; // in bytewise order
    size_t count;
};

// Defines stop_lists[], protected_lists[] and asking_lists[], written by
// stopwords.awk.
#include "stopwords.inc"

static const struct entry *
find_entry(const struct list *list, gzt_str word)
{
    size_t low = 0, high = list->count;

    while (low < high) {
        size_t mid = (low + high) / 2;
        int order = gzt_str_cmp(gzt_str_of(list->entries[mid].word), word);

        if (!order)
            return &list->entries[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

static const struct entry *
find_in(const struct list *lists, size_t count, unsigned language, gzt_str word)
{
    gzt_str code = gzt_language_code(language);

    for (size_t i = 0; i < count; i++)
        if (gzt_str_eq(gzt_str_of(lists[i].lang), code))
            return find_entry(&lists[i], word);
    return NULL;
}

bool
gzt_stopwords_has(unsigned language, gzt_str word)
{
    size_t count = sizeof(stop_lists) / sizeof(*stop_lists);

    return find_in(stop_lists, count, language, word) != NULL;
}

bool
gzt_is_stop_word(gzt_str word, gzt_str lang)
{
    return gzt_stopwords_has(gzt_language_find(lang), word);
}

bool
gzt_is_asking_word(gzt_str word, gzt_str lang)
{
    size_t count = sizeof(asking_lists) / sizeof(*asking_lists);

    return find_in(asking_lists, count, gzt_language_find(lang), word) != NULL;
}

bool
gzt_protected_find(unsigned language, gzt_str word, gzt_str *stem)
{
    size_t count = sizeof(protected_lists) / sizeof(*protected_lists);
    const struct entry *entry = find_in(protected_lists, count, language, word);

    if (entry)
        *stem = gzt_str_of(entry->stem);
    return entry != NULL;
}
