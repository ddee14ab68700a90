#ifndef DATA_AGENT_USE_H
#define DATA_AGENT_USE_H

#include "data/agent/agent.h"

/* Who uses what: the teams and agents that refer to an agent, and the agents and teams that use a
 * prompt. Each list has at most AGENT_USE_LIMIT items, by name, active ones first. */

enum { AGENT_USE_LIMIT = 100 };

struct agent_use {
    struct uuid id; /* of the team or agent that refers */
    const char *name;
    const char *kind;       /* of a team; NULL for an agent */
    const char *role;       /* of the agent in the team; NULL otherwise */
    int64_t version;        /* of an agent: which of its versions refers. Of a team: the version of
                               the agent that is pinned, 0 if none (or of a prompt) */
    const char *label;      /* of a prompt: by this label; NULL if by version */
    int64_t target_version; /* of a prompt: by this version; 0 if by label */
    int64_t archived_at;
};

struct agent_use_list {
    struct agent_use *uses;
    int count;
    bool has_more;
};

/* The teams that an agent is a member of. */
MUST_USE enum err agent_team_list(struct db *db, const struct actor *actor,
                                  const struct uuid *agent_id, struct agent_use_list *list) NONNULL;

/* The agents whose current version hands over to it. */
MUST_USE enum err agent_handoff_list(struct db *db, const struct actor *actor,
                                     const struct uuid *agent_id,
                                     struct agent_use_list *list) NONNULL;

/* The agents that use a prompt in their current version, or in one that a team has pinned; and the
 * teams that have such an agent (in that version) as a member. */
MUST_USE enum err prompt_agent_list(struct db *db, const struct actor *actor,
                                    const struct uuid *prompt_id,
                                    struct agent_use_list *list) NONNULL;
MUST_USE enum err prompt_team_list(struct db *db, const struct actor *actor,
                                   const struct uuid *prompt_id,
                                   struct agent_use_list *list) NONNULL;

#endif
