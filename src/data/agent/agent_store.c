#include "data/agent/agent_store.h"

#include "base/clock.h"
#include "data/audit/activity.h"

enum err agent_load(struct db *db, const struct actor *actor, const struct uuid *id,
                    enum permission permission, struct agent *agent)
{
    return record_load(db, actor, &agent_store, id, permission, agent);
}

static struct seal_place config_place(const struct agent *agent, const struct uuid *version_id)
{
    return (struct seal_place){.table = "agent_versions",
                               .column = "config",
                               .organization_id = agent->organization_id,
                               .row_id = *version_id};
}

enum err agent_version_insert(const struct work *work, const struct agent *agent, int64_t number,
                              struct text config, const char *message)
{
    struct db *db = work->db;
    struct uuid id = uuid_make();
    struct uuid key_id;
    struct db_value sealed;
    struct seal_place place = config_place(agent, &id);
    if (uuid_is_nil(&work->actor->user_id))
        return ERR_DENIED;
    int64_t now = clock_now();
    enum err err = vault_organization_key(db, &agent->organization_id, &key_id);
    if (err == ERR_NONE)
        err = vault_seal(db, &key_id, &place, config, &sealed);
    if (err == ERR_NONE)
        err = activity_add(db, &agent->organization_id, ACTIVITY_AGENT_VERSION, now);
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        db,
        "INSERT INTO agent_versions (id, organization_id, agent_id, version, config, message, "
        "author_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        db_uuid(&id), db_uuid(&agent->organization_id), db_uuid(&agent->id), db_int(number), sealed,
        db_text(message), db_uuid(&work->actor->user_id), db_time(now));
}

enum err agent_version_load(struct db *db, const struct agent *agent, int64_t number,
                            bool is_readable, struct agent_version *version)
{
    struct db_result result;
    enum err err = db_select(
        db, &result,
        "SELECT v.message, v.created_at, v.author_id, v.id, o.data_key_id, "
        "v.config, " PERSON_COLUMNS(a) ", " RECORD_NEIGHBOURS(
            "agent_versions",
            "agent_id") " FROM agent_versions v CROSS JOIN users a CROSS JOIN organizations o "
                        "WHERE v.agent_id = $1 AND v.version = $2 AND v.organization_id = $3 "
                        "AND a.id = v.author_id AND o.id = v.organization_id",
        db_uuid(&agent->id), db_int(number), db_uuid(&agent->organization_id));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    *version = (struct agent_version){
        .version = number,
        .previous = db_get_int(&result, 0, 10),
        .next = db_get_int(&result, 0, 11),
        .message = db_get_text(&result, 0, 0),
        .created_at = db_get_time(&result, 0, 1),
        .author_id = db_get_uuid(&result, 0, 2),
    };
    struct uuid id = db_get_uuid(&result, 0, 3);
    struct uuid key_id = db_get_uuid(&result, 0, 4);
    struct seal_place place = config_place(agent, &id);
    if (is_readable)
        err = vault_unseal(db, &key_id, &place, db_get_bytes(&result, 0, 5), &version->config);
    return err == ERR_NONE ? person_name(db, &result, 0, 6, &version->author_name) : err;
}

enum err agent_load_content(struct db *db, struct agent *agent, bool is_readable)
{
    struct agent_version version;
    enum err err = agent_version_load(db, agent, agent->version, is_readable, &version);
    if (err == ERR_NOT_FOUND)
        die("an agent without its current version");
    if (err != ERR_NONE)
        return err;
    agent->config = version.config;
    agent->message = version.message;
    agent->author_id = version.author_id;
    agent->author_name = version.author_name;
    agent->saved_at = version.created_at;
    return ERR_NONE;
}

enum err agent_load_editable(const struct work *work, const struct uuid *id,
                             enum permission permission, struct agent *agent)
{
    enum err err = agent_load(work->db, work->actor, id, permission, agent);
    if (err == ERR_NONE)
        err = record_check_active(work, &agent_store, &agent->head);
    return err == ERR_NONE ? agent_load_content(work->db, agent, true) : err;
}
