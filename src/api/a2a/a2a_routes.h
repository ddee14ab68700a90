#ifndef API_A2A_ROUTES_H
#define API_A2A_ROUTES_H

#include "web/route.h"

/* The addresses of A2A: the agent cards. */
extern const struct route a2a_routes[];
extern const int a2a_route_count;

#endif
