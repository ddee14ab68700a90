#include "data/agent/agent_bulk.h"

#include "data/agent/agent_store.h"
#include "data/record/record_state.h"

enum err agent_bulk_archive(struct db *db, const struct actor *actor,
                            const struct record_selection *selection,
                            struct record_bulk_result *result)
{
    return record_archive_many(db, actor, &agent_store, selection, result);
}
