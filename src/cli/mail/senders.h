#ifndef CLI_MAIL_SENDERS_H
#define CLI_MAIL_SENDERS_H

#include "cli/command/command.h"

/* Several processes that work off a queue, each with a connection of its own, so that whoever is
 * slow holds up one of them alone. */

enum { SENDERS_MAX = 32 }; /* NUMBER_SENDERS */

struct sender {
    struct command command;
    const struct command_options *options;
    int number; /* the first one, 0, tidies up as well */
    int64_t done_count, failed_count;
    int64_t swept_at, forgot_at; /* clock_monotonic; 0: not yet */
};

/* What they do. */
struct sender_work {
    const char *done_word; /* "delivered" */
    long pause_ms;         /* between looks at an empty queue */
    long spread_ms;        /* by which each begins after the one before */
    enum err (*tidy_up)(struct sender *sender);
    enum err (*send)(struct sender *sender); /* one of them; ERR_NOT_FOUND if nothing is due */
};

/* With the option watch, as many as the option at-once says (4 without it) until they are asked to
 * end: one that is killed is started again, one that can't begin ends all. Without it one, once,
 * which says how many it sent. Gives the exit code. */
MUST_USE int senders_run(const struct command_options *options,
                         const struct sender_work *work) NONNULL;

/* False if it was done within the pause; else notes in *done_at that it is done now. */
bool senders_is_time(int64_t *done_at, int64_t pause) NONNULL;

/* Everything that there is to do of a kind, a request each, until the command is asked to end. */
MUST_USE enum err senders_repeat(struct command *command,
                                 enum err (*step)(struct db *db, bool *has_more)) NONNULL;

#endif
