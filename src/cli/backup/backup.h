#ifndef CLI_BACKUP_H
#define CLI_BACKUP_H

#include "cli/command/command.h"

extern const struct subcommand backup_subcommand;

#endif
