#include "data/agent/agent_save.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "data/agent/agent_link.h"
#include "data/agent/agent_model.h"
#include "data/audit/audit.h"
#include "domain/diff/json_diff.h"

/* What changed between two states of an agent; of a new one everything. */
struct difference {
    bool is_new;
    bool has_name;
    bool is_any;
};

static struct difference compare(const struct agent *before, const struct agent_fields *after)
{
    struct difference differs = {.has_name = strcmp(before->name, after->name) != 0};
    bool has_config =
        before->config.len != after->config_text.len ||
        memcmp(before->config.data, after->config_text.data, after->config_text.len) != 0;
    differs.is_any = differs.has_name || has_config || after->message[0] != '\0' ||
                     strcmp(before->description, after->description) != 0;
    return differs;
}

/* The handoffs of other agents name this one. */
static enum err check_nobody_hands_over(const struct work *work, const struct agent *agent)
{
    struct db_result result;
    enum err err =
        db_select(work->db, &result,
                  "SELECT a.name FROM agent_handoffs h CROSS JOIN agents a "
                  "WHERE h.target_id = $1 AND a.id = h.agent_id AND a.organization_id = $2 "
                  "AND a.version = h.version ORDER BY a.name LIMIT 1000",
                  db_uuid(&agent->id), db_uuid(&agent->organization_id));
    if (err != ERR_NONE || result.row_count == 0)
        return err;
    return work_refuse(work, ERR_CONFLICT, "name",
                       arena_printf(db_arena(work->db),
                                    "Other agents hand over to this one: %s. Its name must stay "
                                    "while they do.",
                                    work_names(work->db, &result)));
}

enum { SHOWN_CHANGES = 50, SHOWN_LEN = 300 /* bytes */ };

/* A value of the config as events keep it: the versions have it whole. */
static const char *shorten(struct arena *arena, struct text text)
{
    if (text.data == NULL || text.len <= SHOWN_LEN)
        return text.data;
    size_t len = SHOWN_LEN;
    while (len > 0 && ((unsigned char)text.data[len] & 0xc0) == 0x80)
        len--;
    const char *start = arena_copy(arena, text.data, len);
    return arena_printf(arena, "%s…", start);
}

static const json_t *config_before(struct arena *arena, const struct agent *before)
{
    json_t *config = NULL;
    const char *problem = NULL;
    if (before->config.data == NULL)
        return json_keep(arena, json_object());
    if (json_parse(arena, before->config.data, before->config.len, &config, &problem) != ERR_NONE)
        die("a stored config that is no JSON");
    return config;
}

/* Before and after of every changed path of the config. */
static void describe_config(struct arena *arena, const struct agent_change *change, json_t *details)
{
    struct json_diff diff;
    json_diff(arena, config_before(arena, change->before), change->after->config, &diff);
    for (int i = 0; i < diff.count && i < SHOWN_CHANGES; i++) {
        const struct json_change *one = &diff.changes[i];
        const char *dot = one->path[0] == '[' ? "" : ".";
        audit_change(details, arena_printf(arena, "config%s%s", dot, one->path),
                     shorten(arena, one->before), shorten(arena, one->after));
    }
    if (diff.count > SHOWN_CHANGES)
        audit_change(details, "config", NULL,
                     arena_printf(arena, "and %d%s more changes", diff.count - SHOWN_CHANGES,
                                  diff.has_more ? " or" : ""));
}

static json_t *describe(struct db *db, const struct agent_change *change, int64_t version)
{
    const struct agent *before = change->before;
    const struct agent_fields *after = change->after;
    json_t *details = json_object();
    audit_change(details, "name", before->name, after->name);
    audit_change(details, "description", work_text(before->description),
                 work_text(after->description));
    audit_change(details, "message", NULL, work_text(after->message));
    audit_change(details, "version", work_number(db, before->version), work_number(db, version));
    describe_config(db_arena(db), change, details);
    return details;
}

static enum err insert_agent(const struct work *work, const struct agent *agent,
                             const struct agent_fields *fields)
{
    enum err err = db_change_one(
        work->db,
        "INSERT INTO agents (id, organization_id, name, description, model, version, owner_id, "
        "created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
        db_uuid(&agent->id), db_uuid(&agent->organization_id), db_text(fields->name),
        db_text(fields->description), db_text(agent_config_model(fields->config)),
        db_int(fields->number), db_uuid(&agent->owner_id), db_time(agent->created_at));
    return err == ERR_CONFLICT ? record_refuse_taken(work, &agent_store) : err;
}

static enum err update_agent(const struct work *work, const struct agent *agent,
                             const struct agent_fields *fields)
{
    enum err err = db_change_one(
        work->db,
        "UPDATE agents SET name = $4, description = $5, model = $6, version = version + 1, "
        "updated_at = $7 WHERE organization_id = $1 AND id = $2 AND version = $3",
        db_uuid(&agent->organization_id), db_uuid(&agent->id), db_int(agent->version),
        db_text(fields->name), db_text(fields->description),
        db_text(agent_config_model(fields->config)), db_time(clock_now()));
    return err == ERR_CONFLICT ? record_refuse_taken(work, &agent_store) : err;
}

/* An agent that is saved is active: only such ones are counted. */
static enum err count_models(struct db *db, const struct agent_change *change, bool is_new)
{
    const struct agent *before = change->before;
    const char *model = agent_config_model(change->after->config);
    if (!is_new && strcmp(before->model, model) == 0)
        return ERR_NONE;
    enum err err = agent_model_add(db, &before->organization_id, model, 1);
    return err != ERR_NONE || is_new
               ? err
               : agent_model_add(db, &before->organization_id, before->model, -1);
}

/* The rules that need the database. */
static enum err check(const struct work *work, const struct agent_change *change,
                      const struct difference *differs, struct agent_links *links)
{
    enum err err = ERR_NONE;
    if (differs->has_name)
        err = record_check_name(work, &agent_store, &change->before->head, change->after->name);
    if (err == ERR_NONE && differs->has_name && !differs->is_new)
        err = check_nobody_hands_over(work, change->before);
    if (err != ERR_NONE)
        return err;
    return agent_link_check(work, change->before, change->after, links, change->problems);
}

static enum err write(const struct work *work, const struct agent_change *change,
                      const struct difference *differs, int64_t version)
{
    const struct agent *agent = change->before;
    const struct agent_fields *fields = change->after;
    struct agent_links links;
    enum err err = check(work, change, differs, &links);
    if (err != ERR_NONE)
        return err;
    err = differs->is_new ? insert_agent(work, agent, fields) : update_agent(work, agent, fields);
    if (err == ERR_NONE)
        err = count_models(work->db, change, differs->is_new);
    if (err == ERR_NONE)
        err = agent_version_insert(work, agent, version, fields->config_text, fields->message);
    if (err == ERR_NONE)
        err = agent_link_insert(work->db, agent, version, &links);
    if (err != ERR_NONE)
        return err;
    return record_audit(work, &agent_store, change->action, &agent->head,
                        describe(work->db, change, version));
}

enum err agent_save(const struct work *work, const struct agent_change *change, int64_t *version)
{
    struct difference differs = compare(change->before, change->after);
    *version = change->before->version;
    if (!differs.is_any)
        return ERR_NONE;
    enum err err = write(work, change, &differs, change->before->version + 1);
    if (err == ERR_NONE)
        *version = change->before->version + 1;
    return err;
}

/* Begins a verb: no problem yet. */
static struct work begin(struct db *db, const struct actor *actor, struct agent_problem *problem)
{
    *problem = (struct agent_problem){.config = {.count = 0}};
    return work_begin(db, actor, &problem->problem);
}

static enum err create(const struct work *work, const struct agent_fields *fields, struct uuid *id,
                       struct config_problems *problems)
{
    struct agent agent;
    enum err err = record_new(work->actor, &agent_store, &agent);
    if (err != ERR_NONE)
        return err;
    struct agent_change change = {"agent.create", &agent, fields, problems};
    struct difference differs = {.is_new = true, .has_name = true, .is_any = true};
    *id = agent.id;
    return write(work, &change, &differs, fields->number);
}

enum err agent_create(struct db *db, const struct actor *actor, const struct agent_draft *draft,
                      struct uuid *id, struct agent_problem *problem)
{
    static const struct uuid nobody;
    struct work work = begin(db, actor, problem);
    struct agent_fields fields;
    enum err err = agent_draft_check(&work, draft, &fields, &problem->config);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, &agent_store, create(&work, &fields, id, &problem->config),
                         "agent.create", &nobody);
}

/* Loads what a person saw at based_on_version; ERR_STALE if it is no longer that. */
static enum err load_seen(const struct work *work, const struct uuid *id, int64_t based_on_version,
                          struct agent *agent)
{
    enum err err = agent_load_editable(work, id, PERMISSION_AGENT_CHANGE, agent);
    return err == ERR_NONE ? record_check_seen(work, &agent_store, &agent->head, based_on_version)
                           : err;
}

static enum err update(const struct work *work, const struct agent_draft *draft,
                       struct agent_change *change, int64_t *version)
{
    struct agent agent;
    enum err err = load_seen(work, &draft->id, draft->based_on_version, &agent);
    change->before = &agent;
    return err == ERR_NONE ? agent_save(work, change, version) : err;
}

enum err agent_update(struct db *db, const struct actor *actor, const struct agent_draft *draft,
                      int64_t *version, struct agent_problem *problem)
{
    struct work work = begin(db, actor, problem);
    struct agent_fields fields;
    struct agent_change change = {"agent.update", NULL, &fields, &problem->config};
    enum err err = agent_draft_check(&work, draft, &fields, &problem->config);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, &agent_store, update(&work, draft, &change, version), change.action,
                         &draft->id);
}

static enum err restore_version(const struct work *work, const struct agent_restore_draft *draft,
                                int64_t *version, struct config_problems *problems)
{
    struct agent agent;
    struct agent_version old;
    enum err err = load_seen(work, &draft->id, draft->based_on_version, &agent);
    if (err == ERR_NONE)
        err = agent_version_load(work->db, &agent, draft->version, true, &old);
    if (err != ERR_NONE)
        return err;
    struct agent_fields fields = {
        .name = agent.name,
        .description = agent.description,
        .message = arena_printf(db_arena(work->db), "Restored version %" PRId64, draft->version),
    };
    struct agent_change change = {"agent.restore_version", &agent, &fields, problems};
    err = agent_draft_check_config(work, old.config, &fields, problems);
    return err == ERR_NONE ? agent_save(work, &change, version) : err;
}

enum err agent_restore_version(struct db *db, const struct actor *actor,
                               const struct agent_restore_draft *draft, int64_t *version,
                               struct agent_problem *problem)
{
    struct work work = begin(db, actor, problem);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, &agent_store,
                         restore_version(&work, draft, version, &problem->config),
                         "agent.restore_version", &draft->id);
}
