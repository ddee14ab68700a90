#ifndef DATA_OFFLINE_H
#define DATA_OFFLINE_H

#include "base/problem.h"
#include "base/text.h"
#include "data/usage/usage.h"
#include "domain/policy.h"

/* A set of records with which programs start without Rostrum, signed: docs/offline.md. In it is
 * what has a label, what is pinned, and whatever these refer to, resolved, as labels are now; of
 * archived records only what others refer to. It holds no time: the same contents give the same
 * bytes. */

struct offline_ask {
    const char *label; /* "": only what is pinned */
    const char *pins;  /* "KIND:NAME@VERSION", one a line; "" for none. A pin goes before a label */
};

struct offline_made {
    struct text note;
    struct usage_served *served; /* what is in it */
    int served_count;
};

/* Makes it, of what the actor may read, in the arena of the request. What is referred to and can't
 * be read, is not there or is stopped is one of its "problems". ERR_INVALID with a problem (fields
 * "label", "pins") for a wrong label or pin, and for more records than 5,000. */
MUST_USE enum err offline_make(struct db *db, const struct actor *actor,
                               const struct offline_ask *ask, struct offline_made *made,
                               struct problem *problem) NONNULL;

#endif
