/* furniture.h - the lines of a saved page that are not its article: calls to
 * subscribe, lists of other stories, adverts, rights.
 *
 * Knows the words of the trade, no site. English only, so far; a page in
 * another language keeps its furniture. */
#ifndef GZT_INPUT_FURNITURE_H
#define GZT_INPUT_FURNITURE_H

#include "input/paragraphs.h"

/** Mark what is furniture between paragraphs `begin` and `end`, after the
 *  title and before the end of the article's prose. */
void gzt_furniture_inside(gzt_paragraphs *all, size_t begin, size_t end);

/** The same from `begin`, behind the last prose, to the end. */
void gzt_furniture_after(gzt_paragraphs *all, size_t begin);

/** How sure it is that the line, by itself, is furniture: below 2 it may as
 *  well not be, from 3 on it is wherever it stands. */
int gzt_furniture_score(const gzt_paragraph *p);

/** Whether it has neither letters nor digits. */
bool gzt_furniture_is_rule(gzt_str line);

/** Whether it begins with a bullet, an arrow or the like. */
bool gzt_furniture_is_marked(gzt_str line);

/** Whether it is a rule, a breadcrumb trail or a menu. */
bool gzt_furniture_is_menu(const gzt_paragraph *p);

/** Whether it heads a list of other stories: "Most read". */
bool gzt_furniture_heads_list(const gzt_paragraph *p);

/** Whether it says "Advertisement", of what stands below it. */
bool gzt_furniture_is_advert(const gzt_paragraph *p);

#endif /* GZT_INPUT_FURNITURE_H */
