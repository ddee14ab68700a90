#ifndef API_ROUTES_H
#define API_ROUTES_H

#include "web/route.h"

/* Every address for programs, with the right that it needs. */
extern const struct route api_routes[];
extern const int api_route_count;

#endif
