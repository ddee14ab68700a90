#ifndef DATA_TEAM_JSON_H
#define DATA_TEAM_JSON_H

#include "data/team/team.h"

/* The members as every JSON form of a team has them under "member_details": [{agent_id, agent,
 * role, agent_version, agent_label}], in order. A new reference. */
MUST_USE json_t *team_members_json(struct db *db, const struct team_member_row *members, int count)
    __attribute__((nonnull(1)));

/* The name of the member with this id; NULL: there is none, or no id. */
const char *team_member_name(const struct team_content *team, const char *id_text)
    __attribute__((nonnull(1)));

#endif
