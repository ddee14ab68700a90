#ifndef DOMAIN_AGENT_CONFIG_H
#define DOMAIN_AGENT_CONFIG_H

#include "base/json.h"
#include "domain/agent/config_problem.h"

/* The config of an agent: a JSON object. Known keys, all optional but model:
 *
 *   model {provider, name, temperature 0..2, top_p 0..1, max_output_tokens, stop[]}
 *   instructions (text)  or  prompt {name, label | version}: one of both or neither
 *   tools[] {type, name, description, parameters (JSON Schema)}
 *   mcp_servers[] {name, url, headers}    handoffs[] (agent names)
 *   output {type, schema}    limits {max_turns, timeout_s, max_tokens}
 *   skills[] {id, name, description, tags[], examples[]}
 *   endpoint {url, protocol}    metadata {}
 *
 * Unknown keys are kept as they are, everywhere. */

enum {
    AGENT_CONFIG_MAX = 256 * 1024, /* bytes, as it was typed and as it is stored */
    AGENT_CONFIG_HANDOFFS_MAX = 100,
};

/* Parses and checks. ERR_INVALID, with at least one problem: not JSON, no object, longer than
 * AGENT_CONFIG_MAX, wrong types, numbers out of range, a missing model name, instructions and a
 * prompt at once, a prompt with both or neither of label and version (neither means the label
 * production and passes), names that break the rules of their kind, tools or MCP servers or skills
 * of the same name, URLs that are not http(s), a credential anywhere (see secret.h; told after the
 * rest), an opaque text in a header (see secret_reference.h). {"secret": "NAME"} may stand for a
 * text in headers, endpoint and metadata; within a text a reference is ${secret:NAME}. *config is
 * set if it is an object at all, else NULL. Owned by the arena. */
MUST_USE enum err agent_config_parse(struct arena *arena, const char *text, size_t len,
                                     json_t **config, struct config_problems *problems) NONNULL;

/* The same for a value that is there already. */
MUST_USE enum err agent_config_check(struct arena *arena, const json_t *config,
                                     struct config_problems *problems)
    __attribute__((nonnull(1, 3)));

/* What a valid config refers to, and what lists show of it. Texts point into the config. */
struct agent_config_prompt {
    const char *name;  /* NULL: no prompt */
    const char *label; /* NULL if by version; production if the config says neither */
    int64_t version;   /* 0 if by label */
};
const char *agent_config_model(const json_t *config) NONNULL; /* model.name */
const char *agent_config_provider(const json_t *config) NONNULL; /* model.provider; "" for none */
struct agent_config_prompt agent_config_prompt(const json_t *config) NONNULL;
size_t agent_config_handoff_count(const json_t *config) NONNULL;
const char *agent_config_handoff(const json_t *config, size_t index) NONNULL;

#endif
