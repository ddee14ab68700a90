#ifndef API_CROSS_ORIGIN_H
#define API_CROSS_ORIGIN_H

#include "api/call.h"

/* Pages of other origins that may use the API in a browser (the fetch standard, CORS): none, unless
 * the operator names them. They need a token like everybody; cookies are nothing here, so no answer
 * allows credentials. */

/* Says on every answer which origin may read it, and answers a preflight, which the step for the
 * route refused with 405. status: that of the refusal, 0 for none. */
void cross_origin_say(struct call *call, const char *origins, int status) NONNULL;

/* Is it a page of another origin than ours that is not among those who may call? What sends no
 * Origin is no page. */
MUST_USE bool cross_origin_is_foreign(const struct call *call) NONNULL;

#endif
