#ifndef API_REFUSAL_H
#define API_REFUSAL_H

#include "web/response.h"
#include "web/route_kind.h"

/* How each protocol of programs says that it refuses. */

/* Answers with a refusal. detail: what happened and what to do. errors: [{"field", "message"}] or
 * NULL, which the arena keeps. A kind that is of no program is die(). */
void refusal_say(struct response *response, enum route_kind kind, int status, const char *detail,
                 json_t *errors) __attribute__((nonnull(1, 4)));

/* The type of the protocol's answers. */
const char *refusal_content_type(enum route_kind kind) __attribute__((returns_nonnull));

#endif
