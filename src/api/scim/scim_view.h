#ifndef API_SCIM_VIEW_H
#define API_SCIM_VIEW_H

#include "api/call.h"
#include "data/account/provision.h"

/* People as SCIM shows them (RFC 7643, 4.1). */

/* One of them, with the address of its resource: of its attributes those that the query asks for. A
 * new reference. */
MUST_USE json_t *scim_view(struct call *call, const struct provisioned *person) NONNULL;

/* Answers with one: its ETag is its version, W/"7"; a GET by a program that has it already gets
 * 304. */
MUST_USE enum err scim_view_answer(struct call *call, int status,
                                   const struct provisioned *person) NONNULL;

/* Is this the version that If-Match names, if it is there (RFC 7644, 3.14)? ERR_STALE, answered
 * with 412. SCIM has weak tags there, of which each is one version. */
MUST_USE enum err scim_view_check_match(struct call *call,
                                        const struct provisioned *person) NONNULL;

#endif
