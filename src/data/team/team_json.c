#include "data/team/team_json.h"

/* Values are made by jansson; json_keep() of the whole finds out if memory was short. */

static json_t *id_json(struct db *db, const struct uuid *id)
{
    return json_string(work_id(db, id));
}

static json_t *time_json(struct db *db, int64_t time)
{
    return time == 0 ? json_null() : json_string(work_time(db, time));
}

static json_t *settings_json(struct db *db, struct text settings)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (settings.data == NULL)
        return json_null();
    if (json_parse(db_arena(db), settings.data, settings.len, &json, &problem) != ERR_NONE)
        die("settings of a team that are no JSON");
    return json_incref(json);
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

json_t *team_json(struct db *db, const struct team *team)
{
    json_t *members = json_array();
    for (int i = 0; i < team->member_count; i++)
        json_array_append_new(members, id_json(db, &team->members[i].agent_id));
    json_t *details = team_members_json(db, team->members, team->member_count);
    return json_keep(
        db_arena(db),
        json_pack("{s:o, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:I, s:o, s:o, s:o}", "id",
                  id_json(db, &team->id), "name", team->name, "description", team->description,
                  "kind", team_kind_names[team->kind], "members", members, "member_details",
                  details, "settings", settings_json(db, team->settings), "owner_id",
                  id_json(db, &team->owner_id), "version", (json_int_t)team->version, "created_at",
                  time_json(db, team->created_at), "updated_at", time_json(db, team->updated_at),
                  "archived_at", time_json(db, team->archived_at)));
}
