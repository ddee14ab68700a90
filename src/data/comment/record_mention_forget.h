#ifndef DATA_RECORD_MENTION_FORGET_H
#define DATA_RECORD_MENTION_FORGET_H

#include "data/db/db.h"

/* Comments that mention a person have the name in their text: "Erased user" takes its place, and
 * the mention goes. For an erasure, inside its write transaction, in the scope of the organization.
 */
MUST_USE enum err record_mention_forget(struct db *db, const struct uuid *organization_id,
                                        const struct uuid *user_id) NONNULL;

/* The same for some comments, at most 50: *count is how many. For those who do it in several
 * transactions; again until it is 0. */
MUST_USE enum err record_mention_forget_some(struct db *db, const struct uuid *organization_id,
                                             const struct uuid *user_id, int64_t *count) NONNULL;

#endif
