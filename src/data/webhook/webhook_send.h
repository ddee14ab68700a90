#ifndef DATA_WEBHOOK_SEND_H
#define DATA_WEBHOOK_SEND_H

#include "data/webhook/webhook_outbox.h"

/* Sends a delivery that was claimed, signed (crypt/webhook_sign.h) with the endpoint's secret, and
 * for the overlap after a rotation with the one before as well. No transaction is open. */
void webhook_send(struct arena *arena, const struct webhook_claimed *claimed,
                  const char *public_url, struct webhook_attempt *attempt) NONNULL;

#endif
