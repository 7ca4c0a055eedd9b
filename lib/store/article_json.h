/* article_json.h - an article's fields as members of a JSON object, as
 * --show and --export print them and `indexer` reads them back. */
#ifndef GZT_STORE_ARTICLE_JSON_H
#define GZT_STORE_ARTICLE_JSON_H

#include "base/json.h"

/** The members without the braces, empty fields left out; those in `extra`
 *  follow as they were. */
void gzt_article_json(const gzt_article *article, gzt_buf *out);

#endif /* GZT_STORE_ARTICLE_JSON_H */
