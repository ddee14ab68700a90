#ifndef DATA_PROVISION_H
#define DATA_PROVISION_H

#include "data/user/user_shape.h"

/* People as a provisioning service of their organization sees them (SCIM 2.0): all of the
 * organization but those who are erased, and those whom it gave up (provision_change.h) until
 * somebody activates them again. Whoever may change people may see them so. */

/* What a service wrote about a person. */
struct provision {
    struct uuid id; /* of the row; nil: no service ever did */
    struct user_origin origin;
    int64_t created_at;
    int64_t ended_at; /* 0: not given up */
};

struct provisioned {
    struct user user;
    struct provision provision;
};

/* Who is meant. */
enum provision_by {
    PROVISION_ALL,
    PROVISION_ID,
    PROVISION_EMAIL, /* whatever is no address is nobody's */
    PROVISION_EXTERNAL_ID,
    PROVISION_ACTIVE, /* or those who are not */
};

enum { PROVISION_LIST_MAX = 100, PROVISION_EXTERNAL_MAX = 255 /* bytes */ };

/* The protocol asks for a place in the list (RFC 7644, 3.4.2.4), not for what follows a row. */
struct provision_filter {
    enum provision_by by;
    struct uuid id;
    const char *text; /* an address, or an external id */
    bool is_active;
    int64_t from; /* so many are left out */
    int count;    /* at most PROVISION_LIST_MAX; 0: only their number is asked for */
};

struct provision_list {
    struct provisioned *items; /* in the order in which they were made */
    int count;
    int64_t total;
};

/* ERR_DENIED for who may not change people. */
MUST_USE enum err provision_list(struct db *db, const struct actor *actor,
                                 const struct provision_filter *filter,
                                 struct provision_list *list) NONNULL;

/* One of them. ERR_NOT_FOUND. */
MUST_USE enum err provision_get(struct db *db, const struct actor *actor, const struct uuid *id,
                                struct provisioned *person) NONNULL;

/* What a service wrote about a person of the organization, for whoever may see that; nothing of
 * anybody else. The first asks ahead (query_ahead). */
void provision_ahead(struct db *db, const struct uuid *organization_id,
                     const struct uuid *user_id) NONNULL;
MUST_USE enum err provision_find(struct db *db, const struct actor *actor,
                                 const struct uuid *user_id, struct provision *provision) NONNULL;

#endif
