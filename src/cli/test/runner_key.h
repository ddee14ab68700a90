#ifndef CLI_RUNNER_KEY_H
#define CLI_RUNNER_KEY_H

#include "cli/command/command.h"
#include "crypt/runner_key.h"

extern const struct subcommand runner_key_new_subcommand, runner_key_show_subcommand;

/* Reads a key from its file; the caller wipes it. On an error the person has been told. */
MUST_USE enum err runner_key_load(struct arena *arena, const char *path,
                                  struct runner_key *key) NONNULL;

#endif
