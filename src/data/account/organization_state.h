#ifndef DATA_ORGANIZATION_STATE_H
#define DATA_ORGANIZATION_STATE_H

#include "base/problem.h"
#include "data/db/db.h"
#include "domain/policy.h"

/* Suspending a customer, and resuming it: for Platform Admins, from outside. */

enum { ORGANIZATION_REASON_MAX = 500 }; /* characters */

/* From now on nobody of the organization can work: sessions and sign-in are refused, and what it
 * has stays as it is ("organization.suspend", in its own log, with the reason). ERR_INVALID without
 * a reason, ERR_DENIED (also an event), ERR_NOT_FOUND, ERR_CONFLICT with a message for the actor's
 * own organization, for one that has all superusers, and if it is suspended already. */
MUST_USE enum err organization_suspend(struct db *db, const struct actor *actor,
                                       const struct uuid *id, const char *reason,
                                       struct problem *problem) NONNULL;

/* Undoes it: sessions that have not expired meanwhile go on ("organization.resume"). Errors as
 * above; ERR_CONFLICT if it is not suspended. */
MUST_USE enum err organization_resume(struct db *db, const struct actor *actor,
                                      const struct uuid *id, struct problem *problem) NONNULL;

#endif
