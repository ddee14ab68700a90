#ifndef DATA_USER_HAND_OVER_H
#define DATA_USER_HAND_OVER_H

#include "data/db/db.h"
#include "domain/policy.h"

/* Moves everything that one user owns to another, active user of the same organization
 * ("user.hand_over", and for each "prompt.transfer", "agent.transfer" or "team.transfer"). In
 * transactions of 1000 records, so that nobody waits long: after an error *moved_count of them are
 * moved, each with its event, and doing it again moves the rest.
 * ERR_CONFLICT if the other is not active or is the same user. */
struct user_hand_over {
    struct uuid from_id;
    struct uuid to_id;
    bool is_deactivating; /* and deactivates the first in the same transaction */
};
MUST_USE enum err user_hand_over(struct db *db, const struct actor *actor,
                                 const struct user_hand_over *hand_over,
                                 int64_t *moved_count) NONNULL;

#endif
