#include "cli/retention/expire.h"

#include "data/approval/approval_expire.h"

enum err expire_approvals(struct command *command)
{
    struct uuid organization_id;
    struct actor actor = command->actor;
    enum err err = ERR_NONE;
    while ((err = approval_find_expired(command->db, &organization_id)) == ERR_NONE) {
        int count = 0;
        actor.organization_id = actor.home_organization_id = organization_id;
        err = approval_expire(command->db, &actor, &count);
        if (err == ERR_NONE)
            err = command_next_request(command);
        if (err != ERR_NONE)
            return err;
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}
