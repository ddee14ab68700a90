#ifndef DATA_AGENT_LINK_H
#define DATA_AGENT_LINK_H

#include "data/agent/agent_draft.h"

/* Inside the data module: what the config of an agent refers to, as the config says it and as the
 * tables agent_prompts and agent_handoffs keep it. */

struct agent_links {
    struct agent_config_prompt prompt; /* name NULL: none */
    struct uuid prompt_id;
    const char **target_names; /* of handoffs */
    struct uuid *target_ids;
    int target_count;
};

/* The references of a config that is to be saved for agent (of a new agent only id and
 * organization_id are set). ERR_INVALID, with problems by path, for a prompt, a version or an agent
 * that is not there, and for a handoff to itself. */
MUST_USE enum err agent_link_check(const struct work *work, const struct agent *agent,
                                   const struct agent_fields *fields, struct agent_links *links,
                                   struct config_problems *problems) NONNULL;

/* Keeps the links of a version. */
MUST_USE enum err agent_link_insert(struct db *db, const struct agent *agent, int64_t version,
                                    const struct agent_links *links) NONNULL;

/* Finds the agents of handoffs of the current version that were kept by name (has_late_handoffs).
 * *is_complete says whether all are there now. */
MUST_USE enum err agent_link_complete(struct db *db, const struct uuid *organization_id,
                                      const struct uuid *agent_id, bool *is_complete) NONNULL;

/* The ids of the agents of an organization with these names; nil: there is none. */
MUST_USE enum err agent_link_find(struct db *db, const struct uuid *organization_id,
                                  const char *const *names, int count, struct uuid *ids) NONNULL;

#endif
