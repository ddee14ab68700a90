#ifndef CLI_COPY_H
#define CLI_COPY_H

#include "cli/command/command.h"

extern const struct subcommand copy_subcommand;

#endif
