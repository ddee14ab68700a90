#ifndef DATA_RUN_TALLY_H
#define DATA_RUN_TALLY_H

#include "data/run/run_result.h"
#include "domain/run/run_compare.h"

/* Runs as they are compared: case by case, and version by version. The runs were loaded (run_get),
 * which has asked whether the actor may see them. */

enum { RUN_TALLY_MAX = 2000, RUN_AT_MAX = 50, RUN_TREND_MAX = 20 };

/* What the run says of each case that has a result, in the order of the set; at most RUN_TALLY_MAX.
 */
MUST_USE enum err run_tally(struct db *db, const struct test_run *run,
                            struct run_case_list *list) NONNULL;

/* The results at these positions, at most RUN_AT_MAX, by position; a position without one is left
 * out. */
MUST_USE enum err run_results_at(struct db *db, const struct test_run *run,
                                 const int64_t *positions, int count,
                                 struct test_result_list *list) NONNULL;

/* The newest run of each version of a record that has all cases of a set and is done, an imported
 * one where none was graded here: of the RUN_TREND_MAX newest versions, the oldest version first.
 */
MUST_USE enum err run_trend(struct db *db, const struct actor *actor,
                            const struct record_head *head, const struct uuid *set_id,
                            struct test_run_list *list) NONNULL;

/* The run to compare one with, if people do not say: the newest of the live version with the same
 * set, else the one before, of any version; one that was graded here before imported ones.
 * ERR_NOT_FOUND. live_version 0: none. */
MUST_USE enum err run_find_earlier(struct db *db, const struct test_run *run, int64_t live_version,
                                   struct test_run *earlier) NONNULL;

#endif
