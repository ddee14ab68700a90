#ifndef CLI_WEBHOOKS_H
#define CLI_WEBHOOKS_H

#include "cli/command/command.h"

/* rostrum webhooks: sends what waits in the queue of webhooks. */
extern const struct subcommand webhooks_subcommand;

#endif
