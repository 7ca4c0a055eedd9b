/* mail.h - an article of an e-mail message (RFC 5322, MIME), through GMime.
 *
 * Its text is the plain part, or the HTML part where that says more: many
 * newsletters have a plain part of one line. Attachments are left out and
 * counted, in the field `attachments`. */
#ifndef GZT_INPUT_MAIL_H
#define GZT_INPUT_MAIL_H

#include "input/article.h"

enum {
    GZT_MAIL_PARTS = 1000, /**< of one message; the rest is not looked at */
    GZT_MAIL_DEPTH = 16    /**< parts within each other */
};

/** `bytes` is one message, as it was sent. */
void gzt_mail_parse(gzt_draft *draft, gzt_str bytes);

#endif /* GZT_INPUT_MAIL_H */
