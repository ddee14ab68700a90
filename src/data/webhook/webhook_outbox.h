#ifndef DATA_WEBHOOK_OUTBOX_H
#define DATA_WEBHOOK_OUTBOX_H

#include "base/fetch.h"
#include "data/webhook/webhook_delivery.h"

/* The senders' side of the queue, for a command in the scope of all: it claims a delivery, sends it
 * outside of any transaction (webhook_send.h), and says what became of it. Of several senders one
 * gets a delivery, and an endpoint is asked by one at a time. A sender that dies in between has its
 * delivery sent once more when its claim runs out: each arrives at least once, in no certain order.
 */

#define WEBHOOK_TIMEOUT (10 * CLOCK_SECOND) /* of an attempt */
#define WEBHOOK_CLAIM   (30 * CLOCK_SECOND) /* longer than an attempt and its report take */

/* A delivery that is ours to send, and its endpoint with its secrets. */
struct webhook_claimed {
    struct webhook webhook;
    struct webhook_delivery delivery; /* attempt_count: with this one */
    const char *slug;                 /* of the organization */
    int64_t claimed_until;
};

/* One that is due, of the endpoint that was asked longest ago. ERR_NOT_FOUND if there is none. What
 * was lost on its last attempt fails on the way. */
MUST_USE enum err webhook_claim(struct db *db, struct webhook_claimed *claimed) NONNULL;

/* What an attempt came to. */
struct webhook_attempt {
    enum fetch_outcome outcome;
    int status; /* 0: there was no answer */
    int64_t duration_ms;
};

/* Delivered; or to be tried again after webhook_pause() and up to a tenth of it; or failed for
 * good, on the last attempt and for an answer of 410. An endpoint that is gone, or to which nothing
 * came through for WEBHOOK_PATIENCE, is disabled. ERR_NOT_FOUND if the claim ran out. */
MUST_USE enum err webhook_report(struct db *db, const struct actor *program,
                                 const struct webhook_claimed *claimed,
                                 const struct webhook_attempt *attempt) NONNULL;

#endif
