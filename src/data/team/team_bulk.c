#include "data/team/team_bulk.h"

#include "data/record/record_state.h"
#include "data/team/team_store.h"

enum err team_bulk_archive(struct db *db, const struct actor *actor,
                           const struct record_selection *selection,
                           struct record_bulk_result *result)
{
    return record_archive_many(db, actor, &team_store, selection, result);
}
