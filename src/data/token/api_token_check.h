#ifndef DATA_API_TOKEN_CHECK_H
#define DATA_API_TOKEN_CHECK_H

#include "base/problem.h"
#include "data/token/api_token_list.h"

/* What an API token may be like, for the verbs that make and rotate one. */

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
    const char *folder;  /* "": not restricted */
    int64_t days;        /* 1 to TOKEN_DAYS_MAX */
    int default_persona; /* enum persona, of SCOPE_PROVISION; -1: none was chosen */
};

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
