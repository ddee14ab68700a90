#include "data/team/team_json.h"

/* Values are made by jansson; json_keep() of the whole finds out if memory was short. */

static json_t *id_json(struct db *db, const struct uuid *id)
{
    return json_string(work_id(db, id));
}

static json_t *detail_json(struct db *db, const struct team_member_row *member)
{
    json_t *version =
        member->agent_version == 0 ? json_null() : json_integer(member->agent_version);
    return json_pack("{s:o, s:s, s:s, s:o, s:s?}", "agent_id", id_json(db, &member->agent_id),
                     "agent", member->name, "role", team_role_names[member->role], "agent_version",
                     version, "agent_label", member->agent_label);
}

json_t *team_members_json(struct db *db, const struct team_member_row *members, int count)
{
    json_t *details = json_array();
    for (int i = 0; i < count; i++)
        json_array_append_new(details, detail_json(db, &members[i]));
    return details;
}

const char *team_member_name(const struct team_content *team, const char *id_text)
{
    struct uuid id;
    if (id_text == NULL || uuid_parse(id_text, &id) != ERR_NONE)
        return NULL;
    for (int i = 0; i < team->member_count; i++)
        if (uuid_equal(&team->members[i].agent_id, &id))
            return team->members[i].name;
    return NULL;
}
