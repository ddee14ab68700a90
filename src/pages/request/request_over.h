#ifndef PAGES_REQUEST_OVER_H
#define PAGES_REQUEST_OVER_H

#include "base/budget.h"
#include "pages/shell/page.h"

/* What is said to whom the budget of a request was not enough. */

/* A request that was left because it was over its budget changes nothing any more: what was typed
 * comes back, with the reason. The status. */
MUST_USE int page_offer_over(struct page *page, struct request *request, enum budget_end end,
                             bool has_committed) NONNULL;

#endif
