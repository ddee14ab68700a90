#ifndef PAGES_RECORD_PANEL_H
#define PAGES_RECORD_PANEL_H

#include "data/record/record_count.h"
#include "data/record/record_offer.h"
#include "pages/listing/record_query.h"

/* What stands above the rows of a list: the saved views, the search, what can be filtered by (the
 * facets and offers were read with the rows), the panel of filters, the chips of those in force;
 * record/filters.tpl as {{>SEARCH}}. */
MUST_USE enum err record_panel_show(struct page *page, const struct record_query *query,
                                    const struct record_facet_list *facets,
                                    const struct record_offers *offers) NONNULL;

#endif
