#ifndef DATA_WEBHOOK_STATE_H
#define DATA_WEBHOOK_STATE_H

#include "data/webhook/webhook_change.h"

/* The secret of an endpoint, whether it is on, and its end. ERR_DENIED without the right,
 * ERR_NOT_FOUND. */

/* After a rotation the secret before signs as well, so long. */
#define WEBHOOK_OVERLAP (24 * CLOCK_HOUR)

/* "webhook.rotate". ERR_STALE if someone else changed it at this very moment. One that ended its
 * overlap already, or was to, ends now. */
MUST_USE enum err webhook_rotate(struct db *db, const struct actor *actor, const struct uuid *id,
                                 struct webhook_made *made) NONNULL;

/* "webhook.enable": it begins anew, as if it had never failed. "webhook.disable": what waits is not
 * sent. ERR_NONE as well if it is so already. */
MUST_USE enum err webhook_enable(struct db *db, const struct actor *actor,
                                 const struct uuid *id) NONNULL;
MUST_USE enum err webhook_disable(struct db *db, const struct actor *actor,
                                  const struct uuid *id) NONNULL;

/* "webhook.delete". */
MUST_USE enum err webhook_delete(struct db *db, const struct actor *actor,
                                 const struct uuid *id) NONNULL;

/* For the senders, inside the open write transaction: one that stopped by itself, "webhook.stop".
 */
MUST_USE enum err webhook_stop_inside(struct db *db, const struct actor *program,
                                      const struct webhook *webhook, enum webhook_off off) NONNULL;

/* For the senders: takes away a secret whose overlap is over ("webhook.secret_end"). ERR_NOT_FOUND
 * if there is none. */
MUST_USE enum err webhook_end_old_secret(struct db *db, const struct actor *program) NONNULL;

#endif
