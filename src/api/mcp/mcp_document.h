#ifndef API_MCP_DOCUMENT_H
#define API_MCP_DOCUMENT_H

#include "api/mcp/mcp.h"
#include "data/prompt/prompt_serve.h"
#include "domain/prompt/prompt_inputs.h"

/* A prompt as it is served, as a value that is kept from one request to the next: {"id", "name",
 * "description", "version", "label" (unless a version was asked for), "labels", "type", "messages",
 * "inputs"}, with messages as mcp_fill takes them and inputs as prompts/list shows them. */

/* ERR_INVALID, with a sentence, for a prompt that is not there or can't be resolved; the document
 * belongs to the arena. */
MUST_USE enum err mcp_document(struct mcp *mcp, const struct prompt_wanted *wanted,
                               json_t **document, const char **problem) NONNULL;

/* "arguments" of a prompt: of a variable required, of a placeholder not. A new reference. */
MUST_USE json_t *mcp_arguments(const struct prompt_inputs *inputs) NONNULL;

/* Here passes every version of a record whose content an answer of MCP has. json: a document, or
 * what the API says of a record: its "id" and "version"; label: that was asked for, or NULL. */
void mcp_note_served(struct mcp *mcp, enum record_kind_id kind, const json_t *json,
                     const char *label) __attribute__((nonnull(1, 3)));

#endif
