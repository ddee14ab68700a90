#ifndef CLI_RUN_CASES_H
#define CLI_RUN_CASES_H

#include "cli/command/command.h"

extern const struct subcommand run_cases_subcommand;

#endif
