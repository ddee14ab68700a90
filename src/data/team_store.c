#include "data/team_store.h"

#include <inttypes.h>

#include "base/buf.h"
#include "base/clock.h"
#include "data/audit.h"
#include "data/person.h"

enum err team_finish(const struct work *work, enum err err, const char *action,
                     const struct uuid *id)
{
    return work_finish(work, err, action, &(struct work_record){.type = "team", .id = *id});
}

enum err team_audit(const struct work *work, const char *action, const struct team *team,
                    json_t *details)
{
    return work_audit(work, action, &(struct work_record){"team", team->id, team->organization_id},
                      details);
}

static enum team_kind read_kind(const struct db_result *result, int row, int column)
{
    enum team_kind kind = TEAM_ROUND_ROBIN;
    if (team_kind_parse(db_get_text(result, row, column), &kind) != ERR_NONE)
        die("an unknown kind of team");
    return kind;
}

enum err team_load(struct db *db, const struct actor *actor, const struct uuid *id,
                   enum permission permission, struct team *team)
{
    struct db_result result;
    enum err err = db_select(
        db, &result,
        "SELECT t.organization_id, t.name, t.description, t.kind, t.member_count, t.version, "
        "t.owner_id, t.archived_at, t.created_at, t.updated_at, " PERSON_COLUMNS(
            u) " FROM teams t CROSS JOIN users u "
               "WHERE t.id = $1 AND (t.organization_id = $2 OR $3) AND u.id = t.owner_id",
        db_uuid(id), db_uuid(&actor->organization_id),
        db_bool(policy_spans_organizations(actor, PERMISSION_TEAM_SEE)));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    *team = (struct team){
        .id = *id,
        .organization_id = db_get_uuid(&result, 0, 0),
        .name = db_get_text(&result, 0, 1),
        .description = db_get_text(&result, 0, 2),
        .kind = read_kind(&result, 0, 3),
        .member_count = (int)db_get_int(&result, 0, 4),
        .version = db_get_int(&result, 0, 5),
        .owner_id = db_get_uuid(&result, 0, 6),
        .archived_at = db_get_time(&result, 0, 7),
        .created_at = db_get_time(&result, 0, 8),
        .updated_at = db_get_time(&result, 0, 9),
    };
    struct policy_target target = team_target(team);
    err = policy_check(actor, permission, PERMISSION_TEAM_SEE, &target);
    return err == ERR_NONE ? person_name(db, &result, 0, 10, &team->owner_name) : err;
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

static enum err refuse_archived_members(const struct work *work, const struct team *team)
{
    struct buf names;
    buf_init(&names, db_arena(work->db));
    for (int i = 0; i < team->member_count; i++)
        if (team->members[i].archived_at != 0)
            buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", team->members[i].name);
    if (names.len == 0)
        return ERR_NONE;
    return work_refuse(work, ERR_CONFLICT, "",
                       arena_printf(db_arena(work->db),
                                    "Members of this team are archived: %s. Restore them first.",
                                    names.data));
}

enum err team_set_archived(const struct work *work, struct team *team, bool is_archived)
{
    int64_t archived_at = is_archived ? clock_now() : 0;
    enum err err = ERR_NONE;
    if (!is_archived)
        err = team_load_members(work->db, team);
    if (err == ERR_NONE && !is_archived)
        err = refuse_archived_members(work, team);
    if (err == ERR_NONE)
        err = db_change_one(
            work->db,
            "UPDATE teams SET archived_at = $3, updated_at = $4 WHERE organization_id = $1 "
            "AND id = $2",
            db_uuid(&team->organization_id), db_uuid(&team->id), db_time_or_null(archived_at),
            db_time(clock_now()));
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change(details, "archived_at", work_time(work->db, team->archived_at),
                 work_time(work->db, archived_at));
    return team_audit(work, is_archived ? "team.archive" : "team.restore", team, details);
}
