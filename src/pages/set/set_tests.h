#ifndef PAGES_SET_TESTS_H
#define PAGES_SET_TESTS_H

#include "pages/record/record_page.h"

/* The test sets that are for a prompt or an agent, on its tab "Tests" (pages/run/run_list.c):
 * set/tests.tpl. */

/* Asks ahead (query_ahead) for what it shows of the record of the address. */
void set_tests_ahead(struct page *page, const struct record_head *head) NONNULL;

MUST_USE enum err set_tests_show(struct page *page, const struct record_head *head) NONNULL;

#endif
