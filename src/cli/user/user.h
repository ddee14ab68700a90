#ifndef CLI_USER_H
#define CLI_USER_H

#include "cli/command/command.h"

/* What is done to one person, who is named by their address. */
extern const struct subcommand user_link_subcommand, user_remove_factor_subcommand,
    user_recover_subcommand, user_deactivate_subcommand, user_activate_subcommand;

#endif
