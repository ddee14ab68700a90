#ifndef API_CREDENTIAL_H
#define API_CREDENTIAL_H

#include "data/token/api_token.h"
#include "web/request.h"

/* Who a request of a program says it is: "Authorization: Bearer sk-…" (RFC 6750), or Basic with the
 * public key as the user and the secret as the password (RFC 7617). Nothing else is read: no
 * cookie, and no token in an address. */

/* Errors as api_token_authenticate; ERR_NOT_FOUND also without such a header; ERR_LIMITED after too
 * many from one address that are none. */
MUST_USE enum err credential_find(struct db *db, const struct request *request,
                                  struct api_caller *caller) NONNULL;

#endif
