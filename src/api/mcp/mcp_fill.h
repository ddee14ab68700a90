#ifndef API_MCP_FILL_H
#define API_MCP_FILL_H

#include "base/json.h"

/* A prompt filled in with the arguments of a program. */

/* messages: [{"role", "content"}] and [{"placeholder"}], references resolved; a content is a text
 * or a list of parts. arguments: an object of strings, or NULL; of a placeholder the JSON of a list
 * of messages, left out if there is none. Each value is put in once, as it is: what looks like a
 * variable in it stays. The results are arrays in the arena: messages as MCP has them, whose role
 * is user or assistant, and their roles as they were. ERR_INVALID, with a sentence, for an argument
 * that is missing or malformed and for a result that is too long. */
struct mcp_filled {
    json_t *messages;
    json_t *roles;
};
MUST_USE enum err mcp_fill(struct arena *arena, const json_t *messages, const json_t *arguments,
                           struct mcp_filled *filled, const char **problem)
    __attribute__((nonnull(1, 2, 4, 5)));

#endif
