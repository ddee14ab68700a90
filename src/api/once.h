#ifndef API_ONCE_H
#define API_ONCE_H

#include "api/call.h"

/* Runs the handler of a request that changes something. With Idempotency-Key it is carried out
 * once, however often it is sent: what was answered then is answered again. Another request under
 * the same key is refused with 422. */
MUST_USE enum err once_run(struct call *call) NONNULL;

#endif
