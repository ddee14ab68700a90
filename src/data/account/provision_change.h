#ifndef DATA_PROVISION_CHANGE_H
#define DATA_PROVISION_CHANGE_H

#include "base/problem.h"
#include "data/account/provision.h"

/* What a provisioning service does to people, with the events of the same things done on pages:
 * "user.invite", "user.update", "user.deactivate", "user.activate". Nobody who has more rights than
 * the actor could hand out is changed, and nobody gets such rights; whoever answers for the actor's
 * token keeps persona and state, and one administrator of the organization stays active. */

struct provision_draft {
    struct uuid id;  /* nil: someone new */
    int64_t version; /* that it is based on */
    const char *email;
    const char *full_name;
    enum persona persona;
    bool is_active;
    struct user_origin origin;
};

/* Invites someone. An address of somebody of the organization whom a service gave up brings that
 * person back. ERR_CONFLICT with the field "email" or "external_id" if that is someone's, of
 * whatever organization an address is; with ORGANIZATION_LIMIT if there may not be more people.
 * ERR_INVALID, ERR_DENIED. */
MUST_USE enum err provision_create(struct db *db, const struct actor *actor,
                                   const struct provision_draft *draft, struct uuid *id,
                                   struct problem *problem) NONNULL;

/* Changes someone. What is as it was is no change, and no event. ERR_STALE if the version is not
 * the current one; ERR_CONFLICT with "is_active" for the last active administrator; the others as
 * above; ERR_NOT_FOUND. */
MUST_USE enum err provision_update(struct db *db, const struct actor *actor,
                                   const struct provision_draft *draft,
                                   struct problem *problem) NONNULL;

/* Gives someone up: deactivated, and no service sees them any more. Errors as above; version 0: the
 * current one. */
MUST_USE enum err provision_end(struct db *db, const struct actor *actor, const struct uuid *id,
                                int64_t version, struct problem *problem) NONNULL;

#endif
