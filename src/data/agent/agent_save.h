#ifndef DATA_AGENT_SAVE_H
#define DATA_AGENT_SAVE_H

#include "data/agent/agent_draft.h"

/* Inside the data module: a new version of an agent, within the open write transaction. before is
 * the agent as loaded by agent_load_editable. *version is the new number, or the old one if there
 * was nothing to save. ERR_INVALID and ERR_CONFLICT as agent_update; action names the event. */
struct agent_change {
    const char *action;
    const struct agent *before;
    const struct agent_fields *after;
    struct config_problems *problems;
};
MUST_USE enum err agent_save(const struct work *work, const struct agent_change *change,
                             int64_t *version) NONNULL;

#endif
