#ifndef CLI_CHILD_H
#define CLI_CHILD_H

#include <sys/types.h>

#include "base/err.h"

/* Programs of the database server that a command runs: pg_dump, pg_restore. Only the command does;
 * a worker may not even. */

/* Starts a program, found in PATH, on a database: its address goes into the environment, where
 * nobody else sees the password. It ends when this process does. ERR_UNAVAILABLE if there can be no
 * more processes. */
MUST_USE enum err child_start(const char *const *arguments, const char *database_url,
                              pid_t *pid) NONNULL;

/* Waits until it has ended, and calls beat, if there is one, once a second meanwhile.
 * ERR_UNAVAILABLE, and the person has been told, if its exit status was not 0. */
typedef void child_beat(void *context);
MUST_USE enum err child_wait(pid_t pid, const char *name, child_beat *beat, void *context)
    __attribute__((nonnull(2)));

/* Ends it, whatever it is doing. */
void child_end(pid_t pid);

#endif
