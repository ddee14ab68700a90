#ifndef CLI_ERASE_H
#define CLI_ERASE_H

#include "cli/command/command.h"

/* rostrum erase run: carries out what is due. */
extern const struct subcommand erase_subcommand;

#endif
