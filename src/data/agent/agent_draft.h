#ifndef DATA_AGENT_DRAFT_H
#define DATA_AGENT_DRAFT_H

#include "data/agent/agent_store.h"

/* Inside the data module: the rules for what an agent is made of. */

/* What is saved: every field has passed its rule. */
struct agent_fields {
    const char *name;
    const char *description;
    const json_t *config;
    struct text config_text; /* as it is stored */
    const char *message;
    int64_t number; /* of a new agent's first version; 0 otherwise */
    bool has_late_handoffs;
};

/* Checks every field of a draft; ERR_INVALID with the first problem, of the config with all. */
MUST_USE enum err agent_draft_check(const struct work *work, const struct agent_draft *draft,
                                    struct agent_fields *fields,
                                    struct config_problems *problems) NONNULL;

/* The same for a config that was saved before. */
MUST_USE enum err agent_draft_check_config(const struct work *work, struct text config,
                                           struct agent_fields *fields,
                                           struct config_problems *problems) NONNULL;

/* Explains a config that is refused for its problems: ERR_INVALID. */
MUST_USE enum err agent_refuse_config(const struct work *work,
                                      const struct config_problems *problems) NONNULL;

#endif
