#ifndef CLI_MIGRATE_H
#define CLI_MIGRATE_H

#include "cli/command.h"

/* The subcommand `rostrum migrate`: the exit status. */
int command_run_migrate(const struct command_options *options) NONNULL;

#endif
