#ifndef PAGES_RECORD_USED_H
#define PAGES_RECORD_USED_H

#include "data/reference/record_use.h"
#include "pages/record/record_page.h"

/* What uses a record. */

/* The nearest ones, on the record's own page: {{>USED}}. */
MUST_USE enum err record_used_show(struct page *page, const struct record_head *head) NONNULL;

/* A list that was read, by kind: {{>USED}}; before something is done to the record, with what
 * becomes of each. */
enum record_fate { RECORD_FATE_NONE, RECORD_FATE_ARCHIVE, RECORD_FATE_DELETE, RECORD_FATE_REMOVE };
void record_used_show_list(struct page *page, const struct record_head *head,
                           const struct record_use_list *list, enum record_fate fate) NONNULL;

#endif
