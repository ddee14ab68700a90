#ifndef DATA_USER_ACCESS_H
#define DATA_USER_ACCESS_H

#include "data/db/db.h"
#include "domain/policy.h"

/* Taking somebody's access back without deactivating them. All need the right to change that
 * person; ERR_NOT_FOUND and ERR_DENIED as user_update. */

/* What is open now. */
struct user_access {
    int64_t session_count;
    int64_t token_count; /* their own API tokens that work */
};
void user_access_ahead(struct db *db, const struct actor *actor, const struct uuid *id) NONNULL;
MUST_USE enum err user_access_get(struct db *db, const struct actor *actor, const struct uuid *id,
                                  struct user_access *access) NONNULL;

/* Ends all sessions of the person, who may sign in again ("user.end_sessions"); revokes all API
 * tokens of their own ("user.revoke_tokens"). *count: how many there were; without any nothing
 * happens. */
MUST_USE enum err user_end_sessions(struct db *db, const struct actor *actor, const struct uuid *id,
                                    int64_t *count) NONNULL;
MUST_USE enum err user_revoke_tokens(struct db *db, const struct actor *actor,
                                     const struct uuid *id, int64_t *count) NONNULL;

#endif
