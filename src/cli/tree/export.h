#ifndef CLI_EXPORT_H
#define CLI_EXPORT_H

#include "cli/command/command.h"

/* An agent or a team for another framework. */
extern const struct subcommand export_subcommand;

#endif
