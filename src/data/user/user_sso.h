#ifndef DATA_USER_SSO_H
#define DATA_USER_SSO_H

#include "data/user/user_shape.h"

/* May the person come in through the organization's provider (data/sso/sso_provider.h)? Not with
 * rights beyond it: whoever administers the organization chooses the provider, and would have these
 * rights as well. The others must, where the provider says so (user->is_sso_only): then password,
 * passkey and links are refused as if they were wrong. */
bool user_sso_may(const struct user *user) NONNULL;

#endif
