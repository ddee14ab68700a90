#ifndef CLI_PROVE_H
#define CLI_PROVE_H

#include "cli/command/command.h"

/* The certificate of what was live. */
extern const struct subcommand prove_subcommand;

#endif
