#ifndef DATA_AGENT_LIST_H
#define DATA_AGENT_LIST_H

#include "data/record/record_list.h"

/* The list of an organization's agents: see record_list.h. */
MUST_USE record_list_verb agent_list NONNULL;

/* The models of an organization's active agents, for the choices of a filter: the most used first,
 * at most AGENT_MODELS_MAX. */
enum { AGENT_MODELS_MAX = 100 };

struct agent_model {
    const char *name;
    int64_t agent_count;
};

struct agent_model_list {
    struct agent_model *models;
    int count;
};

/* organization_id nil: the actor's. ERR_DENIED for another's organization. */
MUST_USE enum err agent_model_list(struct db *db, const struct actor *actor,
                                   const struct uuid *organization_id,
                                   struct agent_model_list *list) NONNULL;

#endif
