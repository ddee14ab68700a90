#include "data/team.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit.h"
#include "data/team_store.h"

enum err team_get(struct db *db, const struct actor *actor, const struct uuid *id,
                  struct team *team)
{
    enum err err = team_load(db, actor, id, PERMISSION_TEAM_SEE, team);
    if (err == ERR_NONE)
        err = team_load_members(db, team);
    if (err != ERR_NONE)
        return err;
    struct policy_target target = team_target(team);
    return policy_allows(actor, PERMISSION_TEAM_READ, &target) ? team_load_settings(db, team)
                                                               : ERR_NONE;
}

enum err team_get_by_name(struct db *db, const struct actor *actor, const char *name,
                          struct team *team)
{
    struct db_result result;
    enum err err =
        db_select(db, &result, "SELECT id FROM teams WHERE organization_id = $1 AND name = $2",
                  db_uuid(&actor->organization_id), db_text(name));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    struct uuid id = db_get_uuid(&result, 0, 0);
    return team_get(db, actor, &id, team);
}

enum err team_plan_of(struct arena *arena, const struct team *team, struct team_plan *plan)
{
    json_t *settings = NULL;
    const char *message = NULL;
    struct config_problems problems = {.count = 0};
    if (team->settings.data == NULL)
        return ERR_DENIED;
    *plan = (struct team_plan){.kind = team->kind, .member_count = team->member_count};
    plan->members = arena_array(arena, (size_t)team->member_count + 1, sizeof *plan->members);
    for (int i = 0; i < team->member_count; i++)
        plan->members[i] = (struct team_member){.agent_id = team->members[i].agent_id,
                                                .role = team->members[i].role,
                                                .agent_version = team->members[i].agent_version};
    enum err err = json_parse(arena, team->settings.data, team->settings.len, &settings, &message);
    return err == ERR_NONE ? team_settings_read(arena, settings, plan, &problems) : err;
}

static enum err set_archived(struct db *db, const struct actor *actor, const struct uuid *id,
                             bool is_archived, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct team team;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = team_load(db, actor, id, PERMISSION_TEAM_CHANGE, &team);
    if (err == ERR_NONE && (team.archived_at != 0) != is_archived)
        err = team_set_archived(&work, &team, is_archived);
    return team_finish(&work, err, is_archived ? "team.archive" : "team.restore", id);
}

enum err team_archive(struct db *db, const struct actor *actor, const struct uuid *id,
                      struct problem *problem)
{
    return set_archived(db, actor, id, true, problem);
}

enum err team_restore(struct db *db, const struct actor *actor, const struct uuid *id,
                      struct problem *problem)
{
    return set_archived(db, actor, id, false, problem);
}

/* The last word on a team: its event keeps what its rows no longer can. */
static enum err audit_delete(const struct work *work, const struct team *team)
{
    json_t *details = json_object();
    audit_change(details, "name", team->name, NULL);
    audit_change(details, "description", work_text(team->description), NULL);
    audit_change(details, "kind", team_kind_names[team->kind], NULL);
    audit_change(details, "settings", team->settings.data, NULL);
    audit_change(details, "version", work_number(work->db, team->version), NULL);
    json_t *names = team_member_names(work->db, team->members, team->member_count);
    json_object_set_new(details, "members", json_pack("{s:o, s:n}", "before", names, "after"));
    return team_audit(work, "team.delete", team, details);
}

static enum err delete_team(const struct work *work, const struct uuid *id, const char *typed_name)
{
    struct team team;
    enum err err = team_load(work->db, work->actor, id, PERMISSION_TEAM_DELETE, &team);
    if (err != ERR_NONE)
        return err;
    if (strcmp(team.name, typed_name) != 0)
        return work_refuse(work, ERR_INVALID, "name",
                           "This is not the name of the team. Type it exactly as it is shown.");
    err = team_load_members(work->db, &team);
    if (err == ERR_NONE)
        err = team_load_settings(work->db, &team);
    if (err == ERR_NONE)
        err = audit_delete(work, &team);
    if (err != ERR_NONE)
        return err;
    return db_change_one(work->db, "DELETE FROM teams WHERE organization_id = $1 AND id = $2",
                         db_uuid(&team.organization_id), db_uuid(&team.id));
}

enum err team_delete(struct db *db, const struct actor *actor, const struct uuid *id,
                     const char *typed_name, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return team_finish(&work, delete_team(&work, id, typed_name), "team.delete", id);
}

static enum err transfer(const struct work *work, const struct uuid *id,
                         const struct uuid *owner_id)
{
    struct team team;
    enum err err = team_load(work->db, work->actor, id, PERMISSION_TEAM_CHANGE, &team);
    if (err == ERR_NONE)
        err = work_check_owner(work, &team.organization_id, owner_id);
    if (err != ERR_NONE || uuid_equal(&team.owner_id, owner_id))
        return err;
    err = db_change_one(
        work->db,
        "UPDATE teams SET owner_id = $3, updated_at = $4 WHERE organization_id = $1 AND id = $2",
        db_uuid(&team.organization_id), db_uuid(&team.id), db_uuid(owner_id), db_time(clock_now()));
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change(details, "owner_id", work_id(work->db, &team.owner_id),
                 work_id(work->db, owner_id));
    return team_audit(work, "team.transfer", &team, details);
}

enum err team_transfer(struct db *db, const struct actor *actor, const struct uuid *id,
                       const struct uuid *owner_id, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return team_finish(&work, transfer(&work, id, owner_id), "team.transfer", id);
}
