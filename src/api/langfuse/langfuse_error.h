#ifndef API_LANGFUSE_ERROR_H
#define API_LANGFUSE_ERROR_H

#include "web/response.h"

/* Refusals as clients of Langfuse read them: {"message": string, "error": string}. */

/* errors: [{"field", "message"}] or NULL: with it, error is a list of what is wrong where. */
void langfuse_say(struct response *response, int status, const char *detail, json_t *errors)
    __attribute__((nonnull(1, 3)));

#endif
