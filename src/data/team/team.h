#ifndef DATA_TEAM_H
#define DATA_TEAM_H

#include "data/record/record_load.h"
#include "data/record/record_version.h"
#include "data/team/team_plan.h"

/* Teams of agents: what they are made of beyond what all records have. How they are archived,
 * deleted, labelled and listed is in src/data/record. Errors as in prompt.h. */

extern const struct record_store team_store;

/* Makes a team in the actor's organization, owned by the actor. ERR_INVALID for what breaks a rule
 * of team_rules.h, and for a member that is no agent of the organization, is archived, or is pinned
 * to a version that is not there; ERR_CONFLICT if the name is taken. */
MUST_USE enum err team_create(struct db *db, const struct actor *actor,
                              const struct team_draft *draft, struct record_saved *saved,
                              struct team_problem *problem) NONNULL;

MUST_USE enum err team_get(struct db *db, const struct actor *actor, const struct uuid *id,
                           struct team *team) NONNULL;
MUST_USE enum err team_get_by_name(struct db *db, const struct actor *actor, const char *name,
                                   struct team *team) NONNULL;

/* What a version of a team was: its kind, its members with what their agents are called now (those
 * that are gone with the names they had then), its settings. */
struct team_content {
    enum team_kind kind;
    struct team_member_row *members;
    int member_count;
    struct text settings; /* JSON */
};
/* team_content_ahead asks ahead (query_ahead) for what team_content_get asks. */
void team_content_ahead(struct db *db, const struct record_source *source) NONNULL;
MUST_USE enum err team_content_get(struct db *db, const struct record_head *head,
                                   const struct record_version *version,
                                   struct team_content *content) NONNULL;

/* The plan of a team. ERR_DENIED if the actor may only see metadata. */
MUST_USE enum err team_plan_of(struct arena *arena, const struct team *team,
                               struct team_plan *plan) NONNULL;

/* Saves; nothing happens if nothing differs. ERR_STALE if it changed since based_on_revision,
 * ERR_CONFLICT for an archived team. */
MUST_USE enum err team_update(struct db *db, const struct actor *actor,
                              const struct team_draft *draft, struct record_saved *saved,
                              struct team_problem *problem) NONNULL;

#endif
