#ifndef DATA_WEBHOOK_BODY_H
#define DATA_WEBHOOK_BODY_H

#include "data/webhook/webhook_delivery.h"

/* What a delivery says: JSON of a type, a time and data (Standard Webhooks 1.0), names and numbers
 * alone. The same whenever it is sent, followed by a NUL, in the arena. public_url: of this
 * installation; slug: of the organization. */
struct text webhook_body(struct arena *arena, const struct webhook_delivery *delivery,
                         const char *public_url, const char *slug) NONNULL;

#endif
