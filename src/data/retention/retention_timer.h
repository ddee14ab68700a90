#ifndef DATA_RETENTION_TIMER_H
#define DATA_RETENTION_TIMER_H

#include "data/retention/retention_run.h"

/* What `rostrum retention run` finds to do, organization by organization. */

enum { RETENTION_ORGANIZATIONS_MAX = 100, RETENTION_STANDING_HOURS = 20 };

struct retention_organization {
    struct uuid id;
    const char *slug;
};

/* The next organizations by id, at most RETENTION_ORGANIZATIONS_MAX; of all of them only the one
 * with this slug, unless it is "". In the scope of all. */
MUST_USE enum err retention_organizations(struct db *db, const char *slug, const struct uuid *after,
                                          struct retention_organization *items, int *count) NONNULL;

enum retention_task_kind {
    RETENTION_TASK_NONE,
    RETENTION_TASK_RESUME,   /* a live run that is not over: id */
    RETENTION_TASK_APPROVED, /* a dry run whose deletion was approved: id */
    RETENTION_TASK_STANDING, /* the rules are standing, and the last such run is a day ago */
};

struct retention_task {
    enum retention_task_kind kind;
    struct uuid id;
};

/* The first of them, for a command that works in an organization. */
MUST_USE enum err retention_task_find(struct db *db, const struct actor *actor,
                                      struct retention_task *task) NONNULL;

/* Forgets dry runs of a month ago that no live run names, RETENTION_BATCH rows a transaction. */
MUST_USE enum err retention_forget_dry(struct db *db, const struct actor *actor) NONNULL;

#endif
