#ifndef DOMAIN_CONFIG_ADOPT_H
#define DOMAIN_CONFIG_ADOPT_H

#include "base/json.h"
#include "domain/agent/config_problem.h"

/* Configs as other programs write them, changed in place into ours: "mcpServers" or "mcp_servers"
 * as an object of servers by name becomes the list "mcp_servers"; OpenAI's nested function tools,
 * {"type": "function", "function": {"name": …}}, become {"type": "function", "name": …}. What can't
 * be read so stays as it is, for agent_config_check(). A note with a path says what was changed;
 * notes are the arena's. */
void agent_config_adopt(struct arena *arena, json_t *config, struct config_problems *notes) NONNULL;

#endif
