#include "data/agent/agent_provider.h"

#include "data/agent/agent.h"
#include "data/register/register_provider.h"

enum { AGENTS_AT_ONCE = 100 };

enum { COLUMN_ORGANIZATION, COLUMN_ID, COLUMN_VERSION, COLUMN_KEY, COLUMN_CONFIG };

/* An agent, and the provider that its config names. */
struct found {
    struct record_head head;
    const char *provider;
};

static enum err read_one(struct db *db, const struct db_result *result, int row,
                         struct found *found)
{
    struct record_content content = {.facet = ""};
    found->head =
        (struct record_head){.store = &agent_store,
                             .id = db_get_uuid(result, row, COLUMN_ID),
                             .organization_id = db_get_uuid(result, row, COLUMN_ORGANIZATION)};
    struct record_sealed sealed = {result,
                                   row,
                                   COLUMN_CONFIG,
                                   found->head.organization_id,
                                   db_get_uuid(result, row, COLUMN_VERSION),
                                   db_get_uuid(result, row, COLUMN_KEY)};
    enum err err = record_open(db, agent_store.kind, &sealed, &content);
    if (err != ERR_NONE)
        return err;
    found->provider = agent_config_provider(
        json_stored(db_arena(db), agent_config_of(&content), "a stored config"));
    return ERR_NONE;
}

/* Whoever saved the agent meanwhile has written what it names now. */
static enum err write_one(struct db *db, const struct found *found)
{
    struct db_result there;
    enum err err = db_select(
        db, &there, "SELECT 1 FROM agent_providers WHERE organization_id = $1 AND agent_id = $2",
        db_uuid(&found->head.organization_id), db_uuid(&found->head.id));
    return err == ERR_NONE && there.row_count == 0
               ? register_provider_store(db, &found->head, found->provider)
               : err;
}

static enum err write_all(struct db *db, const struct found *found, int count)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < count; i++)
        err = write_one(db, &found[i]);
    return err;
}

enum err agent_provider_fill(struct db *db, bool *has_more)
{
    struct db_result result;
    struct found found[AGENTS_AT_ONCE];
    enum err err =
        db_select(db, &result,
                  "SELECT a.organization_id, a.id, v.id, o.data_key_id, v.config FROM agents a "
                  "JOIN organizations o ON o.id = a.organization_id "
                  "JOIN agent_versions v ON v.organization_id = a.organization_id "
                  "AND v.record_id = a.id AND v.version = a.version "
                  "WHERE NOT EXISTS (SELECT 1 FROM agent_providers p WHERE "
                  "p.organization_id = a.organization_id AND p.agent_id = a.id) LIMIT $1",
                  db_int(AGENTS_AT_ONCE));
    *has_more = err == ERR_NONE && result.row_count == AGENTS_AT_ONCE;
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++)
        err = read_one(db, &result, i, &found[i]);
    if (err == ERR_NONE)
        err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, write_all(db, found, result.row_count)) : err;
}
