#ifndef DATA_USER_H
#define DATA_USER_H

#include "data/user/user_list.h"
#include "data/user/user_shape.h"
#include "domain/record/kind.h"

/* People. Address, name and password hash are sealed under the person's own data key; an address is
 * found again through email_index. What makes, changes and lists users is in user_*.h. */

extern const char *const user_state_names[USER_STATE_COUNT + 1]; /* "active" …, NULL at the end */

/* Asks ahead (query_ahead) for what user_get and user_count_owned read. */
void user_ahead(struct db *db, const struct actor *actor, const struct uuid *id) NONNULL;

/* ERR_NOT_FOUND also for those the actor may not see. One's own record is always full. */
MUST_USE enum err user_get(struct db *db, const struct actor *actor, const struct uuid *id,
                           struct user *user) NONNULL;

/* May the actor change, deactivate or make links for this user? Decides about buttons; the verbs
 * ask again. */
bool user_may_change(const struct actor *actor, const struct user *user) NONNULL;

/* What a user owns, archived records included. Errors as user_get. */
struct user_owned {
    int64_t counts[RECORD_KIND_COUNT];
};
MUST_USE enum err user_count_owned(struct db *db, const struct actor *actor, const struct uuid *id,
                                   struct user_owned *owned) NONNULL;

#endif
