#ifndef CLI_INIT_H
#define CLI_INIT_H

#include "cli/command.h"

/* The subcommand `rostrum init`: the exit status. */
int command_run_init(const struct command_options *options) NONNULL;

#endif
