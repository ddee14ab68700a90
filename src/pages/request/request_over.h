#ifndef PAGES_REQUEST_OVER_H
#define PAGES_REQUEST_OVER_H

#include "base/budget.h"
#include "web/request.h"

/* What is said to whom the budget of a request was not enough. */

/* What happened, what was kept, what to do next: 413 for what was sent and is too much, 503 for
 * what takes too long, and for a page that can't be shown at all. */
struct over {
    int status;
    const char *text;
};
struct over request_over(enum budget_end end, const struct request *request,
                         bool has_committed) NONNULL;

#endif
