#ifndef DATA_AUDIT_STATE_H
#define DATA_AUDIT_STATE_H

#include "data/db/db.h"
#include "domain/policy.h"

/* How far the log of the actor's organization has grown, and how far it is signed. */

struct audit_state {
    int64_t event_count; /* that have numbers */
    int64_t covered;     /* of these, by the newest checkpoint; 0: there is none yet */
    int64_t signed_at;
    const char *root; /* base64, as the checkpoint says it; NULL: there is none */
    const char *key;  /* the name of the public key that signed it */
};

/* Reads both in one question; the checkpoint as it is stored, which only audit_proof_of checks.
 * ERR_DENIED for those who may not see all events. The first asks ahead (query_ahead). */
void audit_state_ahead(struct db *db, const struct actor *actor) NONNULL;
MUST_USE enum err audit_state_get(struct db *db, const struct actor *actor,
                                  struct audit_state *state) NONNULL;

#endif
