#ifndef DATA_RECORD_OWNED_H
#define DATA_RECORD_OWNED_H

#include "data/db/db.h"
#include "domain/policy.h"
#include "domain/record/kind.h"

/* The few active records of each kind that a person owns and that changed last. */

enum { RECORD_OWNED_LIMIT = 3 }; /* of each kind */

struct record_owned_row {
    struct uuid id;
    const char *name;
    int64_t updated_at;
};

struct record_owned {
    struct record_owned_row rows[RECORD_KIND_COUNT][RECORD_OWNED_LIMIT]; /* last changed first */
    int counts[RECORD_KIND_COUNT];
};

/* Asks ahead (query_ahead) for what record_owned reads. */
void record_owned_ahead(struct db *db, const struct actor *actor,
                        const struct uuid *owner_id) NONNULL;

/* In the actor's organization; none of a kind that the actor may not see. Names in the arena. */
MUST_USE enum err record_owned(struct db *db, const struct actor *actor,
                               const struct uuid *owner_id, struct record_owned *owned) NONNULL;

#endif
