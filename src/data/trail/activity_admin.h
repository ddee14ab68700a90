#ifndef DATA_ACTIVITY_ADMIN_H
#define DATA_ACTIVITY_ADMIN_H

#include "data/db/db.h"
#include "domain/policy.h"

/* What administrators see first: how many people there are in which state. */

struct people_counts {
    int64_t active;          /* with a password */
    int64_t invited;         /* active, but without one yet */
    int64_t inactive;        /* deactivated */
    int64_t never_signed_in; /* of the active ones */
};

/* The people of the actor's organization. ERR_DENIED for those who may only see names. The first
 * asks ahead (query_ahead). */
void activity_people_ahead(struct db *db, const struct actor *actor) NONNULL;
MUST_USE enum err activity_people(struct db *db, const struct actor *actor,
                                  struct people_counts *counts) NONNULL;

#endif
