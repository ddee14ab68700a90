#ifndef API_SCIM_ERROR_H
#define API_SCIM_ERROR_H

#include "web/response.h"

/* Refusals of SCIM 2.0 (RFC 7644, 3.12), for whoever answers a request. */

#define SCIM_TYPE    "application/scim+json"
#define SCIM_MESSAGE "urn:ietf:params:scim:api:messages:2.0:"

/* Answers with one. type is its scimType, NULL for none. */
void scim_say(struct response *response, int status, const char *type, const char *detail)
    __attribute__((nonnull(1, 4)));

#endif
