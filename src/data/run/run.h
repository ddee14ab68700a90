#ifndef DATA_RUN_H
#define DATA_RUN_H

#include "data/run/run_row.h"

/* Test runs, as people see them: a version of a record against a version of a test set on a model.
 * The head of the record, or of the set, that was loaded proves that the actor may see its runs;
 * who may not read the record gets ERR_DENIED. */

enum { RUN_LIST_LIMIT = 20 };

/* Those of a record, or with a test set's head those with it. version: of the record or the set, 0:
 * of all; before: the last one of the page before, NULL: from the newest. */
MUST_USE enum err run_list(struct db *db, const struct actor *actor, const struct record_head *head,
                           int64_t version, const struct uuid *before, struct test_run_list *list)
    __attribute__((nonnull(1, 2, 3, 6)));

/* One of them. ERR_NOT_FOUND, also for one of another record. */
MUST_USE enum err run_get(struct db *db, const struct actor *actor, const struct record_head *head,
                          const struct uuid *id, struct test_run *run) NONNULL;

/* For rooms above: one of any record, whoever asks. ERR_NOT_FOUND. Its counts are those of the
 * checks until run_row_judge. */
MUST_USE enum err run_find(struct db *db, const struct uuid *organization_id, const struct uuid *id,
                           struct test_run *run) NONNULL;

#endif
