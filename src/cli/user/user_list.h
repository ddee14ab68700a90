#ifndef CLI_USER_LIST_H
#define CLI_USER_LIST_H

#include "cli/command/command.h"

extern const struct subcommand user_list_subcommand;

#endif
