#ifndef CLI_RECOVERED_H
#define CLI_RECOVERED_H

#include "cli/command.h"

extern const struct subcommand recovered_subcommand;

#endif
