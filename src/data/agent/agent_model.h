#ifndef DATA_AGENT_MODEL_H
#define DATA_AGENT_MODEL_H

#include "data/db/db.h"

/* Inside the data module: as many active agents more (or fewer) use this model. For whoever makes,
 * saves, archives, restores or deletes an agent, inside the open write transaction. */
MUST_USE enum err agent_model_add(struct db *db, const struct uuid *organization_id,
                                  const char *model, int change) NONNULL;

#endif
