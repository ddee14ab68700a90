#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include "cli/command/command.h"

/* Prints the completion of commands and options for a shell. */
extern const struct subcommand completion_subcommand;

#endif
