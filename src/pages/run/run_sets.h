#ifndef PAGES_RUN_SETS_H
#define PAGES_RUN_SETS_H

#include "data/set/set_list.h"
#include "pages/record/record_page.h"

/* The test sets that a record may be run with: its own, and those that are shared. */

struct run_sets {
    struct set_list own, shared;
};

MUST_USE enum err run_sets_load(struct page *page, const struct record_head *head,
                                struct run_sets *sets) NONNULL;

/* The one that is offered first; NULL: there is none. */
const struct uuid *run_sets_first(const struct run_sets *sets) NONNULL;
bool run_sets_has(const struct run_sets *sets, const struct uuid *id) NONNULL;

/* {{#SET_OPTION}} with VALUE, TEXT and SELECTED, each. */
void run_sets_show(struct page *page, const struct run_sets *sets,
                   const struct uuid *chosen) NONNULL;

#endif
