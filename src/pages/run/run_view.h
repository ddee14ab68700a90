#ifndef PAGES_RUN_VIEW_H
#define PAGES_RUN_VIEW_H

#include "data/run/run_result.h"
#include "pages/record/record_page.h"

/* How runs and their results are shown, wherever they are. */

/* "/prompts/ID/tests/RUN" and the rest, in the arena. */
MUST_USE const char *run_view_url(struct page *page, const struct test_run *run,
                                  const char *rest) NONNULL;

/* "41 of 48 passed · 1 critical failure · 2 errors". */
MUST_USE const char *run_view_counts(struct page *page, const struct test_run *run) NONNULL;

/* {{RUN_URL}} {{VERSION}} {{SET_NAME}} {{SET_VERSION}}, SET_LINK ({{SET_URL}}), {{ENDPOINT_NAME}}
 * {{MODEL_NAME}} {{STATE}} {{STATE_CLASS}} {{COUNTS}} {{STARTED_BY}} and the time that it was
 * started, WHEN; RUN_COST ({{AMOUNT}}), TIMES ({{P50}} {{P95}}), IS_PART, CARRIED
 * ({{RUNNER_NAME}}), IMPORTED ({{IMPORTED_WORDS}} {{SOURCE_DIGEST}}). */
void run_view_row(struct page *page, struct view *view, const struct test_run *run) NONNULL;

/* A result: {{POSITION}} {{CASE_ID}} {{REPEAT}}, REPEATED, IS_CRITICAL, {{STATE}} {{STATE_CLASS}},
 * ATTEMPTS ({{N}}), TOOK ({{MS}}), COST ({{AMOUNT}}), INPUT and OUTPUT ({{TOKENS}}). */
void run_view_result(struct page *page, struct view *view, const struct test_run *run,
                     const struct test_result *result) NONNULL;

#endif
