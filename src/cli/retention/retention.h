#ifndef CLI_RETENTION_H
#define CLI_RETENTION_H

#include "cli/command/command.h"

/* "rostrum retention run": lists what is due, or deletes what may be deleted. */
extern const struct subcommand retention_run_subcommand;

#endif
