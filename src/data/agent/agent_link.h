#ifndef DATA_AGENT_LINK_H
#define DATA_AGENT_LINK_H

#include "data/agent/agent_shape.h"

/* Inside the data module: what an agent refers to, as its config says it. */

/* What a save knows of the config that it checks, as the draft of its fields. Without one, for a
 * version that returns, the config is parsed. */
struct agent_links {
    const json_t *config;
    bool has_late_handoffs;
    struct config_problems *problems; /* what is wrong, by path */
};

/* For agent_store. ERR_INVALID (field "config"), with problems by path, for a prompt, a version or
 * an agent that is not there, and for a handoff to itself. */
MUST_USE enum err agent_link_check(const struct work *work, const struct record_head *head,
                                   const struct record_fields *fields,
                                   struct record_links *links) NONNULL;

/* The ids of the agents of the actor's organization with these names (nil: there is none), for
 * links to handoffs; and which of them are archived, unless that is NULL. */
MUST_USE enum err agent_find_names(struct db *db, const struct actor *actor,
                                   const char *const *names, int count, struct uuid *ids,
                                   bool *are_archived) __attribute__((nonnull(1, 2, 3, 5)));

#endif
