#ifndef DOMAIN_WEBHOOK_OUTCOME_H
#define DOMAIN_WEBHOOK_OUTCOME_H

#include "base/fetch.h"

/* How the last attempt of a delivery ended, as it is stored: those of base/fetch.h, and these. */

extern const char *const webhook_fetch_names[FETCH_OUTCOME_COUNT];
#define WEBHOOK_LOST     "lost"     /* the sender ended while it sent it for the last time */
#define WEBHOOK_DISABLED "disabled" /* its endpoint is off */

/* Did the receiver take it: an answer of 2xx, however long? */
bool webhook_is_taken(enum fetch_outcome outcome, int status);

/* What there is to say to people besides the status of the answer (0: there was none); "" if
 * nothing. */
const char *webhook_outcome_text(const char *outcome, int status) NONNULL;

#endif
