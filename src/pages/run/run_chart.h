#ifndef PAGES_RUN_CHART_H
#define PAGES_RUN_CHART_H

#include "data/run/run_tally.h"
#include "pages/record/record_page.h"

/* Charts of the versions of a record with one test set: pass rate, cost and time of the newest
 * whole run of each, with their numbers. Fills CHARTS with {{>RUN_CHARTS}}; nothing where fewer
 * than two versions were run. */
MUST_USE enum err run_chart_show(struct page *page, const struct record_head *head,
                                 const struct test_run *newest) NONNULL;

#endif
