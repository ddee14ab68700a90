#ifndef DATA_USER_SSO_H
#define DATA_USER_SSO_H

#include "data/identity/user_record.h"

/* Single sign-on, as far as it is about a person; the provider is in data/sso/sso_provider.h. */

/* May the person come in through the organization's provider? Not with rights beyond it: whoever
 * administers the organization chooses the provider, and would have these rights as well. */
bool user_sso_may(const struct user_record *record) NONNULL;

/* Must they, so that password and passkey are refused? */
bool user_sso_must(const struct user_record *record) NONNULL;

/* Someone who was invited came in through the provider: inside the open write transaction, they
 * have accepted, and no password is theirs. Their links end. */
MUST_USE enum err user_sso_accept(struct db *db, const struct user_record *record) NONNULL;

#endif
