#ifndef CLI_TEST_H
#define CLI_TEST_H

#include "cli/command/command.h"

extern const struct subcommand test_subcommand;

#endif
