#ifndef API_SERVE_H
#define API_SERVE_H

#include "api/call.h"
#include "base/rate.h"

/* The steps of a request by a program that are not those of every request. */

/* route_find for the addresses of programs, whose kind the match has in any case. */
MUST_USE int api_find_route(const struct request *request, struct route_match *match) NONNULL;

/* Runs the handler of the route, once its query has no parameter that the route does not know. */
MUST_USE enum err api_serve(struct call *call) NONNULL;

/* Answers a request that a step refused with this status. detail is what is known besides, or NULL.
 */
void api_refuse(struct call *call, int status, const char *detail) __attribute__((nonnull(1)));

/* How often the caller may ask, and how often still (the draft "RateLimit header fields for HTTP"
 * of the IETF), and when to ask again if that was too often. */
void api_say_rate(struct call *call, const struct rate *rate) NONNULL;

#endif
