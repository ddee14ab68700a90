#ifndef WEB_SEND_H
#define WEB_SEND_H

#include <stdbool.h>
#include <sys/uio.h>

#include "base/err.h"

/* How an answer goes to its reader, who may be slow: a worker waits SEND_WAIT_MS for one, and
 * longer only as far as it takes SEND_RATE bytes a millisecond meanwhile (256 kbit/s). */
enum { SEND_WAIT_MS = 30000, SEND_RATE = 32 };

/* Begins an answer. */
void send_begin(void);

/* Writes all pieces of it, which are changed, in as few calls as can be. False if the other side
 * has gone or is too slow (logged). */
MUST_USE bool send_all(int fd, struct iovec *pieces, size_t count) NONNULL;

#endif
