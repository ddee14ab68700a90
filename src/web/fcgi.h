#ifndef WEB_FCGI_H
#define WEB_FCGI_H

#include <stdbool.h>

#include "web/request.h"
#include "web/response.h"

/* The transport: FastCGI (specification 1.0) on the socket that the supervisor hands over as
 * descriptor 0, or plain CGI (RFC 3875) when there is none. One request at a time. A response is
 * one writev() and the connection is closed at once: no lingering. */

/* Call once. SIGTERM, SIGINT and SIGQUIT end the wait for the next request; the one being served is
 * finished. */
void fcgi_open(void);

/* Waits for a request and fills input, everything in the arena. FCGI_IDLE: nobody asked for
 * FCGI_IDLE_S; whoever has something to do meanwhile does it and waits again. FCGI_END: it is time
 * to go, after a signal, or after the one request of a plain CGI process. */
enum fcgi_event { FCGI_REQUEST, FCGI_IDLE, FCGI_END };
enum { FCGI_IDLE_S = 2 };
MUST_USE enum fcgi_event fcgi_next(struct arena *arena, struct request_input *input) NONNULL;

/* Waits for at most so long; true if nobody asked for anything meanwhile. Whoever asks ends the
 * wait at once, and gets served by the next fcgi_next. A plain CGI process has served its only one.
 */
MUST_USE bool fcgi_is_quiet(int wait_ms);

/* Sends the response; is_head leaves the body out. A client that has gone is no error. */
void fcgi_reply(const struct response *response, bool is_head) NONNULL;

#endif
