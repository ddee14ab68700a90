#include "data/agent_bulk.h"

#include "data/agent_store.h"

static enum err archive(const struct work *work, const void *ctx, const struct uuid *id,
                        struct record_bulk_one *one)
{
    (void)ctx;
    struct agent agent;
    enum err err = agent_load(work->db, work->actor, id, PERMISSION_AGENT_SEE, &agent);
    if (err != ERR_NONE)
        return err;
    one->name = agent.name;
    one->organization_id = agent.organization_id;
    struct policy_target target = agent_target(&agent);
    if (!policy_allows(work->actor, PERMISSION_AGENT_CHANGE, &target))
        return ERR_DENIED;
    if (agent.archived_at != 0)
        return ERR_NONE;
    err = agent_set_archived(work, &agent, true);
    one->is_changed = err == ERR_NONE;
    return err;
}

enum err agent_bulk_archive(struct db *db, const struct actor *actor,
                            const struct record_selection *selection,
                            struct record_bulk_result *result)
{
    static const struct record_bulk bulk = {"agent", "agent.archive", archive, NULL};
    return record_bulk_run(db, actor, &bulk, selection, result);
}
