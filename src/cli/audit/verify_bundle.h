#ifndef CLI_VERIFY_BUNDLE_H
#define CLI_VERIFY_BUNDLE_H

#include "cli/command/command.h"

/* Verifies what GET /api/v1/bundle gave. */
extern const struct subcommand verify_bundle_subcommand;

#endif
