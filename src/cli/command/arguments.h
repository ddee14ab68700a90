#ifndef CLI_ARGUMENTS_H
#define CLI_ARGUMENTS_H

#include "cli/command/command.h"

/* Reads what a person typed behind "rostrum": options, wherever they stand, and the words between
 * them; finds the subcommand (options->all) and gives it its own options. Without a subcommand
 * (NULL) there were no words, or the options ask for help. COMMAND_DONE, or COMMAND_MISUSED, and
 * the person has been told what is wrong, with the nearest name that there is. */
MUST_USE int arguments_read(int argc, char **argv, struct command_options *options) NONNULL;

/* Is it a noun of several subcommands, "user"? */
bool arguments_is_noun(const struct command_options *options, const char *word) NONNULL;

#endif
