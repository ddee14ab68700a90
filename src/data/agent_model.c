#include "data/agent_model.h"

enum err agent_model_add(struct db *db, const struct uuid *organization_id, const char *model,
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
