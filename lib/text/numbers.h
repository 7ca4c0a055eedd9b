/* numbers.h - numbers as they are written, and amounts of money.
 * Private to lib/text. */
#ifndef GZT_TEXT_NUMBERS_H
#define GZT_TEXT_NUMBERS_H

#include "text/segment.h"

enum {
    GZT_AMOUNT_MAX = 64
};

/** Where the number ends whose first digit is at `at`: with its grouping
 *  ("400,000", "1.234.567") and fraction ("1.95"). Behind another number and
 *  a dot (`after_dot`: 21.05.2014, 10.0.0.1) digits stay alone. */
size_t gzt_number_end(gzt_str text, size_t at, bool after_dot);

/** Is it the sign of a currency: $ € £ ¥ ₽ ₹ ₩ and their like? */
bool gzt_money_is_sign(uint32_t code);

/** Does an amount of money begin with pieces[at]? Its term goes to `out`
 *  ("usd400000000000"), its last piece to `last`. */
bool gzt_amount_read(gzt_str text, const gzt_piece *pieces, size_t count,
                     size_t at, size_t *last, char out[GZT_AMOUNT_MAX]);

#endif /* GZT_TEXT_NUMBERS_H */
