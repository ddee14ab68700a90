#include "data/user/user_command.h"

#include "data/user/user_record.h"

enum err user_command_for(struct db *db, const struct actor *command, const char *email,
                          struct actor *inside)
{
    struct user_record record;
    enum err err = user_record_find_for_command(db, command, email, inside, &record);
    if (err != ERR_NONE)
        return err;
    inside->user_id = record.user.id;
    return record.is_active ? ERR_NONE : ERR_CONFLICT;
}
