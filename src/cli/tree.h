#ifndef CLI_TREE_H
#define CLI_TREE_H

#include "cli/command.h"

/* `rostrum export --tree` and `rostrum import --tree`: an organization's prompts, agents and teams
 * as files for git (docs/tree.md). */
extern const struct subcommand export_subcommand;
extern const struct subcommand import_subcommand;

#endif
