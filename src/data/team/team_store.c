#include "data/team/team_store.h"

#include <inttypes.h>

enum err team_load(struct db *db, const struct actor *actor, const struct uuid *id,
                   enum permission permission, struct team *team)
{
    return record_load(db, actor, &team_store, id, permission, team);
}

static struct team_member_row read_member(const struct db_result *result, int row)
{
    struct team_member_row member = {
        .agent_id = db_get_uuid(result, row, 0),
        .name = db_get_text(result, row, 1),
        .description = db_get_text(result, row, 2),
        .model = db_get_text(result, row, 3),
        .agent_version = db_get_int(result, row, 5),
        .current_version = db_get_int(result, row, 6),
        .archived_at = db_get_time(result, row, 7),
    };
    if (team_role_parse(db_get_text(result, row, 4), &member.role) != ERR_NONE)
        die("an unknown role in a team");
    return member;
}

enum err team_load_members(struct db *db, struct team *team)
{
    struct db_result result;
    enum err err = db_select(
        db, &result,
        "SELECT a.id, a.name, a.description, a.model, m.role, m.agent_version, a.version, "
        "a.archived_at FROM team_members m CROSS JOIN agents a "
        "WHERE m.team_id = $1 AND m.organization_id = $2 AND a.id = m.agent_id "
        "ORDER BY m.position LIMIT 100",
        db_uuid(&team->id), db_uuid(&team->organization_id));
    if (err != ERR_NONE)
        return err;
    if (result.row_count != team->member_count)
        die("a team whose members are not counted");
    team->members = arena_array(db_arena(db), (size_t)result.row_count + 1, sizeof *team->members);
    for (int i = 0; i < result.row_count; i++)
        team->members[i] = read_member(&result, i);
    return ERR_NONE;
}

struct seal_place team_settings_place(const struct team *team)
{
    return (struct seal_place){.table = "teams",
                               .column = "settings",
                               .organization_id = team->organization_id,
                               .row_id = team->id};
}

enum err team_load_settings(struct db *db, struct team *team)
{
    struct db_result result;
    enum err err =
        db_select(db, &result,
                  "SELECT o.data_key_id, t.settings FROM teams t CROSS JOIN organizations o "
                  "WHERE t.id = $1 AND t.organization_id = $2 AND o.id = t.organization_id",
                  db_uuid(&team->id), db_uuid(&team->organization_id));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    struct uuid key_id = db_get_uuid(&result, 0, 0);
    struct seal_place place = team_settings_place(team);
    return vault_unseal(db, &key_id, &place, db_get_bytes(&result, 0, 1), &team->settings);
}

json_t *team_member_names(struct db *db, const struct team_member_row *members, int count)
{
    struct arena *arena = db_arena(db);
    json_t *names = json_array();
    for (int i = 0; i < count; i++) {
        const struct team_member_row *member = &members[i];
        const char *pin = member->agent_version == 0
                              ? ""
                              : arena_printf(arena, ", version %" PRId64, member->agent_version);
        json_array_append_new(names, json_string(arena_printf(arena, "%s (%s%s)", member->name,
                                                              team_role_names[member->role], pin)));
    }
    return names;
}
