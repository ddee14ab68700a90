#ifndef CLI_INIT_H
#define CLI_INIT_H

#include "cli/command/command.h"

extern const struct subcommand init_subcommand;

#endif
