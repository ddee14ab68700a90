#include "domain/team/team_members.h"
#include "base/number.h"

/* Values are made by jansson; json_keep() of the whole finds out if memory was short. */

struct text team_members_write(struct arena *arena, const struct team_member *members, int count)
{
    json_t *list = json_array();
    for (int i = 0; i < count; i++) {
        const struct team_member *member = &members[i];
        char id[UUID_TEXT_LEN];
        uuid_format(&member->agent_id, id);
        json_t *item =
            json_pack("{s:s, s:s}", "agent_id", id, "role", team_role_names[member->role]);
        if (member->agent_version != 0)
            json_object_set_new(item, "agent_version", json_integer(member->agent_version));
        if (member->agent_label != NULL)
            json_object_set_new(item, "agent_label", json_string(member->agent_label));
        json_array_append_new(list, item);
    }
    return json_format(arena, json_keep(arena, list), JSON_LINE);
}

static struct team_member read_member(const json_t *item)
{
    struct team_member member = {
        .agent_version = number_of_json(NUMBER_VERSION, json_object_get(item, "agent_version"), 0),
        .agent_label = json_string_value(json_object_get(item, "agent_label"))};
    const char *id = json_string_value(json_object_get(item, "agent_id"));
    const char *role = json_string_value(json_object_get(item, "role"));
    if (id == NULL || uuid_parse(id, &member.agent_id) != ERR_NONE || role == NULL ||
        team_role_parse(role, &member.role) != ERR_NONE)
        die("a stored member of a team that can't be read");
    return member;
}

struct team_member *team_members_read(struct arena *arena, struct text json, int *count)
{
    const json_t *list = json_stored(arena, json, "members of a team");
    *count = (int)json_array_size(list);
    struct team_member *members = arena_array(arena, (size_t)*count + 1, sizeof *members);
    for (int i = 0; i < *count; i++)
        members[i] = read_member(json_array_get(list, (size_t)i));
    return members;
}
