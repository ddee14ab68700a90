#ifndef CLI_USER_H
#define CLI_USER_H

#include "cli/command/command.h"

/* rostrum user link EMAIL: a link for someone whose organization has nobody left to make it. */
extern const struct subcommand user_link_subcommand, user_remove_factor_subcommand;

#endif
