#ifndef DATA_USER_CHANGE_H
#define DATA_USER_CHANGE_H

#include "base/problem.h"
#include "data/user/user_record.h"

/* Changes another's record, or one's own ("user.update"). Everyone may change their own name and
 * time zone, and who may change users their own address (others ask for another one:
 * address_change.h); persona and is_superuser must stay for oneself, but a superuser may lay the
 * flag down. A time zone that the system does not know is ERR_INVALID (field "time_zone").
 * ERR_STALE if version is not the current one, ERR_CONFLICT for an address that is taken (problem
 * field "email") or the last active superuser (field "is_superuser"), ERR_INVALID, ERR_DENIED,
 * ERR_NOT_FOUND. A new persona or flag ends the person's sessions. */
struct user_change {
    struct uuid id;
    int64_t version;
    const char *full_name;
    const char *email;
    const char *time_zone; /* NULL: stays */
    enum persona persona;
    bool is_superuser;
};
MUST_USE enum err user_update(struct db *db, const struct actor *actor,
                              const struct user_change *change, struct problem *problem) NONNULL;

/* Superuser rights take two people: data/approval/superuser_grant.h. Inside its transaction: may
 * the actor make this other person a superuser, were it approved? ERR_CONFLICT with its reason for
 * one who is inactive or a superuser already. And doing it ("user.update"). */
MUST_USE enum err user_check_superuser(struct db *db, const struct actor *actor,
                                       const struct uuid *id, struct problem *problem) NONNULL;
MUST_USE enum err user_grant_superuser(struct db *db, const struct actor *actor,
                                       const struct uuid *id, struct problem *problem) NONNULL;

/* For the verbs of users: ERR_CONFLICT (field "is_superuser") unless a command gives the flag. */
MUST_USE enum err user_record_refuse_superuser(const struct actor *actor,
                                               struct problem *problem) NONNULL;

/* Deactivates someone else ("user.deactivate"): sessions end at the next request, links die.
 * ERR_CONFLICT for the last active superuser. Activating brings them back ("user.activate"),
 * ERR_CONFLICT if the organization may not have more people. Doing it twice is ERR_NONE and changes
 * nothing. */
MUST_USE enum err user_deactivate(struct db *db, const struct actor *actor,
                                  const struct uuid *id) NONNULL;
MUST_USE enum err user_activate(struct db *db, const struct actor *actor,
                                const struct uuid *id) NONNULL;

/* For user_hand_over.c: deactivates inside the open write transaction; the caller's checks are
 * done. */
MUST_USE enum err user_record_deactivate(struct db *db, const struct actor *actor,
                                         const struct user_record *record) NONNULL;

#endif
