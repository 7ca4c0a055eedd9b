/* tag.h - indexer --tag: what articles name, without an index. Floor 4. */
#ifndef GZT_COMMAND_TAG_H
#define GZT_COMMAND_TAG_H

#include "command/report.h"

/** Print a line of JSON for each article of the inputs, in their order, with
 *  the options' lexicon. `report` hears of rejects. GZT_EINTERRUPTED: the
 *  reader of our pipe has gone, or `stopped` said so. */
gzt_status gzt_tag_articles(const gzt_build_options *options,
                            const char *const *paths, size_t count,
                            bool (*stopped)(void *self), gzt_report *report,
                            gzt_account *account, gzt_err *err);

/** Tag files (or "-") of tokens, one a line, and print them with their tags:
 *  see entity/bio.h. */
gzt_status gzt_tag_tokens(const struct gzt_lexicon *lexicon, gzt_str lang,
                          const char *const *paths, size_t count, gzt_err *err);

#endif /* GZT_COMMAND_TAG_H */
