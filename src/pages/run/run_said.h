#ifndef PAGES_RUN_SAID_H
#define PAGES_RUN_SAID_H

#include "pages/run/run_view.h"

/* What the judge and people said of a result, and the form in which one says more: JUDGE_SAID
 * (JUDGE_VERDICT, JUDGE_ANSWER, JUDGE_PROBLEM, JUDGE_ADVISES), VERDICT, and VERDICT_FORM. */
MUST_USE enum err run_said_show(struct page *page, const struct record_head *head,
                                const struct test_run *run,
                                const struct test_result *result) NONNULL;

/* The form alone. */
void run_said_form(struct page *page, const struct record_head *head, const struct test_run *run,
                   const struct test_result *result) NONNULL;

/* The judge alone, in view. */
void run_said_judge(struct page *page, struct view *view, const struct test_run *run,
                    const struct test_result *result) NONNULL;

#endif
