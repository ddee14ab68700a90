#ifndef CLI_EXPIRE_H
#define CLI_EXPIRE_H

#include "cli/command/command.h"

/* For the commands that timers run: notes in all organizations which requests for approval and
 * which proposals have expired (data/approval/approval_expire.h). Ends the command's request. */
MUST_USE enum err expire_approvals(struct command *command) NONNULL;

#endif
