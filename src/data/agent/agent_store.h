#ifndef DATA_AGENT_STORE_H
#define DATA_AGENT_STORE_H

#include "data/agent/agent.h"
#include "data/agent/agent_version.h"
#include "data/record/record_store.h"

/* Inside the data module: what the verbs of agents share. */

extern const struct record_store agent_store;

/* The metadata of an agent with its owner's name, without the current version. Asks the policy. */
MUST_USE enum err agent_load(struct db *db, const struct actor *actor, const struct uuid *id,
                             enum permission permission, struct agent *agent) NONNULL;

/* Adds the current version's author and message; the config if is_readable. */
MUST_USE enum err agent_load_content(struct db *db, struct agent *agent, bool is_readable) NONNULL;

/* agent_load for a change: ERR_CONFLICT if the agent is archived, and everything is loaded. */
MUST_USE enum err agent_load_editable(const struct work *work, const struct uuid *id,
                                      enum permission permission, struct agent *agent) NONNULL;

/* One version, its config if is_readable, without asking anybody. ERR_NOT_FOUND if it is not
 * there. */
MUST_USE enum err agent_version_load(struct db *db, const struct agent *agent, int64_t number,
                                     bool is_readable, struct agent_version *version) NONNULL;

/* Writes a version, sealed, by the actor. ERR_DENIED for a command, which is no author. */
MUST_USE enum err agent_version_insert(const struct work *work, const struct agent *agent,
                                       int64_t number, struct text config,
                                       const char *message) NONNULL;

#endif
