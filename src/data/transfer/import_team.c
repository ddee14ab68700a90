#include "data/transfer/import_team_internal.h"

#include <string.h>

#include "base/buf.h"
#include "data/record/record_load.h"
#include "data/team/team.h"
#include "domain/record/name.h"

static enum err refuse_unknown(struct import_step *step, const char *field, const char *name)
{
    return work_refuse(&step->work, ERR_INVALID, field,
                       arena_printf(db_arena(step->work.db),
                                    "There is no agent “%s”, neither here nor in the document.",
                                    name));
}

static enum err find_end(struct import_step *step, import_find_agent *find, json_t *edge,
                         const char *key)
{
    const char *name = json_string_value(json_object_get(edge, key));
    struct uuid id;
    if (name == NULL)
        return ERR_NONE; /* the rules of teams say what is wrong */
    enum err err = find(step, name, &id);
    if (err == ERR_NOT_FOUND)
        return refuse_unknown(step, "settings.edges", name);
    if (err == ERR_NONE)
        json_object_set_new(edge, key, json_string(work_id(step->work.db, &id)));
    return err;
}

static enum err find_edges(struct import_step *step, import_find_agent *find, json_t *settings)
{
    const json_t *edges = json_object_get(settings, "edges");
    size_t index = 0;
    json_t *edge = NULL;
    if (json_array_size(edges) > TEAM_EDGES_MAX)
        return ERR_NONE; /* likewise: nothing is looked up for what is too much */
    json_array_foreach(edges, index, edge)
    {
        enum err err = json_is_object(edge) ? find_end(step, find, edge, "from") : ERR_NONE;
        if (err == ERR_NONE && json_is_object(edge))
            err = find_end(step, find, edge, "to");
        if (err != ERR_NONE)
            return err;
    }
    return ERR_NONE;
}

enum err import_team_draft(struct import_step *step, const struct bundle_version *version,
                           import_find_agent *find, struct team_draft *draft)
{
    struct arena *arena = db_arena(step->work.db);
    json_t *settings = json_keep(arena, json_deep_copy(version->team_settings));
    *draft = (struct team_draft){
        .plan = {.kind = version->kind, .member_count = version->member_count},
        .settings = settings,
    };
    draft->plan.members =
        arena_array(arena, (size_t)version->member_count + 1, sizeof *draft->plan.members);
    for (int i = 0; i < version->member_count; i++) {
        const struct bundle_member *from = &version->members[i];
        struct team_member *member = &draft->plan.members[i];
        *member = (struct team_member){.role = from->role,
                                       .agent_version = from->agent_version,
                                       .agent_label = from->agent_label};
        enum err err = find(step, from->agent, &member->agent_id);
        if (err == ERR_NOT_FOUND)
            return refuse_unknown(step, arena_printf(arena, "member_details[%d]", i), from->agent);
        if (err != ERR_NONE)
            return err;
    }
    return find_edges(step, find, settings);
}

/* Agents that are not there yet have an id of their own, the same each time. */
static enum err find_planned_agent(struct import_step *step, const char *name, struct uuid *id)
{
    struct record_found found;
    enum err err =
        record_find(step->work.db, step->work.actor, &record_kinds[RECORD_AGENT], name, &found);
    if (err == ERR_NONE)
        *id = found.id;
    if (err != ERR_NOT_FOUND)
        return err;
    int place = bundle_find(step->bundle, RECORD_AGENT, name);
    if (place < 0)
        return ERR_NOT_FOUND;
    *id = (struct uuid){{0xff}};
    for (int i = 0; i < 4; i++)
        id->bytes[12 + i] = (uint8_t)(place >> (8 * i));
    return ERR_NONE;
}

static bool is_same_label(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool is_same_members(const struct team *team, const struct team_draft *draft)
{
    if (team->member_count != draft->plan.member_count)
        return false;
    for (int i = 0; i < team->member_count; i++) {
        const struct team_member_row *a = &team->members[i];
        const struct team_member *b = &draft->plan.members[i];
        if (!uuid_equal(&a->agent_id, &b->agent_id) || a->role != b->role ||
            a->agent_version != b->agent_version || !is_same_label(a->agent_label, b->agent_label))
            return false;
    }
    return true;
}

static enum err compare_team(struct import_step *step, struct import_plan *plan,
                             const struct team_draft *draft, const struct team *team)
{
    struct buf what;
    buf_init(&what, db_arena(step->work.db));
    if (team->kind != draft->plan.kind)
        import_add_word(&what, "kind");
    if (!is_same_members(team, draft))
        import_add_word(&what, "members");
    if (!import_is_same_json(db_arena(step->work.db), team->settings.data,
                             json_format(db_arena(step->work.db), draft->settings, JSON_LINE).data))
        import_add_word(&what, "settings");
    import_add_properties(step, plan, &team->head, &what);
    import_set_difference(plan, &what);
    return ERR_NONE;
}

/* The record's texts, as for a save of it. */
static void check_texts(struct import_step *step, struct import_plan *plan)
{
    struct record_fields fields;
    const struct bundle_version *version = bundle_current(&plan->record);
    struct record_draft draft = import_draft_of(plan, version);
    if (record_draft_check(&step->work, &draft, &fields) != ERR_NONE)
        import_refuse(plan, import_path(step, plan, version, step->work.problem->field),
                      step->work.problem->message);
}

static void refuse_problems(struct import_step *step, struct import_plan *plan,
                            const struct bundle_version *version,
                            const struct config_problems *problems)
{
    for (int i = 0; i < problems->count; i++)
        import_refuse(
            plan,
            arena_printf(db_arena(step->work.db), "%s.%s", version->path, problems->items[i].path),
            problems->items[i].message);
}

/* What a version says has to keep the rules of teams, and to name agents that are somewhere. */
static enum err check_version(struct import_step *step, struct import_plan *plan,
                              const struct bundle_version *version, struct team_draft *draft)
{
    struct arena *arena = db_arena(step->work.db);
    struct config_problems problems = {.count = 0};
    enum err err = import_team_draft(step, version, find_planned_agent, draft);
    if (err == ERR_INVALID) {
        import_refuse(plan, arena_printf(arena, "%s.%s", version->path, step->work.problem->field),
                      step->work.problem->message);
        return ERR_NONE;
    }
    if (err != ERR_NONE)
        return err;
    if (team_settings_read(arena, draft->settings, &draft->plan, &problems) != ERR_NONE ||
        team_plan_check(arena, &draft->plan, &problems) != ERR_NONE)
        refuse_problems(step, plan, version, &problems);
    return ERR_NONE;
}

enum err import_plan_team(struct import_step *step, struct import_plan *plan)
{
    struct team team;
    struct team_draft draft = {.settings = NULL};
    const struct bundle_record *record = &plan->record;
    enum err err = ERR_NONE;
    enum err found = team_get_by_name(step->work.db, step->work.actor, record->name, &team);
    if (found != ERR_NONE && found != ERR_NOT_FOUND)
        return found;
    check_texts(step, plan);
    int first = found == ERR_NOT_FOUND ? 0 : record->version_count - 1;
    for (int i = first; err == ERR_NONE && i < record->version_count; i++)
        err = check_version(step, plan, &record->versions[i], &draft);
    if (err != ERR_NONE || found == ERR_NOT_FOUND)
        return err;
    plan->base_version = team.version;
    plan->base_revision = team.revision;
    plan->record_id = team.id;
    if (team.settings.data == NULL)
        return ERR_DENIED;
    return plan->outcome == IMPORT_REFUSED ? ERR_NONE : compare_team(step, plan, &draft, &team);
}
