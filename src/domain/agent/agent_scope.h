#ifndef DOMAIN_AGENT_SCOPE_H
#define DOMAIN_AGENT_SCOPE_H

#include "domain/record/scope.h"

/* What an agent with the next config may do that one with the live config may not; live NULL: what
 * it may do at all. Compared are model, tools (by type and name), MCP servers (by name), handoffs,
 * endpoint, limits, output, and keys that Rostrum does not know; not what the agent is told and
 * what describes it: instructions, prompt, skills, metadata, descriptions. The order of keys and
 * items means nothing. Configs need not be valid. Takes time in proportion to their size. Texts are
 * in the arena or point into the configs. */
void agent_scope(struct arena *arena, const json_t *live, const json_t *next, struct scope *scope)
    __attribute__((nonnull(1, 3, 4)));

#endif
