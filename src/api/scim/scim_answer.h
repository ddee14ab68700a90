#ifndef API_SCIM_ANSWER_H
#define API_SCIM_ANSWER_H

#include "api/call.h"
#include "api/scim/scim_error.h"
#include "domain/scim/scim_change.h"

/* Answers of SCIM 2.0 (RFC 7644). */

#define SCIM_BASE   "/api/scim/v2"
#define SCIM_SCHEMA "urn:ietf:params:scim:schemas:core:2.0:"

/* Answers with a resource, whose reference is taken over. Returns ERR_NONE. */
MUST_USE enum err scim_answer(struct call *call, int status, json_t *json) NONNULL;

/* Answers 400 with what a parser said. Returns ERR_NONE. */
MUST_USE enum err scim_refuse(struct call *call, const struct scim_problem *problem) NONNULL;

/* Answers what a verb refused: 400 ERR_INVALID, 409 ERR_CONFLICT, 412 ERR_STALE. Other errors go
 * back to the application. */
MUST_USE enum err scim_refuse_verb(struct call *call, enum err err,
                                   const struct problem *problem) NONNULL;

#endif
