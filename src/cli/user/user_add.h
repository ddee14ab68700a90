#ifndef CLI_USER_ADD_H
#define CLI_USER_ADD_H

#include "cli/command/command.h"

extern const struct subcommand user_add_subcommand;

#endif
