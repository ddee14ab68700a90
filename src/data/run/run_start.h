#ifndef DATA_RUN_START_H
#define DATA_RUN_START_H

#include "data/run/run_plan.h"

/* Starting a run: first what it would take, then the run. Who may read the record may run it, as
 * they may try it; a token with the scope "tests:run" too, for whoever it acts for. */

bool run_may_start(const struct actor *actor, const struct record_head *head) NONNULL;

/* ERR_INVALID with a problem: an actor who may read, but not start runs; what is missing or gone, a
 * case without a value for a variable, caps that do not allow a single call; ERR_DENIED,
 * ERR_NOT_FOUND. */
MUST_USE enum err run_estimate(struct db *db, const struct actor *actor,
                               const struct run_draft *draft, struct run_estimate *estimate,
                               struct problem *problem) NONNULL;

/* "test.start". ERR_INVALID likewise, and without any cap; ERR_CONFLICT if the person has
 * RUN_OPEN_MAX open. */
MUST_USE enum err run_start(struct db *db, const struct actor *actor, const struct run_draft *draft,
                            struct uuid *id, struct problem *problem) NONNULL;

#endif
