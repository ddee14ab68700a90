#ifndef API_RUN_DRAFT_H
#define API_RUN_DRAFT_H

#include "api/call.h"
#include "data/run/run_start.h"

/* Reads what a body (body_run) asks for, of the record of the address, whose head is read: names
 * and ids become what they name. ERR_INVALID, answered, with what is wrong at which field;
 * ERR_DENIED for who may not run tests of it; other errors as record_load. */
MUST_USE enum err run_draft_read(struct call *call, const json_t *body, struct record_head **head,
                                 struct run_draft *draft) NONNULL;

#endif
