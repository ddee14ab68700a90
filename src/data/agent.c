#include "data/agent.h"

#include <string.h>

#include "base/clock.h"
#include "data/agent_link.h"
#include "data/agent_model.h"
#include "data/agent_store.h"
#include "data/audit.h"

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
    enum err err = agent_link_find(db, &actor->organization_id, &name, 1, &id);
    if (err != ERR_NONE)
        return err;
    return uuid_is_nil(&id) ? ERR_NOT_FOUND : agent_get(db, actor, &id, agent);
}

enum err agent_find_names(struct db *db, const struct actor *actor, const char *const *names,
                          int count, struct uuid *ids)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    if (!policy_allows(actor, PERMISSION_AGENT_SEE, &target))
        return ERR_DENIED;
    return agent_link_find(db, &actor->organization_id, names, count, ids);
}

static enum err set_archived(const struct work *work, const struct uuid *id, bool is_archived)
{
    struct agent agent;
    enum err err = db_begin(work->db);
    if (err != ERR_NONE)
        return err;
    err = agent_load(work->db, work->actor, id, PERMISSION_AGENT_CHANGE, &agent);
    if (err == ERR_NONE && (agent.archived_at != 0) != is_archived)
        err = agent_set_archived(work, &agent, is_archived);
    return agent_finish(work, err, is_archived ? "agent.archive" : "agent.restore", id);
}

enum err agent_archive(struct db *db, const struct actor *actor, const struct uuid *id,
                       struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    return set_archived(&work, id, true);
}

enum err agent_restore(struct db *db, const struct actor *actor, const struct uuid *id,
                       struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    return set_archived(&work, id, false);
}

/* Teams that have it as a member in whatever state, and agents that hand over to it now. */
static const char users_sql[] =
    "SELECT a.name AS name FROM agent_handoffs h CROSS JOIN agents a "
    "WHERE h.target_id = $1 AND a.id = h.agent_id AND a.organization_id = $2 "
    "AND a.version = h.version "
    "UNION SELECT t.name AS name FROM team_members m CROSS JOIN teams t "
    "WHERE m.agent_id = $1 AND t.id = m.team_id AND t.organization_id = $2 "
    "ORDER BY name LIMIT 1000";

static enum err check_unused(const struct work *work, const struct agent *agent)
{
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

/* The last word on an agent: its event keeps what its rows no longer can. */
static enum err audit_delete(const struct work *work, const struct agent *agent)
{
    json_t *details = json_object();
    audit_change(details, "name", agent->name, NULL);
    audit_change(details, "description", work_text(agent->description), NULL);
    audit_change(details, "model", agent->model, NULL);
    audit_change(details, "version", work_number(work->db, agent->version), NULL);
    return agent_audit(work, "agent.delete", agent, details);
}

static enum err delete_agent(const struct work *work, const struct uuid *id, const char *typed_name)
{
    struct agent agent;
    enum err err = agent_load(work->db, work->actor, id, PERMISSION_AGENT_DELETE, &agent);
    if (err != ERR_NONE)
        return err;
    if (strcmp(agent.name, typed_name) != 0)
        return work_refuse(work, ERR_INVALID, "name",
                           "This is not the name of the agent. Type it exactly as it is shown.");
    err = check_unused(work, &agent);
    if (err == ERR_NONE)
        err = audit_delete(work, &agent);
    if (err == ERR_NONE && agent.archived_at == 0)
        err = agent_model_add(work->db, &agent.organization_id, agent.model, -1);
    if (err != ERR_NONE)
        return err;
    return db_change_one(work->db, "DELETE FROM agents WHERE organization_id = $1 AND id = $2",
                         db_uuid(&agent.organization_id), db_uuid(&agent.id));
}

enum err agent_delete(struct db *db, const struct actor *actor, const struct uuid *id,
                      const char *typed_name, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return agent_finish(&work, delete_agent(&work, id, typed_name), "agent.delete", id);
}

static enum err transfer(const struct work *work, const struct uuid *id,
                         const struct uuid *owner_id)
{
    struct agent agent;
    enum err err = agent_load(work->db, work->actor, id, PERMISSION_AGENT_CHANGE, &agent);
    if (err == ERR_NONE)
        err = work_check_owner(work, &agent.organization_id, owner_id);
    if (err != ERR_NONE || uuid_equal(&agent.owner_id, owner_id))
        return err;
    err = db_change_one(
        work->db,
        "UPDATE agents SET owner_id = $3, updated_at = $4 WHERE organization_id = $1 AND id = $2",
        db_uuid(&agent.organization_id), db_uuid(&agent.id), db_uuid(owner_id),
        db_time(clock_now()));
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change(details, "owner_id", work_id(work->db, &agent.owner_id),
                 work_id(work->db, owner_id));
    return agent_audit(work, "agent.transfer", &agent, details);
}

enum err agent_transfer(struct db *db, const struct actor *actor, const struct uuid *id,
                        const struct uuid *owner_id, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return agent_finish(&work, transfer(&work, id, owner_id), "agent.transfer", id);
}
