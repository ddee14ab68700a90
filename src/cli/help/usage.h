#ifndef CLI_USAGE_H
#define CLI_USAGE_H

#include <stdio.h>

#include "cli/command/command.h"

/* What --help prints. */

/* Every command in a line, and what all have in common. */
void usage_show_all(FILE *to, const struct command_options *options) NONNULL;

/* Those of a noun: "user". */
void usage_show_noun(FILE *to, const struct command_options *options, const char *noun) NONNULL;

/* One command with its options. */
void usage_show(FILE *to, const struct subcommand *subcommand) NONNULL;

extern const struct subcommand help_subcommand;

#endif
