#ifndef DATA_USER_RESET_H
#define DATA_USER_RESET_H

#include "data/session/session.h"
#include "domain/approval/approval_side.h"

/* Whoever makes a link for somebody else's account could use it themselves: what that may lead to,
 * and who hears of it. */

/* For so long what somebody did to the account of another is looked at by approvals
 * (data/approval/approval_side.h). */
#define USER_RESET_SILENCE (APPROVAL_SIDE_DAYS * CLOCK_DAY)

/* So long the person sees that their password was reset, acknowledged or not. */
#define USER_RESET_SHOWN (30 * CLOCK_DAY)

/* What somebody else may have reset: the password with a link, or the second factor by removing it
 * (user_factor.h). */
enum user_reset_kind { RESET_PASSWORD, RESET_FACTOR, RESET_COUNT };

/* A reset that somebody else made. */
struct user_reset {
    int64_t used_at;     /* 0: there is none */
    const char *by_name; /* who did it; NULL: a command on the server, or someone erased */
};

/* The newest one that the session's person has not acknowledged. */
MUST_USE enum err user_reset_find(struct db *db, const struct session *session,
                                  enum user_reset_kind kind, struct user_reset *reset) NONNULL;

/* The last ones of the session's person within USER_RESET_SHOWN, newest first. */
enum { USER_RESETS_MAX = 10 };
struct user_reset_list {
    struct user_reset resets[USER_RESETS_MAX];
    int count;
};
MUST_USE enum err user_reset_list(struct db *db, const struct session *session,
                                  struct user_reset_list *list) NONNULL;

/* The person has seen them all ("user.acknowledge_reset"); doing it twice is ERR_NONE. */
MUST_USE enum err user_reset_acknowledge(struct db *db, const struct actor *actor) NONNULL;

/* An account in somebody else's organization is the way to its content: ERR_DENIED for links and
 * invitations by someone from outside as soon as anybody of the organization can sign in. */
MUST_USE enum err user_reset_check_outside(struct db *db, const struct actor *actor,
                                           const struct uuid *organization_id) NONNULL;

#endif
