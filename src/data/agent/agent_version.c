#include "data/agent/agent_version.h"

#include "data/agent/agent_store.h"
#include "data/identity/person.h"

static enum err read_entry(struct db *db, const struct db_result *result, int row,
                           struct agent_version *version)
{
    *version = (struct agent_version){
        .version = db_get_int(result, row, 0),
        .message = db_get_text(result, row, 1),
        .author_id = db_get_uuid(result, row, 2),
        .created_at = db_get_time(result, row, 3),
    };
    return person_name(db, result, row, 4, &version->author_name);
}

enum err agent_version_list(struct db *db, const struct actor *actor, const struct uuid *agent_id,
                            int64_t before_version, struct agent_version_list *list)
{
    struct agent agent;
    struct db_result result;
    enum err err = agent_load(db, actor, agent_id, PERMISSION_AGENT_SEE, &agent);
    if (err == ERR_NONE)
        err =
            db_select(db, &result,
                      "SELECT v.version, v.message, v.author_id, v.created_at, " PERSON_COLUMNS(
                          a) " FROM agent_versions v CROSS JOIN users a "
                             "WHERE v.agent_id = $1 AND v.version < $2 AND v.organization_id = $3 "
                             "AND a.id = v.author_id ORDER BY v.version DESC LIMIT $4",
                      db_uuid(&agent.id), db_int(before_version > 0 ? before_version : INT64_MAX),
                      db_uuid(&agent.organization_id), db_int(AGENT_VERSION_LIMIT + 1));
    if (err != ERR_NONE)
        return err;
    bool has_more = result.row_count > AGENT_VERSION_LIMIT;
    list->count = has_more ? AGENT_VERSION_LIMIT : result.row_count;
    list->versions = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->versions);
    for (int i = 0; err == ERR_NONE && i < list->count; i++)
        err = read_entry(db, &result, i, &list->versions[i]);
    list->next_before = has_more ? list->versions[list->count - 1].version : 0;
    list->newer_before = -1;
    if (err != ERR_NONE || before_version == 0)
        return err;
    struct record_newer newer = {.newer_sql = RECORD_NEWER("agent_versions", "agent_id"),
                                 .top = list->count > 0 ? list->versions[0].version
                                                        : before_version - 1,
                                 .limit = AGENT_VERSION_LIMIT};
    return record_find_newer(db, &agent.head, &newer, &list->newer_before);
}

enum err agent_version_get(struct db *db, const struct actor *actor, const struct uuid *agent_id,
                           int64_t number, struct agent_version *version)
{
    struct agent agent;
    enum err err = agent_load(db, actor, agent_id, PERMISSION_AGENT_READ, &agent);
    if (err != ERR_NONE)
        return err;
    return agent_version_load(db, &agent, number == 0 ? agent.version : number, true, version);
}
