#ifndef DATA_TEAM_SHAPE_H
#define DATA_TEAM_SHAPE_H

#include <jansson.h>

#include "base/problem.h"
#include "data/edit/record_save.h"
#include "domain/team/team_rules.h"

/* What a team is, for those who read and those who write them. */

/* The parts of a content, both JSON. */
enum { TEAM_PART_MEMBERS, TEAM_PART_SETTINGS };

/* A member as pages show it, in the order of the team. */
struct team_member_row {
    struct uuid agent_id;
    const char *name;
    const char *description;
    const char *model;
    enum team_role role;
    int64_t agent_version;   /* the pinned one; 0: none */
    const char *agent_label; /* the label it follows; NULL: none */
    int64_t label_version;   /* where that label is now; 0: nowhere */
    int64_t current_version; /* of the agent */
    int64_t archived_at;     /* of the agent; 0: active */
};

struct team {
    union {
        struct record_head head;
        struct {
            RECORD_HEAD
        };
    };
    enum team_kind kind;
    struct team_member_row *members; /* names are metadata: for everyone who may see the team */
    int member_count;
    struct text settings; /* JSON; data NULL if the actor may only see metadata */
};

static inline struct policy_target team_target(const struct team *team)
{
    return record_target(&team->head);
}

/* What a form or a program sends. Unknown keys of settings are kept from the stored ones when the
 * draft's settings come from a form (settings NULL), and taken from settings (a JSON object, whose
 * edges and termination then replace the plan's) otherwise. */
struct team_draft {
    union {
        struct record_draft record;
        struct {
            RECORD_DRAFT
        };
    };
    struct team_plan plan;
    const json_t *settings; /* NULL: plan.edges and plan.termination */
};

/* problem.field is "name", "description", "tags", "members", "settings" (whatever comes first);
 * plan says by path everything that is wrong with members and settings. */
struct team_problem {
    struct problem problem;
    struct config_problems plan;
};

#endif
