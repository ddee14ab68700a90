#ifndef DATA_ACTIVITY_ADMIN_H
#define DATA_ACTIVITY_ADMIN_H

#include "data/db/db.h"
#include "domain/policy.h"
#include "domain/record/kind.h"

/* What administrators see first: how many people there are in which state, and for those who look
 * after all organizations, each with how much is in it. */

struct people_counts {
    int64_t active;          /* with a password */
    int64_t invited;         /* active, but without one yet */
    int64_t inactive;        /* deactivated */
    int64_t never_signed_in; /* of the active ones */
};

/* The people of the actor's organization. ERR_DENIED for those who may only see names. */
MUST_USE enum err activity_people(struct db *db, const struct actor *actor,
                                  struct people_counts *counts) NONNULL;

enum { ORGANIZATION_OVERVIEW_MAX = 50 };

struct organization_overview {
    struct uuid id;
    const char *name;
    int64_t suspended_at; /* 0: not */
    int64_t user_count;   /* active and invited ones */
    int64_t record_counts[RECORD_KIND_COUNT]; /* active ones, by kind */
    int64_t last_day; /* when something was changed last, in days since 1970-01-01; 0: never */
};

struct organization_overview_list {
    struct organization_overview *items;
    int count;
    bool has_more;
};

/* Organizations by name. Records are counted where they were counted already, so that
 * the size of an organization costs nothing. ERR_DENIED for those who may not see all of them. */
MUST_USE enum err activity_organizations(struct db *db, const struct actor *actor,
                                         struct organization_overview_list *list) NONNULL;

#endif
