#ifndef DATA_KEPT_TEXT_H
#define DATA_KEPT_TEXT_H

#include "base/buf.h"

struct db;

/* Inside db: the texts that were composed (query.h). Statements are found by the address of their
 * text, so there is one copy of each. */

/* The copy of a text; it stays to the end of the request. */
const char *kept_text(struct db *db, const struct buf *text) NONNULL;

/* Between requests: forgets all copies, with their statements, if there are many. Few requests make
 * all of the program's texts, but anyone may try combinations of filters. */
void kept_text_make_room(struct db *db) NONNULL;

#endif
