/* roles.h - the titles before a person's name: "President", "Foreign
 * Minister", "Secretary of State", "Mr". English. Private to lib/entity. */
#ifndef GZT_ENTITY_ROLES_H
#define GZT_ENTITY_ROLES_H

#include "entity/units.h"

enum {
    GZT_ROLE_WORDS = 6, /**< of a role, at most */
};

/** Is the word, folded, one that titles are made of? */
bool gzt_is_role_word(gzt_str word);

/** How many of units[0..count) are a title at the beginning; never all. */
size_t gzt_role_leading(const gzt_unit *units, size_t count);

/** How many stand before and in a title that a longer run of names holds:
 *  "Robert Komer Governor Harriman" is two names run together. 0: none. */
size_t gzt_role_within(const gzt_unit *units, size_t count);

/** How many units right before units[at] are a title that goes with the name
 *  there. */
size_t gzt_role_before(const gzt_unit *units, size_t at);

#endif /* GZT_ENTITY_ROLES_H */
