#ifndef CLI_RESTORE_REPLAY_H
#define CLI_RESTORE_REPLAY_H

#include "cli/command/command.h"

/* What becomes of each organization of a database that went back to a moment of before, by a
 * restore or by a recovery, before anyone is served from it: see restore_organization(). */
struct restore_replay {
    const char *checkpoints; /* the folder of those outside the database */
    const char *name;        /* where it went back to, for the audit logs */
    int64_t made_at;
    int64_t erased_count; /* how many persons were erased again */
    int log_count;        /* logs whose checkpoints outside cover more than came back */
};

/* On an error the person has been told, or it is logged. */
MUST_USE enum err restore_replay(struct restore_replay *replay, struct command *command) NONNULL;

/* Says what was done, and what is left to do. */
void restore_replay_report(const struct restore_replay *replay) NONNULL;

#endif
