#include "data/team/team_agent.h"

#include "data/listing/record_brief.h"

/* The seam takes so many questions at once. */
enum { AGENTS_AT_ONCE = 16 };

static enum err name_agents(struct db *db, const struct uuid *organization_id,
                            struct team_agent *agents, int count)
{
    struct record_briefs briefs = record_briefs_begin(db, organization_id, count);
    for (int i = 0; i < count; i++)
        record_briefs_add(&briefs, &record_kinds[RECORD_AGENT], &agents[i].id);
    enum err err = record_briefs_load(&briefs);
    for (int i = 0; err == ERR_NONE && i < count; i++) {
        const struct record_brief *brief = record_briefs_find(&briefs, &agents[i].id);
        agents[i].name = brief->name;
        agents[i].model = brief->name == NULL ? "" : brief->facet;
        agents[i].version = brief->version;
        agents[i].is_archived = brief->archived_at != 0;
        agents[i].labels = brief->marks.labels;
        agents[i].label_count = brief->marks.label_count;
    }
    return err;
}

static void read_versions(const struct db_result *result, struct team_agent *agent)
{
    agent->version_count = result->row_count;
    for (int i = 0; i < result->row_count; i++)
        agent->versions[i] = db_get_int(result, i, 0);
}

/* The last of them are asked together with the names. */
static enum err ask_versions(struct db *db, const struct uuid *organization_id,
                             const struct team_agent *agents, int count, struct db_result *results)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < count; i++) {
        db_later(db, &results[i],
                 "SELECT version FROM agent_versions WHERE organization_id = $1 "
                 "AND record_id = $2 ORDER BY version DESC LIMIT $3",
                 db_uuid(organization_id), db_uuid(&agents[i].id), db_int(TEAM_AGENT_VERSIONS_MAX));
        if (i % AGENTS_AT_ONCE == AGENTS_AT_ONCE - 1)
            err = db_collect(db);
    }
    return err;
}

enum err team_agent_load(struct db *db, const struct actor *actor,
                         const struct uuid *organization_id, struct team_agent *agents, int count)
{
    struct policy_target target = {.organization_id = *organization_id};
    if (!policy_allows(actor, PERMISSION_AGENT_SEE, &target))
        return ERR_DENIED;
    struct db_result *versions = arena_array(db_arena(db), (size_t)count + 1, sizeof *versions);
    enum err err = ask_versions(db, organization_id, agents, count, versions);
    if (err == ERR_NONE)
        err = name_agents(db, organization_id, agents, count);
    for (int i = 0; err == ERR_NONE && i < count; i++)
        read_versions(&versions[i], &agents[i]);
    return err;
}
