#ifndef CLI_DEMO_H
#define CLI_DEMO_H

#include "cli/command.h"

/* The subcommand `rostrum demo`: the exit status. */
int command_run_demo(const struct command_options *options) NONNULL;

#endif
