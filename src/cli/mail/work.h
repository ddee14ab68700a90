#ifndef CLI_WORK_H
#define CLI_WORK_H

#include "cli/command/command.h"

/* `rostrum work`: calls the models that people asked for. */
extern const struct subcommand work_subcommand;

#endif
