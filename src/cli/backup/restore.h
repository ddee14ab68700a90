#ifndef CLI_RESTORE_H
#define CLI_RESTORE_H

#include "cli/command/command.h"

extern const struct subcommand restore_subcommand;

#endif
