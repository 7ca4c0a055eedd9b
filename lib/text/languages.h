/* languages.h - which languages there are, their scripts and stemmers.
 * Private to lib/text. */
#ifndef GZT_TEXT_LANGUAGES_H
#define GZT_TEXT_LANGUAGES_H

#include "base/str.h"

typedef enum gzt_script {
    GZT_SCRIPT_LATIN,
    GZT_SCRIPT_CYRILLIC,
    GZT_SCRIPT_GREEK,
    GZT_SCRIPT_ARABIC,
    GZT_SCRIPT_HEBREW,
    GZT_SCRIPT_ARMENIAN,
    GZT_SCRIPT_DEVANAGARI,
    GZT_SCRIPT_TAMIL,
    GZT_SCRIPT_OTHER,
} gzt_script;

enum {
    GZT_LANGUAGES_MAX = 64
};

typedef struct gzt_language {
    const char *codes; /**< ISO 639-1, -2 and -3, between blanks */
    const char *name;  /**< libstemmer's; NULL: not stemmed */
    uint8_t script, second;
} gzt_language;

/** The number of a language, below GZT_LANGUAGES_MAX; 0 is one that is
 *  unknown. Empty is English. */
unsigned gzt_language_find(gzt_str lang);

const gzt_language *gzt_language_get(unsigned number);

/** The first of its codes: "en". */
gzt_str gzt_language_code(unsigned number);

gzt_script gzt_script_of(uint32_t code);

/** The language of a word in `script` within a text in language `number`. */
unsigned gzt_language_of_script(unsigned number, gzt_script script);

#endif /* GZT_TEXT_LANGUAGES_H */
