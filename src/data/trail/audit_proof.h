#ifndef DATA_AUDIT_PROOF_H
#define DATA_AUDIT_PROOF_H

#include "crypt/checkpoint.h"
#include "data/trail/audit_list.h"

/* That one event is in the log, for whoever has a checkpoint and not the log (RFC 6962, section
 * 2.1.1). */

struct audit_proof {
    int64_t seq;       /* its number: it is the leaf at index seq - 1 */
    const char *event; /* the line that is hashed (audit_leaf.h) */
    chain_hash leaf;
    int64_t size; /* of the tree that the checkpoint is about */
    chain_hash root;
    chain_hash path[CHAIN_PATH_MAX];
    int path_count;
    const char *note; /* the checkpoint: the newest */
    const char *key;  /* the public key that signed it, as C2SP writes it */
    int64_t signed_at;
};

/* The proof of an event that the actor may see; organization_id nil is the actor's. ERR_NOT_FOUND
 * also for one that the actor may not see; ERR_STALE if no checkpoint covers it yet, which is so
 * for a minute; ERR_CONFLICT if the log does not agree with the checkpoint: it was changed. */
MUST_USE enum err audit_proof_get(struct db *db, const struct actor *actor,
                                  const struct uuid *organization_id, const struct uuid *event_id,
                                  struct audit_proof *proof) NONNULL;

/* The same of an event that audit_get gave. */
MUST_USE enum err audit_proof_of(struct db *db, const struct audit_entry *entry,
                                 struct audit_proof *proof) NONNULL;

/* The proof as a file for others to check, with "rostrum audit verify" or another program: JSON in
 * one line with a line break, {"rostrum_audit_proof":1,"key":"…","seq":…,"event":{…},
 * "path":["hex",…],"checkpoint":"the note"}, in the arena. A file may have several of them. */
char *audit_proof_text(struct arena *arena, const struct audit_proof *proof) NONNULL;

#endif
