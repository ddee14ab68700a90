#ifndef CLI_ORGANIZATION_H
#define CLI_ORGANIZATION_H

#include "cli/command.h"

/* rostrum organization close-due: destroys what is due of customers that were closed. */
extern const struct subcommand organization_close_due_subcommand;

#endif
