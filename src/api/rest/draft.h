#ifndef API_DRAFT_H
#define API_DRAFT_H

#include "api/call.h"
#include "data/edit/record_save.h"

/* A record as a program sends it, made into what its verb saves. */

/* Saves what the body has of a record. before is the record, loaded whole, as it is; NULL makes a
 * new one. Errors as the kind's verbs; what is wrong is added to errors. */
MUST_USE enum err draft_save(struct call *call, const struct record_head *before,
                             const json_t *body, struct record_saved *saved, json_t *errors)
    __attribute__((nonnull(1, 3, 4, 5)));

#endif
