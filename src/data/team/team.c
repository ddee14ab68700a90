#include "data/team/team.h"

#include "base/buf.h"
#include "data/audit/audit.h"
#include "data/record/record_state.h"
#include "data/team/team_store.h"

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
    struct uuid id;
    enum err err = record_find(db, actor, &team_store, name, &id);
    return err == ERR_NONE ? team_get(db, actor, &id, team) : err;
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

static void read_own(const struct db_result *result, int at, void *record)
{
    struct team *team = record;
    if (team_kind_parse(db_get_text(result, 0, at), &team->kind) != ERR_NONE)
        die("an unknown kind of team");
    team->member_count = (int)db_get_int(result, 0, at + 1);
}

/* A team is not restored while a member is archived. */
static enum err check_archived(const struct work *work, void *record, bool is_archived)
{
    struct team *team = record;
    struct buf names;
    if (is_archived)
        return ERR_NONE;
    enum err err = team_load_members(work->db, team);
    if (err != ERR_NONE)
        return err;
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

/* Nothing refers to a team. */
static enum err load_whole(const struct work *work, void *record)
{
    struct team *team = record;
    enum err err = team_load_members(work->db, team);
    return err == ERR_NONE ? team_load_settings(work->db, team) : err;
}

static void describe(struct db *db, const void *record, json_t *details)
{
    const struct team *team = record;
    audit_change(details, "kind", team_kind_names[team->kind], NULL);
    audit_change(details, "settings", team->settings.data, NULL);
    audit_change(details, "version", work_number(db, team->version), NULL);
    json_t *names = team_member_names(db, team->members, team->member_count);
    json_object_set_new(details, "members", json_pack("{s:o, s:n}", "before", names, "after"));
}

const struct record_store team_store = {
    .type = "team",
    .one = "a team",
    .see = PERMISSION_TEAM_SEE,
    .create = PERMISSION_TEAM_CREATE,
    .change = PERMISSION_TEAM_CHANGE,
    .remove = PERMISSION_TEAM_DELETE,
    .archive = "team.archive",
    .restore = "team.restore",
    .transfer = "team.transfer",
    .delete_for_good = "team.delete",
    .load_sql = RECORD_LOAD("teams", "r.kind, r.member_count"),
    .find_sql = RECORD_FIND("teams"),
    .archive_sql = RECORD_ARCHIVE("teams"),
    .transfer_sql = RECORD_TRANSFER("teams"),
    .delete_sql = RECORD_DELETE("teams"),
    .size = sizeof(struct team),
    .read = read_own,
    .check_archived = check_archived,
    .check_delete = load_whole,
    .describe = describe,
};

enum err team_archive(struct db *db, const struct actor *actor, const struct uuid *id,
                      struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    return record_archive(&work, &team_store, id);
}

enum err team_restore(struct db *db, const struct actor *actor, const struct uuid *id,
                      struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    return record_restore(&work, &team_store, id);
}

enum err team_delete(struct db *db, const struct actor *actor, const struct uuid *id,
                     const char *typed_name, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    return record_delete(&work, &team_store, id, typed_name);
}

enum err team_transfer(struct db *db, const struct actor *actor, const struct uuid *id,
                       const struct uuid *owner_id, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    return record_transfer(&work, &team_store, id, owner_id);
}
