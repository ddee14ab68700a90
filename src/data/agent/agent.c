#include "data/agent/agent.h"

#include "data/agent/agent_link.h"
#include "data/audit/audit.h"
#include "data/record/record_audit.h"
#include "data/reference/record_use.h"
#include "data/register/register.h"
#include "data/register/register_provider.h"
#include "domain/agent/agent_scope.h"
#include "domain/diff/json_diff.h"

enum { SHOWN_CHANGES = 50 };

static enum err read(struct db *db, void *record)
{
    struct agent *agent = record;
    (void)db;
    agent->model = agent->content.facet;
    agent->config = agent_config_of(&agent->content);
    return ERR_NONE;
}

/* ---- events ------------------------------------------------------------------------------- */

static const json_t *parse_stored(struct arena *arena, struct text config)
{
    return config.data == NULL ? json_keep(arena, json_object())
                               : json_stored(arena, config, "a stored config");
}

/* Before and after of every changed path of the config. */
static void describe(struct db *db, const struct record_head *head,
                     const struct record_content *before, const struct record_content *after,
                     json_t *details)
{
    struct arena *arena = db_arena(db);
    struct json_diff diff;
    (void)head;
    if (after->facet == NULL) /* the agent is deleted: its model says what it was */
        return;
    json_diff(arena, parse_stored(arena, agent_config_of(before)),
              parse_stored(arena, agent_config_of(after)), &diff);
    for (int i = 0; i < diff.count && i < SHOWN_CHANGES; i++) {
        const struct json_change *one = &diff.changes[i];
        const char *dot = one->path[0] == '[' ? "" : ".";
        audit_change(details, arena_printf(arena, "config%s%s", dot, one->path),
                     record_audit_short(arena, one->before), record_audit_short(arena, one->after));
    }
    if (diff.count > SHOWN_CHANGES)
        audit_change(details, "config", NULL,
                     arena_printf(arena, "and %s%s", diff.has_more ? "more than " : "",
                                  text_counted(arena, diff.count - SHOWN_CHANGES, "more change")));
}

/* ---- rules -------------------------------------------------------------------------------- */

/* A team can't do without its members. */
static enum err check_archived(const struct work *work, const void *record, bool is_archived)
{
    const struct record_head *head = record;
    const struct record_use_filter members = {.sort = LINK_MEMBER, .only_active = true};
    const char *names = NULL;
    if (!is_archived)
        return ERR_NONE;
    enum err err = record_use_names(work->db, head, &members, &names);
    if (err != ERR_NONE || names == NULL)
        return err;
    return work_refuse(work, ERR_CONFLICT, "",
                       arena_printf(db_arena(work->db),
                                    "“%s” is a member of active teams: %s. Remove it there first.",
                                    head->name, names));
}

/* The provider is in the sealed config alone; lists filter by it. */
static enum err write_provider(const struct work *work, const struct record_head *head,
                               const struct record_fields *fields)
{
    const json_t *config = parse_stored(db_arena(work->db), agent_config_of(&fields->content));
    return register_provider_store(work->db, head, agent_config_provider(config));
}

static void compare_scope(struct arena *arena, const struct record_content *live,
                          const struct record_content *next, struct scope *scope)
{
    agent_scope(arena, live == NULL ? NULL : parse_stored(arena, agent_config_of(live)),
                parse_stored(arena, agent_config_of(next)), scope);
}

const struct record_store agent_store = {
    .kind = &record_kinds[RECORD_AGENT],
    .size = sizeof(struct agent),
    .read = read,
    .check = agent_link_check,
    .describe = describe,
    .write = write_provider,
    .check_label = register_check_label,
    .forget = register_forget,
    .check_archived = check_archived,
    .scope = compare_scope,
};

enum err agent_get(struct db *db, const struct actor *actor, const struct uuid *id,
                   struct agent *agent)
{
    return record_load(db, actor, &agent_store, id, PERMISSION_AGENT_SEE, RECORD_WHOLE, agent);
}

enum err agent_get_by_name(struct db *db, const struct actor *actor, const char *name,
                           struct agent *agent)
{
    struct record_found found;
    enum err err = record_find(db, actor, agent_store.kind, name, &found);
    return err == ERR_NONE ? agent_get(db, actor, &found.id, agent) : err;
}

/* ---- saving ------------------------------------------------------------------------------- */

/* The config is checked and written down once. */
static enum err check_draft(const struct work *work, const struct agent_draft *draft,
                            struct agent_links *links, struct record_fields *fields)
{
    struct arena *arena = db_arena(work->db);
    struct config_problems *problems = links->problems;
    enum err err = record_draft_check(work, &draft->record, fields);
    if (err != ERR_NONE)
        return err;
    if (agent_config_check(arena, draft->config, problems) != ERR_NONE)
        return work_refuse(work, ERR_INVALID, "config", config_problems_text(arena, problems));
    fields->content = (struct record_content){.facet = agent_config_model(draft->config)};
    fields->content.parts[0] = json_format(arena, draft->config, JSON_LINE);
    fields->draft = links;
    return ERR_NONE;
}

/* Begins a verb: no problem yet. */
static struct work begin(struct db *db, const struct actor *actor, struct agent_problem *problem)
{
    *problem = (struct agent_problem){.config = {.count = 0}};
    return work_begin(db, actor, &problem->problem);
}

enum err agent_create(struct db *db, const struct actor *actor, const struct agent_draft *draft,
                      struct record_saved *saved, struct agent_problem *problem)
{
    struct work work = begin(db, actor, problem);
    struct agent_links links = {draft->config, draft->has_late_handoffs, &problem->config};
    struct record_fields fields;
    enum err err = check_draft(&work, draft, &links, &fields);
    return err == ERR_NONE ? record_create(&work, &agent_store, &fields, saved) : err;
}

enum err agent_update(struct db *db, const struct actor *actor, const struct agent_draft *draft,
                      struct record_saved *saved, struct agent_problem *problem)
{
    struct work work = begin(db, actor, problem);
    struct agent_links links = {draft->config, draft->has_late_handoffs, &problem->config};
    struct record_key key = {draft->id, draft->based_on_revision};
    struct record_fields fields;
    enum err err = check_draft(&work, draft, &links, &fields);
    return err == ERR_NONE ? record_update(&work, &agent_store, &key, &fields, saved) : err;
}
