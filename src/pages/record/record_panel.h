#ifndef PAGES_RECORD_PANEL_H
#define PAGES_RECORD_PANEL_H

#include "pages/record/record_query.h"

/* What stands above the rows of a list: the search, the panel of filters, the chips of those in
 * force; record/filters.tpl as {{>SEARCH}}. */
MUST_USE enum err record_panel_show(struct page *page, const struct record_query *query) NONNULL;

#endif
