#ifndef CLI_RECOVERED_H
#define CLI_RECOVERED_H

#include "cli/command/command.h"

extern const struct subcommand recovered_subcommand;

#endif
