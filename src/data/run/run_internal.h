#ifndef DATA_RUN_INTERNAL_H
#define DATA_RUN_INTERNAL_H

#include "data/db/query.h"
#include "data/run/run.h"

/* Begins a query for the runs of an organization, as r; conditions follow, each with AND. */
void run_select(struct query *q, struct db *db, const struct uuid *organization_id) NONNULL;

/* Runs it for so many. */
MUST_USE enum err run_read(struct query *q, struct db *db, const struct uuid *organization_id,
                           int limit, struct test_run_list *list) NONNULL;

#endif
