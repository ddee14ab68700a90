#ifndef CLI_TREE_IMPORT_H
#define CLI_TREE_IMPORT_H

#include "cli/command/command.h"

/* `rostrum import --tree`: brings such files back, through the plan of an import. */
extern const struct subcommand import_subcommand;

#endif
