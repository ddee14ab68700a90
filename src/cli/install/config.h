#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include "cli/command/command.h"

extern const struct subcommand config_subcommand;

#endif
