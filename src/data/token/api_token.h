#ifndef DATA_API_TOKEN_H
#define DATA_API_TOKEN_H

#include "crypt/api_key.h"
#include "data/db/db.h"
#include "domain/policy.h"

/* API tokens: what a program acts with for a person, a service account or an agent. */

/* Whoever presented a secret that is good now. */
struct api_caller {
    struct actor actor; /* ACTOR_TOKEN; user_id: the owner, or who answers for the token */
    int64_t expires_at;
    const char *organization_name;
    const char *time_zone; /* of actor.user_id */
};

/* Who presents this secret, and from here on the scope is their organization's: everything that can
 * end a token is looked at now: is it, or its secret, revoked or over; is its owner still there and
 * active, in the epoch in which they made it; is who answers for an agent active (a service account
 * goes on until another one answers for it); has the organization been closed. Its rights are those
 * that its scopes and its owner's persona both give now. public_key: the other half, NULL if only
 * the secret came; it must be of the same token. ERR_NOT_FOUND for anything else, with an event,
 * counted, if there is such a token
 * ("token.refuse"); ERR_DENIED if the organization is suspended. */
MUST_USE enum err api_token_authenticate(struct db *db, const char *public_key, const char *secret,
                                         struct api_caller *caller)
    __attribute__((nonnull(1, 3, 4)));

#endif
