#ifndef DATA_KEY_ROTATE_H
#define DATA_KEY_ROTATE_H

#include "data/db/db.h"
#include "domain/policy.h"

/* Replacing the data keys of an organization and of its people while others read and write: the
 * organization gets a new key, which seals everything from then on; then each person does; and
 * every row that can change is sealed anew, in batches, each a transaction of its own with an event
 * "key.reseal". It can be stopped at any time and goes on. Events, versions and moves of labels
 * keep the key that they were sealed with, which stays until its owner is erased: what could
 * rewrite them would break what they promise. */

struct key_rotation {
    struct uuid organization_id;
    struct uuid id;
    int64_t created_at;
    int64_t ended_at;    /* 0: it goes on */
    int64_t done_count;  /* rows that were looked at */
    int64_t total_count; /* of how many at the beginning */
    int table;           /* where the next batch begins */
    struct uuid after;
};

/* Begins it for the organization of this slug, "" for all of them, unless one that began before
 * goes on there: then that one is finished first. *begun_count: how many began. For commands, in
 * the scope of all: ERR_DENIED for others; ERR_NOT_FOUND if there is no such organization. */
MUST_USE enum err key_rotation_begin(struct db *db, const struct actor *actor, const char *slug,
                                     int *begun_count) NONNULL;

/* One that goes on, of the organization of this slug or of any; ERR_NOT_FOUND: there is none. */
MUST_USE enum err key_rotation_find(struct db *db, const char *slug,
                                    struct key_rotation *rotation) NONNULL;

/* The next batch. When nothing is left it ends, and has ended_at. For commands, in the scope of
 * all. */
MUST_USE enum err key_rotation_step(struct db *db, const struct actor *actor,
                                    struct key_rotation *rotation) NONNULL;

/* The last one of an organization, for its administrators; ERR_NOT_FOUND: there was none. */
MUST_USE enum err key_rotation_last(struct db *db, const struct actor *actor,
                                    struct key_rotation *rotation) NONNULL;

#endif
