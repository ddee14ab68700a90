#ifndef DATA_ONE_TIME_LINK_H
#define DATA_ONE_TIME_LINK_H

#include "crypt/token.h"
#include "data/db/db.h"
#include "domain/policy.h"

/* Secrets that are good for one use: invitations and password reset links. The database holds
 * their keyed hashes. A person has at most one that works: a new one ends the older ones. */

#define LINK_INVITATION_LIFETIME (7 * CLOCK_DAY)
#define LINK_RESET_LIFETIME      (24 * CLOCK_HOUR) /* that an administrator makes */
#define LINK_ASKED_LIFETIME      CLOCK_HOUR        /* that the person asked for */

enum link_purpose { LINK_INVITATION, LINK_PASSWORD_RESET };

struct one_time_link {
    struct uuid id;
    struct uuid organization_id;
    struct uuid user_id;
    enum link_purpose purpose;
    int64_t expires_at; /* set by one_time_link_create, unless it is set before */
    bool is_hidden;     /* it goes by mail alone: nobody but the person sees it */
};

/* Makes a link for a person inside the open write transaction, whose event covers it; older ones of
 * the person die. created_by may be the nil UUID (a command). token is shown once. */
MUST_USE enum err one_time_link_create(struct db *db, struct one_time_link *link,
                                       const struct uuid *created_by,
                                       char token[TOKEN_TEXT_LEN]) NONNULL;

/* Queues the mail with the link beside it, to the person's address. is_asked: the person asked for
 * it, and not an administrator. */
MUST_USE enum err one_time_link_mail(struct db *db, const struct one_time_link *link,
                                     const char *token, bool is_asked) NONNULL;

/* The link of a token, looked up in the organization that the token claims: the scope is that
 * organization's from here on. ERR_NOT_FOUND if there is none, or if it was used, has expired or
 * was replaced. */
MUST_USE enum err one_time_link_find(struct db *db, enum link_purpose purpose, const char *token,
                                     struct one_time_link *link) NONNULL;

/* Marks it used inside the open write transaction. ERR_NOT_FOUND if someone was faster. */
MUST_USE enum err one_time_link_use(struct db *db, const struct one_time_link *link) NONNULL;

/* Ends all links of a person inside the open write transaction. */
MUST_USE enum err one_time_link_revoke_all(struct db *db, const struct uuid *organization_id,
                                           const struct uuid *user_id) NONNULL;

#endif
