#ifndef DATA_WEBHOOK_CHANGE_H
#define DATA_WEBHOOK_CHANGE_H

#include "base/problem.h"
#include "crypt/webhook_sign.h"
#include "data/webhook/webhook.h"

/* Making an endpoint, and changing what it hears of. ERR_DENIED without the right, ERR_NOT_FOUND.
 */

struct webhook_draft {
    const char *url; /* https; also http where the operator lists the host (base/fetch.h) */
    const char *description;
    unsigned events; /* WEBHOOK_BIT of each */
    unsigned kinds;
    const char *folder; /* as it was typed; "": all */
    int64_t revision;   /* that it is based on; of a new one 0 */
};

/* A secret that is shown this once. */
struct webhook_made {
    struct uuid id;
    char secret[WEBHOOK_SECRET_LEN];
};

/* "webhook.create". ERR_INVALID; ERR_CONFLICT if there are WEBHOOK_MAX already. */
MUST_USE enum err webhook_create(struct db *db, const struct actor *actor,
                                 const struct webhook_draft *draft, struct webhook_made *made,
                                 struct problem *problem) NONNULL;

/* "webhook.update". ERR_INVALID; ERR_STALE if someone else changed it meanwhile. */
MUST_USE enum err webhook_update(struct db *db, const struct actor *actor, const struct uuid *id,
                                 const struct webhook_draft *draft,
                                 struct problem *problem) NONNULL;

#endif
