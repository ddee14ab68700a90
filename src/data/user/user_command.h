#ifndef DATA_USER_COMMAND_H
#define DATA_USER_COMMAND_H

#include "data/db/db.h"
#include "domain/policy.h"

/* A command on the server that makes records for a person, who owns them and is their author: sets
 * *inside to the command in that person's organization, whose scope is entered. ERR_DENIED for
 * anybody but a command, ERR_NOT_FOUND if nobody has the address, ERR_CONFLICT if the person is
 * inactive. */
MUST_USE enum err user_command_for(struct db *db, const struct actor *command, const char *email,
                                   struct actor *inside) NONNULL;

#endif
