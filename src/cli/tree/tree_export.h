#ifndef CLI_TREE_EXPORT_H
#define CLI_TREE_EXPORT_H

#include "cli/command/command.h"

/* `rostrum export --tree`: an organization's prompts, agents and teams as files for git
 * (docs/tree.md). Gives the exit status. */
int tree_export(const struct command_options *options) NONNULL;

#endif
