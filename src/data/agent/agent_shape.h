#ifndef DATA_AGENT_SHAPE_H
#define DATA_AGENT_SHAPE_H

#include <jansson.h>

#include "base/problem.h"
#include "data/edit/record_save.h"
#include "domain/agent/config_problem.h"

/* What an agent is, for those who read and those who write them. */

struct agent {
    union {
        struct record_head head;
        struct {
            RECORD_HEAD
        };
    };
    const char *model;  /* of the current config */
    struct text config; /* the current one, as JSON; data NULL if the actor may only see metadata */
};

/* For policy_allows(): which buttons a page shows. */
static inline struct policy_target agent_target(const struct agent *agent)
{
    return record_target(&agent->head);
}

/* The config of a version, as JSON; data NULL in lists. */
static inline struct text agent_config_of(const struct record_content *content)
{
    return content->parts[0];
}

/* What a form or a program sends. */
struct agent_draft {
    union {
        struct record_draft record;
        struct {
            RECORD_DRAFT
        };
    };
    const json_t *config; /* as it was parsed, checked or not; stored as json_format(JSON_LINE) */
    /* For imports: handoffs to agents that are not there yet are kept by name, until
     * record_link_complete() finds them. */
    bool has_late_handoffs;
};

/* Why a draft was refused: problem as everywhere (field "name", "description", "tags", "config",
 * "message"); and if it is the config, what is wrong in it by path. */
struct agent_problem {
    struct problem problem;
    struct config_problems config;
};

#endif
