#ifndef PAGES_STOP_STOP_VIEW_H
#define PAGES_STOP_STOP_VIEW_H

#include "data/stop/stop.h"
#include "pages/record/record_page.h"

/* Shows what is stopped of a record, who may resume it, and what was stopped once. */
MUST_USE enum err stop_view_show(struct page *page, const struct record_noun *noun,
                                 const struct record_head *head) NONNULL;

#endif
