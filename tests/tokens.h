#ifndef TESTS_TOKENS_H
#define TESTS_TOKENS_H

#include "data/token/api_token_change.h"
#include "data/token/service_account.h"
#include "fixture.h"

/* API tokens and service accounts, made for the tests of what they are beside. */

static inline struct api_token_made tokens_make(struct fixture *f, const struct actor *actor,
                                                const char *name, const struct uuid *account_id,
                                                const char *folder)
{
    struct api_token_made made;
    struct problem problem;
    struct api_token_new token_new = {.name = name, .folder = folder, .days = 1};
    token_new.scopes = folder[0] == '\0' ? SCOPE_ALL : SCOPE_PROMPTS_READ;
    if (account_id != NULL) {
        token_new.owner = TOKEN_OF_ACCOUNT;
        token_new.owner_id = *account_id;
    }
    assert_int_equal(api_token_create(f->db, actor, &token_new, &made, &problem), ERR_NONE);
    return made;
}

/* The actor answers for it. */
static inline struct uuid tokens_account(struct fixture *f, const struct actor *actor,
                                         const char *name)
{
    struct problem problem;
    struct uuid id;
    struct service_account_new account_new = {name, PERSONA_PRODUCT_MANAGER, actor->user_id};
    assert_int_equal(service_account_create(f->db, actor, &account_new, &id, &problem), ERR_NONE);
    return id;
}

#endif
