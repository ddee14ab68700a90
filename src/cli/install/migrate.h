#ifndef CLI_MIGRATE_H
#define CLI_MIGRATE_H

#include "cli/command/command.h"

extern const struct subcommand migrate_subcommand;

#endif
