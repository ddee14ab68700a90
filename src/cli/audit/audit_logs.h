#ifndef CLI_AUDIT_LOGS_H
#define CLI_AUDIT_LOGS_H

#include "cli/command/command.h"
#include "data/audit/audit_export.h"

/* The logs that a command is about. */
struct audit_logs {
    struct arena *arena; /* of the list: it stays from request to request */
    struct uuid *ids;
    int count;
    int refused_count; /* trees that do not extend their last checkpoint */
};

/* All logs, or that of the organization with a slug; and in their last state: events that have no
 * number, or no leaf, get theirs, and with makes_checkpoints each tree its checkpoint. Says what is
 * wrong. audit_logs_close in any case. */
MUST_USE enum err audit_logs_open(struct command *command, const char *slug, bool makes_checkpoints,
                                  struct audit_logs *logs) __attribute__((nonnull(1, 4)));
void audit_logs_close(struct audit_logs *logs) NONNULL;

/* Gives those of them that have a checkpoint, all lines of the export. */
MUST_USE enum err audit_logs_give(struct command *command, const struct audit_logs *logs,
                                  const struct audit_output *output) NONNULL;

#endif
