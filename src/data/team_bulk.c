#include "data/team_bulk.h"

#include "data/team_store.h"

static enum err archive(const struct work *work, const void *ctx, const struct uuid *id,
                        struct record_bulk_one *one)
{
    (void)ctx;
    struct team team;
    enum err err = team_load(work->db, work->actor, id, PERMISSION_TEAM_SEE, &team);
    if (err != ERR_NONE)
        return err;
    one->name = team.name;
    one->organization_id = team.organization_id;
    struct policy_target target = team_target(&team);
    if (!policy_allows(work->actor, PERMISSION_TEAM_CHANGE, &target))
        return ERR_DENIED;
    if (team.archived_at != 0)
        return ERR_NONE;
    err = team_set_archived(work, &team, true);
    one->is_changed = err == ERR_NONE;
    return err;
}

enum err team_bulk_archive(struct db *db, const struct actor *actor,
                           const struct record_selection *selection,
                           struct record_bulk_result *result)
{
    static const struct record_bulk bulk = {"team", "team.archive", archive, NULL};
    return record_bulk_run(db, actor, &bulk, selection, result);
}
