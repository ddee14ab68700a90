#ifndef DATA_TEAM_H
#define DATA_TEAM_H

#include "base/problem.h"
#include "data/db/db.h"
#include "data/record/record_head.h"
#include "domain/policy.h"
#include "domain/team/team_rules.h"

/* Teams of agents. A team has no versions of its own: its audit events tell what it was; version is
 * the optimistic lock. See also team_list.h and record_bulk.h. Errors as in agent.h. */

enum { TEAM_DESCRIPTION_MAX = 2000 /* characters */ };

/* A member as pages show it, in the order of the team. */
struct team_member_row {
    struct uuid agent_id;
    const char *name;
    const char *description;
    const char *model;
    enum team_role role;
    int64_t agent_version;   /* the pinned one; 0: none */
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
    struct team_member_row *members; /* names are metadata: for everybody who may see the team */
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
    struct uuid id;           /* update only */
    int64_t based_on_version; /* update only */
    const char *name;
    const char *description; /* "" for none */
    struct team_plan plan;
    const json_t *settings; /* NULL: plan.edges and plan.termination */
};

/* problem.field is "name", "description", "members", "settings" (whatever comes first); plan says
 * by path everything that is wrong with members and settings. */
struct team_problem {
    struct problem problem;
    struct config_problems plan;
};

/* Makes a team in the actor's organization, owned by the actor. ERR_INVALID for what breaks a rule
 * of team_rules.h, and for a member that is no agent of the organization, is archived, or is pinned
 * to a version that is not there; ERR_CONFLICT if the name is taken. */
MUST_USE enum err team_create(struct db *db, const struct actor *actor,
                              const struct team_draft *draft, struct uuid *id,
                              struct team_problem *problem) NONNULL;

MUST_USE enum err team_get(struct db *db, const struct actor *actor, const struct uuid *id,
                           struct team *team) NONNULL;
MUST_USE enum err team_get_by_name(struct db *db, const struct actor *actor, const char *name,
                                   struct team *team) NONNULL;

/* Its plan, with settings read. ERR_DENIED if the actor may only see metadata. */
MUST_USE enum err team_plan_of(struct arena *arena, const struct team *team,
                               struct team_plan *plan) NONNULL;

/* The team as every JSON form has it: id, name, description, kind, members (agent ids in order),
 * member_details [{agent_id, agent, role, agent_version}], settings (null if the actor may only see
 * metadata), owner_id, version, created_at, updated_at, archived_at. Owned by the arena. */
MUST_USE json_t *team_json(struct db *db, const struct team *team) NONNULL;

/* Saves; nothing happens if nothing differs. *version is the version afterwards. ERR_STALE if
 * somebody saved since based_on_version, ERR_CONFLICT for an archived team. */
MUST_USE enum err team_update(struct db *db, const struct actor *actor,
                              const struct team_draft *draft, int64_t *version,
                              struct team_problem *problem) NONNULL;

/* Restoring is refused with ERR_CONFLICT while a member is archived. */
MUST_USE enum err team_archive(struct db *db, const struct actor *actor, const struct uuid *id,
                               struct problem *problem) NONNULL;
MUST_USE enum err team_restore(struct db *db, const struct actor *actor, const struct uuid *id,
                               struct problem *problem) NONNULL;
MUST_USE enum err team_delete(struct db *db, const struct actor *actor, const struct uuid *id,
                              const char *typed_name, struct problem *problem) NONNULL;
MUST_USE enum err team_transfer(struct db *db, const struct actor *actor, const struct uuid *id,
                                const struct uuid *owner_id, struct problem *problem) NONNULL;

/* The choices of the editor: the active agents of the actor's organization by name, at most limit,
 * whose name holds q (ASCII in any case; "" is all). */
struct agent_choice {
    struct uuid id;
    const char *name;
    const char *model;
    int64_t version;
};
struct agent_choice_list {
    struct agent_choice *items;
    int count;
    bool has_more;
};
MUST_USE enum err team_agent_choices(struct db *db, const struct actor *actor, const char *q,
                                     int limit, struct agent_choice_list *list) NONNULL;

#endif
