#ifndef DATA_SUPERUSER_GRANT_H
#define DATA_SUPERUSER_GRANT_H

#include "data/approval/approval.h"

/* Making someone a superuser: a superuser asks for it, another administrator approves, and then a
 * superuser does it. */

/* Asks for it. ERR_DENIED for who is no superuser, and for oneself; ERR_NOT_FOUND; ERR_CONFLICT for
 * one who is inactive or a superuser already, or if it is asked for; ERR_INVALID for the reason. */
MUST_USE enum err superuser_request(struct db *db, const struct actor *actor,
                                    const struct uuid *user_id, const char *reason, struct uuid *id,
                                    struct problem *problem) NONNULL;

/* Does it, once it is approved: ERR_CONFLICT before. Ends the person's sessions. */
MUST_USE enum err superuser_grant(struct db *db, const struct actor *actor,
                                  const struct uuid *user_id, struct problem *problem) NONNULL;

#endif
