#ifndef DATA_API_TOKEN_CHECK_H
#define DATA_API_TOKEN_CHECK_H

#include "data/identity/api_token_change.h"

/* What an API token may be like, for the verbs that make and rotate one. */

/* Sets name, scopes, folder, end and default persona of a token that is to be made. ERR_INVALID. */
MUST_USE enum err api_token_check_new(struct db *db, const struct api_token_new *token_new,
                                      struct api_token *token, struct problem *problem) NONNULL;

/* Sets when it ends. ERR_INVALID. */
MUST_USE enum err api_token_check_days(int64_t days, struct api_token *token,
                                       struct problem *problem) NONNULL;

/* A token that provisions people has the rights of whoever answers for it, who must be able to
 * invite people (ERR_INVALID, ERR_NOT_FOUND), and so must the actor (ERR_DENIED). */
MUST_USE enum err api_token_check_answers(struct db *db, const struct actor *actor,
                                          const struct uuid *responsible_id,
                                          struct problem *problem) NONNULL;

#endif
