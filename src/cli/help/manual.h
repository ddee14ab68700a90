#ifndef CLI_MANUAL_H
#define CLI_MANUAL_H

#include "cli/command/command.h"

/* Prints the manual pages: man(7). */
extern const struct subcommand manual_subcommand;

#endif
