#include "data/agent/agent_model.h"

#include "data/db/gather.h"

static enum err write_count(struct db *db, const struct uuid *organization_id, const char *model,
                            int change)
{
    enum err err = db_change_one(
        db,
        "INSERT INTO agent_models (organization_id, model, agent_count) VALUES ($1, $2, $3) "
        "ON CONFLICT (organization_id, model) DO UPDATE "
        "SET agent_count = agent_models.agent_count + excluded.agent_count",
        db_uuid(organization_id), db_text(model), db_int(change));
    if (err != ERR_NONE || change > 0)
        return err;
    return db_change(db,
                     "DELETE FROM agent_models WHERE organization_id = $1 AND model = $2 "
                     "AND agent_count <= 0",
                     db_uuid(organization_id), db_text(model));
}

enum err agent_model_add(struct db *db, const struct uuid *organization_id, const char *model,
                         int change)
{
    return gather_add(db, write_count, organization_id, model, change)
               ? ERR_NONE
               : write_count(db, organization_id, model, change);
}
