#ifndef DATA_RUN_SUMS_H
#define DATA_RUN_SUMS_H

#include "data/endpoint/endpoint_work.h"
#include "data/run/run_row.h"

/* Inside the room: what a call adds to the sums of its run, in the transaction in which it is
 * reported. */

struct run_added {
    const struct endpoint_result *result;
    int64_t cost_nanos;                      /* -1: not known */
    int64_t reserved_tokens, reserved_nanos; /* what counts where the endpoint may have charged
                                                without saying so */
    int64_t duration_ms;
    enum result_state state; /* of the result that is there now; RESULT_OPEN: it is not yet */
    enum result_state judged_state; /* the same by the judge as well; nothing without a judge */
    bool is_critical;
};

/* A worker looks at the run again if little is open. ERR_STALE: nothing is there yet, and the run
 * ended meanwhile. */
MUST_USE enum err run_sums_add(struct db *db, const struct test_run *run,
                               const struct run_added *added) NONNULL;

/* Of a call that is made again. ERR_STALE: the run ended meanwhile, so that it is not. */
MUST_USE enum err run_sums_attempt(struct db *db, const struct test_run *run,
                                   const struct run_added *added) NONNULL;

/* Nothing of a run that ended is made again. */
void run_sums_keep_from_waiting(const struct test_run *run, struct endpoint_fate *fate) NONNULL;

#endif
