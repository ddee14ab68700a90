#ifndef DATA_API_TOKEN_CHANGE_H
#define DATA_API_TOKEN_CHANGE_H

#include "base/problem.h"
#include "data/token/api_token_list.h"

/* Making, rotating and revoking API tokens. Each is an event ("token.create", "token.rotate",
 * "token.revoke"); a secret is in none of them, and is given out once. */

enum {
    TOKEN_NAME_MAX = 80,       /* characters */
    TOKEN_DAYS_MAX = 365,      /* until a token ends */
    TOKEN_OVERLAP_MAX = 30,    /* days in which the secret before works as well */
    TOKEN_PER_OWNER_MAX = 100, /* that are not over */
};

struct api_token_new {
    enum token_owner owner;
    struct uuid owner_id; /* of the service account or agent; a person makes their own */
    const char *name;
    unsigned scopes;
    const char *folder; /* "": not restricted */
    int64_t days;       /* 1 to TOKEN_DAYS_MAX */
};

/* What is shown once. */
struct api_token_made {
    struct uuid id;
    char public_key[API_PUBLIC_LEN];
    char secret[API_SECRET_LEN];
};

/* A service account's person answers for its tokens, and whoever makes it for an agent's. A token
 * of a folder neither reads the audit log nor imports and exports, which are of the whole
 * organization. ERR_DENIED for who has not every right that the token may have; ERR_INVALID,
 * ERR_NOT_FOUND for an owner that is not there or over, ERR_CONFLICT for one too many. */
MUST_USE enum err api_token_create(struct db *db, const struct actor *actor,
                                   const struct api_token_new *token_new,
                                   struct api_token_made *made, struct problem *problem) NONNULL;

struct api_token_rotation {
    struct uuid id;
    struct uuid secret_id; /* the one that the person saw as the current one */
    int64_t overlap;       /* microseconds in which it works as well, at most TOKEN_OVERLAP_MAX */
    int64_t days;          /* until the token ends */
};

/* A new secret and another end. The secret before works until the overlap is over, or until it
 * would have ended; not at all if the token had stopped. ERR_STALE if somebody else has rotated it
 * meanwhile, ERR_CONFLICT for a revoked one; others as api_token_create. */
MUST_USE enum err api_token_rotate(struct db *db, const struct actor *actor,
                                   const struct api_token_rotation *rotation,
                                   struct api_token_made *made, struct problem *problem) NONNULL;

/* Ends it, with all its secrets, for good. Doing it twice is ERR_NONE. ERR_NOT_FOUND. */
MUST_USE enum err api_token_revoke(struct db *db, const struct actor *actor,
                                   const struct uuid *id) NONNULL;

#endif
