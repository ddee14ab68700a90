#include "data/agent/agent.h"

#include "data/agent/agent_link.h"
#include "data/agent/agent_model.h"
#include "data/agent/agent_store.h"
#include "data/audit/audit.h"
#include "data/record/record_state.h"

enum err agent_get(struct db *db, const struct actor *actor, const struct uuid *id,
                   struct agent *agent)
{
    enum err err = agent_load(db, actor, id, PERMISSION_AGENT_SEE, agent);
    if (err != ERR_NONE)
        return err;
    struct policy_target target = agent_target(agent);
    return agent_load_content(db, agent, policy_allows(actor, PERMISSION_AGENT_READ, &target));
}

enum err agent_get_by_name(struct db *db, const struct actor *actor, const char *name,
                           struct agent *agent)
{
    struct uuid id;
    enum err err = record_find(db, actor, &agent_store, name, &id);
    return err == ERR_NONE ? agent_get(db, actor, &id, agent) : err;
}

enum err agent_find_names(struct db *db, const struct actor *actor, const char *const *names,
                          int count, struct uuid *ids)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    if (!policy_allows(actor, PERMISSION_AGENT_SEE, &target))
        return ERR_DENIED;
    return agent_link_find(db, &actor->organization_id, names, count, ids);
}

static void read_own(const struct db_result *result, int at, void *record)
{
    struct agent *agent = record;
    agent->model = db_get_text(result, 0, at);
    agent->version_count = db_get_int(result, 0, at + 1);
}

/* So that the list knows which models there are. */
static enum err count(struct db *db, const void *record, int by)
{
    const struct agent *agent = record;
    return agent_model_add(db, &agent->organization_id, agent->model, by);
}

static enum err check_archived(const struct work *work, void *record, bool is_archived)
{
    const struct agent *agent = record;
    struct db_result result;
    if (!is_archived)
        return ERR_NONE;
    enum err err =
        db_select(work->db, &result,
                  "SELECT t.name FROM team_members m CROSS JOIN teams t WHERE m.agent_id = $1 "
                  "AND t.id = m.team_id AND t.organization_id = $2 AND t.archived_at IS NULL "
                  "ORDER BY t.name LIMIT 1000",
                  db_uuid(&agent->id), db_uuid(&agent->organization_id));
    if (err != ERR_NONE || result.row_count == 0)
        return err;
    return work_refuse(work, ERR_CONFLICT, "",
                       arena_printf(db_arena(work->db),
                                    "“%s” is a member of active teams: %s. Remove it there first.",
                                    agent->name, work_names(work->db, &result)));
}

/* Teams that have it as a member in whatever state, and agents that hand over to it now. */
static const char users_sql[] =
    "SELECT a.name AS name FROM agent_handoffs h CROSS JOIN agents a "
    "WHERE h.target_id = $1 AND a.id = h.agent_id AND a.organization_id = $2 "
    "AND a.version = h.version "
    "UNION SELECT t.name AS name FROM team_members m CROSS JOIN teams t "
    "WHERE m.agent_id = $1 AND t.id = m.team_id AND t.organization_id = $2 "
    "ORDER BY name LIMIT 1000";

static enum err check_delete(const struct work *work, void *record)
{
    const struct agent *agent = record;
    struct db_result result;
    enum err err = db_select(work->db, &result, users_sql, db_uuid(&agent->id),
                             db_uuid(&agent->organization_id));
    if (err != ERR_NONE || result.row_count == 0)
        return err;
    return work_refuse(work, ERR_CONFLICT, "",
                       arena_printf(db_arena(work->db),
                                    "Teams and other agents still refer to this one: %s.",
                                    work_names(work->db, &result)));
}

static void describe(struct db *db, const void *record, json_t *details)
{
    const struct agent *agent = record;
    audit_change(details, "model", agent->model, NULL);
    audit_change(details, "version", work_number(db, agent->version), NULL);
}

const struct record_store agent_store = {
    .type = "agent",
    .one = "an agent",
    .see = PERMISSION_AGENT_SEE,
    .create = PERMISSION_AGENT_CREATE,
    .change = PERMISSION_AGENT_CHANGE,
    .remove = PERMISSION_AGENT_DELETE,
    .archive = "agent.archive",
    .restore = "agent.restore",
    .transfer = "agent.transfer",
    .delete_for_good = "agent.delete",
    .load_sql = RECORD_LOAD(
        "agents", "r.model, (SELECT count(*) FROM agent_versions c WHERE c.agent_id = r.id)"),
    .find_sql = RECORD_FIND("agents"),
    .archive_sql = RECORD_ARCHIVE("agents"),
    .transfer_sql = RECORD_TRANSFER("agents"),
    .delete_sql = RECORD_DELETE("agents"),
    .size = sizeof(struct agent),
    .read = read_own,
    .check_archived = check_archived,
    .check_delete = check_delete,
    .describe = describe,
    .count = count,
};

enum err agent_archive(struct db *db, const struct actor *actor, const struct uuid *id,
                       struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    return record_archive(&work, &agent_store, id);
}

enum err agent_restore(struct db *db, const struct actor *actor, const struct uuid *id,
                       struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    return record_restore(&work, &agent_store, id);
}

enum err agent_delete(struct db *db, const struct actor *actor, const struct uuid *id,
                      const char *typed_name, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    return record_delete(&work, &agent_store, id, typed_name);
}

enum err agent_transfer(struct db *db, const struct actor *actor, const struct uuid *id,
                        const struct uuid *owner_id, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    return record_transfer(&work, &agent_store, id, owner_id);
}
