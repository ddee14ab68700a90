#ifndef CLI_CHECK_H
#define CLI_CHECK_H

#include "cli/command/command.h"

extern const struct subcommand check_subcommand;

#endif
