#ifndef CLI_DEMO_H
#define CLI_DEMO_H

#include "cli/command/command.h"

extern const struct subcommand demo_subcommand;

#endif
