#ifndef DATA_TEAM_JSON_H
#define DATA_TEAM_JSON_H

#include "data/team/team.h"

/* The team as every JSON form has it: id, name, description, kind, members (agent ids in order),
 * member_details [{agent_id, agent, role, agent_version, agent_label}], settings (null if the actor
 * may only see metadata), owner_id, version, created_at, updated_at, archived_at. Owned by the
 * arena. */
MUST_USE json_t *team_json(struct db *db, const struct team *team) NONNULL;

/* The member_details of it. A new reference. */
MUST_USE json_t *team_members_json(struct db *db, const struct team_member_row *members, int count)
    __attribute__((nonnull(1)));

#endif
