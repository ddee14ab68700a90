#include "data/retention/retention_step.h"

#include "data/retention/retention_batch_internal.h"
#include "data/retention/retention_list_internal.h"

enum err retention_step(struct db *db, const struct actor *actor, const struct uuid *id,
                        const char *erasures, struct retention_run *run)
{
    if (!retention_may(actor))
        return ERR_NOT_FOUND;
    enum err err = retention_run_load(db, actor, id, run);
    if (err != ERR_NONE || run->ended_at != 0)
        return err;
    if (run->is_live && actor->kind != ACTOR_COMMAND)
        return ERR_DENIED;
    const struct retention_step step = {db, actor, run, erasures};
    if (run->state == RETENTION_DELETING)
        err = retention_delete_batch(&step);
    else
        err = retention_list_batch(&step);
    return err == ERR_NONE ? retention_run_load(db, actor, id, run) : err;
}
