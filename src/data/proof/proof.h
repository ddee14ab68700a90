#ifndef DATA_PROOF_H
#define DATA_PROOF_H

#include "data/evidence/composition.h"

/* The certificate of what was live: of a record, a label and a moment the version that had the
 * label, all that it was made of, who proposed, approved and moved it, and the events about it with
 * their place in the audit log. One signed file that is checked without Rostrum (docs/audit.md). */

struct proof_request {
    const struct record_store *store;
    struct uuid id;
    const char *label; /* "latest" too */
    int64_t time;      /* microseconds; not in the future */
};

struct proof {
    const char *record_name;
    int64_t version;
    struct text note; /* a signed note; owned by the arena */
};

/* Leaves the event "KIND.prove". ERR_INVALID for a time in the future or a label that is none,
 * ERR_NOT_FOUND if there is no such record or no version had the label then, ERR_DENIED for who may
 * not read the record. */
MUST_USE enum err proof_make(struct db *db, const struct actor *actor,
                             const struct proof_request *request, struct proof *proof) NONNULL;

#endif
