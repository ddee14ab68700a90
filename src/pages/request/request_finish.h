#ifndef PAGES_REQUEST_FINISH_H
#define PAGES_REQUEST_FINISH_H

#include "pages/shell/page.h"

/* The last step of a request: the refusal, if its status is not 0, as the one who asked can read
 * it; headers, and the ETag. A program has its refusal already (api/api_serve.h). */
void page_finish(struct page *page, int status) NONNULL;

/* Its line in the log. started is clock_monotonic(). Not is_done: what was answered is not sent,
 * for the request is run once more. */
void page_log(const struct page *page, int64_t started, bool is_done) NONNULL;

#endif
