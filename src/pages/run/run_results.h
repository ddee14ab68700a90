#ifndef PAGES_RUN_RESULTS_H
#define PAGES_RUN_RESULTS_H

#include "data/run/run_case.h"
#include "pages/run/run_view.h"

/* The results on the page of a run: those that failed first, a page at a time, and ways to see some
 * of them alone. Sets FILTER ({{FILTER_URL}} {{FILTER_NAME}} {{FILTER_COUNT}}, IS_CHOSEN), RESULTS
 * with ROW, or NO_RESULTS, and PAGER_LINKS. */
MUST_USE enum err run_results_show(struct page *page, const struct test_run *run) NONNULL;

/* The name of the case at a position; "" if it has none, or the test set is gone (count 0). */
MUST_USE const char *run_results_case_name(const struct run_cases *cases, int64_t position) NONNULL;

/* Why a result is what it is, in a line: the first check that failed, or what went wrong. */
MUST_USE const char *run_results_why(struct page *page, const struct test_result *result) NONNULL;

#endif
