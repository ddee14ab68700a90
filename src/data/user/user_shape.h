#ifndef DATA_USER_SHAPE_H
#define DATA_USER_SHAPE_H

#include "data/db/db.h"
#include "domain/policy.h"
#include "domain/record/name.h"

/* What a user is, for those who read and those who write them. */

enum {
    USER_NAME_MAX = NAME_MAX_CHARS,
    USER_LIST_MAX = 100,
    USER_CHOICES_MAX = 500
}; /* characters; rows */

/* USER_INVITED is an active user without a password. */
enum user_state { USER_ACTIVE, USER_INVITED, USER_INACTIVE, USER_STATE_COUNT };

/* A user as the actor may see it: who may only see names gets id, organization, full_name and
 * is_full false; everything else is empty then. Texts in the arena; NULL for an erased person. */
struct user {
    struct uuid id;
    struct uuid organization_id;
    const char *organization_name;
    const char *full_name;
    bool is_full;
    const char *email;
    const char *time_zone; /* base/time_zone.h */
    enum persona persona;
    enum user_state state;
    bool is_superuser;
    bool has_app; /* second_factor.h */
    bool has_passkey;
    bool has_sso;     /* a provider vouches for them: data/sso/sso_account.h */
    bool is_sso_only; /* and nothing else signs them in: user_sso.h */
    int64_t version;  /* of the record, for optimistic locking */
    int64_t last_seen_at;
    int64_t deactivated_at;
    int64_t created_at;
    int64_t updated_at;
};

/* What a provisioning service of the organization calls a person (provision.h). */
struct user_origin {
    const char *external_id; /* NULL: nothing */
    const char *given_name;  /* how it splits the full name; NULL: it did not say */
};

/* Someone new. */
struct user_new {
    struct uuid organization_id; /* nil: the actor's */
    const char *email;
    const char *full_name;
    enum persona persona;
    bool is_superuser;
    const char *hashed_password; /* NULL until they choose one; otherwise only a command may */
    struct uuid request_id;      /* that this answers (invitation_request.h); nil: none */
    struct uuid invited_by;      /* set by the verb: who makes them; nil: a command */
    struct user_origin origin;
};

#endif
