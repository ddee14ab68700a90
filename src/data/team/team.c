#include "data/team/team.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/listing/record_brief.h"
#include "data/record/record_load.h"
#include "data/register/register.h"
#include "data/team/team_draft.h"
#include "data/team/team_scope.h"
#include "data/vault/vault.h"
#include "domain/diff/json_diff.h"
#include "domain/team/team_members.h"

/* ---- reading ------------------------------------------------------------------------------ */

static enum err read_member(struct db *db, const struct uuid *organization_id,
                            const struct db_result *result, int row, struct team_member_row *member)
{
    struct record_marks marks = record_mark_read(db_arena(db), db_get_text(result, row, 9));
    *member = (struct team_member_row){
        .agent_id = db_get_uuid(result, row, 0),
        .name = db_get_text(result, row, 1),
        .model = db_get_text(result, row, 3),
        .agent_version = db_get_int(result, row, 5),
        .agent_label = db_get_text(result, row, 6),
        .current_version = db_get_int(result, row, 7),
        .archived_at = db_get_time(result, row, 8),
    };
    if (team_role_parse(db_get_text(result, row, 4), &member->role) != ERR_NONE)
        die("an unknown role in a team");
    if (member->agent_label != NULL)
        member->label_version = record_mark_label(&marks, member->agent_label);
    struct seal_place place =
        record_description_place(&record_kinds[RECORD_AGENT], organization_id, &member->agent_id);
    return vault_open_text(db, &place, db_get_bytes(result, row, 2), &member->description);
}

static void select_members(struct query *q, struct db *db, const struct uuid *organization_id,
                           const struct uuid *team_id)
{
    query_begin(q, db,
                "SELECT a.id, a.name, a.description, a.model, m.role, m.agent_version, "
                "m.agent_label, a.version, a.archived_at, a.marks FROM team_members m "
                "JOIN agents a ON a.organization_id = m.organization_id AND a.id = m.agent_id");
    query_bind(q, " WHERE m.team_id = ", db_uuid(team_id));
    query_bind(q, " AND m.organization_id = ", db_uuid(organization_id));
    query_add(q, " ORDER BY m.position LIMIT 100");
}

static void ahead(struct db *db, const struct uuid *organization_id, const struct uuid *id)
{
    struct query q;
    select_members(&q, db, organization_id, id);
    query_ahead(&q);
}

static enum err load_members(struct db *db, struct team *team)
{
    struct query q;
    struct db_result result;
    select_members(&q, db, &team->organization_id, &team->id);
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    team->member_count = result.row_count;
    team->members = arena_array(db_arena(db), (size_t)result.row_count + 1, sizeof *team->members);
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++)
        err = read_member(db, &team->organization_id, &result, i, &team->members[i]);
    return err;
}

static enum err read(struct db *db, void *record)
{
    struct team *team = record;
    if (team_kind_parse(team->content.facet, &team->kind) != ERR_NONE)
        die("an unknown kind of team");
    team->settings = team->content.parts[TEAM_PART_SETTINGS];
    return load_members(db, team);
}

enum err team_get(struct db *db, const struct actor *actor, const struct uuid *id,
                  struct team *team)
{
    return record_load(db, actor, &team_store, id, PERMISSION_TEAM_SEE, RECORD_WHOLE, team);
}

enum err team_get_by_name(struct db *db, const struct actor *actor, const char *name,
                          struct team *team)
{
    struct record_found found;
    enum err err = record_find(db, actor, team_store.kind, name, &found);
    return err == ERR_NONE ? team_get(db, actor, &found.id, team) : err;
}

enum err team_plan_of(struct arena *arena, const struct team *team, struct team_plan *plan)
{
    return team->settings.data == NULL ? ERR_DENIED : team_plan_read(arena, &team->content, plan);
}

/* ---- versions ----------------------------------------------------------------------------- */

/* The links of a version, with the agents as they are now: by position, as its members. An agent
 * that is gone left the name that it had then. */
static void select_linked(struct query *q, struct db *db, const struct record_source *source)
{
    const struct uuid *organization_id = &source->head->organization_id;
    query_begin(q, db,
                "SELECT l.target_name, a.id, a.name, a.model, a.version, a.archived_at, a.marks "
                "FROM record_links l LEFT JOIN agents a ON a.id = l.target_id");
    query_bind(q, " AND a.organization_id = ", db_uuid(organization_id));
    query_bind(q, " WHERE l.organization_id = ", db_uuid(organization_id));
    query_bind(q, " AND l.source_id = ", db_uuid(&source->head->id));
    query_add(q, " AND l.source_version = ");
    record_source_add(q, source);
    query_add(q, " ORDER BY l.position LIMIT 100");
}

void team_content_ahead(struct db *db, const struct record_source *source)
{
    struct query q;
    select_linked(&q, db, source);
    query_ahead(&q);
}

/* The row with an agent; the number of rows if it is gone. */
static int find_linked(const struct db_result *links, const struct uuid *agent_id)
{
    int row = 0;
    while (row < links->row_count) {
        struct uuid id = db_get_uuid(links, row, 1);
        if (uuid_equal(&id, agent_id))
            break;
        row++;
    }
    return row;
}

static void describe_member(struct db *db, const struct db_result *links, int position,
                            struct team_member_row *member)
{
    int row = find_linked(links, &member->agent_id);
    member->description = member->model = "";
    member->name = position < links->row_count ? db_get_text(links, position, 0) : "";
    if (row == links->row_count)
        return;
    struct record_marks marks = record_mark_read(db_arena(db), db_get_text(links, row, 6));
    member->name = db_get_text(links, row, 2);
    member->model = db_get_text(links, row, 3);
    member->current_version = db_get_int(links, row, 4);
    member->archived_at = db_get_time(links, row, 5);
    if (member->agent_label != NULL)
        member->label_version = record_mark_label(&marks, member->agent_label);
}

static enum err name_members(struct db *db, const struct record_source *source,
                             struct team_content *content)
{
    struct query q;
    struct db_result links;
    select_linked(&q, db, source);
    enum err err = query_run(&q, &links);
    for (int i = 0; err == ERR_NONE && i < content->member_count; i++)
        describe_member(db, &links, i, &content->members[i]);
    return err;
}

enum err team_content_get(struct db *db, const struct record_head *head,
                          const struct record_version *version, struct team_content *content)
{
    struct arena *arena = db_arena(db);
    struct team_plan plan;
    enum err err = team_plan_read(arena, &version->content, &plan);
    if (err != ERR_NONE)
        return err;
    *content = (struct team_content){.kind = plan.kind,
                                     .member_count = plan.member_count,
                                     .settings = version->content.parts[TEAM_PART_SETTINGS]};
    content->members = arena_array(arena, (size_t)plan.member_count + 1, sizeof *content->members);
    for (int i = 0; i < plan.member_count; i++)
        content->members[i] =
            (struct team_member_row){.agent_id = plan.members[i].agent_id,
                                     .role = plan.members[i].role,
                                     .agent_version = plan.members[i].agent_version,
                                     .agent_label = plan.members[i].agent_label};
    struct record_source source = record_version_source(head, version);
    return name_members(db, &source, content);
}

/* ---- events ------------------------------------------------------------------------------- */

static const json_t *parse_stored(struct arena *arena, struct text settings)
{
    return settings.data == NULL ? json_keep(arena, json_object())
                                 : json_stored(arena, settings, "settings of a team");
}

/* Each changed path of the settings is a field of its own. */
static void describe_settings(struct arena *arena, struct text before, struct text after,
                              json_t *details)
{
    struct json_diff diff;
    json_diff(arena, parse_stored(arena, before), parse_stored(arena, after), &diff);
    for (int i = 0; i < diff.count; i++) {
        const struct json_change *item = &diff.changes[i];
        audit_change(details, arena_printf(arena, "settings.%s", item->path), item->before.data,
                     item->after.data);
    }
    if (diff.has_more)
        audit_secret(details, "settings");
}

static const char *pin_words(struct arena *arena, const struct team_member *member)
{
    if (member->agent_label != NULL)
        return arena_printf(arena, ", label %s", member->agent_label);
    return member->agent_version == 0
               ? ""
               : arena_printf(arena, ", version %" PRId64, member->agent_version);
}

/* The members of a content, and their agents for the names. */
struct crew {
    struct team_member *members;
    int count;
};

static struct crew crew_of(struct arena *arena, struct text members)
{
    struct crew crew = {NULL, 0};
    if (members.data != NULL)
        crew.members = team_members_read(arena, members, &crew.count);
    return crew;
}

static void add_crew(struct record_briefs *agents, const struct crew *crew)
{
    for (int i = 0; i < crew->count; i++)
        record_briefs_add(agents, &record_kinds[RECORD_AGENT], &crew->members[i].agent_id);
}

/* By name, role and what they follow: "Ada (lead)", "Bea (worker, version 3)"; JSON null if there
 * is no content. A new reference. */
static json_t *crew_words(struct db *db, const struct record_briefs *agents,
                          const struct crew *crew)
{
    struct arena *arena = db_arena(db);
    if (crew->members == NULL)
        return json_null();
    json_t *words = json_array();
    for (int i = 0; i < crew->count; i++) {
        const struct team_member *member = &crew->members[i];
        const char *name = record_briefs_find(agents, &member->agent_id)->name;
        if (name == NULL)
            name = work_id(db, &member->agent_id);
        json_array_append_new(
            words, json_string(arena_printf(arena, "%s (%s%s)", name, team_role_names[member->role],
                                            pin_words(arena, member))));
    }
    return words;
}

static void describe_members(struct db *db, const struct record_head *head, struct text before,
                             struct text after, json_t *details)
{
    struct crew old = crew_of(db_arena(db), before), new = crew_of(db_arena(db), after);
    struct record_briefs agents =
        record_briefs_begin(db, &head->organization_id, old.count + new.count);
    if (before.data != NULL && after.data != NULL && before.len == after.len &&
        memcmp(before.data, after.data, before.len) == 0)
        return;
    add_crew(&agents, &old);
    add_crew(&agents, &new);
    if (record_briefs_load(&agents) != ERR_NONE)
        return; /* the request fails */
    json_object_set_new(details, "members",
                        json_pack("{s:o, s:o}", "before", crew_words(db, &agents, &old), "after",
                                  crew_words(db, &agents, &new)));
}

static void describe(struct db *db, const struct record_head *head,
                     const struct record_content *before, const struct record_content *after,
                     json_t *details)
{
    if (after->facet != NULL)
        audit_change(details, "kind", before->facet, after->facet);
    describe_members(db, head, before->parts[TEAM_PART_MEMBERS], after->parts[TEAM_PART_MEMBERS],
                     details);
    describe_settings(db_arena(db), before->parts[TEAM_PART_SETTINGS],
                      after->parts[TEAM_PART_SETTINGS], details);
}

/* ---- rules -------------------------------------------------------------------------------- */

/* A team is not restored while a member is archived. */
static enum err check_archived(const struct work *work, const void *record, bool is_archived)
{
    const struct team *team = record;
    struct buf names;
    if (is_archived)
        return ERR_NONE;
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

/* The members of the current version, as the database knows them. */
static enum err write(const struct work *work, const struct record_head *head,
                      const struct record_fields *fields)
{
    int count = 0;
    const struct team_member *members =
        team_members_read(db_arena(work->db), fields->content.parts[TEAM_PART_MEMBERS], &count);
    enum err err =
        db_change(work->db, "DELETE FROM team_members WHERE organization_id = $1 AND team_id = $2",
                  db_uuid(&head->organization_id), db_uuid(&head->id));
    for (int i = 0; err == ERR_NONE && i < count; i++) {
        int64_t version = members[i].agent_version;
        err = db_change_one(
            work->db,
            "INSERT INTO team_members (organization_id, team_id, agent_id, position, role, "
            "agent_version, agent_label) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            db_uuid(&head->organization_id), db_uuid(&head->id), db_uuid(&members[i].agent_id),
            db_int(i), db_text(team_role_names[members[i].role]),
            version == 0 ? db_null_of(DB_INT) : db_int(version), db_text(members[i].agent_label));
    }
    return err;
}

const struct record_store team_store = {
    .kind = &record_kinds[RECORD_TEAM],
    .size = sizeof(struct team),
    .ahead = ahead,
    .read = read,
    .prepare = team_draft_prepare,
    .check = team_draft_check,
    .describe = describe,
    .write = write,
    .check_label = register_check_label,
    .forget = register_forget,
    .check_archived = check_archived,
    .scope = team_scope_of,
};

/* ---- verbs -------------------------------------------------------------------------------- */

static struct work begin(struct db *db, const struct actor *actor, struct team_problem *problem)
{
    *problem = (struct team_problem){.plan = {.count = 0}};
    return work_begin(db, actor, &problem->problem);
}

enum err team_create(struct db *db, const struct actor *actor, const struct team_draft *draft,
                     struct record_saved *saved, struct team_problem *problem)
{
    struct work work = begin(db, actor, problem);
    struct team_save save = {.draft = draft, .problems = &problem->plan};
    struct record_fields fields;
    enum err err = record_draft_check(&work, &draft->record, &fields);
    fields.draft = &save;
    return err == ERR_NONE ? record_create(&work, &team_store, &fields, saved) : err;
}

enum err team_update(struct db *db, const struct actor *actor, const struct team_draft *draft,
                     struct record_saved *saved, struct team_problem *problem)
{
    struct work work = begin(db, actor, problem);
    struct team_save save = {.draft = draft, .problems = &problem->plan};
    struct record_key key = {draft->id, draft->based_on_revision};
    struct record_fields fields;
    enum err err = record_draft_check(&work, &draft->record, &fields);
    fields.draft = &save;
    return err == ERR_NONE ? record_update(&work, &team_store, &key, &fields, saved) : err;
}
