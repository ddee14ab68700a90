#ifndef DATA_AGENT_H
#define DATA_AGENT_H

#include "data/agent/agent_shape.h"
#include "data/record/record_load.h"
#include "data/record/record_version.h"
#include "domain/agent/agent_config.h"

/* Agents: what they are made of beyond what all records have. How they are archived, deleted,
 * labelled and listed is in src/data/record. Errors as in prompt.h. */

extern const struct record_store agent_store;

/* Makes an agent in the actor's organization, owned by the actor, with version 1. ERR_INVALID for a
 * field that breaks a rule, a config that agent_config_check refuses, a prompt or a handoff to an
 * agent that is not there (paths "prompt.name", "prompt.version", "handoffs[1]"; a label that is
 * not set yet is allowed, the page says so; the agent may not hand over to itself); ERR_CONFLICT if
 * the name is taken; ERR_DENIED for a command, which is nobody who could own it. */
MUST_USE enum err agent_create(struct db *db, const struct actor *actor,
                               const struct agent_draft *draft, struct record_saved *saved,
                               struct agent_problem *problem) NONNULL;

/* The agent with its current version. */
MUST_USE enum err agent_get(struct db *db, const struct actor *actor, const struct uuid *id,
                            struct agent *agent) NONNULL;

/* The same by its name in the actor's organization. */
MUST_USE enum err agent_get_by_name(struct db *db, const struct actor *actor, const char *name,
                                    struct agent *agent) NONNULL;

/* Saves: nothing happens if nothing differs. Errors as in agent_create, and ERR_STALE if it changed
 * since based_on_revision; ERR_CONFLICT also for an archived agent, and for a new name while other
 * agents hand over to this one. */
MUST_USE enum err agent_update(struct db *db, const struct actor *actor,
                               const struct agent_draft *draft, struct record_saved *saved,
                               struct agent_problem *problem) NONNULL;

#endif
