#ifndef DATA_RUNNER_H
#define DATA_RUNNER_H

#include "data/db/db.h"
#include "domain/endpoint/endpoint_class.h"
#include "domain/policy.h"

/* The keys of runners: who carries test runs out where the installation can't reach, and signs the
 * answers (crypt/runner_key.h). Administrators register and withdraw them. */

enum { RUNNER_MAX = 50 /* of an organization */ };

struct runner {
    struct uuid organization_id;
    struct uuid id;
    const char *name;
    const char *public_key; /* its line */
    enum endpoint_class data_class;
    const char *created_by_name; /* NULL: erased; so is the name below */
    int64_t created_at;
    const char *withdrawn_by_name;
    int64_t withdrawn_at; /* 0: what it signs is taken */
};

struct runner_list {
    struct runner *items; /* by name, those that were withdrawn last */
    int count;
};

/* May the actor see and change them? As endpoints. */
bool runner_may(const struct actor *actor) NONNULL;

/* ERR_DENIED for those who may not; so have the others for administrators. */
MUST_USE enum err runner_list(struct db *db, const struct actor *actor,
                              struct runner_list *list) NONNULL;
MUST_USE enum err runner_get(struct db *db, const struct actor *actor, const struct uuid *id,
                             struct runner *runner) NONNULL;

/* Those that a run may be sealed to, for everybody who may start one. The first asks ahead
 * (query_ahead). */
void runner_choices_ahead(struct db *db, const struct actor *actor) NONNULL;
MUST_USE enum err runner_choices(struct db *db, const struct actor *actor,
                                 struct runner_list *list) NONNULL;

/* For rooms above: one of an organization, whoever asks. ERR_NOT_FOUND. */
MUST_USE enum err runner_find(struct db *db, const struct uuid *organization_id,
                              const struct uuid *id, struct runner *runner) NONNULL;

#endif
