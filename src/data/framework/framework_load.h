#ifndef DATA_FRAMEWORK_LOAD_H
#define DATA_FRAMEWORK_LOAD_H

#include "data/record/record_source.h"
#include "domain/framework/framework.h"

/* An agent or a team at a version with everything that it refers to, as labels are now. */

struct framework_ask {
    const struct record_store *store; /* of agents or teams */
    struct uuid id;
    int64_t version;        /* 0: the one with the label, or the current one */
    const char *label;      /* NULL or "latest": none */
    const char *public_url; /* of this installation: where the provider of a card is found */
    const struct framework *framework; /* of an export: the format */
};

/* Loads it, in the arena of the request. Members that the actor may not read, or that have no
 * version of their label, are named as missing. ERR_NOT_FOUND for what the actor may not see, or no
 * such version; ERR_DENIED for what may not be read. */
MUST_USE enum err framework_load(struct db *db, const struct actor *actor,
                                 const struct framework_ask *ask,
                                 struct framework_source *source) NONNULL;

#endif
