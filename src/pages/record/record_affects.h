#ifndef PAGES_RECORD_AFFECTS_H
#define PAGES_RECORD_AFFECTS_H

#include "pages/record/record_page.h"

/* Whom the move of a label reaches: those that follow it, and those that use them, to any depth;
 * record/affects.tpl as {{>AFFECTS}}. */

/* Asks ahead (query_ahead) for what it says. */
void record_affects_ahead(struct page *page, const struct record_noun *noun) NONNULL;

/* Of a record that was loaded. */
MUST_USE enum err record_affects_show(struct page *page, const struct record_head *head,
                                      const char *label) NONNULL;

#endif
