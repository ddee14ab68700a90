#ifndef DATA_RUN_END_H
#define DATA_RUN_END_H

#include "base/problem.h"
#include "data/run/run.h"

/* The end of a run. Calls that wait end with it as canceled; those that are under way are reported
 * and counted when they come back, because they are charged. */

/* The half and 95 % of the results that were graded took at most so long, by the nearest rank; -1:
 * there are none. */
struct run_times {
    int64_t p50_ms, p95_ms;
};
MUST_USE enum err run_times(struct db *db, const struct test_run *run,
                            struct run_times *times) NONNULL;

/* Inside the room: the same of milliseconds that are not in the database yet, which it sorts. */
struct run_times run_times_of(int64_t *durations, int64_t count) NONNULL;

/* May the actor end it: who started it, or who may change the record. */
bool run_may_cancel(const struct actor *actor, const struct record_head *head,
                    const struct test_run *run) NONNULL;

/* "test.cancel". ERR_DENIED; ERR_CONFLICT if it has ended. */
MUST_USE enum err run_cancel(struct db *db, const struct actor *actor,
                             const struct record_head *head, const struct test_run *run,
                             struct problem *problem) NONNULL;

/* Inside the room, in the write transaction: what was carried of a run is not needed any more. */
MUST_USE enum err run_end_carried(struct db *db, const struct test_run *run) NONNULL;

/* For workers: "test.end", by the program. ERR_NONE as well if it has ended meanwhile. */
MUST_USE enum err run_end(struct db *db, const struct test_run *run, enum run_state state,
                          enum run_reason reason) NONNULL;

#endif
