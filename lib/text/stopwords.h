/* stopwords.h - words that say little, and words that the stemmers would
 * confuse. The lists are data: corpus/lexicon/stopwords/LANG.txt and
 * corpus/lexicon/protected/LANG.txt, compiled in by stopwords.awk.
 * Private to lib/text; gzt_is_stop_word() is in analyzer.h. */
#ifndef GZT_TEXT_STOPWORDS_H
#define GZT_TEXT_STOPWORDS_H

#include "base/str.h"

bool gzt_is_stop_word(gzt_str word, gzt_str lang);

/** Likewise, by gzt_language_find()'s number. */
bool gzt_stopwords_has(unsigned language, gzt_str word);

/** The stem that the lists set for a protected word; false when it has
 *  none. */
bool gzt_protected_find(unsigned language, gzt_str word, gzt_str *stem);

#endif /* GZT_TEXT_STOPWORDS_H */
