#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/team/team_draft.h"
#include "domain/diff/json_diff.h"

/* What changed between two states of a team; of a new one everything. */
struct difference {
    bool is_new;
    bool has_name;
    bool has_members;
    bool is_any;
};

/* A team on its way: the state before, of a new one only its ids, and the one after. */
struct team_change {
    const struct team *before;
    const struct team_fields *after;
    struct difference differs;
    int64_t version;
};

static bool has_same_members(const struct team *before, const struct team_fields *after)
{
    if (before->member_count != after->member_count)
        return false;
    for (int i = 0; i < after->member_count; i++) {
        const struct team_member_row *a = &before->members[i], *b = &after->members[i];
        if (!uuid_equal(&a->agent_id, &b->agent_id) || a->role != b->role ||
            a->agent_version != b->agent_version)
            return false;
    }
    return true;
}

static struct difference compare(const struct team *before, const struct team_fields *after)
{
    struct difference differs = {.has_name = strcmp(before->name, after->name) != 0,
                                 .has_members = !has_same_members(before, after)};
    differs.is_any = differs.has_name || differs.has_members || before->kind != after->kind ||
                     strcmp(before->description, after->description) != 0 ||
                     strcmp(before->settings.data, after->settings.data) != 0;
    return differs;
}

/* ---- the event ---------------------------------------------------------------------------- */

static json_t *parse_settings(struct arena *arena, struct text settings)
{
    static const char none[] = "{}";
    json_t *json = NULL;
    const char *message = NULL;
    if (settings.data == NULL)
        settings = (struct text){none, strlen(none)};
    if (json_parse(arena, settings.data, settings.len, &json, &message) != ERR_NONE)
        die("settings of a team that are no JSON");
    return json;
}

/* Each changed path of the settings is a field of its own. */
static void describe_settings(struct arena *arena, const struct team_change *change,
                              json_t *details)
{
    struct json_diff diff;
    json_diff(arena, parse_settings(arena, change->before->settings),
              parse_settings(arena, change->after->settings), &diff);
    for (int i = 0; i < diff.count; i++) {
        const struct json_change *item = &diff.changes[i];
        audit_change(details, arena_printf(arena, "settings.%s", item->path), item->before.data,
                     item->after.data);
    }
    if (diff.has_more)
        audit_secret(details, "settings");
}

static void describe_members(struct db *db, const struct team_change *change, json_t *details)
{
    const struct team *before = change->before;
    if (!change->differs.has_members)
        return;
    json_t *names_before = change->differs.is_new
                               ? json_null()
                               : team_member_names(db, before->members, before->member_count);
    json_t *names_after =
        team_member_names(db, change->after->members, change->after->member_count);
    json_object_set_new(details, "members",
                        json_pack("{s:o, s:o}", "before", names_before, "after", names_after));
}

static json_t *describe(struct db *db, const struct team_change *change)
{
    const struct team *before = change->before;
    const struct team_fields *after = change->after;
    json_t *details = json_object();
    audit_change(details, "name", before->name, after->name);
    audit_change(details, "description", work_text(before->description),
                 work_text(after->description));
    audit_change(details, "kind", change->differs.is_new ? NULL : team_kind_names[before->kind],
                 team_kind_names[after->kind]);
    describe_members(db, change, details);
    describe_settings(db_arena(db), change, details);
    audit_change(details, "version", work_number(db, before->version),
                 work_number(db, change->version));
    return details;
}

/* ---- writing ------------------------------------------------------------------------------ */

static enum err seal_settings(struct db *db, const struct team *team, struct text settings,
                              struct db_value *sealed)
{
    struct uuid key_id;
    struct seal_place place = team_settings_place(team);
    enum err err = vault_organization_key(db, &team->organization_id, &key_id);
    return err == ERR_NONE ? vault_seal(db, &key_id, &place, settings, sealed) : err;
}

static enum err insert_team(const struct work *work, const struct team_change *change,
                            const struct db_value *settings)
{
    const struct team *team = change->before;
    const struct team_fields *fields = change->after;
    enum err err = db_change_one(
        work->db,
        "INSERT INTO teams (id, organization_id, name, description, kind, settings, member_count, "
        "version, owner_id, created_at, updated_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9, $9)",
        db_uuid(&team->id), db_uuid(&team->organization_id), db_text(fields->name),
        db_text(fields->description), db_text(team_kind_names[fields->kind]), *settings,
        db_int(fields->member_count), db_uuid(&team->owner_id), db_time(team->created_at));
    return err == ERR_CONFLICT ? record_refuse_taken(work, &team_store) : err;
}

static enum err update_team(const struct work *work, const struct team_change *change,
                            const struct db_value *settings)
{
    const struct team *team = change->before;
    const struct team_fields *fields = change->after;
    enum err err = db_change_one(
        work->db,
        "UPDATE teams SET name = $4, description = $5, kind = $6, settings = $7, "
        "member_count = $8, version = version + 1, updated_at = $9 "
        "WHERE organization_id = $1 AND id = $2 AND version = $3",
        db_uuid(&team->organization_id), db_uuid(&team->id), db_int(team->version),
        db_text(fields->name), db_text(fields->description), db_text(team_kind_names[fields->kind]),
        *settings, db_int(fields->member_count), db_time(clock_now()));
    return err == ERR_CONFLICT ? record_refuse_taken(work, &team_store) : err;
}

static enum err write_members(struct db *db, const struct team *team,
                              const struct team_fields *fields)
{
    enum err err =
        db_change(db, "DELETE FROM team_members WHERE organization_id = $1 AND team_id = $2",
                  db_uuid(&team->organization_id), db_uuid(&team->id));
    for (int i = 0; err == ERR_NONE && i < fields->member_count; i++) {
        const struct team_member_row *member = &fields->members[i];
        int64_t version = member->agent_version;
        err = db_change_one(
            db,
            "INSERT INTO team_members (organization_id, team_id, agent_id, position, role, "
            "agent_version) VALUES ($1, $2, $3, $4, $5, $6)",
            db_uuid(&team->organization_id), db_uuid(&team->id), db_uuid(&member->agent_id),
            db_int(i), db_text(team_role_names[member->role]),
            version == 0 ? db_null_of(DB_INT) : db_int(version));
    }
    return err;
}

static enum err write(const struct work *work, const struct team_change *change)
{
    struct db_value settings;
    enum err err = ERR_NONE;
    if (change->differs.has_name)
        err = record_check_name(work, &team_store, &change->before->head, change->after->name);
    if (err == ERR_NONE)
        err = seal_settings(work->db, change->before, change->after->settings, &settings);
    if (err != ERR_NONE)
        return err;
    err = change->differs.is_new ? insert_team(work, change, &settings)
                                 : update_team(work, change, &settings);
    if (err == ERR_NONE && change->differs.has_members)
        err = write_members(work->db, change->before, change->after);
    if (err != ERR_NONE)
        return err;
    return record_audit(work, &team_store, change->differs.is_new ? "team.create" : "team.update",
                        &change->before->head, describe(work->db, change));
}

/* ---- verbs -------------------------------------------------------------------------------- */

static struct work begin(struct db *db, const struct actor *actor, struct team_problem *problem)
{
    problem->plan = (struct config_problems){.count = 0};
    return work_begin(db, actor, &problem->problem);
}

static enum err create(const struct work *work, const struct team_draft *draft, struct uuid *id,
                       struct config_problems *problems)
{
    struct team team;
    struct team_fields fields;
    enum err err = record_new(work->actor, &team_store, &team);
    if (err == ERR_NONE)
        err = team_draft_check(work, &team, draft, &fields, problems);
    if (err != ERR_NONE)
        return err;
    struct difference all = {true, true, true, true};
    *id = team.id;
    return write(work, &(struct team_change){&team, &fields, all, 1});
}

enum err team_create(struct db *db, const struct actor *actor, const struct team_draft *draft,
                     struct uuid *id, struct team_problem *problem)
{
    static const struct uuid nobody;
    struct work work = begin(db, actor, problem);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, &team_store, create(&work, draft, id, &problem->plan),
                         "team.create", &nobody);
}

/* Everything of a team that is to be changed. */
static enum err load_editable(const struct work *work, const struct team_draft *draft,
                              struct team *team)
{
    enum err err = team_load(work->db, work->actor, &draft->id, PERMISSION_TEAM_CHANGE, team);
    if (err == ERR_NONE)
        err = record_check_active(work, &team_store, &team->head);
    if (err == ERR_NONE)
        err = record_check_seen(work, &team_store, &team->head, draft->based_on_version);
    if (err == ERR_NONE)
        err = team_load_members(work->db, team);
    return err == ERR_NONE ? team_load_settings(work->db, team) : err;
}

static enum err update(const struct work *work, const struct team_draft *draft, int64_t *version,
                       struct config_problems *problems)
{
    struct team team;
    struct team_fields fields;
    enum err err = load_editable(work, draft, &team);
    if (err == ERR_NONE)
        err = team_draft_check(work, &team, draft, &fields, problems);
    if (err != ERR_NONE)
        return err;
    struct team_change change = {&team, &fields, compare(&team, &fields), team.version + 1};
    *version = team.version;
    if (!change.differs.is_any)
        return ERR_NONE;
    err = write(work, &change);
    if (err == ERR_NONE)
        *version = change.version;
    return err;
}

enum err team_update(struct db *db, const struct actor *actor, const struct team_draft *draft,
                     int64_t *version, struct team_problem *problem)
{
    struct work work = begin(db, actor, problem);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, &team_store, update(&work, draft, version, &problem->plan),
                         "team.update", &draft->id);
}
