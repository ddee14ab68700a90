#ifndef DATA_SERVICE_ACCOUNT_H
#define DATA_SERVICE_ACCOUNT_H

#include "base/problem.h"
#include "data/db/db.h"
#include "domain/policy.h"

/* Programs of an organization that own API tokens: with a name, a persona that says what they may
 * do, and a person who answers for them. Nobody signs in as one. */

enum { SERVICE_ACCOUNT_MAX = 200 };

struct service_account {
    struct uuid id;
    const char *name;
    enum persona persona;
    bool is_active;
    int64_t epoch;
    struct uuid responsible_id;
    const char *responsible_name; /* NULL: erased */
    bool is_responsible_active;
    int64_t created_at;
    int64_t deactivated_at; /* 0: active */
    int64_t token_count;    /* that are neither revoked nor over */
};

struct service_account_list {
    struct service_account *items;
    int count;
};

/* All of the organization, by name. ERR_DENIED without the right to the organization's tokens. */
MUST_USE enum err service_account_list(struct db *db, const struct actor *actor,
                                       struct service_account_list *list) NONNULL;

/* ERR_NOT_FOUND as well for who may not see it. */
MUST_USE enum err service_account_get(struct db *db, const struct actor *actor,
                                      const struct uuid *id,
                                      struct service_account *account) NONNULL;

struct service_account_new {
    const char *name;
    enum persona persona;
    struct uuid responsible_id; /* an active person of the organization */
};

/* "service_account.create". The persona is none of administrators, and gives nothing that the actor
 * may not do: else ERR_DENIED or ERR_INVALID. ERR_CONFLICT for a name that is there, or one too
 * many. */
MUST_USE enum err service_account_create(struct db *db, const struct actor *actor,
                                         const struct service_account_new *account_new,
                                         struct uuid *id, struct problem *problem) NONNULL;

/* Another person answers for it, and for its tokens ("service_account.appoint"). */
MUST_USE enum err service_account_appoint(struct db *db, const struct actor *actor,
                                          const struct uuid *id, const struct uuid *responsible_id,
                                          struct problem *problem) NONNULL;

/* For good: its tokens stop at their next request ("service_account.deactivate"). */
MUST_USE enum err service_account_deactivate(struct db *db, const struct actor *actor,
                                             const struct uuid *id) NONNULL;

/* Inside the open write transaction, whose event covers it: what a person answered for another one
 * answers for. */
MUST_USE enum err service_account_hand_over(struct db *db, const struct uuid *organization_id,
                                            const struct uuid *from_id,
                                            const struct uuid *to_id) NONNULL;

#endif
