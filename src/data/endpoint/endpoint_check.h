#ifndef DATA_ENDPOINT_CHECK_H
#define DATA_ENDPOINT_CHECK_H

#include "base/problem.h"
#include "base/turn.h"
#include "data/endpoint/endpoint.h"

/* Does the endpoint answer, take its key, and know its models? */

struct endpoint_checked {
    enum endpoint_outcome outcome;
    int status; /* 0: there was no answer */
    int64_t duration_ms;
    int model_count;     /* that it has */
    const char *missing; /* one of those that were entered and that it does not have; NULL: none */
};

/* Asks for its models, for at most five seconds, and notes what came of it: "endpoint.test".
 * ERR_NONE whatever that is; ERR_DENIED, ERR_NOT_FOUND; ERR_CONFLICT with a message if the
 * organization asks already. */
MUST_USE enum err endpoint_check(struct db *db, const struct actor *actor, const struct uuid *id,
                                 struct turns *turns, struct endpoint_checked *checked,
                                 struct problem *problem) NONNULL;

#endif
