#ifndef DATA_JUDGE_FLOOR_H
#define DATA_JUDGE_FLOOR_H

#include "base/problem.h"
#include "data/db/db.h"
#include "domain/policy.h"

/* The least agreement with people of a judge that decides, in an organization. */

enum { JUDGE_FLOOR_MIN = 500, JUDGE_FLOOR_MAX = 1000 };

/* May the actor change it: who may protect labels? */
bool judge_floor_may_set(const struct actor *actor) NONNULL;

/* "organization.judge_floor", in thousandths. ERR_DENIED, which leaves an event; ERR_INVALID. */
MUST_USE enum err judge_floor_set(struct db *db, const struct actor *actor, int64_t floor,
                                  struct problem *problem) NONNULL;

#endif
