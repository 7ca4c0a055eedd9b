/* fold.h - one spelling for all ways to write a word. Private to lib/text. */
#ifndef GZT_TEXT_FOLD_H
#define GZT_TEXT_FOLD_H

#include "base/buf.h"

/** Fold `raw`, one piece of a text (valid UTF-8), into `buf`, which is
 *  cleared first: NFKC, lower case, no accents on Latin and Greek letters,
 *  plain letters for those that do not decompose, no invisible characters, no
 *  digit grouping. Borrowed from `buf`, which cuts what is beyond its limit;
 *  may be empty. */
gzt_str gzt_fold(gzt_str raw, gzt_buf *buf);

/** The other way to write it in ASCII: "djokovic" for Đoković and, with
 *  `umlauts`, "mueller" for Müller. Empty when there is none. */
gzt_str gzt_fold_respelt(gzt_str raw, bool umlauts, gzt_buf *buf);

#endif /* GZT_TEXT_FOLD_H */
