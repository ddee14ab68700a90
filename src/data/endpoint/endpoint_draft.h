#ifndef DATA_ENDPOINT_DRAFT_H
#define DATA_ENDPOINT_DRAFT_H

#include "base/problem.h"
#include "data/endpoint/endpoint.h"

/* What was typed about an endpoint: what is wrong with it, and how it is stored. */

struct endpoint_draft {
    const char *name;
    const char *url;    /* that model-hosts allows (base/fetch.h) */
    const char *models; /* as they were typed, a line each */
    enum endpoint_class data_class;
    const char *currency; /* in any case */
    enum endpoint_secret secret_kind;
    const char *secret; /* "": of a change, the one that is there */
    int64_t timeout_s;
    int64_t context_tokens; /* 0: not known */
    int64_t revision;       /* that it is based on; of a new one 0 */
};

/* Puts the draft into the form in which it is stored: the name in NFC, the address without a slash
 * at its end, names of models once each. ERR_INVALID. */
MUST_USE enum err endpoint_draft_check(struct arena *arena, struct endpoint_draft *draft,
                                       struct problem *problem) NONNULL;

#endif
