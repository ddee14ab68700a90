#ifndef DATA_ORGANIZATION_H
#define DATA_ORGANIZATION_H

#include "data/db/db.h"
#include "domain/policy.h"
#include "domain/record/name.h"

/* A customer. */

enum { ORGANIZATION_NAME_MAX = NAME_MAX_CHARS }; /* characters */

struct organization {
    struct uuid id;
    const char *name;
    const char *slug; /* of the name: a-z, 0-9 and dashes; unique */
    struct uuid data_key_id;
    int64_t suspended_at; /* 0: not */
    int64_t closed_at;    /* 0: not; afterwards there is nothing in it */
    int64_t created_at;
    int64_t updated_at;
};

/* Makes an organization with its data key and the protected label "production"
 * ("organization.create"). ERR_INVALID for a name that is empty, too long or has control
 * characters, ERR_DENIED, ERR_CONFLICT if another one took its slug this very moment. */
MUST_USE enum err organization_create(struct db *db, const struct actor *actor, const char *name,
                                      struct uuid *id) NONNULL;

/* The two halves of it, without asking the policy, for set-up, where the first user is only about
 * to be. The first chooses id, name and slug; the second writes them inside the open write
 * transaction, in the scope of the organization, which it enters. */
MUST_USE enum err organization_prepare(struct db *db, const char *name,
                                       struct organization *organization) NONNULL;
MUST_USE enum err organization_insert(struct db *db, const struct actor *actor,
                                      struct organization *organization) NONNULL;

/* ERR_NOT_FOUND also for one the actor may not see. */
MUST_USE enum err organization_get(struct db *db, const struct actor *actor, const struct uuid *id,
                                   struct organization *organization) NONNULL;

/* By its slug; ERR_NOT_FOUND likewise. In the scope of all. */
MUST_USE enum err organization_by_slug(struct db *db, const struct actor *actor, const char *slug,
                                       struct organization *organization) NONNULL;

/* For a command on the server: enters the scope of the organization with this short name. *inside:
 * the command as it acts in there; *before: the scope that the caller enters again. ERR_DENIED for
 * anybody else, ERR_NOT_FOUND; then nothing is entered. */
MUST_USE enum err organization_enter_slug(struct db *db, const struct actor *command,
                                          const char *slug, struct actor *inside,
                                          struct db_scope *before) NONNULL;

/* Inside the data module, whoever asks, in the scope of the organization or of all. */
MUST_USE enum err organization_find(struct db *db, const struct uuid *id,
                                    struct organization *organization) NONNULL;

/* "organization.rename", in that organization's log; the slug stays. ERR_INVALID, ERR_NOT_FOUND,
 * ERR_DENIED. */
MUST_USE enum err organization_rename(struct db *db, const struct actor *actor,
                                      const struct uuid *id, const char *name) NONNULL;

/* True if there is no organization yet: set-up is needed. In the scope of identity, or of all. */
MUST_USE enum err organization_is_empty(struct db *db, bool *is_empty) NONNULL;

/* The rule for names, usable as the check of a form field. */
MUST_USE enum err organization_check_name(const char *name, const char **problem) NONNULL;

#endif
