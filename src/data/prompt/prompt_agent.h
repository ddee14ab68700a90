#ifndef DATA_PROMPT_AGENT_H
#define DATA_PROMPT_AGENT_H

/* Inside the data module: the agents, as a, that refer to the prompt $1 of the organization $2: in
 * their current version, or in one that a team has pinned; r.version is that version. */
#define PROMPT_AGENTS                                                                              \
    "FROM agent_prompts r CROSS JOIN agents a "                                                    \
    "WHERE r.prompt_id = $1 AND a.id = r.agent_id AND a.organization_id = $2 "                     \
    "AND (r.version = a.version OR EXISTS (SELECT 1 FROM team_members m "                          \
    "WHERE m.agent_id = r.agent_id AND m.agent_version = r.version)) "

#endif
