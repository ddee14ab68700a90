#ifndef DATA_USAGE_FORGET_H
#define DATA_USAGE_FORGET_H

#include "data/db/db.h"
#include "domain/policy.h"

/* For the timer of retention: deletes what was counted of an organization on days more than
 * USAGE_KEPT_DAYS ago, in batches. Only a command may: ERR_DENIED. */
enum { USAGE_KEPT_DAYS = 400 };
MUST_USE enum err usage_forget(struct db *db, const struct actor *actor) NONNULL;

#endif
