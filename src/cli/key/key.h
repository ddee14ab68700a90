#ifndef CLI_KEY_H
#define CLI_KEY_H

#include "cli/command/command.h"

/* Replacing the master key while Rostrum serves. */
extern const struct subcommand key_add_subcommand, key_activate_subcommand, key_rewrap_subcommand,
    key_retire_subcommand, key_status_subcommand;

#endif
