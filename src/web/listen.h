#ifndef WEB_LISTEN_H
#define WEB_LISTEN_H

#include <stdbool.h>

#include "base/err.h"

/* The socket that the supervisor hands over as descriptor 0, and the signals that end waiting for
 * it. Whoever connected is answered, also when it is time to end before their first byte came. */

/* Call once. SIGTERM, SIGINT, SIGQUIT, SIGUSR1 and SIGUSR2 end the wait for the next connection.
 * idle_s: listen_next waits for that many seconds. */
void listen_open(int idle_s);

/* Waits for a connection whose first byte has come: *fd, which the caller closes. LISTEN_IDLE: none
 * came for so long. LISTEN_END: a signal came, or the socket fails, which is logged. */
enum listen_event { LISTEN_CONNECTION, LISTEN_IDLE, LISTEN_END };
MUST_USE enum listen_event listen_next(int *fd) NONNULL;

/* Waits for at most so long; true if nobody connected meanwhile. */
MUST_USE bool listen_is_quiet(int wait_ms);

#endif
