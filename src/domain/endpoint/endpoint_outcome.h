#ifndef DOMAIN_ENDPOINT_OUTCOME_H
#define DOMAIN_ENDPOINT_OUTCOME_H

#include "base/fetch.h"

/* How asking an endpoint ended: each has a name, which is stored, and a sentence for people. */

enum endpoint_outcome {
    ENDPOINT_ANSWERED,
    /* it was not reached */
    ENDPOINT_ADDRESS,
    ENDPOINT_FORBIDDEN, /* the operator does not list it */
    ENDPOINT_UNKNOWN,
    ENDPOINT_UNREACHABLE,
    ENDPOINT_TLS,
    ENDPOINT_ISSUER,
    ENDPOINT_DATE,
    ENDPOINT_CA,
    ENDPOINT_SLOW,
    ENDPOINT_LARGE,
    ENDPOINT_NO_KEY, /* the operator has none for it */
    /* it refused */
    ENDPOINT_REDIRECT,
    ENDPOINT_KEY_REFUSED,
    ENDPOINT_NOT_FOUND,
    ENDPOINT_LIMITED,
    ENDPOINT_FAILED,
    ENDPOINT_REFUSED,
    /* nobody understands it */
    ENDPOINT_TYPE,
    ENDPOINT_BROKEN,
    ENDPOINT_ERROR,
    ENDPOINT_EMPTY,
    ENDPOINT_CUT, /* it ended in the middle */
    /* of a call alone */
    ENDPOINT_LOST,
    ENDPOINT_GONE,
    ENDPOINT_CANCELED,
    ENDPOINT_OUTCOME_COUNT
};

extern const char *const endpoint_outcome_names[ENDPOINT_OUTCOME_COUNT];

/* "It did not answer in time." */
extern const char *const endpoint_outcome_texts[ENDPOINT_OUTCOME_COUNT];

/* ERR_INVALID for a name that is none. */
MUST_USE enum err endpoint_outcome_parse(const char *name, enum endpoint_outcome *outcome) NONNULL;

/* What a fetch, and the status of its answer, came to: ENDPOINT_ANSWERED is an answer of 2xx, which
 * is still to be read. */
enum endpoint_outcome endpoint_outcome_of(enum fetch_outcome outcome, int status);

/* What a call came to, of what asking did and of what the answer was read as. An answer in pieces
 * whose connection broke is one that ended in the middle; of what else went wrong on the way the
 * pieces that came are kept as well. */
enum endpoint_outcome endpoint_outcome_both(enum endpoint_outcome asked,
                                            enum endpoint_outcome read);

/* For how many seconds a call that ended so is left alone before it is made again, after so many
 * attempts; 0: it is not. Only where nothing can have been charged: it was asked too often
 * (retry_after_s: as the endpoint says, 0: it does not), or its host was not found. */
enum { ENDPOINT_ATTEMPTS = 3 };
int64_t endpoint_retry_s(enum endpoint_outcome outcome, int64_t attempt_count,
                         int64_t retry_after_s);

#endif
