#ifndef CLI_NAMED_H
#define CLI_NAMED_H

#include "cli/command/command.h"
#include "domain/record/kind.h"

/* What is named on a command line. On an error the person has been told. */

/* Enters the organization with this slug; *actor is a command in it. */
MUST_USE enum err named_organization(struct command *command, const char *slug,
                                     struct actor *actor) NONNULL;

/* The record of a kind with this name. */
MUST_USE enum err named_record(struct command *command, const struct actor *actor,
                               const struct record_kind *kind, const char *name,
                               struct uuid *id) NONNULL;

#endif
