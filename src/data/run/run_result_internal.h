#ifndef DATA_RUN_RESULT_INTERNAL_H
#define DATA_RUN_RESULT_INTERNAL_H

#include "data/db/query.h"
#include "data/run/run_result.h"

/* Begins a query for the results of a run; conditions follow, each with AND. */
void result_select(struct query *q, struct db *db, const struct test_run *run) NONNULL;

/* Runs it for so many. */
MUST_USE enum err result_read(struct query *q, struct db *db, const struct test_run *run, int limit,
                              struct test_result_list *list) NONNULL;

#endif
