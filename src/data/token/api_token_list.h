#ifndef DATA_API_TOKEN_LIST_H
#define DATA_API_TOKEN_LIST_H

#include "data/token/api_token.h"

/* Tokens as people see them. A person sees their own, and those that they answer for; who may
 * manage the organization's tokens sees those of its service accounts and agents, and of its people
 * as well if they may change people. */

enum token_owner { TOKEN_OF_USER, TOKEN_OF_ACCOUNT, TOKEN_OF_AGENT };

enum token_state {
    TOKEN_GOOD,
    TOKEN_EXPIRED,
    TOKEN_REVOKED,
    TOKEN_STOPPED, /* its owner is inactive or archived, or has another password or persona */
};

struct api_token {
    struct uuid id;
    struct uuid organization_id;
    const char *name;
    enum token_owner owner;
    struct uuid owner_id;
    const char *owner_name; /* NULL: erased */
    struct uuid responsible_id;
    const char *responsible_name; /* of a service account's or an agent's; NULL: erased */
    bool is_responsible_active;
    enum persona persona; /* whose rights it has */
    unsigned scopes;
    const char *folder; /* NULL: not restricted */
    enum token_state state;
    int64_t created_at;
    int64_t expires_at;
    int64_t revoked_at;     /* 0: not */
    int64_t last_used_at;   /* 0: never; up to a minute old */
    struct uuid secret_id;  /* the current one */
    const char *prefix;     /* its first characters */
    int64_t previous_until; /* the one before works as long; 0: there is none */
};

/* Which tokens: of the actor; all that they may manage; of one agent or service account; those that
 * end within TOKEN_SOON and that the actor owns or answers for. */
enum token_filter_by {
    TOKENS_OWN,
    TOKENS_ORGANIZATION,
    TOKENS_OF_AGENT,
    TOKENS_OF_ACCOUNT,
    TOKENS_ENDING
};
struct api_token_filter {
    enum token_filter_by by;
    struct uuid id;     /* of the agent or service account */
    const char *cursor; /* "": from the newest */
};

#define TOKEN_SOON (14 * CLOCK_DAY)
enum { API_TOKEN_LIST_LIMIT = 50 };

struct api_token_list {
    struct api_token *items;
    int count;
    const char *next; /* the cursor of the older ones; NULL: there are none */
};

/* The newest first. ERR_DENIED for who may not see such a list, ERR_INVALID for a cursor that is
 * none. The first asks ahead (query_ahead). */
void api_token_list_ahead(struct db *db, const struct actor *actor,
                          const struct api_token_filter *filter) NONNULL;
MUST_USE enum err api_token_list(struct db *db, const struct actor *actor,
                                 const struct api_token_filter *filter,
                                 struct api_token_list *list) NONNULL;

/* ERR_NOT_FOUND as well for one that the actor may not see. */
MUST_USE enum err api_token_get(struct db *db, const struct actor *actor, const struct uuid *id,
                                struct api_token *token) NONNULL;

/* May the actor get a new secret of it? Whoever has a secret has the rights of its owner: so only
 * who has them anyway. */
bool api_token_may_rotate(const struct actor *actor, const struct api_token *token) NONNULL;

/* What an inbox counts: tokens that end within TOKEN_SOON, of the organization $1 at the time $2,
 * which the person that person_sql names owns or answers for. */
#define API_TOKEN_ENDING(person_sql)                                                               \
    "SELECT id FROM api_tokens WHERE organization_id = $1 AND revoked_at IS NULL "                 \
    "AND expires_at > $2 AND (user_id = " person_sql " OR responsible_id = " person_sql ") "

#endif
