#ifndef DATA_WEBHOOK_SWEEP_H
#define DATA_WEBHOOK_SWEEP_H

#include "data/webhook/webhook_delivery.h"

/* What the senders tidy up, for a command in the scope of all: a batch each, *has_more says whether
 * there is another. */

/* What is due to an endpoint that is off or gone fails: it is never sent. */
MUST_USE enum err webhook_sweep(struct db *db, bool *has_more) NONNULL;

/* Deletes deliveries of more than WEBHOOK_KEPT ago, and those of endpoints that were deleted. */
MUST_USE enum err webhook_forget_old(struct db *db, bool *has_more) NONNULL;

#endif
