#ifndef DATA_IDEMPOTENCY_H
#define DATA_IDEMPOTENCY_H

#include "crypt/token.h"
#include "data/db/db.h"
#include "domain/policy.h"

/* Requests of programs that may be sent again, because their answers were lost: the key that the
 * program chose is noted in the transaction of the change, so that a change is made once, however
 * often and however much at once it is asked for. What changes nothing, or is refused, is not
 * noted: asking again is asking anew. For a day. */

enum {
    IDEMPOTENCY_KEY_MAX = 255 /* bytes */,
    IDEMPOTENCY_BATCH = 500 /* rows forgotten at once */
};
#define IDEMPOTENCY_LIFETIME CLOCK_DAY

struct idempotency {
    struct db *db;
    const struct actor *actor;
    struct uuid id;
    uint8_t key_hashes[KEYRING_HASHES][HASH_LEN];
    uint8_t request_hashes[KEYRING_HASHES][HASH_LEN];
    bool is_noted;      /* by this request */
    bool is_known;      /* by one before */
    struct text answer; /* of that; data NULL: it was lost before it was kept */
};

/* Looks whether the token has used this key before; if not, the next change of this request notes
 * it (or fails with ERR_CONFLICT if another request was faster: then this is to be asked again).
 * request is all that makes it this request and no other. ERR_INVALID: the key was used for another
 * request. */
MUST_USE enum err idempotency_begin(struct db *db, const struct actor *actor, const char *key,
                                    struct text request, struct idempotency *out) NONNULL;

/* Keeps the answer of the request that noted the key. */
MUST_USE enum err idempotency_keep(struct idempotency *idempotency, struct text answer) NONNULL;

/* For the timer of retention: forgets the keys of the command's organization that are over,
 * IDEMPOTENCY_BATCH a transaction. ERR_DENIED for anybody else. */
MUST_USE enum err idempotency_forget(struct db *db, const struct actor *actor) NONNULL;

#endif
