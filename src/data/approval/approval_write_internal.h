#ifndef DATA_APPROVAL_WRITE_INTERNAL_H
#define DATA_APPROVAL_WRITE_INTERNAL_H

#include "crypt/token.h"
#include "data/approval/approval_list.h"

/* What the verbs of approvals share, inside the open write transaction. */

enum { APPROVAL_DIGEST_LEN = SHA256_HEX_LEN - 1 };

/* The event of a step: from the state that the approval has to the one after. reason may be "". */
MUST_USE enum err approval_record(struct db *db, const struct actor *actor,
                                  const struct approval *approval, const char *action,
                                  enum approval_state after, const char *reason) NONNULL;

/* Ends what waits or is approved: its state and its event. ERR_NOT_FOUND if it is over. */
MUST_USE enum err approval_end(struct db *db, const struct actor *actor,
                               const struct approval *approval, const char *action,
                               enum approval_state state) NONNULL;

/* id, digest and expires_at of what waits or is approved, newest first. */
MUST_USE enum err approval_find_live(struct db *db, const struct actor *actor, const char *kind,
                                     const struct uuid *subject_id,
                                     struct db_result *result) NONNULL;

/* The hash of what is asked for, and whether a stored one is that. */
void approval_digest(const char *asked, char digest[SHA256_HEX_LEN]) NONNULL;
bool approval_is_digest(struct text digest, const char *asked) NONNULL;

/* What the person has the right to now, whatever their session says. Of who is of another
 * organization that was asked when their request began. */
struct approval_right {
    bool may_decide;
    bool may_approve;
};
MUST_USE enum err approval_check_right(struct db *db, const struct approval_case *request,
                                       const struct uuid *user_id,
                                       struct approval_right *right) NONNULL;

#endif
