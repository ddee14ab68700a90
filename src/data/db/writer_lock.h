#ifndef DATA_WRITER_LOCK_H
#define DATA_WRITER_LOCK_H

#include <stdbool.h>

#include "base/err.h"

/* One lock file that all processes of a SQLite database take around every write transaction and
 * every checkpoint: fcntl(2) open file description locks, which the kernel releases when a process
 * dies. */

/* Waits for the lock, at most so long: then ERR_UNAVAILABLE, logged. */
MUST_USE enum err writer_lock(int fd, int limit_ms);
void writer_unlock(int fd);

/* Does nobody else hold it? */
MUST_USE bool writer_is_free(int fd);

#endif
