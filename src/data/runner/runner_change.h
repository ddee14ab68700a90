#ifndef DATA_RUNNER_CHANGE_H
#define DATA_RUNNER_CHANGE_H

#include "base/problem.h"
#include "data/runner/runner.h"

/* Registering the keys of runners, and withdrawing them. */

struct runner_draft {
    const char *name;
    const char *public_key; /* as it was typed */
    enum endpoint_class data_class;
};

/* "runner.register". ERR_INVALID with a field (name, public_key): it is none, or of low order;
 * ERR_CONFLICT: the name or the key is registered already, or there are RUNNER_MAX; ERR_DENIED. */
MUST_USE enum err runner_register(struct db *db, const struct actor *actor,
                                  const struct runner_draft *draft, struct uuid *id,
                                  struct problem *problem) NONNULL;

/* "runner.withdraw": nothing that it signs is taken any more. No change, no event. ERR_DENIED,
 * ERR_NOT_FOUND. */
MUST_USE enum err runner_withdraw(struct db *db, const struct actor *actor,
                                  const struct uuid *id) NONNULL;

#endif
